"""The plot of `docs/`: that the time grows as rules and rows do, for every engine."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from tests.benchmarks.peers import KERNEL
from tests.benchmarks.peers.figures import Figures, Line
from tests.benchmarks.peers.page import SHIPPED

MARKS = "osD^v<>Phx*+"


def draw(figures: Figures, path: Path) -> None:
    """An SVG with two charts; the same figures give the same bytes."""
    mpl.rcParams.update({"svg.hashsalt": "advisor", "svg.fonttype": "none", "font.size": 9})
    sheet = Sheet(figsize=(10, 5), layout="constrained")
    by_rules, by_rows = sheet.subplots(1, 2)
    _lines(figures, by_rules, by_rows)
    _name(by_rules, "Time per profile, by rules", "rules", "microseconds per profile")
    by_rules.set_xticks(figures.rules, [str(rules) for rules in figures.rules])
    by_rules.minorticks_off()
    _name(by_rows, f"Time with {SHIPPED} rules, by rows", "profiles", "seconds")
    sheet.legend(*by_rules.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    sheet.savefig(path, metadata={"Date": None})


def _lines(figures: Figures, by_rules: Axes, by_rows: Axes) -> None:
    for mark, line in zip(MARKS, figures.lines, strict=False):
        look = {"marker": mark, "markersize": 4, "linewidth": 2 if line[0] == KERNEL else 1}
        costs = [1e6 / figures.speed(line, rules) for rules in figures.rules]
        by_rules.plot(figures.rules, costs, label=_label(line), **look)
        shown = figures.of(line, SHIPPED)
        by_rows.plot([one.rows for one in shown], [one.seconds for one in shown], **look)


def _label(line: Line) -> str:
    peer, threads = line
    return peer if threads == 1 else f"{peer}, {threads} threads"


def _name(axes: Axes, title: str, across: str, up: str) -> None:
    axes.set(title=title, xlabel=across, ylabel=up, xscale="log", yscale="log")
    axes.grid(alpha=0.3)

"""The figures in words and tables: what is printed, and what `docs/speed.md` shows."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.peers import KERNEL
from tests.benchmarks.peers.figures import Figures, Line

SHIPPED = 156
"""Rules of the shipped base, at which the engines are held against each other."""

BUDGET = 200
"""How many times faster than the fastest rule engine the kernel has to be."""

AT_REST = 0.9
"""Of a core, that an engine on one thread has on a machine that does nothing else."""

PYTHON = ("plain Python, generated", 1)
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
PACKAGES = (
    "clipspy", "common-expression-language", "duckdb", "durable-rules", "polars",
    "rule-engine", "zen-engine",
)  # fmt: skip


def renewed(page: str, figures: str) -> str:
    """The page with other figures between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def report(figures: Figures) -> str:
    """What was found, as Markdown."""
    parts = (*_warning(figures), _table(figures), *_ratios(figures), *_growth(figures))
    return "\n\n".join(parts)


def _warning(figures: Figures) -> Iterator[str]:
    share = figures.share_of_core()
    if share < AT_REST:
        yield (
            f"**The machine was busy with other work: engines on one thread had {share:.1f} of a "
            "core. These speeds are too low, and ratios by the clock are uncertain.**"
        )


def machine() -> str:
    """What it was measured on, and with which versions."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured on {os.cpu_count()} cores ({model}, {memory:.0f} GB), "
        f"Python {platform.python_version()}: {packages}."
    )


def _table(figures: Figures) -> str:
    """Profiles a second by engine and number of rules, fastest first."""
    last = figures.rules[-1]
    heads = [f"{rules} rules" for rules in figures.rules]
    rows = ["Profiles a second:", "", f"| engine | {' | '.join(heads)} |"]
    rows.append("|---|" + "--:|" * len(heads))
    for line in sorted(figures.lines, key=lambda one: -figures.speed(one, last)):
        speeds = [f"{_short(figures.speed(line, rules))}" for rules in figures.rules]
        rows.append(f"| {_called(figures, line)} | {' | '.join(speeds)} |")
    return "\n".join(rows)


def _called(figures: Figures, line: Line) -> str:
    peer, threads = line
    on_several = any(one == peer and other != threads for one, other in figures.lines)
    return f"{peer}, {_on(threads)}" if on_several else peer


def _on(threads: int) -> str:
    return "one thread" if threads == 1 else f"{threads} threads"


def _short(number: float) -> str:
    """Three digits that count."""
    return f"{float(f'{number:.3g}'):,.0f}"


def _ratios(figures: Figures) -> Iterator[str]:
    """The kernel against the fastest rule engine, and against plain Python."""
    engine = max(figures.rule_engines(), key=lambda line: figures.speed(line, SHIPPED))
    for threads in figures.threads:
        ours = figures.speed((KERNEL, threads), SHIPPED)
        ratio = ours / figures.speed(engine, SHIPPED)
        verdict = "reached" if ratio >= BUDGET else "MISSED"
        yield (
            f"With {SHIPPED} rules the kernel on {_on(threads)} is {_short(ratio)} times as fast "
            f"as the fastest rule engine, {engine[0]} (wanted: {BUDGET}, {verdict}), and "
            f"{_short(ours / figures.speed(PYTHON, SHIPPED))} times as fast as plain generated "
            "Python, which is not counted."
        )
    ours = figures.speed_by_processor((KERNEL, figures.threads[0]), SHIPPED)
    theirs = max(figures.speed_by_processor(line, SHIPPED) for line in figures.rule_engines())
    best = figures.best((KERNEL, figures.threads[-1]), SHIPPED)
    yield (
        f"By processor time, on {_on(figures.threads[0])}, it is {_short(ours / theirs)} times as "
        f"fast as the fastest rule engine. On {_on(best.threads)} the kernel had "
        f"{best.cpu_seconds / best.seconds:.1f} cores."
    )


def _growth(figures: Figures) -> Iterator[str]:
    """Whether the time of the kernel grows as rows and rules do."""
    line = (KERNEL, figures.threads[-1])
    by_rows = {one.rows: one.seconds for one in figures.of(line, SHIPPED)}
    steps = [
        f"{fewer:,} to {more:,} rows: {by_rows[more] / by_rows[fewer]:.1f} times the time"
        for fewer, more in zip(list(by_rows), list(by_rows)[1:], strict=False)
    ]
    yield f"Ten times the rows, {SHIPPED} rules, kernel: {'; '.join(steps)}."
    speeds = {rules: figures.speed(line, rules) for rules in figures.rules}
    costs = [f"{rules} rules {1e9 / speed / rules:.1f} ns" for rules, speed in speeds.items()]
    yield f"A profile costs the kernel, per rule: {', '.join(costs)}."

"""What was measured."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

from tests.benchmarks.peers import KERNEL, PEERS


@dataclass(frozen=True, slots=True)
class Figure:
    """How long a peer takes for so many rows with so many rules."""

    peer: str
    threads: int
    rules: int
    rows: int
    seconds: float
    cpu_seconds: float
    """Of all threads together: below `seconds` times `threads` where a core was not to be had."""


Line = tuple[str, int]
"""A peer, and on how many threads."""


class Figures:
    """The figures of one run."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.all = tuple(figures)
        self.lines: list[Line] = list(dict.fromkeys((one.peer, one.threads) for one in self.all))
        self.rules = sorted({one.rules for one in self.all})
        self.threads = sorted({threads for peer, threads in self.lines if peer == KERNEL})

    def of(self, line: Line, rules: int) -> list[Figure]:
        """The figures of a peer, fewest rows first."""
        return [one for one in self.all if (one.peer, one.threads, one.rules) == (*line, rules)]

    def speed(self, line: Line, rules: int) -> float:
        """Profiles a second at best."""
        best = self.best(line, rules)
        return best.rows / best.seconds

    def best(self, line: Line, rules: int) -> Figure:
        """The figure of a peer at the number of rows where it is fastest."""
        return max(self.of(line, rules), key=lambda one: one.rows / one.seconds)

    def speed_by_processor(self, line: Line, rules: int) -> float:
        """Profiles in a second of processor time, which other work disturbs less."""
        return max(one.rows / one.cpu_seconds for one in self.of(line, rules))

    def rule_engines(self) -> list[Line]:
        """What the kernel is held against."""
        counted = {peer.name for peer in PEERS if peer.counted}
        return [line for line in self.lines if line[0] in counted]

    def share_of_core(self) -> float:
        """How much of a core an engine on one thread had, the median over all."""
        return median(one.cpu_seconds / one.seconds for one in self.all if one.threads == 1)

    def write(self, path: Path) -> None:
        """One line per figure."""
        with path.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*(one.name for one in fields(Figure)), "profiles_per_second"])
            for one in self.all:
                *rest, seconds, cpu = astuple(one)
                times = (f"{seconds:.6f}", f"{cpu:.6f}")
                writer.writerow([*rest, *times, round(one.rows / one.seconds)])

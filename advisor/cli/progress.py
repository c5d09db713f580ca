"""How far a long run is, on a terminal."""

from __future__ import annotations

import sys
import time
from os.path import getsize
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from advisor.batch.run import Done, Job


class Progress:
    """How far a run is, how fast it goes and how long it will take; on a terminal only."""

    def __init__(self, job: Job, before: int, beside: TextIO | None) -> None:
        self.job, self.before, self.profiles = job, before, 0
        self.sizes = [max(1, sum(map(getsize, table.files))) for table in job.tables]
        self.begin = time.monotonic()
        self.shares: list[float] = []
        # Never between the rows of a result on the same terminal.
        self.shown = sys.stderr.isatty() and not (beside and beside.isatty())

    def show(self, done: Done) -> None:
        """Say it anew."""
        self.profiles += done.note.profiles
        if not self.shown:
            return
        seconds = max(time.monotonic() - self.begin, 1e-6)
        line = f"{self.before + self.profiles:,} profiles, {self.profiles / seconds:,.0f} a second"
        at = done.note.table
        share = self.job.tables[at].share(done.note.place) if at < len(self.sizes) else 0.0
        if share is not None:
            sizes = [*self.sizes, 0]
            read = sum(sizes[:at]) + share * sizes[at]
            self.shares.append(read / sum(sizes))
            left = self._left(seconds)
            line += f", {self.shares[-1]:.0%}".replace("%", " %") + left
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()

    def _left(self, seconds: float) -> str:
        """The time left, as soon as there are two points to judge by."""
        gained = self.shares[-1] - self.shares[0]
        if len(self.shares) < 2 or gained <= 0:
            return ""
        left = seconds * (1 - self.shares[-1]) / gained
        return f", {left:.0f} s left" if left < 120 else f", {left / 60:.0f} min left"

    def clear(self) -> None:
        """Leave the line to what comes next."""
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

"""A result of `advisor batch` on stdout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.output import say
from advisor.problems import visible

if TYPE_CHECKING:
    import polars as pl

    from advisor.batch.run import Done, Note

PRINTED = 100_000
"""Rows that are printed at a time."""


class Printed:
    """A result on stdout: for people on a terminal, else as CSV; nothing if `quiet`."""

    stopped = "what was printed is not the whole"

    def __init__(self, rejects: Path | None, quiet: bool) -> None:
        from advisor.batch.rejects import Rejects

        self.quiet = quiet
        self.notes: list[Note] = []
        self.reached = 0, None
        self.rejects = Rejects(rejects)
        self._headed = False

    def add(self, done: Done) -> None:
        """Print a slice."""
        self.notes.append(done.note)
        self.rejects.add(done.rejects)
        for rows in done.rows.iter_slices(PRINTED):
            if rows.height:
                self._print(rows)
        self._empty = done.rows.clear()

    def _print(self, rows: pl.DataFrame) -> None:
        if not self.quiet:
            show = _for_people if sys.stdout.isatty() else _as_csv
            say(show(rows, header=not self._headed))
            self._headed = True

    def finish(self) -> None:
        """The names of the columns at least, where there is no row."""
        if not self._headed:
            self._print(self._empty)
        self.rejects.finish()


def _as_csv(rows: pl.DataFrame, header: bool) -> str:
    return rows.write_csv(include_header=header)


def _for_people(rows: pl.DataFrame, header: bool) -> str:
    """Rows in columns as wide as their longest cell."""
    names = rows.columns
    cells = [["" if cell is None else visible(str(cell)) for cell in row] for row in rows.rows()]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(names)]
    lines = [names, *cells] if header else cells
    return "\n".join(
        "  ".join(cell.ljust(room) for cell, room in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )

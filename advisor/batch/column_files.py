"""Parquet and Arrow files: read by row numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from advisor.batch.table import BadTable, Place, Slice, numbered

ROWS = 250_000
"""Rows in a slice."""

DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)

Scan = Callable[[str], pl.LazyFrame]


class ColumnFile:
    """A Parquet or Arrow file."""

    text = False

    def __init__(self, name: str, scan: Scan) -> None:
        self.name = name
        self.files: Sequence[str] = [name]
        try:
            self._frame = scan(name)
            self.columns: Sequence[str] = self._frame.collect_schema().names()
            self._height = int(self._frame.select(pl.len()).collect().item())
        except DAMAGED as error:
            raise _bad(name, error) from None

    def slices(self, wanted: Sequence[str], start: Place) -> Iterator[Slice]:
        for offset in range(start.offset, self._height, ROWS):
            rows = min(ROWS, self._height - offset)
            try:
                frame = self._frame.slice(offset, rows).select(wanted).collect()
            except DAMAGED as error:
                raise _bad(self.name, error) from None
            end = offset + rows
            yield Slice(numbered(frame, offset + 1), (), Place(end, end))

    def share(self, place: Place) -> float | None:
        return place.offset / self._height if self._height else 1.0


def _bad(name: str, error: Exception) -> BadTable:
    reason = str(error).split("\n")[0]
    return BadTable(f"`{name}` is damaged or was changed while it was read: {reason}")

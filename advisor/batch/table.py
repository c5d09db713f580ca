"""What passes from step to step: a file to read, a slice of it, a row that was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from advisor.problems import AdvisorError

ROW = ":row"
"""The column with the number of a row in its file; no fact can have that name."""


NAME = "profile"
"""The column with the key of a profile, in results and, unless another is named, in tables."""


class BadTable(AdvisorError):
    """A file that cannot be read as a table; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was left out, and why. `row` counts rows of data from 1."""

    file: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file was read: bytes of text or rows of a column file, and rows in all."""

    offset: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a file as they stand there, with their numbers in the column ROW."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]
    end: Place


class Table(Protocol):
    """A table with a row per profile.

    `name` is how it is called, `files` are those it rests on, `columns` the names of its
    columns; `text` says that every cell is text, as in CSV.
    """

    name: str
    files: Sequence[str]
    columns: Sequence[str]
    text: bool

    def slices(self, wanted: Sequence[str], start: Place) -> Iterator[Slice]:
        """The wanted columns from a place on, a bounded piece at a time, in order.

        Where a slice ends depends on the file alone. Raises BadTable.
        """

    def share(self, place: Place) -> float | None:
        """How much of the file is read at a place, from 0 to 1; None if that is not known."""


def numbered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
    """The frame with the numbers of its rows."""
    return frame.with_columns(pl.int_range(first, first + frame.height).alias(ROW))

"""A table of real posts -> its rows by creator, read anew with nothing but the standard library."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One post; None where the cell is empty."""

    posted: datetime
    collected: datetime
    followers: int
    seconds: float | None
    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    hashtags: tuple[str, ...]


def by_creator(file: Path) -> dict[str, list[Row]]:
    """The rows of each creator in the order of the file."""
    found: dict[str, list[Row]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for cells in csv.DictReader(lines):
            found.setdefault(cells["creator"], []).append(_row(cells))
    return found


def _row(cells: dict[str, str]) -> Row:
    return Row(
        _moment(cells["posted_at"]), _moment(cells["collected_at"]), int(cells["followers"]),
        float(cells["duration_s"]) if cells["duration_s"] else None,
        *(int(cells[name]) if cells[name] else None
          for name in ("views", "likes", "comments", "shares")),
        tuple(cells["hashtags"].split()),
    )  # fmt: skip


def _moment(cell: str) -> datetime:
    """A time without a zone is UTC to the import, and it says so."""
    read = datetime.fromisoformat(cell)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def split(file: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Each creator and a file of that creator's rows alone, which lasts until the next."""
    part = folder / file.name
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    at = header.index("creator")
    rows.sort(key=lambda row: row[at])
    for creator, own in groupby(rows, key=lambda row: row[at]):
        with part.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *own])
        yield creator, part

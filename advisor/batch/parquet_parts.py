"""Parquet files with the same columns -> one file, without decoding what they hold.

A Parquet file is row groups, then a footer that says where they stand, in the compact
protocol of Thrift. The row groups are copied as they are; the new footer lists them all,
each moved to where it stands now. What else points into a file, its page index and
Bloom filters, is left out: it only helps skipping.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from advisor.batch.thrift import (
    STRUCT,
    Items,
    Struct,
    Value,
    integer,
    read_struct,
    struct,
    structs,
    write_struct,
)

MAGIC = b"PAR1"
ROWS, GROUPS = 3, 4
"""Fields of the footer."""

COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7
"""Fields of a row group."""

CHUNK_OFFSET, CHUNK_META, INDEXES = 2, 3, (4, 5, 6, 7)
"""Fields of a column in a row group."""

PAGE_OFFSETS, BLOOM = (9, 10, 11), (14, 15)
"""Fields of the metadata of such a column."""


def join_parquet(parts: Sequence[Path], whole: Path) -> None:
    """One file with the row groups of all parts, in order. Raises OSError."""
    footers = [_footer(part) for part in parts]
    groups: list[Value] = []
    with whole.open("wb") as target:
        target.write(MAGIC)
        for part, (footer, end) in zip(parts, footers, strict=True):
            moved = target.tell() - len(MAGIC)
            with part.open("rb") as source:
                source.seek(len(MAGIC))
                _copy(source, target, end - len(MAGIC))
            groups += [
                _moved(group, moved, len(groups) + number)
                for number, group in enumerate(structs(footer[GROUPS]))
            ]
        footer = footers[0][0]
        footer[ROWS].value = sum(integer(one[ROWS]) for one, _ in footers)
        footer[GROUPS].value = Items(STRUCT, groups)
        data = write_struct(footer)
        target.write(data + len(data).to_bytes(4, "little") + MAGIC)


def _footer(part: Path) -> tuple[Struct, int]:
    """The footer of a file and where it begins."""
    with part.open("rb") as file:
        file.seek(-8, 2)
        length = int.from_bytes(file.read(4), "little")
        begin = file.seek(-8 - length, 2)
        return read_struct(file.read(length)), begin


def _copy(source: BinaryIO, target: BinaryIO, count: int) -> None:
    while count and (data := source.read(min(count, 1 << 20))):
        target.write(data)
        count -= len(data)


def _moved(group: Struct, by: int, ordinal: int) -> Struct:
    """The row group with all its places moved."""
    _move(group, (GROUP_OFFSET,), by)
    if ORDINAL in group:
        group[ORDINAL].value = ordinal
    for column in structs(group[COLUMNS]):
        _move(column, (CHUNK_OFFSET,), by)
        for index in INDEXES:
            column.pop(index, None)
        meta = struct(column[CHUNK_META])
        _move(meta, PAGE_OFFSETS, by)
        for index in BLOOM:
            meta.pop(index, None)
    return group


def _move(fields: Struct, numbers: Sequence[int], by: int) -> None:
    for number in numbers:
        # An offset of 0 is none: a file begins with its name.
        if number in fields and (offset := integer(fields[number])):
            fields[number].value = offset + by

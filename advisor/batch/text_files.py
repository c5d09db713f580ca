"""Text with a record per profile, read in blocks; bad records are found in bad blocks.

A block is parsed in one go. One that does not parse is halved again and again, so that
only the few records around a fault are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

import polars as pl

from advisor.batch.compressed import DAMAGED
from advisor.batch.table import ROW, BadTable, Place, Reject, Slice, numbered

BLOCK = 16_000_000
"""Bytes in a block, which becomes a slice."""

LONGEST = 8 * BLOCK
"""Bytes without the end of a record after which the first line is taken for one."""

SMALL = 64_000
"""Bytes that are rather read record by record than halved again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one record."""

    column: str
    reason: str


Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records: the good ones with their numbers, counted from 1, and what is wrong
    with others, by theirs."""

    frame: pl.DataFrame
    faults: Mapping[int, Fault]
    records: int


class Format(Protocol):
    """How records are told apart and read. `begin` is where the first one stands."""

    columns: Sequence[str]
    text: bool
    begin: int

    def whole(self, data: bytes) -> int:
        """How many bytes are whole records, as far as can be told; 0 if none is."""

    def parse(self, data: bytes, wanted: Sequence[str]) -> pl.DataFrame | None:
        """All records at once; None where any is not as it should be."""

    def each(self, data: bytes, wanted: Sequence[str]) -> Iterator[Record | Fault]:
        """The records one by one; empty lines are none."""

    def frame(self, records: Sequence[Record], wanted: Sequence[str]) -> pl.DataFrame:
        """Good records from `each` with the columns and types of `parse`."""


class TextFile:
    """A file of text, compressed or not.

    `open` gives its bytes from the beginning, `size` how many there are if that is known.
    """

    def __init__(
        self, name: str, form: Format, open: Callable[[], IO[bytes]], size: int | None
    ) -> None:
        self.name, self.form, self.open, self.size = name, form, open, size
        self.files: Sequence[str] = [name]
        self.columns, self.text = form.columns, form.text

    def share(self, place: Place) -> float | None:
        return place.offset / self.size if self.size else None

    def slices(self, wanted: Sequence[str], start: Place) -> Iterator[Slice]:
        place = Place(max(start.offset, self.form.begin), start.rows)
        for block in self._blocks(place.offset):
            frames, rejects, row = [], [], place.rows
            for piece in self._pieces(block, wanted):
                frames.append(piece.frame.with_columns(pl.col(ROW) + row))
                rejects += [
                    Reject(self.name, row + number, fault.column, fault.reason)
                    for number, fault in piece.faults.items()
                ]
                row += piece.records
            place = Place(place.offset + len(block), row)
            yield Slice(pl.concat(frames), tuple(rejects), place)

    def _blocks(self, offset: int) -> Iterator[bytes]:
        """Whole records, as many as fit into a block. What one holds depends on where it
        begins alone, so that reading can go on there."""
        try:
            with self.open() as file:
                _skip(file, offset)
                data = b""
                while True:
                    size = BLOCK
                    data += _read(file, size - len(data))
                    while not (length := self._length(data, size)) and size < LONGEST:
                        size *= 2
                        data += _read(file, size - len(data))
                    if not data:
                        return
                    # Without the end of a record: the first line alone.
                    length = length or data.find(b"\n") + 1 or len(data)
                    yield data[:length]
                    data = data[length:]
        except DAMAGED as error:
            message = f"`{self.name}` is damaged or was changed while it was read: {error}"
            raise BadTable(message) from None

    def _length(self, data: bytes, size: int) -> int:
        """How many of the first `size` bytes are whole records; all at the end of the file."""
        return self.form.whole(data[:size]) if len(data) >= size else len(data)

    def _pieces(self, block: bytes, wanted: Sequence[str]) -> Iterator[Piece]:
        """All records, in order."""
        waiting = [block]
        while waiting:
            data = waiting.pop()
            frame = self.form.parse(data, wanted)
            if frame is not None:
                yield Piece(numbered(frame, 1), {}, frame.height)
                continue
            # Without the end of a record in the first half: the first line alone.
            cut = self.form.whole(data[: len(data) // 2]) or data.find(b"\n") + 1
            if len(data) > SMALL and 0 < cut < len(data):
                waiting += [data[cut:], data[:cut]]
            else:
                yield self._one_by_one(data, wanted)

    def _one_by_one(self, data: bytes, wanted: Sequence[str]) -> Piece:
        good: dict[int, Record] = {}
        faults: dict[int, Fault] = {}
        for number, record in enumerate(self.form.each(data, wanted), start=1):
            if isinstance(record, Fault):
                faults[number] = record
            else:
                good[number] = record
        frame = self.form.frame(list(good.values()), wanted)
        numbers = pl.Series(ROW, list(good), pl.Int64())
        return Piece(frame.with_columns(numbers), faults, len(good) + len(faults))


def _read(file: IO[bytes], count: int) -> bytes:
    """That many bytes, fewer only at the end: decompressors give what they have."""
    parts = []
    while count > 0 and (part := file.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _skip(file: IO[bytes], count: int) -> None:
    if file.seekable():
        file.seek(count)
        return
    while count and (part := file.read(min(count, BLOCK))):
        count -= len(part)


def undecodable(data: bytes) -> str:
    """Which byte is not UTF-8; empty if all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return ""

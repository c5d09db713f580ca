"""CSV: a header, then a line of cells per profile; every cell is text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from advisor.batch.table import BadTable
from advisor.batch.text_files import Fault, Record, undecodable

SEPARATORS = ",;\t"
BOM = b"\xef\xbb\xbf"


class Csv:
    """CSV with the header and separator at the beginning of the file. Raises BadTable."""

    text = True

    def __init__(self, name: str, head: bytes) -> None:
        mark = len(BOM) if head.startswith(BOM) else 0
        line = next(_records(head[mark:]), b"")
        fault = undecodable(line)
        if fault:
            raise BadTable(f"the first line of `{name}`: {fault}")
        first = line.decode().rstrip("\r\n")
        self.separator = max(SEPARATORS, key=_quoted(SEPARATORS).sub(b"", line).decode().count)
        self._quoted = _quoted(self.separator)
        cells, *others = self._rows(first) or [[]]
        self.columns: Sequence[str] = [cell.strip() for cell in cells]
        twice = [one for one in self.columns if one and self.columns.count(one) > 1]
        if twice:
            raise BadTable(f"`{name}` has two columns called `{twice[0]}`; rename one")
        if "\r" in first or others or not any(self.columns):
            raise BadTable(
                f"the first line of `{name}` does not name columns; lines end in a line feed, "
                "and a name with a quotation mark stands in quotation marks"
            )
        self.begin = mark + len(line)

    def _rows(self, record: str) -> list[list[str]]:
        """One row, but several where a quotation mark within a cell looked like the
        beginning of a quoted one."""
        rows = csv.reader(io.StringIO(record, newline=""), delimiter=self.separator)
        return [row for row in rows if row]

    def whole(self, data: bytes) -> int:
        # A line feed ends a record where the number of quotation marks before it is even.
        end = data.rfind(b"\n") + 1
        odd = data.count(b'"', 0, end) % 2
        while odd and end:
            begin = data.rfind(b"\n", 0, end - 1) + 1
            odd ^= data.count(b'"', begin, end) % 2
            end = begin
        return end

    def parse(self, data: bytes, wanted: Sequence[str]) -> pl.DataFrame | None:
        # Names without meaning: those of the file may hold anything.
        header = self.separator.join(f"c{index}" for index in range(len(self.columns)))
        columns = {f"c{self.columns.index(name)}": name for name in wanted}
        try:
            frame = pl.read_csv(
                header.encode() + b"\n" + data, columns=list(columns),
                separator=self.separator, infer_schema=False,
            )  # fmt: skip
        except pl.exceptions.PolarsError:
            return None
        if not self._regular(data, frame.height):
            return None
        return frame.select(*columns).rename(columns)

    def _regular(self, data: bytes, rows: int) -> bool:
        """True where every line is a row with a cell for every column: Polars fills up
        rows that are too short, cuts off what is too long, and takes an empty line for
        a row, and a carriage return for a character."""
        bare = self._quoted.sub(b"", data) if b'"' in data else data
        if b'"' in bare or bare.count(b"\r") != bare.count(b"\r\n"):
            return False
        if bare.startswith((b"\n", b"\r\n")) or b"\n\n" in bare or b"\n\r\n" in bare:
            return False
        characters = np.frombuffer(bare.removesuffix(b"\n") + b"\n", np.uint8)
        ends = np.flatnonzero(characters == ord("\n"))
        separators = np.flatnonzero(characters == ord(self.separator))
        many = len(self.columns) - 1
        if len(ends) != rows or len(separators) != rows * many:
            return False
        of_rows = separators.reshape(rows, many)
        first, last = of_rows[1:, :1], of_rows[:, -1:]
        return bool((last < ends[:, None]).all() and (first > ends[:-1, None]).all())

    def each(self, data: bytes, wanted: Sequence[str]) -> Iterator[Record | Fault]:
        for record in _records(data):
            fault = undecodable(record)
            if record.count(b'"') % 2:
                yield Fault("", "a quotation mark is never closed")
            elif fault:
                yield Fault("", fault)
            elif record.strip(b" \r\n"):
                for cells in self._rows(record.decode()):
                    yield self._record(cells, wanted)

    def _record(self, cells: Sequence[str], wanted: Sequence[str]) -> Record | Fault:
        if len(cells) != len(self.columns):
            return Fault("", f"{len(cells)} cells where {len(self.columns)} are named")
        return {name: cells[self.columns.index(name)] for name in wanted}

    def frame(self, records: Sequence[Record], wanted: Sequence[str]) -> pl.DataFrame:
        return pl.DataFrame(
            {name: [record[name] for record in records] for name in wanted},
            dict.fromkeys(wanted, pl.String()),
        )


def _quoted(separators: str) -> re.Pattern[bytes]:
    """A cell in quotation marks; elsewhere in a cell they are characters like any other."""
    ends = separators.encode()
    cell = rb'"[^"]*+(?:""[^"]*+)*+"'
    return re.compile(rb"(?<![^" + ends + rb"\n])" + cell + rb"(?=[" + ends + rb"\r\n]|\Z)")


def _records(data: bytes) -> Iterator[bytes]:
    """Lines, those joined that a quoted cell runs over; of one whose quotation mark is
    never closed the first line alone."""
    lines = _lines(data)
    begin = 0
    while begin < len(lines):
        end, odd = begin, 0
        while end < len(lines):
            odd ^= lines[end].count(b'"') % 2
            end += 1
            if not odd:
                break
        if odd:
            end = begin + 1
        yield b"".join(lines[begin:end])
        begin = end


def _lines(data: bytes) -> list[bytes]:
    """Lines that end in a line feed, and nothing else."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])

"""CSV: a header, then a line of cells per profile; every cell is text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

import polars as pl

from advisor.batch.table import BadTable
from advisor.batch.text_files import Fault, Record, undecodable

SEPARATORS = ",;\t"
QUOTED = re.compile(rb'"[^"]*"')
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
        self.separator = max(SEPARATORS, key=QUOTED.sub(b"", line).decode().count)
        self.columns: Sequence[str] = [cell.strip() for cell in self._cells(first)]
        twice = [one for one in self.columns if one and self.columns.count(one) > 1]
        if twice:
            raise BadTable(f"`{name}` has two columns called `{twice[0]}`; rename one")
        if "\r" in first or not any(self.columns):
            raise BadTable(f"the first line of `{name}` does not name columns")
        self.begin = mark + len(line)

    def _cells(self, record: str) -> list[str]:
        return next(csv.reader(io.StringIO(record, newline=""), delimiter=self.separator), [])

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
        rows that are too short, and takes an empty line for a row."""
        bare = QUOTED.sub(b"", data) if b'"' in data else data
        separators = bare.count(self.separator.encode())
        lines = bare.count(b"\n") + (not data.endswith(b"\n"))
        empty = bare.startswith((b"\n", b"\r\n")) or b"\n\n" in bare or b"\n\r\n" in bare
        return (
            b'"' not in bare
            and lines == rows
            and separators == rows * (len(self.columns) - 1)
            and not empty
        )

    def each(self, data: bytes, wanted: Sequence[str]) -> Iterator[Record | Fault]:
        for record in _records(data):
            fault = undecodable(record)
            if record.count(b'"') % 2:
                yield Fault("", "a quotation mark is never closed")
            elif fault:
                yield Fault("", fault)
            elif record.strip():
                cells = self._cells(record.decode())
                if len(cells) == len(self.columns):
                    yield {name: cells[self.columns.index(name)] for name in wanted}
                else:
                    yield Fault("", f"{len(cells)} cells where {len(self.columns)} are named")

    def frame(self, records: Sequence[Record], wanted: Sequence[str]) -> pl.DataFrame:
        return pl.DataFrame(
            {name: [record[name] for record in records] for name in wanted},
            dict.fromkeys(wanted, pl.String()),
        )


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

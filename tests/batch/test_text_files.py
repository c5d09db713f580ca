"""Text in blocks: what is a record, which are bad, and where reading goes on."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from random import Random

import polars as pl
import pytest

from advisor.batch import text_files
from advisor.batch.compressed import zstd
from advisor.batch.csv_text import Csv
from advisor.batch.inputs import open_table
from advisor.batch.table import ROW, BadTable, Place
from advisor.facts.vocabulary import Fact
from tests.inference.generate import HERE

FACTS = {
    "a": Fact("a", "choice", HERE, choices=("x",)),
    "b": Fact("b", "choice", HERE, choices=("x",)),
    "n": Fact("n", "number", HERE),
}


@pytest.fixture(params=[60, 400, 16_000_000], ids=["tiny", "small", "whole"])
def blocks(request, monkeypatch):
    """The same files in blocks of different sizes."""
    monkeypatch.setattr(text_files, "BLOCK", request.param)
    monkeypatch.setattr(text_files, "LONGEST", max(8 * request.param, 10_000))
    monkeypatch.setattr(text_files, "SMALL", request.param // 4)


BEGIN = Place()


def read(path, wanted=("a", "b"), start=BEGIN):
    """The rows with their numbers, and the numbers and reasons of the bad ones."""
    slices = list(open_table(str(path), FACTS).slices(wanted, start))
    frame = pl.concat([one.frame for one in slices]).select(ROW, *wanted)
    rejects = {one.row: one.reason for part in slices for one in part.rejects}
    return {row.pop(ROW): tuple(row.values()) for row in frame.rows(named=True)}, rejects


def test_csv_is_read_as_the_csv_module_reads_it(blocks, write):
    """Quotes, separators and line ends in cells, both line ends, the last one missing."""
    rng = Random(3)
    pieces = ("x", "1", ",", '"', "\n", "\r\n", " ", "é", "", "|")
    rows = [["".join(rng.choices(pieces, k=3)), "y" + rng.choice(pieces)] for _ in range(300)]
    for end in ("\n", "\r\n"):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator=end).writerows([["a", "b"], *rows])
        good, rejects = read(write("t.csv", text.getvalue().removesuffix(end)))
        assert rejects == {}
        assert [[cell or "" for cell in good[row]] for row in range(1, 301)] == rows


BAD_CSV = {
    "too few cells": ("x", "1 cells where 2 are named"),
    "too many cells": ("x,y,z", "3 cells where 2 are named"),
    "not UTF-8": (b"x,\xff", "byte 0xff is not UTF-8"),
    "an open quote": ('"x,y', "a quotation mark is never closed"),
}


@pytest.mark.parametrize("case", BAD_CSV)
def test_one_bad_line_of_csv_costs_no_other(blocks, write, case):
    """Wherever it stands, it alone is left out, and the others keep their numbers."""
    line, reason = BAD_CSV[case]
    bad = line if isinstance(line, bytes) else line.encode()
    for at in (0, 17, 99):
        lines = [b"%d,x" % number for number in range(100)]
        lines[at] = bad
        good, rejects = read(write("t.csv", b"a,b\n" + b"\n".join(lines) + b"\n"))
        assert list(rejects) == [at + 1]
        assert reason in rejects[at + 1]
        assert good == {row: (str(row - 1), "x") for row in range(1, 101) if row != at + 1}


@pytest.mark.parametrize(
    "rows", [['x 5",y', '5" z,y'], ['x"y,z"w,u', "x,y"], ['5" x 7",y'], ['"x";"y",z', '"x"y,z']]
)
def test_quotation_marks_within_a_cell_are_text(blocks, write, rows):
    """As the csv module takes them; no row is lost, and none cut in another way."""
    text = "a,b\n" + "".join(f"{row}\n" for row in rows)
    _, *expected = csv.reader(io.StringIO(text, newline=""))
    good, rejects = read(write("t.csv", text))
    assert good == {number: tuple(row) for number, row in enumerate(expected, 1) if len(row) == 2}
    assert list(rejects) == [number for number, row in enumerate(expected, 1) if len(row) != 2]


def test_a_short_row_and_a_long_one_do_not_make_up_for_each_other(blocks, write):
    """Also where the cell too many is empty."""
    good, rejects = read(write("t.csv", "a,b\n1\n2,x,\n3,x\n4\n5,x,y\n"))
    assert (good, list(rejects)) == ({3: ("3", "x")}, [1, 2, 4, 5])


def test_whole_blocks_are_read_as_their_records():
    """What a block gives at once is what the csv module gives row by row."""
    rng = Random(5)
    pieces = ('"', ",", ",", "x", '""', "\n", "\n", "\r\n", "\r", " ", ";", '","')
    form, at_once = Csv("t.csv", b"a,b\n"), 0
    for _ in range(5000):
        data = "".join(rng.choices(pieces, k=rng.randrange(1, 14))).encode()
        frame = form.parse(data, ("a", "b"))
        if frame is not None:
            at_once += 1
            rows = [{"a": a or "", "b": b or ""} for a, b in frame.rows()]
            assert rows == list(form.each(data, ("a", "b"))), data
    assert at_once > 100


def test_a_row_of_empty_cells_is_a_row(blocks, write):
    """Also beside a row that is bad, with tabs."""
    good, rejects = read(write("t.tsv", "a\tb\n1\tx\n\t\n2\n3\tx\n"))
    assert {number: tuple(cell or "" for cell in row) for number, row in good.items()} == {
        1: ("1", "x"), 2: ("", ""), 4: ("3", "x")
    }  # fmt: skip
    assert list(rejects) == [3]


def test_empty_lines_are_no_rows(blocks, write):
    """At the end of a file or between rows."""
    good, rejects = read(write("t.csv", "a,b\n\n1,x\n\n\n2,x\n\n"))
    assert (good, rejects) == ({1: ("1", "x"), 2: ("2", "x")}, {})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_by_the_header(write, separator):
    """Spreadsheets of many countries write semicolons."""
    text = f'\ufeffb{separator}"a,;"{separator}a\n1{separator}2{separator}3\n'
    assert read(write("t.csv", text))[0] == {1: ("3", "1")}


BAD_JSON = {
    "cut off": ('{"a": "x"', "expecting"),
    "no object": ("[1]", "object"),
    "a wrong type": ('{"n": "1"}', "`n` takes a number"),
    "a truth for a number": ('{"n": true}', "`n` takes a number"),
    "infinite": ('{"n": 1e999}', "`n` takes a number"),
    "too big": ('{"n": 9007199254740993}', "no number is above"),
    "not UTF-8": (b'{"a": "\xff"}', "byte 0xff is not UTF-8"),
    "deep": ('{"a": ' + "[" * 3000, "nested too deeply"),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_one_bad_line_of_json_costs_no_other(blocks, write, case):
    """It alone is left out."""
    line, reason = BAD_JSON[case]
    bad = line if isinstance(line, bytes) else line.encode()
    lines = [b'{"profile": "%d", "n": %d}' % (number, number) for number in range(100)]
    lines[40] = bad
    good, rejects = read(write("t.jsonl", b"\n".join(lines)), ("profile", "n"))
    assert list(rejects) == [41]
    assert reason in rejects[41]
    assert good == {row: (str(row - 1), row - 1) for row in range(1, 101) if row != 41}


def test_json_says_dont_know_and_null_as_a_profile_does(blocks, write):
    """Both are unknown; a name that is not there is too, and a number may name a profile."""
    lines = [{"n": "?", "a": None}, {"n": 2.5, "profile": 17}, {"profile": 'say: "?"'}]
    good, rejects = read(write("t.jsonl", "\n".join(map(json.dumps, lines))), ("n", "a", "profile"))
    assert rejects == {}
    assert good == {1: (None, None, None), 2: (2.5, None, "17"), 3: (None, None, 'say: "?"')}


def test_reading_goes_on_at_the_end_of_any_slice(blocks, write):
    """From the place of a slice on, the same slices come."""
    lines = [f'"{number}\n",x' if number % 7 else "bad" for number in range(200)]
    path = write("t.csv", "a,b\n" + "\n".join(lines))
    table = open_table(str(path), FACTS)
    slices = list(table.slices(("a", "b"), BEGIN))
    for number, one in enumerate(slices):
        rest = list(table.slices(("a", "b"), one.end))
        assert [other.end for other in rest] == [other.end for other in slices[number + 1 :]]
        assert all(a.frame.equals(b.frame) for a, b in zip(rest, slices[number + 1 :], strict=True))


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_compressed_text_is_read_as_text(blocks, write, pack):
    """Also from the middle on, and of several members in a row."""
    text = b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(500))
    packed = write("t.csv.packed", pack(text[:1000]) + pack(text[1000:]))
    assert read(packed) == read(write("t.csv", text))
    table = open_table(str(packed), FACTS)
    place = next(iter(table.slices(("a",), BEGIN))).end
    plain = read(write("t.csv", text))[0]
    rest = [row for one in table.slices(("a",), place) for row in one.frame[ROW]]
    assert rest == [row for row in plain if row > place.rows]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_cut_compressed_file_is_told(write, pack):
    """Never taken for a file that ends there."""
    rng = Random(1)
    data = pack(b"a,b\n" + b"".join(b"%d,x\n" % rng.randrange(10**9) for _ in range(200_000)))
    table = open_table(str(write("t.packed", data[: len(data) - 10])), FACTS)
    with pytest.raises(BadTable, match="damaged"):
        list(table.slices(("a", "b"), BEGIN))
    with pytest.raises(BadTable, match="cannot be read"):
        open_table(str(write("t.packed", data[:100])), FACTS)


NO_TABLE = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n", "is empty"),
    "UTF-16": ("a,b\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
    "a spreadsheet": (b"PK\x03\x04...", "spreadsheet"),
    "a JSON list": (b'[{"a": "x"}]', "one object per line"),
    "binary": (b"\x7fELF\0\0", "is no table"),
    "a header twice": (b"a,a\n1,2\n", "two columns called `a`"),
    "a Latin-1 header": ("größe,b\n".encode("latin-1"), "not UTF-8"),
    "old line ends": (b"a,b\r1,2\r", "does not name columns"),
    "a mark in the header": (b'a 5",b\n5" x,y\n', "does not name columns"),
    "half a Parquet file": (b"PAR1abc", "damaged"),
    "half an Arrow file": (b"ARROW1\0\0abc", "damaged"),
    "an Arrow stream": (b"\xff\xff\xff\xff....", "write it as an Arrow file"),
}


@pytest.mark.parametrize("case", NO_TABLE)
def test_what_is_no_table_is_refused_with_a_remedy(write, case):
    """By its content, whatever its name."""
    content, message = NO_TABLE[case]
    with pytest.raises(BadTable, match=message):
        open_table(str(write("t.csv", content)), FACTS)


def test_a_pipe_is_refused_with_a_remedy(tmp_path):
    """It cannot be read twice; its beginning would be lost."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadTable, match="is a pipe or device; save what it gives as a file"):
        open_table(str(tmp_path / "pipe"), FACTS)

"""Raw columns against what `Fact.read` accepts, cell by cell."""

from __future__ import annotations

import polars as pl
import pytest

from advisor.batch.cells import read_profiles
from advisor.batch.table import BadTable, Place, Slice, numbered
from advisor.facts.vocabulary import Fact, NotAValue
from tests.inference.generate import HERE

FACTS = {
    fact.name: fact
    for fact in (
        Fact("yes", "bool", HERE),
        Fact("many", "count", HERE, min=0),
        Fact("some", "number", HERE, min=-5, max=1e6),
        Fact("share", "ratio", HERE, min=0, max=1),
        Fact("free", "number", HERE),
        Fact("one", "choice", HERE, choices=("red", "green")),
        Fact("set", "choices", HERE, choices=("red", "green", "blue")),
    )
}
NAN, INF = float("nan"), float("inf")
COLUMNS = {
    "integers": pl.Series([0, 1, -1, 7, 2**53, 2**53 + 1, -(2**63), None], dtype=pl.Int64),
    "big integers": pl.Series([0, 1, 2**64 - 1, None], dtype=pl.UInt64),
    "small integers": pl.Series([0, 1, -6, None], dtype=pl.Int8),
    "floats": pl.Series([0.0, -0.0, 0.5, 1.0, 2.0, NAN, INF, -INF, 1e300, 2.0**53, None]),
    "single": pl.Series([0.5, 3.0, NAN, INF, None], dtype=pl.Float32),
    "truths": pl.Series([True, False, None]),
    "words": pl.Series(["red", "Red", "", "?", "true", "1", None]),
    "categories": pl.Series(["red", "pink", "?", None], dtype=pl.Categorical),
    "an enum": pl.Series(["red", "pink", None], dtype=pl.Enum(["pink", "red"])),
    "lists": pl.Series(
        [["red"], [], ["red", "red"], ["pink", "red"], [None], ["blue", "green"], None]
    ),
    "lists of numbers": pl.Series([[1], [], None]),
    "nothing": pl.Series([None, None], dtype=pl.Null),
    "dates": pl.Series(["2024-01-01", None]).str.to_date(),
}


def read(fact: Fact, column: pl.Series, text: bool = False):
    """What becomes of a column: the profiles, and the rows that were left out."""
    frame = numbered(column.alias(fact.name).to_frame(), 1)
    return read_profiles(FACTS, "t", Slice(frame, (), Place()), text, None)


def as_value(fact: Fact, cell: object) -> object:
    """What the kernel's column holds, as `Fact.read` has it."""
    if fact.type == "choices" and isinstance(cell, int):
        return frozenset(one for bit, one in enumerate(fact.choices) if cell >> bit & 1)
    return cell


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
def test_a_column_is_read_as_its_cells_are(fact, name):
    """Every cell is unknown, a value, or the reason why its row was left out."""
    expected: dict[int, object] = {}
    reasons: dict[int, str] = {}
    for row, cell in enumerate(COLUMNS[name].to_list(), start=1):
        if cell is None or cell == "?" or cell != cell:
            expected[row] = None
            continue
        try:
            expected[row] = fact.read(cell)
        except NotAValue as error:
            reasons[row] = str(error)
    found = read(fact, COLUMNS[name])
    values = [as_value(fact, cell) for cell in found.frame[fact.name]]
    assert dict(zip(found.frame[":row"], values, strict=True)) == expected
    assert {one.row: one.reason for one in found.rejects} == reasons


TEXT = [
    ("yes", {"true": True, "TRUE": True, " False ": False, "": None, "?": None}, ["yes", "1", "0"]),
    ("many", {"3": 3, "3.0": 3, " 4 ": 4, "1e3": 1000, "nan": None}, ["3.5", "-1", "1,000", "inf"]),
    ("some", {"-5": -5.0, ".5": 0.5, "+2": 2.0}, ["-5.1", "1e7", "1_000", "2 %", "\x1b[31m"]),
    ("share", {"0.18": 0.18, "?": None}, ["18", "18%", "-0.1"]),
    ("one", {"red": "red", " green": "green"}, ["RED", "red|green", "[]"]),
    ("set", {"red|blue": {"red", "blue"}, "[]": set(), "red|red": {"red"}}, ["red,blue", "red|"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), TEXT, ids=[one[0] for one in TEXT])
def test_text_is_read_by_the_type_of_the_fact(name, good, bad):
    """As in CSV: every cell is text."""
    fact = FACTS[name]
    found = read(fact, pl.Series([*good, *bad]), text=True)
    assert [as_value(fact, cell) for cell in found.frame[name]] == list(good.values())
    assert [one.row for one in found.rejects] == list(
        range(len(good) + 1, len(good) + len(bad) + 1)
    )
    assert all(f"`{name}`" in one.reason and "\x1b" not in one.reason for one in found.rejects)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (pl.Series("id", [b"ana", b""]), ["ana", "t:2"]),
        (pl.Series("id", [17, None]), ["17", "t:2"]),
        (pl.Series("many", ["012", " "]), ["012", "t:2"]),
    ],
)
def test_a_key_of_any_type_names_profiles(key, names):
    """As it stands in the file, also where it is a fact; without one FILE:ROW does."""
    frame = numbered(pl.DataFrame([key, pl.Series("one", ["red", "green"])]), 1)
    found = read_profiles(FACTS, "t", Slice(frame, (), Place()), key.dtype == pl.String, key.name)
    assert (found.frame["profile"].to_list(), found.rejects) == (names, ())


def test_a_key_that_is_no_text_is_told():
    """Bytes may be anything."""
    frame = numbered(pl.DataFrame({"id": [b"\xff"], "one": ["red"]}), 1)
    with pytest.raises(BadTable, match="`id` of `t` holds bytes that are no text"):
        read_profiles(FACTS, "t", Slice(frame, (), Place()), False, "id")


def test_a_row_with_a_wrong_cell_is_left_out_whole():
    """Each wrong cell is told; the other rows keep their numbers."""
    frame = pl.DataFrame(
        {"share": [0.5, 7.0, 0.1], "one": ["red", "pink", "green"], "profile": ["a", "b", ""]}
    )
    found = read_profiles(FACTS, "t.csv", Slice(numbered(frame, 5), (), Place()), False, "profile")
    assert found.frame["profile"].to_list() == ["a", "t.csv:7"]
    assert [(one.row, one.column) for one in found.rejects] == [(6, "share"), (6, "one")]

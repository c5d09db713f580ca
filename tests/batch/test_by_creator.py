"""Tables of posts as one table of creators."""

from __future__ import annotations

import polars as pl
import pytest

from advisor.batch import by_creator
from advisor.batch.by_creator import ByCreator, check_posts
from advisor.batch.inputs import open_table
from advisor.batch.table import ROW, BadTable, Place
from advisor.problems import Usage

HEADER = "creator,created,views,likes\n"


@pytest.fixture(name="table")
def _table(tmp_path, library):
    """Makes the table of creators from these files."""

    def table(*files: str, key: str | None = None) -> ByCreator:
        opened = []
        for number, text in enumerate(files):
            file = tmp_path / f"{number}.csv"
            file.write_text(text)
            one = open_table(str(file), {})
            check_posts(one, key)
            opened.append(one)
        return ByCreator(opened, key, library.rulebase.facts, None)

    return table


def read(table: ByCreator, start: Place | None = None):
    """All slices with the median of views."""
    return list(table.slices(["profile", "median_views"], start or Place()))


def days(creator: str, *views: int) -> str:
    """Rows of posts, one a day."""
    return "".join(
        f"{creator},2026-01-{day:02} 10:00:00,{one},1\n" for day, one in enumerate(views, 1)
    )


def test_a_creator_may_be_in_several_files(table):
    """Posts come together wherever they lie; creators are in order."""
    (found,) = read(table(HEADER + days("ben", 10, 20), HEADER + days("ana", 5) + days("ben", 90)))
    assert found.frame.select("profile", "median_views").rows() == [("ana", 5.0), ("ben", 20.0)]
    assert found.frame[ROW].to_list() == [1, 2]
    assert found.end == Place(1, 2)


def test_rows_without_a_creator_are_rejects(table):
    """With file and row; the others are read."""
    (found,) = read(table(HEADER + days("", 7) + days("ana", 5)))
    assert [(one.row, one.column, one.reason) for one in found.rejects] == [
        (1, "creator", "no creator is named")
    ]
    assert found.frame["profile"].to_list() == ["ana"]


def test_parts_hold_whole_creators_and_can_be_resumed(table, monkeypatch):
    """Many parts give the same creators as one; going on gives what was left."""
    text = HEADER + "".join(days(f"c{number}", number, number + 2) for number in range(40))
    (whole,) = read(table(text))
    monkeypatch.setattr(by_creator, "PART", 300)
    parts = read(table(text))
    assert len(parts) > 3
    together = pl.concat(part.frame for part in parts)
    assert together.drop(ROW).sort("profile").equals(whole.frame.drop(ROW))
    assert together[ROW].to_list() == list(range(1, 41))
    again = read(table(text), parts[1].end)
    assert [one.frame.rows() for one in again] == [one.frame.rows() for one in parts[2:]]


def test_a_full_disk_is_told(table, monkeypatch):
    """With the folder, and what to do."""

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    with pytest.raises(Usage, match=r"no space left on device; make room there, or .* TMPDIR"):
        read(table(HEADER + days("ana", 5)))


def test_a_key_names_the_creator(table):
    """A column of any name, even where a usual one is there."""
    text = "creator,who,created,views\nx,ana,2026-01-01 10:00:00,5\ny,ana,2026-01-02 10:00:00,7\n"
    (found,) = read(table(text, key="who"))
    assert found.frame.select("profile", "median_views").rows() == [("ana", 6.0)]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("a,b\n1,2\n", None, "is no table of posts"),
        ("created,views\n2026-01-01,2\n", None, "names the creator; name it with --key"),
        (HEADER + days("a", 1), "creater", "has no column `creater`; did you mean `creator`"),
    ],
)
def test_what_is_no_table_of_posts(table, text, key, words):
    """What is missing, and what to do."""
    with pytest.raises(BadTable, match=words):
        table(text, key=key)

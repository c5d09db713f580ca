"""A row per post: the facts of every creator are those of the importers."""

from __future__ import annotations

import json
import random
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from advisor.batch.creators import FACTS, TIMES, profiles
from advisor.batch.inputs import open_table
from advisor.batch.posts import posts, wanted
from advisor.batch.table import ROW, Place
from advisor.sources.found import Creators, Found, Input
from advisor.sources.posts_table import column, flat, read_posts
from advisor.sources.unite import unite

ZONE = ZoneInfo("Asia/Tokyo")
ANYBODY: Creators = frozenset()
IDS = [7_600_000_000_000_000_000 + 13 * 256 + 4096 * number for number in range(400)]


def imported(rows: list[dict], facts) -> dict[str, dict]:
    """What the importers compute of each creator's rows, by the first spelling of the name."""
    by_creator: dict[str, list[dict]] = {}
    for row in rows:
        read = flat(row)
        name = str(read.get("creator") or read.get("author")).removeprefix("@")
        by_creator.setdefault(name, []).append(read)
    told = {}
    for name, own in by_creator.items():
        found = read_posts(Input(name, []), own, ANYBODY)
        assert isinstance(found, Found)
        told[name] = unite([found], facts, ZONE).profile.values()
    return told


def columnar(rows: list[dict], facts) -> dict[str, dict]:
    """What the columns give, null left out."""
    raw = pl.DataFrame(rows, infer_schema_length=None)
    found = profiles(posts(raw.select(wanted(raw.columns))), facts, ZONE)
    return {
        row.pop("profile"): {name: value for name, value in row.items() if value is not None}
        for row in found.iter_rows(named=True)
    }


def agree(rows: list[dict], library) -> None:
    """Both ways tell the same of every creator, to the last bit."""
    facts = library.rulebase.facts
    told = imported(rows, facts)
    names = {*FACTS, *TIMES}
    wanted_facts = {
        creator: {name: value for name, value in values.items() if name in names}
        for creator, values in told.items()
    }
    assert columnar(rows, facts) == wanted_facts


def moment(rng: random.Random, day: int) -> str:
    """A date of 2026, written in one of the ways tables do."""
    date = f"2026-{1 + day // 28:02}-{1 + day % 28:02}"
    clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return rng.choice([
        f"{date} {clock}", f"{date} {clock}", f"{date}T{clock}Z", f"{date}T{clock}+07:00", date,
        f"{date} {clock} UTC", "", "soon", "1770000000",
    ])  # fmt: skip


def number(rng: random.Random, most: int) -> str:
    """A count, written in one of the ways tables do."""
    plain = rng.randrange(most)
    odd = ["", "undefined", f"{plain:,}", f"{plain / 1000:.1f}K", "-3", "many", f"{plain}.0"]
    return rng.choice([str(plain)] * 12 + odd)


def row(rng: random.Random, creator: str, day: int, ids: bool) -> dict[str, str]:
    """A post as a row of text."""
    views = rng.choice([50, 2000, 100_000])
    tags = rng.sample(["Cats", "cats", "dogs", "día", "ремонт", "x-y", "#tag"], rng.randrange(4))
    return {
        "Creator": creator,
        "id": str(rng.choice(IDS)) if ids else "",
        "posted_at": moment(rng, day),
        "collected_at": rng.choice(["2026-06-30 00:00:00", "2026-06-29T10:00:00+02:00", ""]),
        "Views": number(rng, views),
        "likes": number(rng, views // 5),
        "comments": number(rng, 9),
        "shares": number(rng, 30),
        "duration": rng.choice(["12", "00:31", "8.98s", ""]),
        "hashtags": rng.choice([" ".join(tags), ",".join(tags), str(tags), "", "[broken"]),
        "desc": rng.choice(["a #cats b", "#día del #ремонт", "", "none"]),
        "digged": rng.choice(["true", "True ", "false", ""]),
        "followers": number(rng, 90_000),
    }


@pytest.mark.parametrize("seed", range(25))
def test_odd_tables_give_what_the_importers_give(library, seed):
    """Cells written in many ways, ids missing or twice, gaps, several creators."""
    rng = random.Random(seed)
    rows = []
    for number_ in range(8):
        days = sorted(rng.sample(range(160), rng.randrange(1, 30)), reverse=rng.random() < 0.5)
        named = rng.choice([0, 0, 1, 0.7])
        rows += [row(rng, f"c{number_}", day, ids=rng.random() < named) for day in days]
    rng.shuffle(rows)
    agree(rows, library)


@pytest.mark.parametrize("likes", range(3, 60, 2))
def test_few_posts_with_the_same_views_give_the_same(library, likes):
    """Quotients are those of Python, however few numbers there are to divide by."""
    rows = [
        {"creator": "ana", "created": f"2026-01-0{day} 10:00:00", "views": 1000,
         "likes": likes * day, "comments": day, "shares": 7}
        for day in (1, 2)
    ]  # fmt: skip
    agree(rows, library)


def test_tables_with_types_give_the_same(library):
    """Numbers, lists and moments as Parquet and JSON have them."""
    rng = random.Random(1)
    rows = [
        {
            "author": "ana", "id": IDS[place], "create_time": 1_770_000_000 + 86_400 * place * 3,
            "playCount": rng.randrange(90, 5000), "diggCount": rng.randrange(400),
            "commentCount": rng.choice([None, 0, 3]), "shareCount": rng.randrange(9),
            "hashtag_names": rng.choice([["a", "b"], ["a"], []]), "desc": rng.choice(["#a", None]),
            "digged": rng.random() < 0.3, "follower_count": 1000 + place,
            "video_count": 40, "duration": 12.5,
        }
        for place in range(40)
    ]  # fmt: skip
    agree(rows, library)
    assert columnar(rows, library.rulebase.facts)["ana"]["months_active"] > 3  # every post is there


def test_a_clear_time_is_told_of_the_right_creator(library):
    """The regression of each creator sees that creator's posts alone."""
    rows = []
    for creator, evening in (("flat", 1), ("late", 4)):
        for place in range(150):
            late = place % 3 == 0
            hour = "21:15:00" if late else "09:15:00"
            date = f"2026-{1 + place // 2 // 28:02}-{1 + place // 2 % 28:02}"
            views = 1000 * (evening if late else 1) + place % 7
            rows.append({"creator": creator, "created": f"{date} {hour}", "views": str(views)})
    agree(rows, library)
    told = columnar(rows, library.rulebase.facts)
    assert "own_best_gain" in told["late"]
    assert "own_best_gain" not in told["flat"]


def test_names_that_differ_in_capitals_are_one_creator(library):
    """As with --creator; the first spelling in the alphabet names the profile."""
    rows = [
        {"creator": name, "created": f"2026-01-{day:02} 10:00:00", "views": "100"}
        for day, name in enumerate(["ana", "Ana", "ANA", "ben"], 1)
    ]
    assert sorted(columnar(rows, library.rulebase.facts)) == ["ANA", "ben"]


@pytest.mark.parametrize(
    ("column", "kind"),
    [("creator", pl.Categorical), ("created", pl.Categorical), ("hashtags", pl.Categorical),
     ("views", pl.Decimal(20, 2)), ("views", pl.UInt16), ("views", pl.Float32)],
)  # fmt: skip
def test_a_column_of_another_type_says_the_same(library, column, kind):
    """As Parquet files hold them: dictionaries, decimals, small numbers."""
    day = "2026-01-0{} 10:00:00"
    rows = pl.DataFrame(
        [{"creator": "ana", "created": day.format(one), "views": 90 * one, "likes": 9,
          "hashtags": "a b"} for one in range(1, 9)]
    )  # fmt: skip
    facts = library.rulebase.facts
    told = profiles(posts(rows), facts, None)
    assert told.item(0, "median_views") == 405
    assert profiles(posts(rows.with_columns(pl.col(column).cast(kind))), facts, None).equals(told)


def test_an_own_like_counts_as_truth_and_as_text(library):
    """JSON has the one, CSV and JSON Lines read as text the other: it is taken off the likes."""
    told = []
    for own in (True, "true"):
        rows = [
            {"creator": "ana", "created": f"2026-01-0{day} 10:00:00", "views": 100, "likes": 11,
             "digged": own}
            for day in range(1, 9)
        ]  # fmt: skip
        agree(rows, library)
        told.append(columnar(rows, library.rulebase.facts)["ana"]["like_rate"])
    assert told == [0.1, 0.1]


def test_creators_may_be_numbers():
    """They are called by them."""
    rows = pl.DataFrame({"author": [17, None], "created": ["2026-01-01"] * 2, "views": [1, 2]})
    assert posts(rows)["creator"].to_list() == ["17", None]


def test_only_known_columns_are_read():
    """A column that is no alias is never looked at."""
    names = ["creator", "authorMeta/fans", "e-mail", "hashtags/0/name", "password", "Views"]
    assert wanted(names) == ["creator", "authorMeta/fans", "hashtags/0/name", "Views"]
    assert column("authorMeta/fans") == "authormeta.fans"


def test_nested_json_lines_are_read_like_flat_ones(library, tmp_path):
    """Counts and names in objects of their own, as tools write them, one post per line."""
    rng = random.Random(4)
    rows = [
        {
            "id": str(IDS[place]), "createTime": 1_770_000_000 + 86_400 * place,
            "desc": "a #cats", "digged": place % 2 == 0,
            "author": {"uniqueId": rng.choice(["ana", "ben"]), "secret": "x"},
            "authorStats": {"followerCount": 900 + place, "videoCount": 99},
            "stats": {"playCount": rng.randrange(90, 5000), "diggCount": rng.randrange(99)},
            "textExtra": [{"hashtagName": "cats"}, {"hashtagName": ""}],
        }
        for place in range(30)
    ]  # fmt: skip
    file = tmp_path / "items.jsonl"
    for more in ("", '{"id": "1", "author": "odd", "stats": 7}\n'):  # a line of another shape
        file.write_text("".join(json.dumps(row) + "\n" for row in rows) + more)
        table = open_table(str(file), {})
        assert "author.secret" not in wanted(table.columns)
        slices = list(table.slices(wanted(table.columns), Place()))
        found = profiles(
            posts(pl.concat([one.frame.drop(ROW) for one in slices])).filter(
                pl.col("creator").is_in(["ana", "ben"])
            ),
            library.rulebase.facts, ZONE,
        )  # fmt: skip
        by_name = {str(row["author"]["uniqueId"]): [] for row in rows}
        for row in rows:
            by_name[str(row["author"]["uniqueId"])].append(flat(row))
        for told in found.iter_rows(named=True):
            one = read_posts(Input(told["profile"], []), by_name[told.pop("profile")], ANYBODY)
            values = unite([one], library.rulebase.facts, ZONE).profile.values()
            assert told == {name: values.get(name) for name in told}

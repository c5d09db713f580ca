"""The check of samples: silent on what is right, and loud on one wrong figure."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from advisor.analysis import posting_hours, reactions, rhythm, tags, timing
from tests.samples import check, times
from tests.samples.posts import by_creator

END = datetime(2026, 3, 31, 12, tzinfo=UTC)
COLUMNS = (
    "creator", "followers", "posted_at", "collected_at", "duration_s", "views", "likes",
    "comments", "shares", "saves", "hashtags",
)  # fmt: skip


@pytest.fixture(name="file")
def _file(tmp_path):
    """Posts of six invented creators."""
    rng = Random(3)
    with (tmp_path / "posts.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for number in range(6):
            table.writerows(_post(rng, f"demo{number}", 40 + 70 * number) for _ in range(40))
    return tmp_path / "posts.csv"


def _post(rng: Random, creator: str, days: int) -> tuple[object, ...]:
    """A post of the last so many days, as odd as real ones; some cells are empty."""
    posted = END - timedelta(days=rng.uniform(0, days))
    posted = posted.astimezone(rng.choice([UTC, timezone(timedelta(hours=7))]))
    stamp = f"{posted:%Y-%m-%d %H:%M:%S}" + ("" if posted.tzinfo is UTC else "+07:00")
    views = rng.choice([0, 50, 900, 20_000, 300_000])
    likes = rng.choice([0, views // 20, views // 3, 150])
    names = rng.choices(["cats", "Cats", "home", "diy", "slow"], k=rng.randrange(4))
    return (
        creator, 1000 + days, stamp, f"{END:%Y-%m-%d %H:%M:%S}", rng.choice(["", 12, 61.5]),
        views, likes, rng.choice([0, 0, 7]), rng.choice(["", 3]), 1, " ".join(names),
    )  # fmt: skip


def test_what_is_right_passes(file, monkeypatch, capsys):
    """Every fact of a table is compared, by the function and by the command."""
    monkeypatch.setattr(check, "COMMANDS", 1)
    assert check.main([str(file.parent)]) == 0
    printed = capsys.readouterr().out
    assert "6 creators, 240 posts" in printed
    assert "1 import by the command line" in printed


@pytest.mark.parametrize(
    ("module", "constant", "wrong", "facts"),
    [
        (reactions, "SEEN", 1000, {"max_like_to_view"}),
        (reactions, "LIKED", 10, {"silent_like_share"}),
        (reactions, "SHORT", 29, {"comments_per_week", "views_trend"}),
        (tags, "GROUP", 9, {"best_topic_lift"}),
        (rhythm, "DAYS_A_MONTH", 20, {"months_active"}),
        (posting_hours, "YEAR", timedelta(days=30), {check.HOURS}),
        (timing, "SURE", 0.0, {"own_best_time", "own_best_gain"}),
    ],
)
def test_one_wrong_figure_is_found(file, monkeypatch, module, constant, wrong, facts):
    """A definition changed behind the importer's back differs, and nothing else does."""
    monkeypatch.setattr(module, constant, wrong)
    in_a_zone, _ = check.in_process(file, by_creator(file))
    assert {name for name, _ in in_a_zone.different} == facts


def test_the_model_of_times_agrees_where_it_is_not_sure_either(file, monkeypatch):
    """Few accounts are told of a better time; here each is, so that all of them compare."""
    monkeypatch.setattr(timing, "SURE", 0.0)
    monkeypatch.setattr(times, "SURE", 0.0)
    in_a_zone, _ = check.in_process(file, by_creator(file))
    assert in_a_zone.told["own_best_gain"] == 6
    assert in_a_zone.different == []


def test_a_difference_ends_with_1_and_says_where(file, monkeypatch, capsys):
    """The creator, the fact, what was said and what was wanted are printed."""
    monkeypatch.setattr(check, "COMMANDS", 1)
    monkeypatch.setattr(reactions, "LIKED", 10)
    assert check.main([str(file.parent)]) == 1
    assert "demo0, in Asia/Ho_Chi_Minh: silent_like_share: said 0." in capsys.readouterr().out


def test_without_posts_it_says_so(tmp_path, capsys):
    """A folder without the file, and a file without rows, are no success."""
    assert check.main([str(tmp_path)]) == 2
    assert "there are no posts in" in capsys.readouterr().err
    (tmp_path / "posts.csv").write_text(",".join(COLUMNS) + "\n")
    assert check.main([str(tmp_path)]) == 2

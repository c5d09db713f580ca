"""Posting hours, the busiest hours of followers, and what posts say about better times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from advisor.analysis.computed import Computed, NotComputable
from advisor.analysis.hashtag_effects import hashtag_effects, together
from advisor.analysis.post import Post
from advisor.analysis.posting_hours import (
    busiest,
    busiest_hours,
    by_hour,
    counted,
    own_times,
    peak_share,
)
from advisor.analysis.rhythm import Timeline
from advisor.analysis.timing import Slot, Timing, timing

END = datetime(2026, 3, 31, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
EVENINGS = {hour: 100.0 if 17 <= hour < 23 else 10.0 for hour in range(24)}


def at(day: int, hour: int, **more) -> Post:
    """A post of March 2026, by the clock of UTC."""
    return Post(created=datetime(2026, 3, day, hour, 30, tzinfo=UTC), **more)


def test_hours_are_averaged_over_days():
    """Two days of one hour give their mean."""
    assert by_hour([(19, 10), (19, 30), (7, 5)]) == {7: 5, 19: 20}


def test_of_equal_hours_the_earlier_are_busiest():
    """Six hours, whatever the ties; not all 24 hours known is none."""
    assert busiest(dict.fromkeys(range(24), 7.0)) == {0, 1, 2, 3, 4, 5}
    assert busiest(dict.fromkeys(range(23), 1.0)) == frozenset()
    assert busiest(dict.fromkeys(range(24), 0.0)) == frozenset()


def test_the_share_of_posts_at_busy_hours_is_by_the_creators_clock():
    """16:30 UTC is 17:30 in Berlin in winter and 18:30 in summer; 21:30 UTC is too late then."""
    posts = (at(10, 16), at(30, 16), at(30, 21), at(12, 8))
    told = peak_share(Timeline(posts, END, whole=True), BERLIN, EVENINGS)
    assert isinstance(told, Computed)
    assert (told.value, told.posts) == (0.5, 4)
    assert "taken to be in Europe/Berlin" in told.caveat
    utc = peak_share(Timeline(posts, END, whole=True), ZoneInfo("UTC"), EVENINGS)
    assert isinstance(utc, Computed)
    assert utc.value == 0.25


def test_a_cut_list_is_doubted_and_no_post_is_no_share():
    """A list that may be cut says so; without posts or hours nothing is computed."""
    cut = peak_share(Timeline((at(10, 16),), END, whole=False), BERLIN, EVENINGS)
    assert isinstance(cut, Computed)
    assert "does not say" in cut.caveat.split("; ")[-1]
    for posts, hours in (((), EVENINGS), ((at(1, 1),), {})):
        told = peak_share(Timeline(posts, END, whole=True), BERLIN, hours)
        assert isinstance(told, NotComputable)


def test_the_busiest_hours_are_a_fact():
    """Named as the choices of the fact are."""
    told = busiest_hours(EVENINGS, BERLIN)
    assert isinstance(told, Computed)
    assert told.value == {"h17", "h18", "h19", "h20", "h21", "h22"}


def test_the_heatmap_counts_posts_by_local_weekday():
    """Half past eleven on Sunday night in UTC is Monday in Berlin; a year is counted."""
    posts = (at(29, 23), at(30, 12), Post(created=END - timedelta(days=366)), Post())
    hours = counted(posts, END, BERLIN, EVENINGS)
    assert hours.total == 2
    assert (hours.posts[0][1], hours.posts[0][14]) == (1, 1)
    assert hours.followers[17] == 100
    assert counted(posts, END, BERLIN, {}).followers == ()


def many(posts: int, evening: float) -> list[Post]:
    """Posts in the morning and in the evening by turns, the evening ones seen more often."""
    return [
        Post(
            created=datetime(2026, 1, 1, 19 if number % 2 else 8, 15, tzinfo=UTC)
            + timedelta(days=number // 2),
            views=round(1000 * (evening if number % 2 else 1) * (1 + number % 5 / 10)),
        )
        for number in range(posts)
    ]


def test_a_clear_difference_is_told_with_its_interval():
    """Evenings with three times the views are a claim, by the creator's clock."""
    found = timing(many(160, 3), END, BERLIN, {})
    assert isinstance(found, Timing)
    assert found.sure
    assert found.best is not None
    assert found.gain is not None
    assert found.usual == Slot(9, weekend=False)
    assert found.best.hour in (19, 20, 21, 22)
    assert 0.5 < found.gain.low < found.gain.middle < found.gain.high
    time, gain = own_times(found, BERLIN)
    assert isinstance(time, Computed)
    assert isinstance(gain, Computed)
    assert str(time.value).startswith("week")
    assert gain.value == found.gain.middle
    assert "a pattern, not a proof" in gain.caveat


@pytest.mark.parametrize(
    ("posts", "why"),
    [
        (
            many(14, 3),
            "14 posts of the last year, without its last 3 days, with views and a time; 15",
        ),
        (many(40, 1), "not enough data: your 40 posts do not tell"),
        ([at(day, 8, views=9) for day in range(2, 28)], "26 posts went out at one time"),
    ],
)
def test_too_little_is_said_to_be_too_little(posts, why):
    """Fewer than 15 posts, no difference, or only one time to look at."""
    weekdays = [post for post in posts if "one time" not in why or post.created.weekday() < 5]
    told, _ = own_times(timing(weekdays, END, BERLIN, {}), BERLIN)
    assert isinstance(told, NotComputable)
    assert why.replace("26", str(len(weekdays))) in told.reason


def test_young_and_old_posts_are_left_out():
    """Posts of the last three days still collect views; those of years ago are another time."""
    posts = [Post(created=END - timedelta(days=days), views=5) for days in (1, 2, 4, 300, 400)]
    assert timing(posts, END, BERLIN, {}) == 2


def test_views_of_zero_and_one_length_are_fine():
    """Nothing to explain is no claim and no crash."""
    posts = [at(day, day % 24, views=0, duration=9.0) for day in range(1, 25)]
    found = timing(posts, END, BERLIN, {})
    assert isinstance(found, Timing)
    assert not found.sure


def test_hashtags_always_used_together_are_one():
    """Spellings meet; a hashtag on fewer than 3 posts, or on all but 2, is not compared."""
    listed = [["A", "b", "all"], ["a", "B", "all"], ["a", "b", "all"], ["c", "all"], [], [], []]
    assert together(listed) == {("all",): {0, 1, 2, 3}, ("a", "b"): {0, 1, 2}}
    assert together([["x"], ["x"], ["x"], ["x"], []]) == {}


def test_few_posts_compare_no_hashtags():
    """14 posts are too few."""
    posts = [at(day, 8, views=100, hashtags=("a",) if day % 2 else ()) for day in range(1, 15)]
    assert hashtag_effects(posts, END, BERLIN).effects == ()
    assert hashtag_effects(posts, END, BERLIN).posts == 14

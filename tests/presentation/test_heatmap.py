"""Posting hours as shades, and what posts show in words."""

from __future__ import annotations

from advisor.analysis.benchmark import TIERS, Standing
from advisor.analysis.hashtag_effects import TagEffect, TagEffects
from advisor.analysis.timing import Gain, Slot, Timing
from advisor.facts.hours import Hours
from advisor.presentation.heatmap import heatmap
from advisor.presentation.patterns import patterns
from advisor.sources.from_posts import FromPosts

EMPTY = (0,) * 24
HOURS = Hours("Europe/Berlin", ((0, 1, 2, 3, 4, 5, *(0,) * 18), *(EMPTY,) * 6))


def test_a_heatmap_is_narrow_and_states_its_zone():
    """Two characters an hour; the most is darkest, any post is not blank."""
    lines = heatmap(HOURS)
    assert lines[0] == "When you post (15 posts of the last year, hours in Europe/Berlin)"
    assert lines[2] == "Mon   ··░░▒▒▓▓██"
    assert lines[3] == "Tue"
    assert max(map(len, lines[1:])) <= 52
    assert heatmap(Hours("UTC", (EMPTY,) * 7)) == []


def test_one_post_among_very_many_shows():
    """Rounding never hides an hour that has posts."""
    rare = Hours("UTC", ((1, 900_000_000, *(0,) * 22), *(EMPTY,) * 6))
    assert heatmap(rare)[2] == "Mon ··██"


def test_followers_have_a_row():
    """Their activity stands below, by the same hours."""
    lines = heatmap(Hours("UTC", HOURS.posts, (*(0.0,) * 23, 7.5)))
    assert lines[-1] == " " * 50 + "██"


def said(**found) -> str:
    """The lines for these patterns."""
    return "\n".join(patterns(FromPosts(**found)))


def test_times_are_told_with_interval_and_a_test():
    """A claim names both times, the posts and the interval; without one it says so."""
    gain = Gain(0.05, 0.3, 0.7)
    usual, best = Slot(8, weekend=False), Slot(19, weekend=True)
    sure = said(timing=Timing(80, usual, best, gain, True, 35))
    assert "weekends around 19:00 got about 30 % more views (80 % sure: +5 % to +70 %)" in sure
    assert "weekdays around 08:00, your usual time (80 posts). A pattern, not a proof." in sure
    open_ = said(timing=Timing(20, usual, best, gain, False, 35))
    assert open_.startswith("Posting times: not enough data.")
    assert "in turn. 35 posts at each would show" in open_
    assert "allow anything from +5 % to +70 % views (80 % sure)" in open_
    few = said(timing=1)
    assert "without its last 3 days, 1 post with views and a time can be used; 15 would" in few
    assert "nearly all went out on weekdays" in said(timing=Timing(20, usual, None, None, False, 9))


def test_hashtags_are_told_only_where_sure():
    """Most often the answer is that nobody can tell."""
    sure = TagEffect(("a", "b"), 12, Gain(0.1, 0.3, 0.5), True)
    unsure = TagEffect(("c", "d"), 12, Gain(-0.1, 0.3, 0.9), False)
    assert "posts with #a #b got about 30 % more views" in said(tags=TagEffects(50, (sure, unsure)))
    none = said(tags=TagEffects(50, (unsure,)))
    assert none.startswith("Hashtags: cannot tell.")
    assert "(50 posts, 2 hashtags)" in none
    assert "+90" not in none
    assert "15 posts with views and a caption would be needed" in said(tags=TagEffects(4, ()))


def test_a_standing_names_its_denominator_and_source():
    """Likes per view, posts, creators compared with, and a second source."""
    text = said(standing=Standing(0.031, 14, 40, 65, TIERS[2]))
    assert "of your 14 posts of the last 90 days with 100 views or more, half got a like" in text
    assert "for more than 3.1 % of views" in text
    assert "more than 40 to 65 of 100 creators of about your size" in text
    assert "286 of 937 creators" in text

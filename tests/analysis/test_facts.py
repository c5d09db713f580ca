"""Posts -> facts: values by hand, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from advisor.analysis.computed import Computed, NotComputable
from advisor.analysis.post import Post
from advisor.analysis.reactions import reactions, weekly
from advisor.analysis.rhythm import Timeline, rhythm
from advisor.analysis.tags import tags
from advisor.analysis.window import days_before, last_days

END = datetime(2026, 3, 31, tzinfo=UTC)


def ago(days: float) -> datetime:
    """So many days before the end."""
    return END - timedelta(days=days)


def values(results) -> dict[str, float]:
    """The computed values by name."""
    return {one.name: one.value for one in results if isinstance(one, Computed)}


def reasons(results) -> dict[str, str]:
    """Why the others are missing."""
    return {one.name: one.reason for one in results if isinstance(one, NotComputable)}


def test_windows_touch_and_do_not_overlap():
    """Both ends belong to a window, and no moment to two that follow each other."""
    now, before = last_days(28, END), days_before(28, END)
    assert END in now
    assert ago(28) in now
    assert ago(28) not in before
    assert ago(56) in before
    assert str(now) == "2026-03-03 to 2026-03-31"


def test_the_rhythm_of_a_whole_list():
    """Posts of 90 and of 28 days, the longest silence to the end, months since the first."""
    posts = tuple(Post(created=ago(days)) for days in (91, 90, 40, 28, 20))
    results = rhythm(Timeline(posts, END, whole=True))
    assert values(results) == {
        "posts_in_window": 4, "posts_per_week": 0.5, "longest_gap_days": 50,
        "months_active": pytest.approx(91 / 30.4),
    }  # fmt: skip
    first = results[0]
    assert (first.posts, str(first.window)) == (4, "2025-12-31 to 2026-03-31")
    assert first.formula == "posts of the last 90 days"


def test_the_silence_at_the_end_counts():
    """A creator who stopped 60 days ago has a gap of 60 days."""
    found = rhythm(Timeline((Post(created=ago(61)), Post(created=ago(60))), END, whole=True))
    assert values(found)["longest_gap_days"] == 60


def test_a_list_that_may_be_cut_is_doubted():
    """What reaches behind the window is told with a caveat, what does not is refused."""
    short = rhythm(Timeline((Post(created=ago(40)), Post(created=ago(1))), END, whole=False))
    assert values(short) == {"posts_per_week": 0.25}
    assert "may be cut there" in reasons(short)["posts_in_window"]
    assert reasons(short)["months_active"].startswith("at least 1.3 months;")
    long = rhythm(Timeline((Post(created=ago(95)), Post(created=ago(1))), END, whole=False))
    assert values(long)["posts_in_window"] == 1
    assert "does not say" in long[0].caveat


def test_no_posts_are_zero_and_no_gap():
    """A whole list without posts has zero of them; a gap needs one."""
    assert values(rhythm(Timeline((), END, whole=True))) == {
        "posts_in_window": 0, "posts_per_week": 0,
    }  # fmt: skip


POSTS = (
    Post(created=ago(1), views=1000, likes=101, comments=0, shares=9, own_like=True),
    Post(created=ago(2), views=200, likes=20, comments=10, shares=None),
    Post(created=ago(30), views=50, likes=49, comments=2, shares=1),
    Post(created=ago(40), views=0, likes=0, comments=0, shares=0),
    Post(created=ago(99), views=9_999_999, likes=9_999_999, comments=0, shares=0),
)


def test_reactions_leave_out_own_likes_and_old_posts():
    """Each rate rests on the posts for which its numbers are known."""
    results = reactions(Timeline(POSTS, END, whole=True))
    assert values(results) == {
        "median_views": 125,
        "like_rate": pytest.approx(0.1),
        "engagement_rate": pytest.approx((109 + 52) / 1050),
        "comment_to_like": pytest.approx(12 / 169),
        "max_like_to_view": pytest.approx(0.1),
        "silent_like_share": 1,
    }
    assert [one.posts for one in results] == [4, 3, 3, 4, 2, 1]


def test_unknown_numbers_are_not_zero():
    """Posts without views give no rate by views, and say so."""
    found = reactions(Timeline((Post(created=ago(1), likes=5),), END, whole=True))
    assert values(found) == {}
    assert reasons(found)["like_rate"] == "no post of the last 90 days has both likes and views"


def test_no_well_seen_and_no_well_liked_posts_are_zero():
    """The two signs of bought likes are 0 where no post is large enough."""
    post = Post(created=ago(1), views=9, likes=3, comments=1)
    found = values(reactions(Timeline((post,), END, whole=True)))
    assert (found["max_like_to_view"], found["silent_like_share"]) == (0, 0)


def test_weekly_numbers_need_every_post():
    """Comments a week and the trend of views, or which posts are missing for them."""
    assert values(weekly(Timeline(POSTS, END, whole=True))) == {
        "comments_per_week": 2.5, "views_trend": pytest.approx(1200 / 50 - 1),
    }  # fmt: skip
    cut = weekly(Timeline(POSTS[:2], END, whole=False))
    assert values(cut) == {}
    hidden = (*POSTS, Post(created=ago(3), likes=1))
    assert reasons(weekly(Timeline(hidden, END, whole=True))) == {
        "comments_per_week": "the comments of some posts are not known",
        "views_trend": "the views of some posts are not known",
    }
    silent = reasons(weekly(Timeline(POSTS[3:], END, whole=True)))
    assert silent["comments_per_week"].startswith("there is no post in the last 28 days")
    assert silent["views_trend"].startswith("there are no views in the 28 days before")


def tagged(likes: int, *names: str) -> Post:
    """A post with hashtags."""
    return Post(created=ago(1), likes=likes, hashtags=names)


def test_the_best_topic_is_one_of_three_posts():
    """Spellings of a hashtag meet, a repeated one counts once, two posts are no topic."""
    posts = (
        tagged(100, "Cats", "cats"), tagged(120, "cats"), tagged(140, "CATS", "x"), tagged(40),
        tagged(40), tagged(900, "dogs"), tagged(900, "dogs"), tagged(60),
    )  # fmt: skip
    assert values(tags(Timeline(posts, END, whole=True))) == {
        "hashtags_per_post": 1, "best_topic_lift": pytest.approx(120 / 110),
    }  # fmt: skip


def test_hashtags_need_captions():
    """Without captions of half the posts nothing is said; without a topic no lift."""
    known, unknown = tagged(1, "a"), Post(created=ago(1), likes=1)
    assert values(tags(Timeline((known, unknown, unknown), END, whole=True))) == {}
    found = tags(Timeline((known,), END, whole=True))
    assert values(found) == {"hashtags_per_post": 1}
    assert reasons(found)["best_topic_lift"] == "no hashtag stands on 3 posts of 90 days"
    none = tags(Timeline((tagged(0, "a"),) * 3, END, whole=True))
    assert reasons(none)["best_topic_lift"] == "a usual post has no likes"

"""How viewers react, each rate with its denominator; the creator's own likes are left out."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.post import Post
from advisor.analysis.rhythm import Timeline
from advisor.analysis.window import LONG, SHORT, Window, days_before, last_days

SEEN = 100
"""Views from which the likes of a video against its views mean something."""

LIKED = 100
"""Likes from which a video without a comment is remarkable."""

NO_POSTS = "no post of the last 90 days has "


def reactions(timeline: Timeline) -> tuple[Result, ...]:
    """Rates of the posts of the last 90 days for which the numbers are known."""
    window = last_days(LONG, timeline.end)
    posts = window.of(timeline.posts)
    return (
        _median_views(posts, window), _like_rate(posts, window), _engagement(posts, window),
        _comments(posts, window), _highest(posts, window), _silent(posts, window),
    )  # fmt: skip


def weekly(timeline: Timeline) -> tuple[Result, ...]:
    """What needs every post of the last weeks: comments a week, and where views are going."""
    return _comments_per_week(timeline), _views_trend(timeline)


def _known(posts: Iterable[Post], *names: str) -> list[tuple[int, ...]]:
    """Those numbers of each post that has all of them."""
    rows = (tuple(getattr(post, name) for name in names) for post in posts)
    return [row for row in rows if None not in row]


def _median_views(posts: tuple[Post, ...], window: Window) -> Result:
    views = [row[0] for row in _known(posts, "views")]
    if not views:
        return NotComputable("median_views", NO_POSTS + "views")
    formula = "median of the views of the posts"
    return Computed("median_views", median(views), formula, window, len(views))


def _like_rate(posts: tuple[Post, ...], window: Window) -> Result:
    rates = [l / v for l, v in _known(posts, "likes_of_others", "views") if v > 0]  # noqa: E741
    if not rates:
        return NotComputable("like_rate", NO_POSTS + "both likes and views")
    formula = "median over the posts of likes / views"
    return Computed("like_rate", median(rates), formula, window, len(rates))


def _engagement(posts: tuple[Post, ...], window: Window) -> Result:
    rows = _known(posts, "likes_of_others", "comments", "shares", "views")
    views = sum(row[3] for row in rows)
    if not views:
        return NotComputable(
            "engagement_rate", NO_POSTS + "all of views, likes, comments and shares"
        )
    formula = "(likes + comments + shares) / views, summed over the posts"
    value = sum(sum(row[:3]) for row in rows) / views
    return Computed("engagement_rate", value, formula, window, len(rows))


def _comments(posts: tuple[Post, ...], window: Window) -> Result:
    rows = _known(posts, "comments", "likes_of_others")
    likes = sum(row[1] for row in rows)
    if not likes:
        return NotComputable("comment_to_like", NO_POSTS + "both likes and comments")
    value = sum(row[0] for row in rows) / likes
    formula = "comments / likes, summed over the posts"
    return Computed("comment_to_like", value, formula, window, len(rows))


def _highest(posts: tuple[Post, ...], window: Window) -> Result:
    rows = _known(posts, "likes_of_others", "views")
    if not rows:
        return NotComputable("max_like_to_view", NO_POSTS + "both likes and views")
    rates = [likes / views for likes, views in rows if views >= SEEN]
    formula = "highest likes / views of a post with 100 views or more; 0 without one"
    return Computed("max_like_to_view", max(rates, default=0), formula, window, len(rates))


def _silent(posts: tuple[Post, ...], window: Window) -> Result:
    rows = _known(posts, "likes_of_others", "comments")
    if not rows:
        return NotComputable("silent_like_share", NO_POSTS + "both likes and comments")
    silent = [comments == 0 for likes, comments in rows if likes >= LIKED]
    formula = "posts without a comment / posts with 100 likes or more; 0 without one"
    value = sum(silent) / len(silent) if silent else 0
    return Computed("silent_like_share", value, formula, window, len(silent))


def _comments_per_week(timeline: Timeline) -> Result:
    window = last_days(SHORT, timeline.end)
    if not timeline.covers(window):
        return NotComputable("comments_per_week", timeline.short_of(window))
    posts = window.of(timeline.posts)
    rows = _known(posts, "comments")
    if not posts:
        reason = "there is no post in the last 28 days, and comments on older ones have no dates"
        return NotComputable("comments_per_week", reason)
    if len(rows) < len(posts):
        return NotComputable("comments_per_week", "the comments of some posts are not known")
    return Computed(
        "comments_per_week", sum(row[0] for row in rows) / 4,
        "comments on the posts of the last 28 days / 4", window, len(rows),
        "comments on older posts are not in it",
    )  # fmt: skip


def _views_trend(timeline: Timeline) -> Result:
    now, before = last_days(SHORT, timeline.end), days_before(SHORT, timeline.end)
    both = Window(before.start, now.end)
    if not timeline.covers(both):
        return NotComputable("views_trend", timeline.short_of(both))
    recent, earlier = (_known(window.of(timeline.posts), "views") for window in (now, before))
    if len(recent) + len(earlier) < len(both.of(timeline.posts)):
        return NotComputable("views_trend", "the views of some posts are not known")
    base = sum(row[0] for row in earlier)
    if not base:
        return NotComputable("views_trend", "there are no views in the 28 days before to compare")
    return Computed(
        "views_trend", sum(row[0] for row in recent) / base - 1,
        "views of the posts of the last 28 days / of the 28 days before - 1", both,
        len(recent) + len(earlier), "newer posts had less time to be seen, so it reads low",
    )  # fmt: skip

"""Every fact that a table of posts can tell, from its definition alone and in exact fractions.

Nothing here may lean on `advisor`: two computations that share code agree in their mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from itertools import pairwise
from statistics import median

from tests.samples.posts import Row

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A value, the posts it counts, and from when to when they were posted."""

    value: Fraction | float | str
    posts: int = 0
    span: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """A fact that cannot be known, and words that the reason given has to have."""

    because: str


OTHER_FILES = {
    "self_like_share": Untold("which videos you liked"),
    "self_share_of_engagement": Untold("whether you liked it"),
    "top_segment_known": Untold("no file tells"),
    "follower_growth_28d": Untold("followers day by day"),
    "follows_per_1k_views": Untold("followers day by day"),
    "follower_activity_known": Untold("no file tells"),
}
"""What no table of posts tells."""


def facts(rows: Sequence[Row]) -> dict[str, Told | Untold]:
    """What is to be said of each fact that needs no time zone."""
    end = ends(rows)
    oldest = min(row.posted for row in rows)
    return OTHER_FILES | _reactions(rows, end) | _tags(rows, end) | _rhythm(rows, end, oldest) | {
        "follower_count": _followers(rows),
        # The table has no count of all posts, so older ones may always be missing.
        "months_active": Untold(f"at least {(end - oldest) / (30.4 * DAY):.1f} months;"),
        "comments_per_week": _comments_per_week(rows, end, oldest),
        "views_trend": _views_trend(rows, end, oldest),
    }  # fmt: skip


def ends(rows: Sequence[Row]) -> datetime:
    """The last moment the table knows of, from which all windows look back."""
    return max(max(row.posted, row.collected) for row in rows)


def hours(rows: Sequence[Row], zone: tzinfo) -> list[list[int]]:
    """Posts of the 365 days before the end by weekday, Monday first, and hour."""
    end = ends(rows)
    local = [row.posted.astimezone(zone) for row in _since(rows, end, 365)]
    return [
        [sum((one.weekday(), one.hour) == (day, hour) for one in local) for hour in range(24)]
        for day in range(7)
    ]


def _since(rows: Iterable[Row], end: datetime, days: int) -> list[Row]:
    return [row for row in rows if end - days * DAY <= row.posted <= end]


def _reactions(rows: Sequence[Row], end: datetime) -> dict[str, Told | Untold]:
    """Each rate over the posts of 90 days that have the counts it needs."""
    recent = _since(rows, end, 90)
    span = (end - 90 * DAY, end)
    viewed = [row.views for row in recent if row.views is not None]
    liked = [row for row in recent if row.likes is not None and row.views is not None]
    rates = [Fraction(row.likes, row.views) for row in liked if row.views]
    seen = [Fraction(row.likes, row.views) for row in liked if row.views >= 100]
    full = [row for row in liked if row.comments is not None and row.shares is not None]
    views = sum(row.views for row in full)
    reacted = sum(row.likes + row.comments + row.shares for row in full)
    talked = [row for row in recent if row.likes is not None and row.comments is not None]
    likes = sum(row.likes for row in talked)
    popular = [row for row in talked if row.likes >= 100]
    silent = sum(row.comments == 0 for row in popular)
    none = Untold("no post of the last 90 days has")
    return {
        "median_views": Told(median(map(Fraction, viewed)), len(viewed), span) if viewed else none,
        "like_rate": _share(median(rates), len(rates), span) if rates else none,
        "engagement_rate": _share(Fraction(reacted, views), len(full), span) if views else none,
        "comment_to_like":
            Told(Fraction(sum(row.comments for row in talked), likes), len(talked), span)
            if likes else none,
        "max_like_to_view": Told(max(seen, default=Fraction()), len(seen), span) if liked else none,
        "silent_like_share":
            Told(Fraction(silent, len(popular)) if popular else Fraction(), len(popular), span)
            if talked else none,
    }  # fmt: skip


def _share(value: Fraction, posts: int, span: tuple[datetime, datetime]) -> Told | Untold:
    """No rate of 0 to 1 can be above 1, as odd counts make it."""
    return Told(value, posts, span) if value <= 1 else Untold("which cannot be")


def _tags(rows: Sequence[Row], end: datetime) -> dict[str, Told | Untold]:
    """An empty cell is a post without hashtags; case does not tell two of them apart."""
    recent = _since(rows, end, 90)
    if not recent:
        none = Untold("captions are known for 0 of the 0 posts")
        return {"hashtags_per_post": none, "best_topic_lift": none}
    span = (end - 90 * DAY, end)
    each = Told(median(Fraction(len(row.hashtags)) for row in recent), len(recent), span)
    liked = [(row.likes, {tag.casefold() for tag in row.hashtags})
             for row in recent if row.likes is not None]  # fmt: skip
    used = set().union(*(tags for _, tags in liked))
    topics = [[likes for likes, tags in liked if tag in tags] for tag in used]
    best = max((median(map(Fraction, one)) for one in topics if len(one) >= 3), default=None)
    usual = median(Fraction(likes) for likes, _ in liked) if liked else None
    if best is None:
        lift: Told | Untold = Untold("no hashtag stands on 3 posts")
    else:
        lift = Told(best / usual, len(liked), span) if usual else Untold("has no likes")
    return {"hashtags_per_post": each, "best_topic_lift": lift}


def _rhythm(rows: Sequence[Row], end: datetime, oldest: datetime) -> dict[str, Told | Untold]:
    """Counts of posts and the longest silence, told where no post of the window can be missing."""
    quarter, month = (sorted(row.posted for row in _since(rows, end, days)) for days in (90, 28))
    gaps = [later - earlier for earlier, later in pairwise([*quarter, end])]
    span = (end - 90 * DAY, end)
    cut = _cut(end - 90 * DAY, oldest)
    return {
        "posts_in_window": cut or Told(Fraction(len(quarter)), len(quarter), span),
        "longest_gap_days": cut or (
            Told(_days(max(gaps)), len(quarter), span) if gaps
            else Untold("no post in the last 90 days")
        ),
        "posts_per_week": _cut(end - 28 * DAY, oldest)
            or Told(Fraction(len(month), 4), len(month), (end - 28 * DAY, end)),
    }  # fmt: skip


def _cut(start: datetime, oldest: datetime) -> Untold | None:
    """What begins after the start of a window may lack posts of it."""
    return Untold(f"{start:%Y-%m-%d} would be needed") if oldest > start else None


def _days(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), DAY // timedelta(microseconds=1))


def _comments_per_week(rows: Sequence[Row], end: datetime, oldest: datetime) -> Told | Untold:
    recent = _since(rows, end, 28)
    if cut := _cut(end - 28 * DAY, oldest):
        return cut
    if not recent:
        return Untold("no post in the last 28 days")
    if any(row.comments is None for row in recent):
        return Untold("comments of some posts")
    received = sum(row.comments for row in recent)
    return Told(Fraction(received, 4), len(recent), (end - 28 * DAY, end))


def _views_trend(rows: Sequence[Row], end: datetime, oldest: datetime) -> Told | Untold:
    both = _since(rows, end, 56)
    if cut := _cut(end - 56 * DAY, oldest):
        return cut
    if any(row.views is None for row in both):
        return Untold("views of some posts")
    now = sum(row.views for row in both if row.posted >= end - 28 * DAY)
    before = sum(row.views for row in both if row.posted < end - 28 * DAY)
    if not before:
        return Untold("no views in the 28 days before")
    return Told(Fraction(now, before) - 1, len(both), (end - 56 * DAY, end))


def _followers(rows: Sequence[Row]) -> Told:
    """The newest count; of rows collected in one second that of the last."""
    newest = max(row.collected for row in rows)
    return Told([Fraction(row.followers) for row in rows if row.collected == newest][-1])

"""The hours in which a creator posts, against those in which followers are active."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import mean
from zoneinfo import ZoneInfo

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.post import Post
from advisor.analysis.rhythm import MAYBE_CUT, Timeline
from advisor.analysis.timing import FEWEST, SETTLED, YEAR, Timing
from advisor.analysis.window import LONG, Window, last_days
from advisor.facts.hours import Hours
from advisor.problems import count

BUSIEST = 6
"""Hours that count as busy; of 24 that is a quarter, which chance alone would hit."""

NAMES = ("own_best_time", "own_best_gain")

IN_A_ZONE = ("busiest_hours", "peak_post_share", *NAMES)
"""Facts about hours of the day, which need the creator's time zone."""

NO_HOURS = "no file has all 24 hours of your followers' activity"

NO_ZONE = "your time zone is not known; name it with --timezone, such as Europe/Berlin"


def by_hour(rows: Iterable[tuple[int, int]]) -> dict[int, float]:
    """How many followers are active in each hour, averaged over the days."""
    seen: dict[int, list[int]] = defaultdict(list)
    for hour, active in rows:
        seen[hour].append(active)
    return {hour: mean(counts) for hour, counts in sorted(seen.items())}


def counted(
    posts: Sequence[Post], end: datetime, zone: ZoneInfo, followers: Mapping[int, float]
) -> Hours:
    """The posts of the last year by weekday and hour."""
    counts = [[0] * 24 for _ in range(7)]
    for post in Window(end - YEAR, end).of(posts):
        if post.created is not None:
            local = post.created.astimezone(zone)
            counts[local.weekday()][local.hour] += 1
    active = tuple(followers.get(hour, 0.0) for hour in range(24)) if followers else ()
    return Hours(zone.key, tuple(map(tuple, counts)), active)


def busiest(followers: Mapping[int, float]) -> frozenset[int]:
    """The six hours with most active followers, of equals the earlier; none if not all known."""
    if len(followers) < 24 or not any(followers.values()):
        return frozenset()
    ranked = sorted(followers, key=lambda hour: (-followers[hour], hour))
    return frozenset(ranked[:BUSIEST])


def busiest_hours(followers: Mapping[int, float], zone: ZoneInfo) -> Result:
    """The busiest hours as a fact."""
    hours = busiest(followers)
    if not hours:
        return NotComputable("busiest_hours", NO_HOURS)
    return Computed(
        "busiest_hours", frozenset(f"h{hour:02}" for hour in hours),
        "the six hours with most active followers", caveat=_assumed(zone),
    )  # fmt: skip


def peak_share(timeline: Timeline, zone: ZoneInfo, followers: Mapping[int, float]) -> Result:
    """The share of the posts of 90 days that went out in the busiest hours."""
    hours = busiest(followers)
    window = last_days(LONG, timeline.end)
    posts = [post.created for post in window.of(timeline.posts) if post.created]
    if not hours or not posts:
        reason = "there is no post in the last 90 days" if hours else NO_HOURS
        return NotComputable("peak_post_share", reason)
    inside = sum(moment.astimezone(zone).hour in hours for moment in posts)
    cut = "" if timeline.covers(window) else MAYBE_CUT
    return Computed(
        "peak_post_share", inside / len(posts),
        "posts that went out in the six busiest hours / posts", window, len(posts),
        "; ".join(filter(None, (_assumed(zone), cut))),
    )  # fmt: skip


def _assumed(zone: ZoneInfo) -> str:
    return f"the hours of your followers are taken to be in {zone.key}; the file does not say"


def own_times(found: Timing | int | None, zone: ZoneInfo | None) -> tuple[Result, ...]:
    """The time at which the creator's own posts do better, where that may be said."""
    reason = NO_ZONE if zone is None else _unsure(found)
    if zone is None or not isinstance(found, Timing) or reason or not found.best or not found.gain:
        return tuple(NotComputable(name, reason) for name in NAMES)
    day = "weekend" if found.best.weekend else "weekday"
    formula = "views at the best time / at your usual time - 1, by regression"
    low, high = (f"{bound * 100:+.0f}" for bound in (found.gain.low, found.gain.high))
    caveat = (
        f"80 % interval {low} to {high} %; a pattern, not a proof; your usual time is "
        f"{found.usual}, {zone.key}"
    )
    return (
        Computed(NAMES[0], f"{day}_{found.best.hour:02}", formula, posts=found.posts),
        Computed(NAMES[1], found.gain.middle, formula, posts=found.posts, caveat=caveat),
    )


def _unsure(found: Timing | int | None) -> str:
    """Why no time can be told, nothing where one can."""
    if found is None:
        return "top posts only were chosen for their views and say nothing about times"
    if isinstance(found, int):
        return (
            f"not enough data: {count(found, 'post')} of the last year, without its last "
            f"{SETTLED.days} days, with views and a time; {FEWEST} would be needed"
        )
    if found.best is None:
        return f"not enough data: your {found.posts} posts went out at one time"
    return "" if found.sure else f"not enough data: your {found.posts} posts do not tell"

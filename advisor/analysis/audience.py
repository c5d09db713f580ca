"""Daily totals of an account -> followers gained, comments and views, free of selected posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.window import LONG, SHORT, Window


@dataclass(frozen=True, slots=True)
class Day:
    """What came in on one day; None where the file says `undefined`."""

    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None


def totals(days: Mapping[date, Day]) -> tuple[Result, ...]:
    """Engagement, comments a week and the trend of views, of all posts old and new."""
    return _engagement(days), _comments(days), _trend(days)


def _last(days: Mapping[date, Day], count: int, skip: int = 0) -> list[Day]:
    """The days of the last `count`, before `skip` more; those the file lacks are missing."""
    end = max(days) - timedelta(days=skip)
    wanted = [end - timedelta(days=back) for back in range(count)]
    return [days[day] for day in wanted if day in days]


def _window(last: date, count: int) -> Window:
    """So many whole days up to and with the last one."""
    first = last - timedelta(days=count - 1)
    return Window(datetime.combine(first, time(), UTC), datetime.combine(last, time.max, UTC))


def _engagement(days: Mapping[date, Day]) -> Result:
    rows = [
        (day.likes + day.comments + day.shares, day.views)
        for day in _last(days, LONG)
        if day.likes is not None and day.comments is not None
        and day.shares is not None and day.views is not None
    ]  # fmt: skip
    views = sum(row[1] for row in rows)
    if len(rows) < SHORT - 2 or not views:  # the last two days may not be counted yet
        return NotComputable("engagement_rate", "the daily totals are of less than 28 days")
    span = min(LONG, (max(days) - min(days)).days + 1)
    return Computed(
        "engagement_rate", max(0, sum(row[0] for row in rows)) / views,
        "(likes + comments + shares) / views of all days", _window(max(days), span), 0,
        "daily totals, your own likes included",
    )  # fmt: skip


def _comments(days: Mapping[date, Day]) -> Result:
    rows = [day.comments for day in _last(days, SHORT) if day.comments is not None]
    if len(rows) < SHORT:
        return NotComputable("comments_per_week", "the daily totals are of less than 28 days")
    formula = "comments of the last 28 days / 4"
    value = max(0, sum(rows)) / 4
    return Computed("comments_per_week", value, formula, _window(max(days), SHORT))


def _trend(days: Mapping[date, Day]) -> Result:
    now, before = (
        [day.views for day in _last(days, SHORT, skip) if day.views is not None]
        for skip in (0, SHORT)
    )
    if len(now) < SHORT or len(before) < SHORT:
        return NotComputable("views_trend", "the daily totals are of less than 56 days")
    if not sum(before):
        return NotComputable("views_trend", "there are no views in the 28 days before to compare")
    formula = "views of the last 28 days / of the 28 days before - 1"
    return Computed(
        "views_trend", sum(now) / sum(before) - 1, formula, _window(max(days), 2 * SHORT)
    )


def growth(followers: Mapping[date, int], days: Mapping[date, Day]) -> tuple[Result, ...]:
    """How the number of followers changed in 28 days, also per 1,000 views."""
    if not followers:
        reason = "no file has your followers day by day"
        return tuple(
            NotComputable(name, reason) for name in ("follower_growth_28d", "follows_per_1k_views")
        )
    return _growth(followers), _per_views(followers, days)


def _growth(followers: Mapping[date, int]) -> Result:
    last = max(followers)
    then = followers.get(last - timedelta(days=SHORT))
    if not then:
        return NotComputable(
            "follower_growth_28d", "the number of followers 28 days before the last is not known"
        )
    formula = "followers now / followers 28 days before - 1"
    window = _window(last, SHORT + 1)
    return Computed("follower_growth_28d", followers[last] / then - 1, formula, window)


def _per_views(followers: Mapping[date, int], days: Mapping[date, Day]) -> Result:
    name = "follows_per_1k_views"
    if not days:
        return NotComputable(name, "no file has your views day by day")
    last = min(max(followers), max(days))
    wanted: Sequence[date] = [last - timedelta(days=back) for back in range(SHORT)]
    views = [day.views for one in wanted if (day := days.get(one)) and day.views is not None]
    now, then = followers.get(last), followers.get(last - timedelta(days=SHORT))
    if now is None or then is None or len(views) < SHORT or not sum(views):
        return NotComputable(name, "followers and views of the same 28 days are not known")
    if now < then:
        return NotComputable(name, "you had fewer followers at the end of the 28 days")
    formula = "1,000 * followers gained in 28 days / views in those days"
    return Computed(name, 1000 * (now - then) / sum(views), formula, _window(last, SHORT))

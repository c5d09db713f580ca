"""Daily totals and counts of followers in all files -> facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from advisor.analysis import audience
from advisor.analysis.computed import Computed
from advisor.analysis.posting_hours import busiest_hours, by_hour
from advisor.analysis.window import NO_YEAR
from advisor.sources.found import Found, MonthDay, Told, names_of
from advisor.sources.studio import dates

T = TypeVar("T")


def from_days(founds: Sequence[Found], zone: ZoneInfo | None) -> list[Told]:
    """What follows from daily totals, and from who the followers are and when they are active."""
    days: dict[date, audience.Day] = {}
    followers: dict[date, int] = {}
    for found in founds:
        latest = _latest(found, founds)
        days |= _dated(found.days, latest)
        history = _dated(found.followers_by_day, latest)
        followers |= {day: number for day, number in history.items() if number is not None}
    totals = names_of(found for found in founds if found.days)
    histories = names_of(found for found in founds if found.followers_by_day)
    results: list[Told] = []
    if days:
        results += [(one, totals) for one in audience.totals(days)]
    results += [
        (one, histories if one.name == "follower_growth_28d" else f"{histories}, {totals}")
        for one in audience.growth(followers, days)
    ]
    stated = [found for found in founds if found.followers is not None]
    stated.sort(key=lambda found: found.ends.timestamp() if found.ends else 0)
    if followers:
        last = followers[max(followers)]
        results.append((Computed("follower_count", last, "newest row"), histories))
    elif stated and stated[-1].followers is not None:
        count = Computed("follower_count", stated[-1].followers, "as the file states it")
        results.append((count, names_of(stated[-1:])))
    active = [found for found in founds if found.activity]
    if active:
        formula = "true where the file has hours"
        known = Computed("follower_activity_known", True, formula)
        results.append((known, names_of(active)))
        if zone is not None:
            results.append((busiest_hours(followers_by_hour(founds), zone), names_of(active)))
    grouped = [found for found in founds if found.segments]
    if grouped:
        formula = "true where a file has groups of your followers"
        results.append((Computed("top_segment_known", True, formula), names_of(grouped)))
    return results


def followers_by_hour(founds: Sequence[Found]) -> dict[int, float]:
    """How many followers are active in each hour, in the time zone of the files."""
    rows = [(hour, active) for found in founds for _, hour, active in found.activity or ()]
    return by_hour((hour, active) for hour, active in rows if active is not None)


def _latest(found: Found, founds: Sequence[Found]) -> date:
    """A day that the last row of a file without years is not after."""
    if found.ends:
        return found.ends.date() + timedelta(days=1)
    known = max((one.ends for one in founds if one.ends), default=None)
    return known.date() + timedelta(days=182) if known else date(NO_YEAR, 12, 31)


def _dated(rows: Sequence[tuple[MonthDay, T]], latest: date) -> dict[date, T]:
    """The rows by date, those of dates that cannot be placed left out."""
    days = dates([day for day, _ in rows], latest)
    return dict(zip(days, (value for _, value in rows), strict=bool(days)))

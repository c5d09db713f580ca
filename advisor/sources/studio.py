"""TikTok Studio's CSV files, told apart by their headers -> daily totals, top posts, followers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from advisor.analysis.audience import Day
from advisor.analysis.post import Post, hashtags_in, minted
from advisor.problems import Place, Problem
from advisor.sources.cells import count, handle_in_link, id_in_link, is_video, leads_to_tiktok
from advisor.sources.found import Coverage, Found, Input, MonthDay
from advisor.sources.local_dates import month_day, with_years

T = TypeVar("T")
Rows = Sequence[Mapping[str, str]]

TOP = 15
"""Posts Content.csv stops at."""


def _content(given: Input, rows: Rows) -> Found | Problem:
    posts = []
    odd = undated = 0
    if rows and not any(leads_to_tiktok(row["video link"]) for row in rows):
        return foreign(given)
    for row in rows:
        one = id_in_link(row["video link"])
        if one is None:
            continue
        odd += not is_video(one)
        day = month_day(row["post time"])
        undated += day is None
        posts.append(
            Post(
                id=one,
                created=_posted(one, day),
                views=_amount(row["total views"]),
                likes=_amount(row["total likes"]),
                comments=_amount(row["total comments"]),
                shares=_amount(row["total shares"]),
                caption=row["video title"],
                hashtags=hashtags_in(row["video title"]),
            )
        )
    notes = [f"only the top {len(posts)} posts are in it; it never holds more than about {TOP}"]
    if undated:
        notes.append(f"warning: {undated} dates are in a form not known; the ids date those posts")
    if odd:
        notes.append(f"warning: {odd} posts have an id unlike those of videos; they are kept")
    newest = max((post.created for post in posts if post.created), default=None)
    return Found(
        given.name, "TikTok Studio Content",
        next((name for row in rows if (name := handle_in_link(row["video link"]))), None),
        tuple(posts), Coverage.TOP, ends=_saved(rows, newest), notes=tuple(notes),
    )  # fmt: skip


def _posted(one: int, day: MonthDay | None) -> datetime:
    """When it was posted: as its id says, or for a scheduled post on the day it came out."""
    made = minted(one)
    if day is None:
        return made
    for year in (made.year, made.year + 1):
        came = _on(year, day)
        if came and timedelta(days=1) < came - made < timedelta(days=60):
            return came
    return made


def _on(year: int, day: MonthDay) -> datetime | None:
    """Noon of a day, UTC; None where the year has no such day."""
    try:
        return datetime.combine(date(year, *day), time(12), UTC)
    except ValueError:
        return None


def _saved(rows: Rows, newest: datetime | None) -> datetime | None:
    """The day the file was saved, in the first year in which no post comes after it."""
    day = month_day(rows[0]["time"]) if rows else None
    if day is None or newest is None:
        return newest
    for year in (newest.year, newest.year + 1):
        end = _on(year, day)
        if end and end.date() >= newest.date():
            return max(newest, end)
    return newest


def _overview(given: Input, rows: Rows) -> Found:
    columns = ("video views", "likes", "comments", "shares")
    days, lost = _by_day(rows, lambda row: Day(*(_number(row[name]) for name in columns)))
    for _ in range(2):
        if days and not any((days[-1][1].views, days[-1][1].likes, days[-1][1].comments)):
            days = days[:-1]  # the last one or two days are not yet counted
    return Found(
        given.name, "TikTok Studio Overview", days=tuple(days), ends=given.stamp,
        notes=_undated(lost),
    )  # fmt: skip


def _history(given: Input, rows: Rows) -> Found:
    """The column of differences means other days in other exports and is not read."""
    days, lost = _by_day(rows, lambda row: _amount(row["followers"]))
    return Found(
        given.name, "TikTok Studio FollowerHistory", followers_by_day=tuple(days),
        ends=given.stamp, notes=_undated(lost), surely_tiktok=False,
    )  # fmt: skip


def _activity(given: Input, rows: Rows) -> Found:
    days, lost = _by_day(rows, lambda row: (_number(row["hour"]), _amount(row["active followers"])))
    hours = [
        (day, hour, active)
        for day, (hour, active) in days
        if hour is not None and hour in range(24)
    ]
    last = hours[-1][0] if hours else None
    while hours and hours[-1][0] == last and not hours[-1][2]:
        hours.pop()  # on the day of the export the hours after it are written as 0
    if not any(active for _, _, active in hours):
        hours = []
    note = (
        "its hours are in a time zone it does not state" if hours
        else "no hours are in it; TikTok gives them from about 100 followers on"
    )  # fmt: skip
    return Found(
        given.name, "TikTok Studio FollowerActivity", activity=tuple(hours),
        ends=given.stamp, notes=(note, *_undated(lost)), surely_tiktok=False,
    )  # fmt: skip


def _shares(kind: str) -> Callable[[Input, Rows], Found]:
    """A file with how large a share of the followers each group is."""

    def read(given: Input, rows: Rows) -> Found:
        known = sum(_share(row["distribution"]) is not None for row in rows)
        note = f"{known} groups of followers are in it"
        return Found(given.name, kind, segments=known, notes=(note,), surely_tiktok=False)

    return read


def _viewers(given: Input, rows: Rows) -> Found:
    days = sum(_number(row["total viewers"]) is not None for row in rows)
    note = f"{days} days of viewers are in it; no fact follows from them"
    return Found(given.name, "TikTok Studio Viewers", notes=(note,), surely_tiktok=False)


KINDS: Mapping[tuple[str, ...], Callable[[Input, Rows], Found | Problem]] = {
    ("time", "video title", "video link", "post time", "total likes", "total comments",
     "total shares", "total views"): _content,
    ("date", "video views", "profile views", "likes", "comments", "shares"): _overview,
    ("date", "followers", "difference in followers from previous day"): _history,
    ("date", "hour", "active followers"): _activity,
    ("gender", "distribution"): _shares("TikTok Studio FollowerGender"),
    ("top territories", "distribution"): _shares("TikTok Studio FollowerTopTerritories"),
    ("date", "total viewers", "new viewers", "returning viewers"): _viewers,
}  # fmt: skip
"""The columns of each file and who reads it; a file may have more columns."""


def reader_for(header: Sequence[str]) -> Callable[[Input, Rows], Found | Problem] | None:
    """Who reads a file with these columns."""
    given = set(header)
    return next((read for columns, read in KINDS.items() if given.issuperset(columns)), None)


def foreign(given: Input) -> Problem:
    """The file is of another platform."""
    return Problem(
        "not-tiktok", "the links in this file do not lead to TikTok", Place(given.name, 1, 1),
        "Facebook and Instagram use the same file names; download it from TikTok Studio",
    )  # fmt: skip


def _by_day(
    rows: Rows, read: Callable[[Mapping[str, str]], T]
) -> tuple[list[tuple[MonthDay, T]], int]:
    dated = [(month_day(row["date"]), read(row)) for row in rows]
    days = [(day, value) for day, value in dated if day is not None]
    return days, len(dated) - len(days)


def _undated(lost: int) -> tuple[str, ...]:
    if not lost:
        return ()
    text = f"warning: {lost} rows have a date in a form not known and are left out"
    return (f"{text}; set TikTok Studio to English and download the file again",)


def dates(days: Sequence[MonthDay], latest: date) -> list[date]:
    """The dates of the rows; the last one is the newest such day up to `latest`."""
    for back in range(8):  # at most eight years lie between two with a 29 February
        end = date(latest.year - back, 12, 31) if back else latest
        if found := with_years(days, end):
            return found
    return []


def _number(raw: str) -> int | None:
    number = count(raw)
    return number.value if number else None


def _amount(raw: str) -> int | None:
    """A count of things: not negative."""
    number = _number(raw)
    return number if number is not None and number >= 0 else None


def _share(raw: str) -> float | None:
    """A fraction or a percentage."""
    try:
        return float(raw.removesuffix("%")) / (100 if raw.endswith("%") else 1)
    except ValueError:
        return None

"""When a creator posts and when followers are active: what a heatmap shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from advisor.problems import guess

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Hours:
    """Counts by hour, all in the time zone `zone`.

    `posts` has seven days, Monday first, of 24 counts; `followers` how many are active in
    each of the 24 hours on average, empty where no file told.
    """

    zone: str
    posts: tuple[tuple[int, ...], ...]
    followers: tuple[float, ...] = ()

    @property
    def total(self) -> int:
        """How many posts are counted."""
        return sum(map(sum, self.posts))


class NotHours(ValueError):
    """What was given is no time zone or no table of hours; the message says what would be."""


def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name, such as `Europe/Berlin`. Raises NotHours."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder, such as Europe
        hint = guess(name, available_timezones()) or "one is written like Europe/Berlin"
        raise NotHours(f"`{name[:60]}` is no time zone; {hint}") from None


def read_hours(raw: object) -> Hours:
    """The hours a profile file gives as a table. Raises NotHours."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("zone"), str):
        raise NotHours("`hours` is a table with a `zone` and 24 counts for each day")
    if odd := set(raw) - {"zone", "followers", *DAYS}:
        raise NotHours(f"`{min(map(str, odd))[:60]}` is no part of `hours`")
    posts = tuple(_day(day, raw.get(day, [0] * 24)) for day in DAYS)
    followers = _day("followers", raw["followers"]) if "followers" in raw else ()
    return Hours(
        time_zone(raw["zone"]).key, tuple(tuple(map(int, day)) for day in posts), followers
    )


def _day(name: str, raw: object) -> tuple[float, ...]:
    """The 24 counts of a day."""
    if (
        not isinstance(raw, list) or len(raw) != 24
        or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in raw)
        or not all(0 <= one < 1e12 for one in raw)
    ):  # fmt: skip
        raise NotHours(f"`{name}` in `hours` is a list of 24 counts, one for each hour")
    return tuple(raw)


def written(hours: Hours) -> dict[str, object]:
    """The hours as the table that `read_hours` reads."""
    days: dict[str, object] = dict(zip(DAYS, map(list, hours.posts), strict=True))
    followers = {"followers": [round(one, 1) for one in hours.followers]} if hours.followers else {}
    return {"zone": hours.zone, **days, **followers}

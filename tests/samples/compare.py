"""What an import says of a creator against the definitions: every point in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta, timezone, tzinfo
from fractions import Fraction
from math import isclose

from tests.samples.definitions import Told, Untold, ends, facts, hours
from tests.samples.posts import Row
from tests.samples.said import Said
from tests.samples.times import best_time

ZONES: dict[str, tzinfo] = {"Asia/Ho_Chi_Minh": timezone(timedelta(hours=7))}
"""The zones that can be compared: those that kept one offset since there is TikTok."""

HOURS = "hours of posting"

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NO_ZONE = ("busiest_hours", "peak_post_share", "own_best_time", "own_best_gain")


def expected(rows: Sequence[Row], zone: str | None) -> dict[str, Told | Untold]:
    """What is to be said of every fact."""
    if zone is None:
        return facts(rows) | dict.fromkeys(_NO_ZONE, Untold("your time zone is not known"))
    no_activity = {
        "busiest_hours": Untold("no file tells"),
        "peak_post_share": Untold("no file has all 24 hours"),
    }
    return facts(rows) | no_activity | best_time(rows, ends(rows), ZONES[zone])


def differences(
    rows: Sequence[Row], zone: str | None, wanted: Mapping[str, Told | Untold], said: Said
) -> Iterator[tuple[str, str]]:
    """The name of each fact said otherwise than wanted, and both in words."""
    values = {name: one for name, one in said.profile.items() if not isinstance(one, dict)}
    origins = said.profile.get("origin", {})
    for name in sorted({*wanted, *values, *said.reasons} - {"profile"}):
        want, value, reason = wanted.get(name), values.get(name), said.reasons.get(name)
        if isinstance(want, Told):
            right = reason is None and _same(value, want.value)
            right = right and _origin(want) == origins.get(name)
        else:
            right = value is None and want is not None and want.because in (reason or "")
        if not right:
            yield name, f"said {value!r} ({reason or origins.get(name)}), wanted {want}"
    counts = hours(rows, ZONES[zone] if zone else UTC)
    table = {"zone": zone or "UTC"} | dict(zip(_DAYS, counts, strict=True))
    if said.profile.get("hours") != table:
        yield HOURS, f"said {said.profile.get('hours')}, wanted {table}"


def _same(value: object, wanted: Fraction | float | str) -> bool:
    """Equal but for the rounding of a few steps, or of the search for a quantile."""
    if isinstance(wanted, str) or not isinstance(value, int | float):
        return value == wanted
    near = 1e-12 if isinstance(wanted, Fraction) else 1e-6
    return isclose(value, wanted, rel_tol=near, abs_tol=near)


def _origin(told: Told) -> str:
    """The file, how many posts count, and the days of the window."""
    rests = [f"{told.posts} post" + "s" * (told.posts != 1)] if told.posts else []
    rests += [" to ".join(f"{moment:%Y-%m-%d}" for moment in told.span)] if told.span else []
    return "imported from posts.csv" + (f" ({', '.join(rests)})" if rests else "")

"""The hours in which a creator posts and followers are active, as shades of characters."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.facts.hours import DAYS, Hours
from advisor.problems import count

SHADES = " ·░▒▓█"
"""From none to the most of a row of hours."""


def heatmap(hours: Hours) -> list[str]:
    """Weekday by hour, 52 columns wide, with the time zone stated; nothing without posts."""
    if not hours.total:
        return []
    posts = count(hours.total, "post")
    lines = [f"When you post ({posts} of the last year, hours in {hours.zone})"]
    lines.append("    " + "".join(f"{hour:<6}" for hour in range(0, 24, 3)).rstrip())
    most = max(map(max, hours.posts), default=0)
    for day, counts in zip(DAYS, hours.posts, strict=True):
        lines.append(f"{day[:3].title()} {_shaded(counts, most)}")
    if hours.followers:
        lines.append("When your followers are active, on average")
        lines.append(f"    {_shaded(hours.followers, max(hours.followers))}")
    return [line.rstrip() for line in lines]


def _shaded(counts: Sequence[float], most: float) -> str:
    """Two characters for each hour, the darker the more."""
    steps = len(SHADES) - 1
    ranks = [-(-int(count * steps * 1000) // int(most * 1000)) if most else 0 for count in counts]
    return "".join(SHADES[min(steps, rank)] * 2 for rank in ranks)

"""Spans of time that end where the data ends: the clock would call old files silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from advisor.analysis.post import Post

LONG = 90
"""Days that rates and rhythm look back."""

SHORT = 28
"""Days that everything per week looks back."""

NO_YEAR = 1604
"""Stands for the year of dates to which no file gives one; it has a 29 February."""


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, both belonging to it."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment <= self.end

    def __str__(self) -> str:
        if self.end.year <= NO_YEAR:
            return f"{self.start:%d %B} to {self.end:%d %B}, year not known"
        return f"{self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}"

    def of(self, posts: Iterable[Post]) -> tuple[Post, ...]:
        """The posts made in it, oldest first."""
        dated = [(post.created, post) for post in posts if post.created is not None]
        inside = [(created, post) for created, post in dated if created in self]
        return tuple(post for _, post in sorted(inside, key=lambda pair: pair[0]))


def last_days(days: int, end: datetime) -> Window:
    """The window of so many days that ends there."""
    return Window(end - timedelta(days=days), end)


def days_before(days: int, end: datetime) -> Window:
    """The window just before the last so many days, as long as they and not touching them."""
    return Window(
        end - timedelta(days=2 * days), end - timedelta(days=days) - timedelta(microseconds=1)
    )

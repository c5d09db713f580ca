"""When a creator posts and when followers are active: what a heatmap shows."""

from __future__ import annotations

from dataclasses import dataclass

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

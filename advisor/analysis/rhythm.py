"""How often a creator posts: needs every post of the span, so a list that may be cut is doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.post import Post
from advisor.analysis.window import LONG, SHORT, Window, last_days

DAYS_A_MONTH = 30.4

MAYBE_CUT = "as far as the file lists every post, which it does not say"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Posts up to `end`; `whole` if they are all there ever were, else the newest ones."""

    posts: tuple[Post, ...]
    end: datetime
    whole: bool

    @property
    def oldest(self) -> datetime | None:
        """When the first post of the list was made."""
        return min((post.created for post in self.posts if post.created), default=None)

    def covers(self, window: Window) -> bool:
        """True where no post of the window can be missing, if the list has no holes."""
        return self.whole or (self.oldest is not None and self.oldest <= window.start)

    def short_of(self, window: Window) -> str:
        """Why the window is not covered."""
        if self.oldest is None:
            return "no post has a date"
        return (
            f"the list of posts begins on {self.oldest:%Y-%m-%d} and may be cut there; "
            f"{window.start:%Y-%m-%d} would be needed"
        )


def rhythm(timeline: Timeline) -> tuple[Result, ...]:
    """How many posts, how regular, and since when."""
    quarter, month = last_days(LONG, timeline.end), last_days(SHORT, timeline.end)
    return (
        _in(timeline, quarter, "posts_in_window", "posts of the last 90 days", len),
        _in(
            timeline, month, "posts_per_week", "posts of the last 28 days / 4",
            lambda posts: len(posts) / 4,
        ),
        _gap(timeline, quarter),
        _months(timeline),
    )  # fmt: skip


def _in(
    timeline: Timeline, window: Window, name: str, formula: str,
    value: Callable[[tuple[Post, ...]], float],
) -> Result:  # fmt: skip
    if not timeline.covers(window):
        return NotComputable(name, timeline.short_of(window))
    posts = window.of(timeline.posts)
    caveat = "" if timeline.whole else MAYBE_CUT
    return Computed(name, value(posts), formula, window, len(posts), caveat)


def _gap(timeline: Timeline, window: Window) -> Result:
    if timeline.covers(window) and not window.of(timeline.posts):
        return NotComputable("longest_gap_days", "there is no post in the last 90 days")
    formula = "longest time between two posts of the last 90 days, or since the last one"
    return _in(timeline, window, "longest_gap_days", formula, lambda p: _longest(p, window.end))


def _longest(posts: tuple[Post, ...], end: datetime) -> float:
    """Days of the longest gap between these posts, and from the last one to the end."""
    moments = [*(post.created for post in posts if post.created), end]
    return max((b - a for a, b in pairwise(moments)), default=timedelta()) / timedelta(days=1)


def _months(timeline: Timeline) -> Result:
    oldest = timeline.oldest
    if oldest is None:
        return NotComputable("months_active", "there is no post with a date")
    months = (timeline.end - oldest) / timedelta(days=DAYS_A_MONTH)
    if not timeline.whole:
        return NotComputable(
            "months_active",
            f"at least {months:.1f} months; older posts may be left out of the file",
        )
    formula = "days since the oldest post / 30.4"
    return Computed(
        "months_active", months, formula, Window(oldest, timeline.end), len(timeline.posts),
        "deleted posts are not counted",
    )  # fmt: skip

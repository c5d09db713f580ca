"""How a like rate compares with others of the same size: a band, its source and its limits.

Published figures differ by factors, so only likes per view is compared, with the one
collection whose spread is known, and a second one is named beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist, median, stdev

import numpy as np

from advisor.analysis.post import Post
from advisor.analysis.reactions import SEEN
from advisor.analysis.window import Window

FEWEST = 5
"""Posts with 100 views or more below which nothing is compared."""

SOURCE = (
    "937 creators whose videos were recommended to viewers in May and June 2025, "
    "most of them in Vietnam"
)
SECOND = "89 creators of February 2025 had medians of 3.9 % to 4.7 %, so take it as a rough guide"


@dataclass(frozen=True, slots=True)
class Tier:
    """Creators from `low` to `high` followers: how many, and their likes per view.

    `tenth`, `middle` and `ninetieth` are percentiles of their medians.
    """

    low: int
    high: int
    creators: int
    tenth: float
    middle: float
    ninetieth: float

    @property
    def centre(self) -> float:
        """The logarithm of the followers in the middle of the tier."""
        return (log(self.low) + log(self.high)) / 2


TIERS = (
    Tier(100, 1_000, 45, 0.0068, 0.0301, 0.0535),
    Tier(1_000, 10_000, 248, 0.0104, 0.0297, 0.1004),
    Tier(10_000, 100_000, 286, 0.0112, 0.0363, 0.0983),
    Tier(100_000, 500_000, 176, 0.0201, 0.0444, 0.1101),
    Tier(1_000_000, 10_000_000, 111, 0.0252, 0.0503, 0.1649),
)
"""Between 500,000 and 1 million the spread is not known; the neighbours stand in for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A median of likes per view, and between which percentiles of others it lies."""

    rate: float
    posts: int
    low: int
    high: int
    tier: Tier


def standing(posts: Sequence[Post], window: Window, followers: int | None) -> Standing | None:
    """Where the likes per view of the posts stand; None where too little is known."""
    rates = [
        (post.likes_of_others + 0.5) / (post.views + 1)  # a post without likes has a logarithm
        for post in window.of(posts)
        if post.views and post.views >= SEEN and post.likes_of_others is not None
    ]
    if followers is None or not TIERS[0].low <= followers <= TIERS[-1].high:
        return None
    if len(rates) < FEWEST:
        return None
    logs = [log(rate) for rate in rates]
    middle, doubt = median(logs), _TENTH * stdev(logs) / sqrt(len(logs))
    low, high = (_percentile(middle + way * doubt, followers) for way in (-1, 1))
    tier = min(TIERS, key=lambda tier: abs(tier.centre - log(followers)))
    return Standing(exp(middle), len(rates), low, high, tier)


def _percentile(rate: float, followers: int) -> int:
    """The share of others below a rate (a logarithm), in percent, 1 to 99."""
    centres = [tier.centre for tier in TIERS]
    low, middle, high = (
        float(np.interp(log(followers), centres, np.log(values)))
        for values in zip(*((t.tenth, t.middle, t.ninetieth) for t in TIERS), strict=True)
    )
    step = middle - low if rate <= middle else high - middle
    return min(99, max(1, round(100 * NormalDist().cdf(_TENTH * (rate - middle) / step))))


_TENTH = NormalDist().inv_cdf(0.9)
"""How many standard deviations the tenth and the ninetieth percentile are off the middle."""

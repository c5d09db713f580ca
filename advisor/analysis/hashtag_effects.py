"""Which hashtags go with more views: nearly always, an honest "cannot tell".

The regression of posting times with one more column for each hashtag. All effects of
hashtags are drawn towards none, the more the less the posts say, which makes many
comparisons as safe as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import log

import numpy as np

from advisor.analysis.post import Post
from advisor.analysis.ridge import Array, Prior, regress, sums
from advisor.analysis.timing import (
    BESIDE,
    FEWEST,
    LEAST_GAIN,
    SURE,
    WAVES,
    Gain,
    age_and_length,
    clock,
    columns_beside,
    gain_of,
    usable,
    waves,
)

USES = 3
"""Posts a hashtag has to be on, and off, to be compared."""

MOST = 60
"""Hashtags compared at most, the most used ones."""

_SIZES = ((0.02, 0.3), (0.05, 0.3), (0.1, 0.25), (0.2, 0.15))
"""How large effects of hashtags may be (logarithm of views), and how likely each size is."""

_TIME = 0.1
"""How large effects of the hour may be; they stand beside, so as not to pass for a hashtag."""


@dataclass(frozen=True, slots=True)
class TagEffect:
    """Hashtags always used together, on how many posts, and the change of views with them.

    `sure` if a change of more than 5 % either way may be claimed.
    """

    tags: tuple[str, ...]
    posts: int
    gain: Gain
    sure: bool


@dataclass(frozen=True, slots=True)
class TagEffects:
    """The hashtags compared on `posts` posts, the most used first."""

    posts: int
    effects: tuple[TagEffect, ...]


def hashtag_effects(posts: Sequence[Post], end: datetime, zone: tzinfo) -> TagEffects:
    """What the posts of the last year say about their hashtags."""
    used = [post for post in usable(posts, end) if post.hashtags is not None]
    sets = together([post.hashtags or () for post in used])
    if len(used) < FEWEST or not sets:
        return TagEffects(len(used), ())
    beside = np.concatenate([columns_beside(*age_and_length(used)), waves(*clock(used, zone))], 1)
    views = np.array([float(post.views or 0) for post in used])
    return TagEffects(len(used), judge(sets, np.log1p(views), beside))


def together(listed: Sequence[Sequence[str]]) -> dict[tuple[str, ...], frozenset[int]]:
    """Sets of hashtags always used together, and the posts they are on, by place."""
    on: dict[str, set[int]] = defaultdict(set)
    for place, names in enumerate(listed):
        for name in names:
            on[name.casefold()].add(place)
    sets: dict[frozenset[int], list[str]] = defaultdict(list)
    for name, places in on.items():
        if USES <= len(places) <= len(listed) - USES:
            sets[frozenset(places)].append(name)
    named = {tuple(sorted(names)): places for places, names in sets.items()}
    order = sorted(named, key=lambda names: (-len(named[names]), names))
    return {names: named[names] for names in order[:MOST]}


def judge(
    sets: dict[tuple[str, ...], frozenset[int]], views: Array, beside: Array
) -> tuple[TagEffect, ...]:
    """The effect of each set; `views` (n) as logarithms, `beside` (n, 15)."""
    has = np.zeros((len(views), len(sets)))
    for column, places in enumerate(sets.values()):
        has[list(places), column] = 1
    x = np.concatenate([beside, has - has.mean(0)], 1)
    posterior = regress(sums(x, views - views.mean()), [_prior(*one, len(sets)) for one in _SIZES])
    found = []
    for column, (names, places) in enumerate(sets.items()):
        contrast = np.zeros(x.shape[1])
        contrast[beside.shape[1] + column] = 1
        effect = posterior.of(contrast)
        more = float(effect.above(log(1 + LEAST_GAIN)))
        less = 1 - float(effect.above(-log(1 + LEAST_GAIN)))
        found.append(TagEffect(names, len(places), gain_of(effect), max(more, less) >= SURE))
    return tuple(found)


def _prior(size: float, weight: float, tags: int) -> Prior:
    deviation = np.array([*BESIDE] + [_TIME] * WAVES + [size] * tags)
    return Prior(weight, np.zeros(len(deviation)), deviation)

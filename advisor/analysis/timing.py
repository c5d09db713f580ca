"""When a creator's own posts do better: an honest answer, or how much data it would take.

The views of a post, as a logarithm, are explained by the hour and by weekend or not, beside a
trend and the length of the video. Smooth daily waves stand for the hours, so that few posts
suffice, and a gain is claimed only where it is at least 5 % with a probability of 90 %, with
and without what the activity of followers makes likely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil, exp, log, pi
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from advisor.analysis.post import Post
from advisor.analysis.ridge import Array, Mixture, Prior, regress, sums

Flags: TypeAlias = "NDArray[np.bool_]"

FEWEST = 15
"""Posts below which nothing is computed."""

NEAR = 1.5
"""Hours around a slot whose posts speak for it."""

SUPPORT = 3
"""Posts near a slot below which it is not compared: the waves would only guess."""

APART = 2
"""Hours between two slots below which they are one to a person."""

SETTLED = timedelta(days=3)
"""Younger posts are still collecting views."""

YEAR = timedelta(days=365)

LEAST_GAIN = 0.05
SURE = 0.9

POWER = 2.123
"""For an answer that is wrong in 10 % and missed in 20 % of cases: both normal quantiles."""

_SIZES = ((0.03, 0.2), (0.1, 0.3), (0.2, 0.35), (0.3, 0.15))
"""How large effects of time may be (logarithm of views), and how likely each size is."""

WAVES = 11
"""Columns of `waves`."""

BESIDE = (10.0, 1.0, 0.5, 0.5)
"""How far level, trend, its bend and length may lie from none: little is known of them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour of the day, 0 to 23, on weekdays or at weekends."""

    hour: int
    weekend: bool

    def __str__(self) -> str:
        return f"{'weekends' if self.weekend else 'weekdays'} around {self.hour:02}:00"


SLOTS = tuple(Slot(hour, weekend) for weekend in (False, True) for hour in range(24))


@dataclass(frozen=True, slots=True)
class Gain:
    """A change of views as a share, with the bounds of its 80 % interval."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Timing:
    """What `posts` posts say about the slots of their creator.

    `best` is the slot that looks best against `usual`, None where no other slot has enough
    posts; `sure` if that may be said. `each` is how many posts in each of two slots would
    show a difference of half as many views again.
    """

    posts: int
    usual: Slot
    best: Slot | None
    gain: Gain | None
    sure: bool
    each: int


def timing(
    posts: Sequence[Post], end: datetime, zone: tzinfo, followers: Mapping[int, float]
) -> Timing | int:
    """What posts of the last year say; the number of usable posts where they are too few.

    `followers` is how many followers are active by hour in the same zone, empty if unknown.
    """
    used = usable(posts, end)
    if len(used) < FEWEST:
        return len(used)
    hours, weekend = clock(used, zone)
    views = np.array([float(post.views or 0) for post in used])
    return judge(
        hours, weekend, np.log1p(views), columns_beside(*age_and_length(used)), activity(followers)
    )


def usable(posts: Sequence[Post], end: datetime) -> list[Post]:
    """The posts with a time and views, of the last year, that have settled."""
    return [
        post for post in posts
        if post.views is not None and post.created is not None
        and end - YEAR <= post.created <= end - SETTLED
    ]  # fmt: skip


def clock(posts: Sequence[Post], zone: tzinfo) -> tuple[Array, Flags]:
    """When the posts were made: hours from 0 to 24, and whether at a weekend."""
    moments = [post.created.astimezone(zone) for post in posts if post.created]
    hours = np.array([one.hour + one.minute / 60 for one in moments])
    return hours, np.array([one.weekday() >= 5 for one in moments])


def age_and_length(posts: Sequence[Post]) -> tuple[Array, Array]:
    """When the posts were made, in seconds, and how long they are, NaN if unknown."""
    seconds = np.array([post.created.timestamp() for post in posts if post.created])
    return seconds, np.array([np.nan if p.duration is None else p.duration for p in posts])


def columns_beside(seconds: Array, lengths: Array) -> Array:
    """Level, trend, its bend and the length of the video: what must not pass for the hour.

    `seconds` (n) since any moment, `lengths` (n) in seconds, NaN where they are not known.
    """
    trend = _standard(seconds)
    known = np.log1p(lengths[~np.isnan(lengths)])
    filled = np.where(np.isnan(lengths), known.mean() if len(known) else 0, np.log1p(lengths))
    level = np.ones_like(seconds)
    return np.stack([level, trend, _standard(trend**2), _standard(filled)], 1)


def _standard(values: Array) -> Array:
    """The values about their mean, in standard deviations; 0 where they are all alike."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def activity(followers: Mapping[int, float]) -> Array:
    """Followers active in each of the 24 hours, in standard deviations; zeros if unknown."""
    return _standard(np.array([followers.get(hour, 0.0) for hour in range(24)]))


def waves(hours: Array, weekend: Flags) -> Array:
    """Columns (n, 11) that together draw any smooth course of a day, and its weekend's."""
    angle = 2 * pi * hours / 24
    off = weekend.astype(float)
    daily = [wave(k * angle) / k for k in (1, 2, 3) for wave in (np.cos, np.sin)]
    at_weekends = [off * wave(k * angle) / k for k in (1, 2) for wave in (np.cos, np.sin)]
    return np.stack([*daily, off, *at_weekends], -1)


def columns(hours: Array, weekend: Flags, beside: Array, active: Array) -> Array:
    """Every column of the regression, (n, 16)."""
    around = active[np.floor(hours).astype(int) % 24]
    return np.concatenate([beside, around[:, None], waves(hours, weekend)], 1)


def prior(weight: float, size: float) -> Prior:
    """Coefficients beforehand: follower activity helps a little, effects have this size."""
    deviation = np.array([*BESIDE, 0.15] + [size] * WAVES)
    return Prior(weight, np.array([0, 0, 0, 0, 0.1] + [0.0] * WAVES), deviation)


PRIORS = tuple(prior(weight, size) for size, weight in _SIZES)


def judge(hours: Array, weekend: Flags, views: Array, beside: Array, active: Array) -> Timing:
    """Compare the slots with the one the creator uses most.

    `hours` (n) from 0 to 24, `weekend` (n) true or false, `views` (n) as logarithms, `beside`
    (n, 4), `active` (24).
    """
    close = _closeness(hours, weekend)
    near = (close > 0).sum(0)
    # Of slots used alike the first: unrounded, the order of the posts would choose.
    usual = int(close.sum(0).round(6).argmax())
    others = [
        place for place, slot in enumerate(SLOTS)
        if near[place] >= SUPPORT and _another(slot, SLOTS[usual])
    ]  # fmt: skip
    # Follower activity is part of the estimate; a claim has to hold without it as well.
    alone, informed = (
        regress(sums(columns(hours, weekend, beside, one), views - views.mean()), PRIORS)
        for one in (np.zeros(24), active)
    )
    each = ceil(2 * (POWER * float(informed.noise) / log(1.5)) ** 2)
    if not others:
        return Timing(len(hours), SLOTS[usual], None, None, False, each)
    odds = np.minimum(
        alone.of(contrasts(np.zeros(24), usual)[others]).above(log(1 + LEAST_GAIN)),
        informed.of(contrasts(active, usual)[others]).above(log(1 + LEAST_GAIN)),
    )
    best = others[int(odds.argmax())]
    gain = gain_of(informed.of(contrasts(active, usual)[best]))
    return Timing(len(hours), SLOTS[usual], SLOTS[best], gain, float(odds.max()) >= SURE, each)


def contrasts(active: Array, usual: int) -> Array:
    """What each slot has against the usual one, (48, 16)."""
    hours = np.array([slot.hour + 0.5 for slot in SLOTS])
    weekend = np.array([slot.weekend for slot in SLOTS])
    x = columns(hours, weekend, np.zeros((len(SLOTS), len(BESIDE))), active)
    return np.asarray(x - x[usual])


def _closeness(hours: Array, weekend: Flags) -> Array:
    """How close each post (n) is to each slot (48): 0 if not near, at most `NEAR`."""
    centres = np.array([slot.hour + 0.5 for slot in SLOTS])
    days = np.array([slot.weekend for slot in SLOTS])
    apart = np.abs(hours[:, None] - centres)
    close = np.maximum(0, NEAR - np.minimum(apart, 24 - apart))
    return np.asarray(close * (weekend[:, None] == days))


def _another(one: Slot, other: Slot) -> bool:
    """True for slots that a person would call different times."""
    apart = abs(one.hour - other.hour)
    return one.weekend != other.weekend or min(apart, 24 - apart) >= APART


def gain_of(mixture: Mixture) -> Gain:
    """The change of views that a difference of logarithms stands for."""
    low, middle, high = (exp(float(mixture.quantile(share))) - 1 for share in (0.1, 0.5, 0.9))
    return Gain(low, middle, high)

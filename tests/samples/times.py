"""The time at which a creator's posts do better, by a Gaussian process over hours of the day.

The import has a regression with coefficients. This is the same model seen from the other
side: no coefficients, only how alike two posts are thought to be before their views are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from math import exp, log
from statistics import NormalDist

import numpy as np

from tests.samples.definitions import Told, Untold
from tests.samples.posts import Row

SIZES = {0.03: 0.2, 0.1: 0.3, 0.2: 0.35, 0.3: 0.15}
"""How large effects of time may be (logarithm of views), and how likely each is."""

NOISES = (0.4, 0.55, 0.75, 1.0, 1.35, 1.8, 2.4)
"""Standard deviations of the logarithm of views that are thought possible, all alike."""

SURE = 0.9
"""How probable 5 % more views have to be before they are told."""

SLOTS = [(weekend, hour) for weekend in (False, True) for hour in range(24)]
"""An hour on weekdays or at weekends; its middle, half past, stands for it."""


def best_time(rows: Sequence[Row], end: datetime, zone: tzinfo) -> dict[str, Told | Untold]:
    """The slot that surely has 5 % more views than the usual one, and its gain."""
    used = [
        row for row in rows
        if row.views is not None
        and end - timedelta(days=365) <= row.posted <= end - timedelta(days=3)
    ]  # fmt: skip
    found = _judged(used, [row.posted.astimezone(zone) for row in used])
    if isinstance(found, Untold):
        return {"own_best_time": found, "own_best_gain": found}
    (weekend, hour), gain = found
    slot = f"{'weekend' if weekend else 'weekday'}_{hour:02}"
    return {"own_best_time": Told(slot, len(used)), "own_best_gain": Told(gain, len(used))}


def _judged(
    used: Sequence[Row], local: Sequence[datetime]
) -> Untold | tuple[tuple[bool, int], float]:
    if len(used) < 15:
        few = f"{len(used)} post" + "s" * (len(used) != 1)
        return Untold(f"not enough data: {few} of the last year, without its last 3 days, with")
    places = [(one.weekday() >= 5, Fraction(60 * one.hour + one.minute, 60)) for one in local]
    near = {slot: _closeness(slot, places) for slot in SLOTS}
    usual = max(SLOTS, key=lambda slot: sum(near[slot]))
    others = [slot for slot in SLOTS if len(near[slot]) >= 3 and _apart(slot, usual)]
    if not others:
        return Untold("went out at one time")
    weights, means, deviations = _contrasts(used, places, others, usual)
    mixtures = [
        [(weight, NormalDist(*one)) for weight, *one in zip(weights, *column, strict=True)]
        for column in zip(means.T, deviations.T, strict=True)
    ]
    odds = [1 - _below(log(1.05), mixture) for mixture in mixtures]
    best = odds.index(max(odds))
    if odds[best] < SURE:
        return Untold("do not tell")
    return others[best], exp(_median(mixtures[best])) - 1


def _closeness(slot: tuple[bool, int], places: Sequence[tuple[bool, Fraction]]) -> list[Fraction]:
    """How close each post is of those less than an hour and a half from the middle of a slot."""
    middle = slot[1] + Fraction(1, 2)
    distances = [abs(hour - middle) for weekend, hour in places if weekend == slot[0]]
    near = [Fraction(3, 2) - min(one, 24 - one) for one in distances]
    return [one for one in near if one > 0]


def _apart(slot: tuple[bool, int], usual: tuple[bool, int]) -> bool:
    hours = abs(slot[1] - usual[1])
    return slot[0] != usual[0] or min(hours, 24 - hours) >= 2


def _contrasts(used, places, others, usual):
    """Of each pair of size and noise: its weight (28), and for each other slot (28, others)
    the mean and the deviation of its views against the usual slot, as logarithms."""
    views = np.log1p([row.views for row in used])
    views = views - views.mean()
    days = _standard([row.posted.timestamp() / 86_400 for row in used])
    beside = (
        100 + np.outer(days, days) + 0.25 * _alike(_standard(days**2))
        + 0.25 * _alike(_standard(_lengths(used)))
    )  # fmt: skip
    posts = [(weekend, float(hour)) for weekend, hour in places]
    slots = [(weekend, hour + 0.5) for weekend, hour in (*others, usual)]
    among, across, between = _kernel(posts, posts), _kernel(slots, posts), _kernel(slots, slots)
    across = across[:-1] - across[-1]
    between = np.diag(between)[:-1] + between[-1, -1] - 2 * between[-1, :-1]
    evidence, means, deviations = [], [], []
    for size, weight in SIZES.items():
        for noise in NOISES:
            covariance = beside + size**2 * among + noise**2 * np.eye(len(used))
            solved = np.linalg.solve(covariance, np.column_stack([views, size**2 * across.T]))
            fit = views @ solved[:, 0] + np.linalg.slogdet(covariance)[1]
            evidence.append(log(weight) - fit / 2)
            means.append(size**2 * across @ solved[:, 0])
            known = np.einsum("ij,ji->i", size**2 * across, solved[:, 1:])
            deviations.append(np.sqrt(size**2 * between - known))
    weights = np.exp(np.array(evidence) - max(evidence))
    return weights / weights.sum(), np.array(means), np.array(deviations)


def _kernel(some, others):
    """How alike two times are: three waves a day, and at weekends a level and two more."""
    weekends, hours = map(np.array, zip(*some, strict=True))
    other_weekends, other_hours = map(np.array, zip(*others, strict=True))
    angle = 2 * np.pi * np.subtract.outer(hours, other_hours) / 24
    waves = [np.cos(k * angle) / k**2 for k in (1, 2, 3)]
    return sum(waves) + np.outer(weekends, other_weekends) * (1 + waves[0] + waves[1])


def _alike(values):
    return np.outer(values, values)


def _lengths(used: Sequence[Row]):
    """The logarithms of the lengths, the mean where there is none."""
    known = [np.log1p(row.seconds) for row in used if row.seconds is not None]
    usual = np.mean(known) if known else 0.0
    return [usual if row.seconds is None else np.log1p(row.seconds) for row in used]


def _standard(values):
    spread = np.std(values)
    return (np.array(values) - np.mean(values)) / spread if spread > 1e-9 else 0 * np.array(values)


def _below(bound: float, mixture: Sequence[tuple[float, NormalDist]]) -> float:
    return sum(weight * one.cdf(bound) for weight, one in mixture)


def _median(mixture: Sequence[tuple[float, NormalDist]]) -> float:
    low, high = -20.0, 20.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, mixture) < 0.5 else (low, middle)
    return (low + high) / 2

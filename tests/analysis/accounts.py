"""Generated accounts whose truth is known: posts at habitual hours, views with noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from advisor.analysis.hashtag_effects import together
from advisor.analysis.timing import activity, columns_beside, waves


@dataclass(frozen=True, slots=True)
class Account:
    """An account's posts as the models take them, and the true effect of each hour."""

    hours: np.ndarray
    weekend: np.ndarray
    views: np.ndarray
    beside: np.ndarray
    active: np.ndarray
    effect: Callable[[np.ndarray, np.ndarray], np.ndarray]


def nothing(hours: np.ndarray, weekend: np.ndarray) -> np.ndarray:
    """No hour is better than another."""
    return np.zeros(len(hours))


def account(rng: np.random.Generator, posts: int, real: bool, noise: float = 0.8) -> Account:
    """An account that posts around one or two hours, with trend; with effects if `real`."""
    centres = rng.uniform(0, 24, 2)
    hours = (rng.choice(centres, posts) + rng.normal(0, rng.uniform(1, 5), posts)) % 24
    weekend = rng.random(posts) < 2 / 7
    days = np.sort(rng.uniform(0, 300, posts))
    length = rng.choice([12.0, 30.0, 70.0], posts)
    top = rng.uniform(0, 24)
    course = np.cos((np.arange(24) - top) * np.pi / 12) + rng.normal(0, 0.3, 24)
    effect = _effect(rng, course) if real else nothing
    beside = columns_beside(days * 86_400, length)
    views = 7 + 0.3 * beside[:, 1] + 0.1 * beside[:, 3] + effect(hours, weekend)
    views = views + rng.normal(0, noise, posts)
    active = activity(dict(enumerate(course + 3)))
    return Account(hours, weekend, views, beside, active, effect)


def _effect(rng: np.random.Generator, course: np.ndarray):
    """A smooth course of the day, in part that of the followers' activity."""
    own = rng.normal(0, rng.choice([0.03, 0.1, 0.2, 0.3]), 11)
    active = activity(dict(enumerate(course + 3)))
    pull = rng.normal(0.1, 0.15)

    def effect(hours: np.ndarray, weekend: np.ndarray) -> np.ndarray:
        return waves(hours, weekend) @ own + pull * active[np.floor(hours).astype(int) % 24]

    return effect


def tagged(rng: np.random.Generator, posts: int, tags: int, noise: float = 0.8):
    """Sets of hashtags used in habitual groups, none of which works, and views and the rest."""
    groups = [rng.choice(tags, 4, replace=False) for _ in range(5)]
    listed = [
        [f"tag{one}" for one in (groups[rng.integers(5)] if rng.random() < 0.6
         else rng.choice(tags, rng.integers(1, 5), replace=False))]
        for _ in range(posts)
    ]  # fmt: skip
    one = account(rng, posts, real=False, noise=noise)
    beside = np.concatenate([one.beside, waves(one.hours, one.weekend)], 1)
    return together(listed), one.views, beside

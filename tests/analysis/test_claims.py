"""The models of posting times and hashtags do not claim what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.analysis import hashtag_effects, timing
from tests.analysis.accounts import account, tagged


@pytest.mark.parametrize("posts", [15, 40, 100, 200])
def test_where_no_hour_is_better_a_claim_is_rare(posts):
    """At most 5 % of 500 accounts without any effect are told of a better time."""
    rng = np.random.default_rng(posts)
    accounts = [account(rng, posts, real=False) for _ in range(500)]
    claims = sum(
        timing.judge(one.hours, one.weekend, one.views, one.beside, one.active).sure
        for one in accounts
    )
    assert claims <= 25


@pytest.mark.parametrize("posts", [15, 40, 100, 200])
def test_where_no_hashtag_works_a_claim_is_rare(posts):
    """At most 5 % of 500 accounts without any effect are told of a hashtag."""
    rng = np.random.default_rng(posts)
    cases = [tagged(rng, posts, tags=10) for _ in range(500)]
    claims = sum(
        any(one.sure for one in hashtag_effects.judge(sets, views, beside))
        for sets, views, beside in cases if sets
    )  # fmt: skip
    assert claims <= 25


def test_a_strong_effect_is_found_and_its_direction_is_right():
    """Of accounts whose evenings truly have three times the views, most are told so."""
    rng = np.random.default_rng(7)
    told = right = 0
    for _ in range(40):
        hours = np.where(rng.random(150) < 0.7, rng.uniform(8, 12, 150), rng.uniform(18, 22, 150))
        one = account(rng, 150, real=False)
        views = one.views + 1.1 * (hours > 15)
        found = timing.judge(hours, one.weekend, views, one.beside, np.zeros(24))
        told += found.sure
        right += found.sure and found.best is not None and 16 <= found.best.hour <= 23
    assert told >= 36
    assert right == told


def test_a_hashtag_that_doubles_the_views_is_found():
    """With 200 posts, half of them with the hashtag, its gain is told and others are not."""
    rng = np.random.default_rng(3)
    sets, views, beside = tagged(rng, 200, tags=10)
    places = frozenset(range(0, 200, 2))
    views = views.copy()
    views[list(places)] += np.log(2)
    found = hashtag_effects.judge({("works",): places, **sets}, views, beside)
    assert [one.tags for one in found if one.sure] == [("works",)]
    assert found[0].gain.low > 0.1


def test_of_two_hours_used_alike_the_earlier_is_usual():
    """The same minutes after 9:00 and after 19:00: no rounding may decide between them."""
    minutes = np.array([10, 48, 38, 54, 30, 36, 58, 43]) / 60
    one = account(np.random.default_rng(1), 16, real=False)
    hours = np.concatenate([9 + minutes, 19 + minutes])
    weekdays = np.zeros(16, dtype=bool)
    for order in (slice(None), slice(None, None, -1)):
        found = timing.judge(
            hours[order], weekdays, one.views[order], one.beside[order], np.zeros(24)
        )
        assert found.usual == timing.Slot(9, False)

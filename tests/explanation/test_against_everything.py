"""Relevance, smallest changes and minimal sets against trying everything on small bases."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from advisor.explanation.change import rule_applies, rule_is_silent, smallest_changes, verdict_is
from advisor.explanation.decided import decided
from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference.kleene import truth
from tests.explanation.fuzz import compare
from tests.explanation.oracle import VALUES, evaluated, price, reachable, senseless, small

EFFORTLESS = 60.0
"""Seconds: no search of these tests is to be cut short."""


def test_what_is_left_out_never_matters():
    """2,000 open questions; `make fuzz` tries 10,000. None is asked needlessly either."""
    compared, needless, missed = compare(2_000, seed=20260101)
    assert compared >= 2_000
    assert missed == []
    assert needless == 0


def _known(rng: Random, base) -> Profile:
    return Profile(
        "small", {f.name: Known(rng.choice(VALUES[f.type])) for f in base.facts.values()}
    )


def _goals(base):
    for rule in base.rules:
        yield rule_applies(rule)
        yield rule_is_silent(rule)
    for value in "abz":
        yield verdict_is(base.verdicts["v"], value)


@pytest.mark.parametrize("seed", range(6))
def test_no_change_is_cheaper_than_the_smallest(seed):
    """The first way costs what the cheapest of all changes costs; each way does what it says."""
    rng, found, none = Random(seed), 0, 0
    for _ in range(25):
        base = small(rng)
        now = evaluated(base, _known(rng, base))
        every = [
            (price(base, now.profile, changes), evaluated(base, changed))
            for changes, changed in reachable(base, now.profile)
            if not senseless(base, now.profile, changed)
        ]
        for goal in _goals(base):
            ways = smallest_changes(now, goal, EFFORTLESS)
            costs = [cost for cost, one in every if truth(goal, one.world) is True]
            assert ways.optimal
            if ways.reached or not costs:
                assert ways.reached == (0 in costs)
                assert ways.ways == ()
                none += 1
                continue
            found += 1
            assert ways.ways[0].cost == pytest.approx(min(costs))
            assert [w.cost for w in ways.ways] == sorted(w.cost for w in ways.ways)
            for way in ways.ways:
                entries = {one.fact.name: Known(one.to) for one in way.changes}
                assert truth(goal, evaluated(base, now.profile.having(entries)).world) is True
    assert min(found, none) > 10


@pytest.mark.parametrize("seed", range(3))
def test_the_deciding_answers_are_the_fewest(seed):
    """They fix the verdict alone, and no smaller set of answers does."""
    rng, compared = Random(seed), 0
    for _ in range(150):
        base = small(rng)
        given = _known(rng, base)
        now = evaluated(base, given)
        outcome = now.findings.verdicts["v"]
        if outcome.value is None or not outcome.certain:
            continue
        told = [one.fact.name for one in decided(now, base.verdicts["v"], EFFORTLESS)]
        fixing = [set(some) for some in _subsets(given) if _fixed(base, given, some, outcome.value)]
        assert set(told) in fixing
        assert len(told) == min(map(len, fixing))
        compared += 1
    assert compared > 30


def _subsets(given: Profile):
    for size in range(len(given.entries) + 1):
        yield from combinations(given.entries, size)


def _fixed(base, given: Profile, names, value: str) -> bool:
    """Whether these answers alone make the verdict certain."""
    entries = {n: e if n in names else Unknown.DONT_KNOW for n, e in given.entries.items()}
    outcome = evaluated(base, Profile("some", entries)).findings.verdicts["v"]
    return outcome.certain and outcome.value == value

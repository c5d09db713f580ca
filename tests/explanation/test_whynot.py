"""What keeps a rule out, nearest first."""

from __future__ import annotations

import pytest

from advisor.explanation.change import rule_applies, smallest_changes
from advisor.explanation.whynot import near_misses, why_not

BASE = """\
[fact.a]
type = "bool"
ask = "?"
change = "up"
[fact.b]
type = "bool"
ask = "?"
[fact.n]
type = "ratio"
ask = "?"
change = "up"
[fact.m]
type = "ratio"
ask = "?"
change = "up"
[conclusion.both]
when = "n >= 0.5 and m >= 0.5"
meaning = "m"
[[rule]]
id = "x.y"
title = "T"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
advice = "A"
"""


@pytest.mark.parametrize(
    ("when", "unless", "given", "obstacles"),
    [
        ("n >= 0.5 and m >= 0.5", "", "n = 0.1\nm = 0.4", ["m", "n"]),
        ("n >= 0.5 or m >= 0.5", "", "n = 0.1\nm = 0.4", ["m"]),
        ("n >= 0.5 and a", "", "n = 0.7", ["a"]),
        ("both", "", "n = 0.4\nm = 0.1", ["n", "m"]),
        ("not both", "", "n = 0.5\nm = 0.9", ["n"]),
        ("a", "b", "a = true\nb = true", ["b"]),
        ("a", "b", "a = true", ["b"]),
        ("(a and b) or n >= 0.5", "", "a = false\nb = false\nn = 0.0", ["n"]),
        ("a", "", "a = true", []),
    ],
)
def test_the_nearest_obstacles_are_told(make_rulebase, find, when, unless, given, obstacles):
    """All false and unknown parts of an `and`, the nearest of an `or`, conclusions unfolded."""
    base = make_rulebase(f'{BASE}when = "{when}"\nunless = "{unless}"\n')
    found = why_not(find(base, given), base.rules[0])
    assert [one.test.fact for one in found.obstacles] == obstacles


@pytest.mark.parametrize(
    ("when", "given", "near"),
    [
        ("n >= 0.5", "n = 0.4", True),
        ("n >= 0.5", "", False),
        ("n >= 0.5 and m >= 0.5", "n = 0.4\nm = 0.4", False),
        ("n >= 0.5 and n >= 0.6", "n = 0.4", True),
        ("b", "b = false", False),
        ("a", "a = false", True),
        ("unknown(n)", "n = 0.4", False),
    ],
)
def test_one_step_away_is_one_known_fact_that_may_move(make_rulebase, find, when, given, near):
    """Not an answer that is missing or would have to be, nor a fact nobody can change."""
    base = make_rulebase(f'{BASE}when = "{when}"\n')
    assert bool(near_misses(find(base, given))) is near


def test_out_of_time_the_best_found_is_told_as_such(make_rulebase, find):
    """The way still leads there; that nothing is cheaper is not claimed."""
    base = make_rulebase(f'{BASE}when = "both"\n')
    evaluation = find(base, "n = 0.1\nm = 0.1")
    ways = smallest_changes(evaluation, rule_applies(base.rules[0]), limit=0)
    assert not ways.optimal
    assert {one.fact.name for one in ways.ways[0].changes} == {"n", "m"}
    assert smallest_changes(evaluation, rule_applies(base.rules[0]), limit=60).optimal


def test_a_set_that_is_not_known_may_be_assumed_to_hold_several(make_rulebase, find):
    """Two words together, without a third: neither one word alone nor all of them will do."""
    words = '[fact.w]\ntype = "choices"\nchoices = ["red", "green", "blue"]\nask = "?"\n'
    when = "'red' in w and 'green' in w and 'blue' not in w"
    base = make_rulebase(f'{BASE}when = "{when}"\n{words}')
    (way,) = smallest_changes(find(base, ""), rule_applies(base.rules[0])).ways
    assert [(one.fact.name, one.to) for one in way.changes] == [("w", {"red", "green"})]


@pytest.mark.parametrize("given", ["a = true", "a = true\nm = 0.1\nn = 0.1"])
def test_a_change_goes_past_what_makes_no_sense(make_rulebase, find, given):
    """Half is wanted, but below 0.7 does not go with `a`, and that much of `n` not with less
    of `m`."""
    impossible = (
        '[[impossible]]\nwhen = "a and 0.2 < n < 0.7"\nreason = "r"\n'
        '[[impossible]]\nwhen = "n > 0.5 and m < 0.4"\nreason = "r"\n'
    )
    base = make_rulebase(f'{BASE}when = "n >= 0.5"\n{impossible}')
    ways = smallest_changes(find(base, given), rule_applies(base.rules[0])).ways
    found = {one.fact.name: one.to for one in ways[0].changes}
    assert found["n"] >= 0.7
    assert found.get("m") == (0.4 if "m" in given else None)


@pytest.mark.parametrize(("when", "to"), [("q > 3", 2), ("q >= 3", 2), ("q >= 4", 2), ("q > 4", 3)])
def test_what_is_computed_is_moved_to_numbers_people_say(make_rulebase, find, when, to):
    """Not to a hair more than 1.5 or 2, which is shown as 1.5 or 2 and would not do."""
    formula = (
        '[fact.x]\ntype = "number"\nask = "?"\nchange = "up"\n'
        '[fact.q]\ntype = "number"\nformula = "x / n"\n'
    )
    base = make_rulebase(
        f'{BASE}when = "{when}"\n{formula}'.replace('change = "up"\n[fact.m]', "[fact.m]")
    )
    (way, *_) = smallest_changes(find(base, "x = 1\nn = 0.5"), rule_applies(base.rules[0])).ways
    assert [(one.fact.name, one.to) for one in way.changes] == [("x", to)]

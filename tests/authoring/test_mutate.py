"""Small faults: made, noticed or not, proved equal or not, and tests proposed for them."""

from __future__ import annotations

import tomllib

import pytest

from advisor.authoring.mutate import mutants, score
from advisor.authoring.propose import propose, render
from advisor.authoring.trial import run
from advisor.inference.engine import Engine
from advisor.rulebase.library import load

BASE = """
[fact.likes]
type = "ratio"
ask  = "How many?"
[fact.posts]
type = "count"
ask  = "How many?"
[threshold.many]
value = 0.8
note  = "Ours."
basis = "assumed"
[threshold.some]
value = 5
note  = "Ours."
basis = "assumed"
[conclusion.likes_many]
when    = "likes >= many and posts >= some"
meaning = "you like many"
[verdict.what]
question  = "What?"
branch    = [{ value = "stop", label = "Stop", when = "likes_many" }]
otherwise = { value = "go", label = "Go" }
[[rule]]
id = "my.rule"
title = "Mine"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
when = "likes_many"
advice = "Do."
"""
TESTS = """
[[rule.test]]
given  = { likes = 0.8, posts = 5 }
expect = "applies"
[[rule.test]]
given  = { likes = 0.79, posts = 5 }
expect = "silent"
[[rule.test]]
given  = { likes = 0.8, posts = 4 }
expect = "silent"
"""


@pytest.fixture(name="tried")
def _tried(make_rulebase):
    """The score of a rule base, and the rule base."""

    def tried(text: str):
        base = make_rulebase(text)
        engine = Engine(base, pytest.fail)
        trials = list(run(engine, [*base.rules, *base.verdicts.values()]))
        engine.close()
        return base, score(base, trials), trials

    return tried


def test_every_threshold_moves_and_every_part_is_dropped(make_rulebase):
    """Up and down, by a tenth or by one; each part of each `and`."""
    assert [mutant.what for mutant in mutants(make_rulebase(BASE + TESTS))] == [
        "many = 0.88 instead of 0.8",
        "many = 0.72 instead of 0.8",
        "some = 6 instead of 5",
        "some = 4 instead of 5",
        "likes_many: when without part 1",
        "likes_many: when without part 2",
    ]


def test_tests_at_the_boundary_notice_everything(tried):
    """Three cases at the edges kill all six faults."""
    _, found, _ = tried(BASE + TESTS)
    assert (found.killed, found.equal, found.survivors, found.share) == (6, 0, (), 1.0)


def test_without_tests_everything_survives(tried):
    """What nothing looks at is not noticed."""
    _, found, _ = tried(BASE)
    assert (found.killed, len(found.survivors), found.share) == (0, 6, 0.0)


def test_a_fault_nobody_can_see_does_not_count(tried):
    """A part that another one implies can go without a difference: proved, not guessed."""
    text = BASE.replace("likes >= many and posts", "likes >= many and likes > 0 and posts")
    _, found, _ = tried(text + TESTS)
    assert (found.killed, found.equal, found.survivors) == (6, 1, ())


def test_proposed_tests_are_toml_that_passes_and_notices(tried):
    """Written beside their rule, the proposals pass and leave no survivor."""
    base, found, trials = tried(BASE)
    values = {trial.name: [trial.case.expect] for trial in trials}
    text = "\n".join(render(propose(base, found.survivors, values)))
    tomllib.loads(BASE + text)
    _, again, trials = tried(BASE + text)
    assert [trial for trial in trials if not trial.passed] == []
    assert again.survivors == ()


def test_the_shipped_tests_notice_nearly_everything():
    """At least 95 % of the faults that could be seen."""
    base = load().rulebase
    engine = Engine(base, pytest.fail)
    found = score(base, run(engine, [*base.rules, *base.verdicts.values()]))
    engine.close()
    assert found.killed > 400
    assert found.share >= 0.95

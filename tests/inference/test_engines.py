"""The core, the reference, and what is known growing."""

from __future__ import annotations

import builtins
import locale
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import Fact
from advisor.inference import engine as engine_module
from advisor.inference import kleene, rete
from advisor.inference.completion import complete
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.inference.messages import OutsideLimits
from advisor.inference.network import MAX_COMPARISONS
from advisor.inference.rete import Core
from advisor.language.tree import And, Test
from advisor.rulebase.model import RuleBase
from tests.inference.generate import HERE, profile, rulebase, value
from tests.inference.test_meaning import rule


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_core_and_the_reference_find_the_same(rng):
    """On generated rule bases and profiles with unknowns, every finding is equal."""
    base = rulebase(rng)
    core = Core(base)
    try:
        for _ in range(3):
            known = complete(base, profile(rng, base))
            assert core.evaluate(known) == kleene.evaluate(base, known)
    finally:
        core.close()


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_is_decided_stays_decided(rng):
    """Answering more never changes a truth that was known, nor a certain verdict."""
    base = rulebase(rng, unknowns=False)
    before = profile(rng, base)
    more = {
        fact.name: Known(value(rng, fact))
        for fact in base.facts.values()
        if not fact.computed and before.value(fact.name) is None
    }
    early = kleene.evaluate(base, complete(base, before))
    late = kleene.evaluate(base, complete(base, before.having(more)))
    for name, truth in early.conclusions.items():
        assert truth is None or late.conclusions[name] is truth
    for name, outcome in early.verdicts.items():
        assert late.verdicts[name].value in {*outcome.possible, None}
        assert not outcome.certain or late.verdicts[name] == outcome
    for name, status in early.rules.items():
        if status in (Status.APPLIES, Status.SET_ASIDE):
            assert late.rules[name] is status
        elif status is Status.SILENT:
            # Silent because `unless` is true: `when` may still turn out true.
            assert late.rules[name] in (Status.SILENT, Status.SET_ASIDE)


def test_every_case_of_the_generator_can_differ():
    """The generator makes every status, so that equal findings mean something."""
    rng = Random(5)
    seen: set[Status] = set()
    for _ in range(200):
        base = rulebase(rng)
        seen |= set(kleene.evaluate(base, complete(base, profile(rng, base))).rules.values())
    assert seen == set(Status)


def _base(*tests: Test) -> RuleBase:
    facts = {one.fact: Fact(one.fact, "number", HERE) for one in tests}
    return RuleBase(facts=facts, rules=(rule(And(tests)),))


def test_the_engine_runs_the_core():
    """Where durable_rules is installed, it is what answers."""
    engine = Engine(_base(Test("n", ">", 1)), pytest.fail)
    assert (engine.active, engine.reason) == ("durable_rules", "")
    engine.close()


def test_without_durable_rules_the_reference_answers(monkeypatch):
    """A machine that lacks the package is told so, and gets the same findings."""
    real = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "advisor.inference.rete":
            raise ImportError("No module named 'durable_rules_engine'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    engine = Engine(_base(Test("n", ">", 1)), pytest.fail)
    assert engine.active == "reference"
    assert "durable_rules is not installed" in engine.reason
    found = engine.evaluate(Profile("p", {"n": Known(2)}))
    assert found.rules["r.r"] is Status.APPLIES


def test_above_the_limits_the_reference_answers():
    """More comparisons of one fact than are exact: the reference runs alone and says so."""
    base = _base(*(Test("n", "!=", number) for number in range(MAX_COMPARISONS + 1)))
    engine = Engine(base, pytest.fail)
    assert engine.active == "reference"
    assert engine.reason == "128 comparisons of a fact, and at most 63 are exact"
    assert engine.evaluate(Profile("p", {"n": Known(99)})).rules["r.r"] is Status.APPLIES


def test_a_difference_is_reported_and_the_reference_is_used(monkeypatch):
    """A core that answers wrongly is a defect of ours, told with a reproducer."""
    told: list[str] = []
    engine = Engine(_base(Test("n", ">", 1)), told.append)
    wrong = kleene.evaluate(engine.rulebase, Profile("p", {"n": Known(0)}))
    monkeypatch.setattr(Core, "evaluate", lambda self, profile: wrong)
    found = engine.evaluate(Profile("p", {"n": Known(2)}))
    assert found.rules["r.r"] is Status.APPLIES
    assert told == [
        "the core and the reference disagree; the reference's answer is used. Please report "
        'this: r.r: core silent, reference applies; profile {"n": 2}'
    ]
    engine.close()


def test_a_core_that_fails_is_dropped(monkeypatch):
    """After an error in durable_rules the reference goes on alone."""
    told: list[str] = []
    engine = Engine(_base(Test("n", ">", 1)), told.append)

    def fails(self, profile):
        raise rete.CoreFailure("rc 7")

    monkeypatch.setattr(Core, "evaluate", fails)
    assert engine.evaluate(Profile("p", {"n": Known(2)})).rules["r.r"] is Status.APPLIES
    assert (engine.active, engine.reason) == ("reference", "rc 7")
    assert told == ["the core stopped: rc 7; the reference goes on alone"]


def test_a_value_beyond_the_core_is_answered_by_the_reference():
    """A number the core would round goes to the reference alone; the core stays."""
    base = _base(Test("n", ">", 1))
    core = Core(base)
    with pytest.raises(OutsideLimits):
        core.evaluate(Profile("p", {"n": Known(2.0**60)}))
    core.close()
    engine = Engine(base, pytest.fail)
    found = engine.evaluate(Profile("p", {"n": Known(2.0**60)}))
    assert (found.rules["r.r"], engine.active) == (Status.APPLIES, engine_module.CORE)
    engine.close()


def test_a_decimal_comma_is_noticed(monkeypatch):
    """Under a locale in which the C library misreads 0.5 the core refuses to answer."""
    core = Core(_base(Test("n", ">", 0.4)))
    try:
        locale.setlocale(locale.LC_NUMERIC, "de_DE.UTF-8")
    except locale.Error:
        # No such locale here: read the boot number wrongly in another way.
        monkeypatch.setattr(rete, "BOOT_VALUE", 0.0)
    try:
        with pytest.raises(rete.CoreFailure, match="misread a number"):
            core.evaluate(Profile("p", {"n": Known(0.5)}))
    finally:
        locale.setlocale(locale.LC_NUMERIC, "C")


def test_many_cores_come_and_go():
    """Compiling, evaluating and closing again and again works."""
    base = _base(Test("n", ">", 1))
    for _ in range(50):
        core = Core(base)
        assert core.evaluate(Profile("p", {"n": Known(2)})).rules["r.r"] is Status.APPLIES
        core.close()
        core.close()

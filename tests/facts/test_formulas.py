"""Facts computed from facts."""

from __future__ import annotations

import pytest

from advisor.facts.formulas import compute, inputs
from advisor.facts.profile import Known, Profile, Unknown

FACTS = """
[fact.a]
type = "number"
ask = "?"
[fact.b]
type = "number"
ask = "?"
[fact.twice]
type = "number"
formula = "half * 4"
[fact.half]
type = "number"
formula = "a / two"
[fact.rate]
type = "ratio"
max = inf
formula = "a / (b - 1)"
[fact.lowest]
type = "number"
formula = "min(a, b, 3) + max(a, 0)"
[fact.tier]
type = "number"
lookup = { of = "a", steps = [[10, 1], [20, 2]], otherwise = 3 }
[fact.huge]
type = "number"
formula = "FACTORS"
[threshold.two]
value = 2
note = "n"
basis = "assumed"
""".replace("FACTORS", "*".join("a" * 25))


@pytest.fixture(name="values")
def _values(make_rulebase):
    """Computes everything from the values of a and b."""

    def values(**given: float) -> dict[str, object]:
        entries = {name: Known(value) for name, value in given.items()}
        return compute(make_rulebase(FACTS).computed, Profile("p", entries)).values()

    return values


def test_formulas_are_computed_in_the_order_they_need(values):
    """A fact whose inputs are computed themselves comes after them."""
    found = values(a=8)
    assert (found["half"], found["twice"], found["tier"]) == (4, 16, 1)


def test_an_unknown_input_makes_the_result_unknown(values):
    """Without b there is no rate and no minimum, however small a is."""
    assert not {"rate", "lowest"} & set(values(a=8))


def test_a_division_by_zero_is_unknown(values):
    """A quotient by zero is left out; everything else is computed."""
    found = values(a=8, b=1)
    assert "rate" not in found
    assert found["lowest"] == 9


@pytest.mark.parametrize(("a", "tier"), [(9.99, 1), (10, 2), (19, 2), (20, 3)])
def test_a_lookup_step_holds_strictly_below_its_bound(values, a, tier):
    """At its bound a step is over."""
    assert values(a=a)["tier"] == tier


@pytest.mark.parametrize("a", [2**53, 1e15, -(2**53)])
def test_a_result_too_large_to_be_exact_is_unknown(values, a):
    """A product beyond every number is left out and never overflows."""
    assert "huge" not in values(a=a)
    assert values(a=2)["huge"] == 2**25


def test_what_was_given_wins_over_a_formula(make_rulebase):
    """A given value stands, and what is computed from it uses it."""
    given = Profile("p", {"a": Known(8), "half": Known(1, "imported from x.csv")})
    found = compute(make_rulebase(FACTS).computed, given)
    assert found.state("half") == Known(1, "imported from x.csv")
    assert found.value("twice") == 4


def test_a_computed_fact_says_where_it_comes_from(make_rulebase):
    """The origin of a computed fact names its inputs; thresholds are none."""
    found = compute(make_rulebase(FACTS).computed, Profile("p", {"a": Known(8), "b": Known(3)}))
    assert found.state("half") == Known(4, "computed from a")
    assert found.state("rate") == Known(4, "computed from a and b")
    assert found.state("tier") == Known(1, "computed from a")


def test_dont_know_is_an_unknown_input(make_rulebase):
    """A fact the creator cannot say makes what needs it unknown."""
    profile = Profile("p", {"a": Unknown.DONT_KNOW})
    assert compute(make_rulebase(FACTS).computed, profile) == profile


def test_inputs_are_the_facts_a_fact_needs(make_rulebase):
    """A formula tells its facts, a lookup the one it is of, any other fact none."""
    facts = make_rulebase(FACTS).facts
    assert [inputs(facts[name]) for name in ("a", "half", "rate", "tier")] == [
        (), ("a",), ("a", "b"), ("a",),
    ]  # fmt: skip

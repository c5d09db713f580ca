"""The kernel against the reference."""

from __future__ import annotations

import operator
from dataclasses import replace
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.inference.columnar import Kernel
from advisor.inference.completion import complete
from advisor.inference.findings import Findings, Status
from advisor.language.tree import Arithmetic, Constant, Formula, Name, Test
from advisor.rulebase.library import load
from advisor.rulebase.model import RuleBase
from tests.inference.frames import findings, frame_of
from tests.inference.generate import HERE, profile, rulebase
from tests.inference.test_meaning import rule

OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def expected(base: RuleBase, profiles: list[Profile]) -> list[Findings]:
    """What the reference finds."""
    return [kleene.evaluate(base, complete(base, one)) for one in profiles]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_kernel_and_the_reference_find_the_same(rng):
    """On generated rule bases, each with many profiles with unknowns, all is equal."""
    base = rulebase(rng)
    profiles = [profile(rng, base) for _ in range(50)]
    assert findings(base, profiles) == expected(base, profiles)


def test_the_shipped_rules_find_the_same():
    """Every status of every shipped rule, on profiles of every fact there is."""
    base = load().rulebase
    rng = Random(7)
    profiles = [profile(rng, base) for _ in range(300)]
    assert findings(base, profiles) == expected(base, profiles)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(
    "constant", [2.5, -0.5, 2, 2.0, 2**53, 2**53 + 1, 2**80, -1e300, float("inf")]
)
@pytest.mark.parametrize("kind", ["count", "number"])
def test_a_constant_keeps_its_meaning_in_the_type_of_the_column(op, constant, kind):
    """Fractions beside counts, and numbers that a column cannot hold."""
    values = [0, 2, 3, 2**53 - 1, 2**53] + ([-0.0, 2.5, -0.5] if kind == "number" else [])
    base = RuleBase(facts={"n": Fact("n", kind, HERE)}, rules=(rule(Test("n", op, constant)),))
    found = findings(base, [Profile("p", {"n": Known(value)}) for value in values])
    truths = [one.rules["r.r"] is Status.APPLIES for one in found]
    assert truths == [OPERATORS[op](value, constant) for value in values]


@pytest.mark.parametrize("op", ["has_any", "has_none", "subset", "not subset", "contains", "lacks"])
def test_a_set_may_have_more_choices_than_a_mask_has_bits(op):
    """200 choices are spread over several columns, and mean the same."""
    words = tuple(f"w{index}" for index in range(200))
    fact = Fact("some", "choices", HERE, choices=words)
    asked = words[150] if op in ("contains", "lacks") else frozenset(words[60:151])
    tests = (
        Test("some", op, asked),
        Test("some", ">=", 2, counted=True),
        Test("some", "unknown", True),
    )
    rules = tuple(replace(rule(test), id=f"r.{test.op}") for test in tests)
    base = RuleBase(facts={"some": fact}, rules=rules)
    sets = [words[:0], words[150:151], words[63:65], words[150:152], words[199:], words]
    profiles = [Profile("p", {"some": Known(frozenset(one))}) for one in sets]
    profiles.append(Profile("p", {"some": Unknown.DONT_KNOW}))
    assert findings(base, profiles) == expected(base, profiles)


FORMULAS: dict[str, Formula] = {
    "sum": Arithmetic("+", (Name("a"), Name("b"))),
    "quotient": Arithmetic("/", (Name("a"), Name("b"))),
    "huge": Arithmetic("/", (Arithmetic("*", (Name("a"), Name("a"))), Name("b"))),
    "by a number": Arithmetic("/", (Name("a"), Constant(49))),
    "least": Arithmetic("min", (Name("a"), Name("b"), Constant(2))),
    "most": Arithmetic("max", (Name("a"), Name("b"))),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_come_out_the_same_to_the_last_bit(name):
    """Unknown inputs, divisions by zero and results out of bounds too."""
    facts = {one: Fact(one, "count", HERE) for one in "ab"}
    facts["c"] = Fact("c", "number", HERE, formula=FORMULAS[name])
    base = RuleBase(facts=facts, computed=(facts["c"],))
    numbers = (None, 0, 1, 3, 10**15 + 1, 2**53 - 1, 2**53)
    profiles = [
        Profile("p", {n: Known(v) for n, v in (("a", a), ("b", b), ("c", c)) if v is not None})
        for a in numbers
        for b in numbers
        for c in (None, 7.5)
    ]
    found = Kernel(base).complete(frame_of(facts, profiles))["c"].to_list()
    assert found == [complete(base, one).value("c") for one in profiles]


def test_a_fact_without_a_column_is_unknown():
    """A frame need not have every fact, and may have what is none."""
    facts = {"n": Fact("n", "number", HERE), "s": Fact("s", "choices", HERE, choices=("x",))}
    base = RuleBase(facts=facts, rules=(rule(Test("s", "contains", "x")),))
    found = Kernel(base).evaluate(pl.DataFrame({"n": [1.0, None], "other": ["a", "b"]}))
    assert found["r.r"].to_list() == ["undecided", "undecided"]
    assert Kernel(base).evaluate(pl.DataFrame({"n": []}, {"n": pl.Float64()})).height == 0

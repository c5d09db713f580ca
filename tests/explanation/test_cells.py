"""The search over cells, against trying everything with the reference evaluator."""

from __future__ import annotations

from itertools import product
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.explanation.cells import Cells
from advisor.explanation.search import All
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.language.tree import And, Node, Not, Or, Test
from advisor.rulebase.model import RuleBase
from tests.inference.generate import HERE, rulebase

MOST = 6_000
"""Assignments that are tried one by one."""


def everything(cells: Cells):
    """A profile for every combination of cells."""
    for values in product(*(variable.cells for variable in cells.variables)):
        entries: dict[str, Known] = {}
        sets: dict[str, set[str]] = {}
        for variable, value in zip(cells.variables, values, strict=True):
            if variable.word:
                members = sets.setdefault(variable.fact, set())
                if value:
                    members.add(variable.word)
            elif value is not None:
                entries[variable.fact] = Known(value)
        entries |= {fact: Known(frozenset(words)) for fact, words in sets.items()}
        yield Profile("tried", entries)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_search_finds_a_profile_exactly_when_there_is_one(rng):
    """For every rule: the search, and trying every combination, agree; a witness shows it."""
    base = rulebase(rng, unknowns=False)
    cells = Cells(base)
    assume(prod(len(variable.cells) for variable in cells.variables) <= MOST)
    found = [kleene.evaluate(base, one) for one in everything(cells)]
    for rule in base.rules:
        wanted = cells.formula(rule.when)
        if rule.unless is not None:
            wanted = All((wanted, cells.formula(rule.unless, negated=True)))
        possible = any(one.rules[rule.id] == "applies" for one in found)
        witness = cells.witness(wanted)
        assert (witness is not None) is possible
        if witness is not None:
            assert kleene.evaluate(base, witness).rules[rule.id] == "applies"


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_condition_and_its_negation_share_no_profile_and_miss_none(rng):
    """Nobody fulfils both, and everybody fulfils one."""
    base = rulebase(rng, unknowns=False)
    cells = Cells(base)
    for rule in base.rules:
        here, there = cells.formula(rule.when), cells.formula(rule.when, negated=True)
        assert cells.find(here, there) is None
        assert cells.find(here) is not None or cells.find(there) is not None


def _cells(fact: Fact, *conditions: Node) -> Cells:
    return Cells(RuleBase(facts={fact.name: fact}), *conditions)


def test_a_number_is_cut_at_its_constants():
    """Below, at, between and above; only whole numbers for a count, inside its range."""
    tests = (Test("n", ">", 2), Test("n", "<", 3), Test("n", ">=", 7))
    number = _cells(Fact("n", "number", HERE), *tests).variables[0].cells
    assert number == (1, 2, 2.5, 3, 5, 7, 14)
    count = _cells(Fact("n", "count", HERE, min=0), *tests).variables[0].cells
    assert count == (0, 1, 2, 3, 5, 7, 8)
    share = _cells(Fact("n", "ratio", HERE, min=0, max=1), Test("n", ">", 0.3)).variables[0].cells
    assert share == (0, 0.1, 0.3, 0.7, 1)


def test_a_witness_names_only_what_matters():
    """Facts that play no part are left out."""
    facts = {name: Fact(name, "bool", HERE) for name in "abc"}
    cells = Cells(RuleBase(facts=facts))
    a, b = Test("a", "==", True), Test("b", "==", True)
    assert cells.witness(cells.formula(Or((And((a, b)), a)))).values() == {"a": True}
    assert cells.witness(cells.formula(And((a, Not(a))))) is None


def test_sets_are_counted():
    """`len` means the same in cells as in the evaluator."""
    fact = Fact("s", "choices", HERE, choices=("x", "y", "z"))
    for op in ("==", "!=", "<", "<=", ">", ">="):
        for size in range(5):
            test = Test("s", op, size, counted=True)
            cells = _cells(fact, test)
            for negated in (False, True):
                wanted = {
                    len(one.value("s"))
                    for one in everything(cells)
                    if kleene.truth(test, one.values()) is not negated
                }
                found = cells.find(cells.formula(test, negated))
                assert (found is not None) is bool(wanted)
                if found is not None:
                    shown = cells.profile(found).value("s")
                    assert shown is None or len(shown) in wanted

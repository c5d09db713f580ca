"""What decided a verdict: as few answers as fix it, and how far each may move."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.explanation.cheapest import cheapest
from advisor.explanation.moves import limits
from advisor.explanation.options import Options, all_inputs, turning_points
from advisor.explanation.ranges import Range, cut_at, number_ranges, ranges, tests_under
from advisor.explanation.search import All, truth
from advisor.facts.profile import Known
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.language.tree import Node, Test, Value
from advisor.rulebase.model import Verdict

LIMIT = 0.02
"""Seconds after which a set that cannot be made smaller is told instead of the smallest."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A fact that helped to fix a verdict, and where its value may lie for it to stay."""

    fact: Fact
    value: Value
    holds: Range


def decided(evaluation: Evaluation, verdict: Verdict, limit: float = LIMIT) -> tuple[Deciding, ...]:
    """The known facts that alone fix a verdict, none of which can be left out.

    For one that is not certain: that make its branch true. Nothing without a value.
    """
    wanted = _fixed(evaluation, verdict)
    if wanted is None:
        return ()
    tests = list(tests_under(evaluation.rulebase, [wanted]))
    names = dict.fromkeys(name for test in tests for name in all_inputs(evaluation, test.fact))
    known = [name for name in names if isinstance(evaluation.profile.state(name), Known)]
    options = Options(evaluation, {name: [None, _value(evaluation, name)] for name in known})
    goal = All((options.formula(wanted),))
    costs = [[0.0, 1.0] for _ in known]
    best = cheapest(costs, goal, [3] * len(known), time.monotonic() + limit)
    if best is None:
        return ()
    chosen = list(best.options) if best.optimal else [1] * len(known)
    for n in range(len(known)):
        without = [*chosen[:n], 0, *chosen[n + 1 :]]
        if chosen[n] and truth([1 << one for one in without], goal) is True:
            chosen = without
    return tuple(
        Deciding(
            evaluation.rulebase.facts[name],
            _value(evaluation, name),
            _range(evaluation, wanted, evaluation.rulebase.facts[name], tests),
        )
        for name, one in zip(known, chosen, strict=True)
        if one
    )


def _fixed(evaluation: Evaluation, verdict: Verdict) -> Node | None:
    """The condition that makes the verdict what it is."""
    outcome = evaluation.findings.verdicts[verdict.name]
    if outcome.value is None:
        return None
    if outcome.certain:
        return verdict.gives(frozenset({outcome.value}))
    branch = verdict.branch(outcome.value)
    return None if branch is None else branch.when


def _value(evaluation: Evaluation, name: str) -> Value:
    value = evaluation.profile.value(name)
    assert value is not None
    return value


def _range(evaluation: Evaluation, wanted: Node, fact: Fact, tests: Sequence[Test]) -> Range:
    """The values around the present one with which the condition stays true, everything
    else as it is."""
    value = _value(evaluation, fact.name)
    pieces = list(_pieces(evaluation, fact, tests))
    options = Options(evaluation, {fact.name: [piece for piece, _ in pieces]})
    goal = All((options.formula(wanted),))
    held = [truth([1 << n], goal) is True for n in range(len(pieces))]
    if isinstance(value, bool | str | frozenset):
        kept = [v for (v, _), ok in zip(pieces, held, strict=True) if ok]
        return Range(values=tuple(dict.fromkeys([value, *kept])))
    here = next(n for n, (_, among) in enumerate(pieces) if among.has(value))
    found = pieces[here][1]
    for n in range(here + 1, len(pieces)):
        if not held[n]:
            break
        found = found.joined(pieces[n][1])
    for n in range(here - 1, -1, -1):
        if not held[n]:
            break
        found = pieces[n][1].joined(found)
    return found


def _pieces(
    evaluation: Evaluation, fact: Fact, tests: Sequence[Test]
) -> Iterator[tuple[Value, Range]]:
    own = [test for test in tests if test.fact == fact.name]
    value = _value(evaluation, fact.name)
    if isinstance(value, bool | str | frozenset):
        yield from ranges(fact, own)
        return
    turning = turning_points(evaluation, fact.name, tests, limits(fact, value))
    yield from number_ranges(fact, cut_at(fact, own, turning))

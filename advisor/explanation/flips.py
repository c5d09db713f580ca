"""A fact moved over its values: where advice or a verdict comes out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor, inf, log10
from typing import TypeAlias

from advisor.explanation.options import is_computed, turning_points
from advisor.explanation.ranges import cut_at, number_ranges, ranges, tests_under
from advisor.explanation.relevance import TOPICS
from advisor.explanation.whatif import what_if
from advisor.facts.profile import Known
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.language.tree import Node, Test, Value

FAR = 1e9
"""Numbers beyond this are not tried."""

STEPS = 20
"""Round values between the ends of a number, beside those where something may flip."""

WIDE = 50
"""How many times the smallest number that matters the largest is, from which on steps grow."""

Told: TypeAlias = "tuple[tuple[str | None, ...], frozenset[str]]"
"""The values of the verdicts people asked for, and the rules that are given."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A value a fact can be moved to.

    `flips` if advice comes out otherwise than at the stop before, `verdict` if a verdict
    does.
    """

    value: Value
    flips: bool
    verdict: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The stops of a fact in order, and at which of them it stands now."""

    fact: Fact
    stops: tuple[Stop, ...]
    now: int

    def next_flip(self, at: int, way: int) -> int:
        """The next stop up (`way` 1) or down (-1) where something comes out otherwise; `at`
        itself where there is none."""
        edges = [place for place, stop in enumerate(self.stops) if stop.flips]
        if way > 0:
            return min((place for place in edges if place > at), default=at)
        return max((place - 1 for place in edges if place <= at), default=at)


def movable(evaluation: Evaluation) -> tuple[Fact, ...]:
    """The known facts that change something when one alone is moved: those first that turn
    a verdict, and of them those first that the creator can change."""
    tests = _tests(evaluation)
    found: list[tuple[bool, bool, Fact]] = []
    for fact in evaluation.rulebase.facts.values():
        known = isinstance(evaluation.profile.state(fact.name), Known)
        if fact.name == TOPICS or not fact.askable or not known:
            continue
        if not is_computed(evaluation, fact.name):
            stops = list(_stops(evaluation, fact, _different(evaluation, fact, tests)))
            if any(stop.flips for stop in stops):
                turns = any(stop.verdict for stop in stops)
                found.append((not turns, fact.change == "fixed", fact))
    return tuple(fact for _, _, fact in sorted(found, key=lambda one: one[:2]))


def track(evaluation: Evaluation, fact: Fact) -> Track:
    """The values a known fact can be moved to, round ones among them."""
    now = evaluation.profile.value(fact.name)
    assert now is not None
    values = _different(evaluation, fact, _tests(evaluation))
    if fact.type in ("count", "number", "ratio"):
        numbers = {one for one in (now, *values) if isinstance(one, int | float)}
        values = sorted(numbers | set(_round(fact, numbers)))
    elif now not in values:
        values = [now, *values]
    return Track(fact, tuple(_stops(evaluation, fact, values)), values.index(now))


def _stops(evaluation: Evaluation, fact: Fact, values: Iterable[Value]) -> Iterator[Stop]:
    before: Told | None = None
    for value in values:
        here = _told(what_if(evaluation, {fact.name: Known(value)}).after)
        first = before is None
        yield Stop(value, not first and here != before, before is not None and here[0] != before[0])
        before = here


def _told(evaluation: Evaluation) -> Told:
    """What an evaluation comes to, as far as it is shown."""
    findings = evaluation.findings
    values = tuple(
        outcome.value if findings.wanted[name] is True else None
        for name, outcome in findings.verdicts.items()
    )
    return values, frozenset(id for id, status in findings.rules.items() if status.given)


def _tests(evaluation: Evaluation) -> list[Test]:
    """Every comparison that decides what is told."""
    base = evaluation.rulebase
    nodes: list[Node] = [verdict.wanted for verdict in base.verdicts.values()]
    for rule in base.rules:
        nodes += [rule.when] if rule.unless is None else [rule.when, rule.unless]
    for verdict in base.verdicts.values():
        nodes += [branch.when for branch in verdict.branches if branch.when is not None]
    return list(tests_under(base, nodes))


def _different(evaluation: Evaluation, fact: Fact, tests: list[Test]) -> list[Value]:
    """A value from each range that the rules can tell apart, in order."""
    own = [test for test in tests if test.fact == fact.name]
    if fact.type not in ("count", "number", "ratio"):
        return [value for value, _ in ranges(fact, own)]
    ends = max(fact.min, -FAR), min(fact.max, FAR)
    turning = turning_points(evaluation, fact.name, tests, ends)
    return [value for value, _ in number_ranges(fact, cut_at(fact, own, turning))]


def _round(fact: Fact, numbers: Iterable[float]) -> Iterator[float]:
    """Round numbers from one end to the other, wider apart the larger they are if they
    spread far."""
    ordered = sorted(numbers)
    low = fact.min if fact.min != -inf else ordered[0]
    high = fact.max if fact.max != inf else 2 * max(ordered[-1], 1)
    smallest = min((one for one in ordered if one > 0), default=1)
    if low >= 0 and high > WIDE * max(smallest, 1):
        tens = range(floor(log10(max(smallest, 1))), floor(log10(high)) + 1)
        found = [low, *(digit * 10.0**power for power in tens for digit in (1, 2, 5))]
    else:
        size = _nice((high - low) / STEPS, whole=fact.type == "count")
        found = [low + number * size for number in range(int((high - low) / size) + 1)]
    for one in found:
        if low <= one <= high:
            yield int(one) if fact.type == "count" else round(one, 9)


def _nice(size: float, whole: bool) -> float:
    """A round step at least so large."""
    power = 10.0 ** floor(log10(size)) if size > 0 else 1.0
    step = next((digit * power for digit in (1, 2, 5, 10) if digit * power >= size * 0.999), power)
    return max(step, 1.0) if whole else step

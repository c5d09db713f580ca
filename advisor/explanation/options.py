"""A condition over a few facts that may be otherwise, everything else as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from advisor.explanation.search import FALSE, TRUE, All, Formula, Lit, Some, reduced
from advisor.facts.formulas import compute, inputs
from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference.evaluation import Evaluation
from advisor.inference.kleene import truth
from advisor.language.tree import And, Gives, Holds, Node, Or, Test, Value, pushed

MOST_COMBINATIONS = 4096
"""Combinations of inputs tried for one computed fact."""


@dataclass(frozen=True, slots=True)
class Options:
    """Facts, and for each the values it may have; None is not known."""

    evaluation: Evaluation
    values: Mapping[str, Sequence[Value | None]]

    @property
    def names(self) -> tuple[str, ...]:
        """The facts, in the order of the variables of formulas."""
        return tuple(self.values)

    def formula(self, node: Node) -> Formula:
        """When a condition is true, over the options: bit n of a mask is option n."""
        whole = [(1 << len(options)) - 1 for options in self.values.values()]
        return reduced(self._formula(pushed(node), cache(self._test), {}), whole, {})

    def _formula(
        self, node: Node, test: Callable[[Test], Formula], known: dict[Node, Formula]
    ) -> Formula:
        match node:
            case And(parts=parts):
                return All(tuple(self._formula(part, test, known) for part in parts))
            case Or(parts=parts):
                return Some(tuple(self._formula(part, test, known) for part in parts))
            case Test():
                return test(node)
        if node not in known:
            base = self.evaluation.rulebase
            if isinstance(node, Holds):
                inner = base.conclusions[node.conclusion].when
            else:
                assert isinstance(node, Gives)
                inner = base.verdicts[node.verdict].gives(node.values)
            known[node] = self._formula(pushed(inner, not node.expected), test, known)
        return known[node]

    def _test(self, test: Test) -> Formula:
        if test.fact in self.values:
            flags = [passes(test, value) for value in self.values[test.fact]]
            mask = sum(1 << n for n, flag in enumerate(flags) if flag)
            return Lit(self.names.index(test.fact), mask)
        moved = self._moved_inputs(test.fact)
        if not moved:
            return TRUE if passes(test, self.evaluation.profile.value(test.fact)) else FALSE
        ways = []
        sizes = [range(len(self.values[name])) for name in moved]
        for combination in islice(product(*sizes), MOST_COMBINATIONS):
            chosen = {
                name: self.values[name][n] for name, n in zip(moved, combination, strict=True)
            }
            if passes(test, recomputed(self.evaluation, chosen).value(test.fact)):
                lits = (
                    Lit(self.names.index(name), 1 << n)
                    for name, n in zip(moved, combination, strict=True)
                )
                ways.append(All(tuple(lits)))
        return Some(tuple(ways))

    def _moved_inputs(self, fact: str) -> tuple[str, ...]:
        """The facts with options that a computed fact is computed from."""
        if not is_computed(self.evaluation, fact):
            return ()
        return tuple(name for name in all_inputs(self.evaluation, fact) if name in self.values)


def passes(test: Test, value: Value | None) -> bool:
    """Whether a value passes a test for certain."""
    return truth(test, {test.fact: value}) is True


def is_computed(evaluation: Evaluation, fact: str) -> bool:
    """Whether a formula gives the fact here; what was told stands whatever it gives."""
    state = evaluation.profile.state(fact)
    told = isinstance(state, Known) and not state.origin.startswith("computed from ")
    return evaluation.rulebase.facts[fact].computed and not told


def all_inputs(evaluation: Evaluation, fact: str) -> tuple[str, ...]:
    """The facts that a computed fact comes from in the end, those nobody computes."""
    found: dict[str, None] = {}
    waiting = [fact]
    while waiting:
        one = waiting.pop()
        if is_computed(evaluation, one):
            waiting += inputs(evaluation.rulebase.facts[one])
        else:
            found[one] = None
    return tuple(found)


def recomputed(evaluation: Evaluation, values: Mapping[str, Value | None]) -> Profile:
    """The profile with other values, and with everything computed anew."""
    entries: dict[str, Known | Unknown] = {
        name: entry
        for name, entry in evaluation.profile.entries.items()
        if not is_computed(evaluation, name)
    }
    for name, value in values.items():
        entries[name] = Unknown.NOT_ASKED if value is None else Known(value)
    return compute(evaluation.rulebase.computed, Profile(evaluation.profile.name, entries))


def turning_points(
    evaluation: Evaluation, fact: str, tests: Iterable[Test], limits: tuple[float, float]
) -> list[float]:
    """Where a test of something computed from a fact comes out otherwise, everything else
    as it is: the value nearest to the present one that does, down and up to the limits."""
    now = evaluation.profile.value(fact)
    found: list[float] = []
    if not isinstance(now, int | float) or isinstance(now, bool):
        return found
    for test in tests:
        if not is_computed(evaluation, test.fact) or fact not in all_inputs(evaluation, test.fact):
            continue

        def holds(value: float, test: Test = test) -> bool:
            return passes(test, recomputed(evaluation, {fact: value}).value(test.fact))

        for limit in limits:
            if holds(limit) == holds(now):
                continue
            same, other = float(now), float(limit)
            for _ in range(60):
                middle = (same + other) / 2
                if holds(middle) == holds(now):
                    same = middle
                else:
                    other = middle
            found.append(other)
    return found

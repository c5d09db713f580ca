"""A rule base without what peers lack: conditions over plain cells, and nothing else.

Verdicts become the conditions of their branches. Peers have no sets, no formulas and no
test for unknown: such a test is a yes/no cell that is calculated beforehand, which is to
the advantage of the peers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from advisor.inference.columns import holds
from advisor.language.tree import (
    And,
    Gives,
    Holds,
    Node,
    Not,
    Or,
    Test,
    leaves,
    pushed,
    write_test,
)
from advisor.rulebase.model import Conclusion, RuleBase, Verdict


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that rules or other conditions ask about by name."""

    name: str
    when: Node


@dataclass(frozen=True, slots=True)
class Decision:
    """When a rule applies, and unless what."""

    when: Node
    unless: Node | None


@dataclass(frozen=True, slots=True)
class Program:
    """What peers compile.

    The leaves of every node are `Test` (of a cell: == != < <= > >= in, not in) and
    `Holds` (of a condition on a level before); there is no `Not`.
    """

    base: RuleBase
    cells: Mapping[str, pl.Expr]
    """Every cell that is asked about, as an expression over completed profiles."""

    levels: tuple[tuple[Condition, ...], ...]
    rules: tuple[Decision, ...]


def program_of(base: RuleBase) -> Program:
    """The program of a rule base."""
    cells = _Cells(base)
    conditions = [Condition(name, cells.flat(node)) for name, node in _conditions(base)]
    rules = tuple(
        Decision(cells.flat(one.when), None if one.unless is None else cells.flat(one.unless))
        for one in base.rules
    )
    kept = _needed(conditions, rules)
    asked = {
        leaf.fact
        for node in (*(one.when for one in kept), *_nodes(rules))
        for leaf in leaves(node)
        if isinstance(leaf, Test)
    }
    used = {name: cell for name, cell in cells.found.items() if name in asked}
    return Program(base, used, _levels(kept), rules)


def _conditions(base: RuleBase) -> Iterator[tuple[str, Node]]:
    for one in base.order:
        if isinstance(one, Conclusion):
            yield one.name, one.when
        else:
            for index, branch in enumerate(one.branches):
                if branch.when is not None:
                    yield _branch(one, index), branch.when


def _branch(verdict: Verdict, index: int) -> str:
    return f"{verdict.name}__branch{index}"


class _Cells:
    """Turns conditions into conditions over cells, and keeps which cells that takes."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.found: dict[str, pl.Expr] = {}
        self.sets: dict[str, str] = {}

    def flat(self, node: Node) -> Node:
        """The condition over cells, without `not`."""
        return pushed(self._flat(node))

    def _flat(self, node: Node) -> Node:
        match node:
            case And(parts=parts):
                return And(tuple(self._flat(part) for part in parts))
            case Or(parts=parts):
                return Or(tuple(self._flat(part) for part in parts))
            case Not(part=part):
                return Not(self._flat(part))
            case Test():
                return self._test(node)
            case Gives(verdict=name, values=values, expected=expected):
                given = _gives(self.base.verdicts[name], values)
                return given if expected else Not(given)
        return node

    def _test(self, test: Test) -> Test:
        fact = self.base.facts[test.fact]
        if fact.type != "choices" and test.op not in ("unknown", "known"):
            self.found[fact.name] = pl.col(fact.name)
            return test
        name = self.sets.setdefault(write_test(test), f"{fact.name}__{len(self.sets)}")
        self.found[name] = holds(test, fact).alias(name)
        return Test(name, "==", True)


def _gives(verdict: Verdict, values: frozenset[str]) -> Node:
    """One of the branches with such a value is true, and every branch before it false."""
    return Or(
        tuple(
            And(
                tuple(
                    Holds(_branch(verdict, position), position == index)
                    for position, before in enumerate(verdict.branches[: index + 1])
                    if before.when is not None
                )
            )
            for index, branch in enumerate(verdict.branches)
            if branch.value in values
        )
    )


def _nodes(rules: Sequence[Decision]) -> Iterator[Node]:
    for one in rules:
        yield from (one.when,) if one.unless is None else (one.when, one.unless)


def asked_of(node: Node) -> set[str]:
    """The names of the conditions that a node asks about."""
    return {leaf.conclusion for leaf in leaves(node) if isinstance(leaf, Holds)}


def _needed(conditions: Sequence[Condition], rules: Sequence[Decision]) -> list[Condition]:
    """The conditions that rules ask about, directly or through others."""
    names = {name for node in _nodes(rules) for name in asked_of(node)}
    kept = []
    for one in reversed(conditions):
        if one.name in names:
            kept.append(one)
            names |= asked_of(one.when)
    return kept[::-1]


def _levels(conditions: Sequence[Condition]) -> tuple[tuple[Condition, ...], ...]:
    """Conditions that ask about nothing but earlier levels are one level."""
    level_of: dict[str, int] = {}
    levels: list[list[Condition]] = []
    for one in conditions:
        level = max((level_of[name] + 1 for name in asked_of(one.when)), default=0)
        level_of[one.name] = level
        if level == len(levels):
            levels.append([])
        levels[level].append(one)
    return tuple(tuple(level) for level in levels)

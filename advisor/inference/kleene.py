"""Three-valued truth of a condition tree: the reference all engines are held to.

Kleene's logic: a comparison with something unknown is unknown; `false and unknown` is
false, `true or unknown` is true, `not unknown` is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Protocol

from advisor.facts.profile import Profile
from advisor.inference.findings import Findings, Outcome, Truth, outcome, status
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, Value
from advisor.rulebase.model import Conclusion, RuleBase


class World(Protocol):
    """What is known, by name: the value of a fact (None: unknown), the truth of a
    conclusion, the outcome of a verdict. A plain dict is one."""

    def get(self, name: str, /) -> Any:
        """What a name stands for, None where it is unknown."""


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, members: value in members,
    "not in": lambda value, members: value not in members,
    "contains": lambda members, word: word in members,
    "lacks": lambda members, word: word not in members,
    "has_any": lambda members, words: not members.isdisjoint(words),
    "has_none": lambda members, words: members.isdisjoint(words),
    "subset": lambda members, words: members <= words,
    "not subset": lambda members, words: not members <= words,
}


def evaluate(rulebase: RuleBase, profile: Profile) -> Findings:
    """Every conclusion, verdict and rule, straight from section to section."""
    world: dict[str, Any] = profile.values()
    conclusions: dict[str, Truth] = {}
    verdicts: dict[str, Outcome] = {}
    for definition in rulebase.order:
        if isinstance(definition, Conclusion):
            world[definition.name] = conclusions[definition.name] = truth(definition.when, world)
        else:
            branches = tuple(
                (
                    branch.value,
                    True if branch.when is None else truth(branch.when, world),
                )
                for branch in definition.branches
            )
            world[definition.name] = verdicts[definition.name] = outcome(branches)
    return Findings(
        conclusions,
        verdicts,
        {name: truth(verdict.wanted, world) for name, verdict in rulebase.verdicts.items()},
        {
            rule.id: status(
                truth(rule.when, world),
                False if rule.unless is None else truth(rule.unless, world),
            )
            for rule in rulebase.rules
        },
    )


def world_of(profile: Profile, findings: Findings) -> World:
    """Everything a condition can be asked about after an evaluation."""
    return {**profile.values(), **findings.conclusions, **findings.verdicts}


def truth(node: Node, world: World) -> Truth:
    """True, false, or None where what is known does not decide it."""
    return _TRUTH[type(node)](node, world)


def _and(node: And, world: World) -> Truth:
    result: Truth = True
    for part in node.parts:
        one = _TRUTH[type(part)](part, world)
        if one is False:
            return False
        if one is None:
            result = None
    return result


def _or(node: Or, world: World) -> Truth:
    result: Truth = False
    for part in node.parts:
        one = _TRUTH[type(part)](part, world)
        if one is True:
            return True
        if one is None:
            result = None
    return result


def _not(node: Not, world: World) -> Truth:
    one = truth(node.part, world)
    return None if one is None else not one


def _test(node: Test, world: World) -> Truth:
    value: Value | None = world.get(node.fact)
    if node.op in ("unknown", "known"):
        return (value is None) == (node.op == "unknown")
    if value is None:
        return None
    if node.counted:
        return COMPARE[node.op](len(value), node.value)  # type: ignore[arg-type]
    return COMPARE[node.op](value, node.value)


def _holds(node: Holds, world: World) -> Truth:
    one = world.get(node.conclusion)
    return None if one is None else one is node.expected


def _gives(node: Gives, world: World) -> Truth:
    """True when certain and among the values, false when none of them is possible."""
    found: Outcome | None = world.get(node.verdict)
    if found is None:
        return None
    if node.values.isdisjoint(found.possible):
        return not node.expected
    return node.expected if found.certain else None


_TRUTH: dict[type, Callable[[Any, World], Truth]] = {
    And: _and, Or: _or, Not: _not, Test: _test, Holds: _holds, Gives: _gives,
}  # fmt: skip

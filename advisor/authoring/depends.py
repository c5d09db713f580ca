"""What a rule or verdict rests on: everything whose change can change it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.facts.formulas import inputs
from advisor.language.tree import Gives, Holds, Node, Test, leaves
from advisor.rulebase.model import RuleBase


def depends_on(rulebase: RuleBase, name: str) -> set[str]:
    """The name itself and every conclusion, verdict, threshold and fact it rests on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _needs(rulebase, one)
    return found


def _needs(rulebase: RuleBase, name: str) -> Iterator[str]:
    if name in rulebase.facts:
        yield from inputs(rulebase.facts[name])
    for node in _conditions(rulebase, name):
        for leaf in leaves(node):
            match leaf:
                case Test(fact=fact, threshold=threshold):
                    yield from (fact, threshold) if threshold else (fact,)
                case Holds(conclusion=conclusion):
                    yield conclusion
                case Gives(verdict=verdict):
                    yield verdict


def _conditions(rulebase: RuleBase, name: str) -> Iterator[Node]:
    rule = rulebase.rule(name)
    if rule is not None:
        yield from (node for node in (rule.when, rule.unless) if node is not None)
    if name in rulebase.conclusions:
        yield rulebase.conclusions[name].when
    if name in rulebase.verdicts:
        verdict = rulebase.verdicts[name]
        yield from (branch.when for branch in verdict.branches if branch.when is not None)
        yield verdict.wanted

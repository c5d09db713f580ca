"""Rule bases of several sizes, made of the shipped one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from advisor.authoring.depends import depends_on
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test
from advisor.rulebase.model import Conclusion, Rule, RuleBase, Verdict

COPY = "_copy"


def base_of(shipped: RuleBase, rules: int) -> RuleBase:
    """So many rules, spread evenly over the shipped ones, and what they rest on.

    Beyond the shipped ones come renamed copies with shifted thresholds, which rest on
    copies of their own.
    """
    here = len(shipped.rules)
    if rules <= here:
        return _closed(shipped, _spread(shipped.rules, rules))
    both = _with_copies(shipped)
    return _closed(both, (*shipped.rules, *_spread(both.rules[here:], rules - here)))


def _spread(rules: tuple[Rule, ...], wanted: int) -> tuple[Rule, ...]:
    return tuple(rules[index * len(rules) // wanted] for index in range(wanted))


def _closed(base: RuleBase, rules: Iterable[Rule]) -> RuleBase:
    rules = tuple(rules)
    needed = {name for rule in rules for name in depends_on(base, rule.id)}
    facts = {name: fact for name, fact in base.facts.items() if name in needed}
    return RuleBase(
        facts=facts,
        conclusions={name: one for name, one in base.conclusions.items() if name in needed},
        verdicts={name: one for name, one in base.verdicts.items() if name in needed},
        rules=rules,
        computed=tuple(fact for fact in base.computed if fact.name in facts),
        order=tuple(one for one in base.order if one.name in needed),
    )


def _with_copies(base: RuleBase) -> RuleBase:
    copies = tuple(_copied(one) for one in base.order)
    rules = tuple(
        replace(
            rule,
            id=rule.id + COPY,
            when=_shifted(rule.when),
            unless=None if rule.unless is None else _shifted(rule.unless),
            aliases=(),
        )
        for rule in base.rules
    )
    order = (*base.order, *copies)
    return replace(
        base,
        conclusions={one.name: one for one in order if isinstance(one, Conclusion)},
        verdicts={one.name: one for one in order if isinstance(one, Verdict)},
        rules=base.rules + rules,
        order=order,
    )


def _copied(one: Conclusion | Verdict) -> Conclusion | Verdict:
    name = one.name + COPY
    if isinstance(one, Conclusion):
        return replace(one, name=name, when=_shifted(one.when))
    branches = tuple(
        replace(branch, when=None if branch.when is None else _shifted(branch.when))
        for branch in one.branches
    )
    return replace(one, name=name, branches=branches, wanted=_shifted(one.wanted))


def _shifted(node: Node) -> Node:
    """The condition with other numbers, over the copies of what it asks about."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return replace(node, parts=tuple(_shifted(part) for part in parts))
        case Not(part=part):
            return Not(_shifted(part))
        case Holds(conclusion=name):
            return replace(node, conclusion=name + COPY)
        case Gives(verdict=name):
            return replace(node, verdict=name + COPY)
        case Test(value=bool()):
            return node
        case Test(value=int() as whole):
            return replace(node, value=whole + 1)
        case Test(value=float() as number):
            return replace(node, value=number * 1.1)
    return node

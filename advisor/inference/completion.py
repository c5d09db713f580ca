"""What is known of a creator once formulas and `applies_if` have spoken."""

from __future__ import annotations

from advisor.facts.formulas import compute, inputs
from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference.kleene import truth
from advisor.language.tree import Node, Test, leaves
from advisor.problems import Problem
from advisor.rulebase.model import RuleBase


def complete(rulebase: RuleBase, given: Profile) -> Profile:
    """The given profile with computed facts, and with facts that do not apply marked.

    `applies_if` false turns an unknown fact into not applicable; a given value stands.
    """
    profile = compute(rulebase.computed, given)
    values = profile.values()
    out = {
        fact.name: Unknown.NOT_APPLICABLE
        for fact in rulebase.facts.values()
        if fact.applies_if is not None
        and not isinstance(profile.state(fact.name), Known)
        and truth(fact.applies_if, values) is False
    }
    return profile.having(out) if out else profile


def doubts(rulebase: RuleBase, given: Profile) -> tuple[Problem, ...]:
    """Warnings where what was given does not go together; all of it stands."""
    values = given.values()
    found: list[Problem] = []
    for fact in rulebase.facts.values():
        if fact.applies_if is None or fact.name not in values:
            continue
        if truth(fact.applies_if, values) is False:
            shown = _shown(rulebase, given, fact.applies_if)
            message = f"{fact.name} = {fact.show(values[fact.name])} does not go with {shown}"
            found.append(_warning(message))
    known = complete(rulebase, given)
    for combination in rulebase.impossible:
        if truth(combination.when, known.values()) is True:
            shown = _shown(rulebase, known, combination.when)
            found.append(_warning(f"{combination.reason}: {shown}"))
    return tuple(found)


def _warning(message: str) -> Problem:
    hint = "both are used as given; correct the one that is wrong"
    return Problem("contradiction", message, None, hint, "warning")


def _shown(rulebase: RuleBase, profile: Profile, node: Node) -> str:
    """The facts a condition asks about, each with its value; formulas by their inputs."""
    asked = [rulebase.facts[leaf.fact] for leaf in leaves(node) if isinstance(leaf, Test)]
    names = dict.fromkeys(name for fact in asked for name in inputs(fact) or (fact.name,))
    shown = []
    for name in names:
        value = profile.value(name)
        if value is not None:
            shown.append(f"{name} = {rulebase.facts[name].show(value)}")
    return " and ".join(shown)

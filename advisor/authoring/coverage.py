"""What the tests of the rules reach, and what they do not.

Counted are *rules* (a test in which the rule is given and one in which it is not),
*branches* (every comparison of `when` and `unless` true in one test and false in
another; every value of a verdict in a test of its own) and *exceptions* (a test in
which `unless` sets the rule aside).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.authoring.trial import Trial
from advisor.inference.findings import Outcome, Status
from advisor.inference.kleene import truth
from advisor.language.tree import Gives, Holds, Leaf, Test, leaves, write_test
from advisor.rulebase.model import Rule, RuleBase


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the tests reach, of how many there are; what is missing."""

    what: str
    reached: int
    total: int
    missing: tuple[str, ...]


def coverage(rulebase: RuleBase, trials: Iterable[Trial]) -> tuple[Count, ...]:
    """Rules, branches and exceptions, counted over trials of all rules."""
    by_rule: dict[str, list[Trial]] = {}
    values: dict[str, set[str | None]] = {name: set() for name in rulebase.verdicts}
    for trial in trials:
        if isinstance(trial.found, Outcome):
            values[trial.name].add(trial.found.value)
        else:
            by_rule.setdefault(trial.name, []).append(trial)
    branches = [
        found for rule in rulebase.rules for found in _branches(rule, by_rule.get(rule.id, []))
    ]
    branches += [
        (branch.value in values[name], f"{name}: no test gives {branch.value}")
        for name, verdict in rulebase.verdicts.items()
        for branch in verdict.branches
    ]
    return (
        _count("rules", [_both_ways(rule, by_rule.get(rule.id, [])) for rule in rulebase.rules]),
        _count("branches", branches),
        _count(
            "exceptions",
            [
                (_seen(by_rule.get(rule.id, []), Status.SET_ASIDE), f"{rule.id}: never set aside")
                for rule in rulebase.rules
                if rule.unless is not None
            ],
        ),
    )


def _count(what: str, found: list[tuple[bool, str]]) -> Count:
    missing = tuple(words for reached, words in found if not reached)
    return Count(what, len(found) - len(missing), len(found), missing)


def _seen(trials: Iterable[Trial], *statuses: Status) -> bool:
    return any(trial.found in statuses for trial in trials)


def _both_ways(rule: Rule, trials: list[Trial]) -> tuple[bool, str]:
    given = _seen(trials, Status.APPLIES)
    kept_out = _seen(trials, Status.SILENT, Status.SET_ASIDE)
    lacking = [] if given else ["applies"]
    lacking += [] if kept_out else ["does not apply"]
    return not lacking, f"{rule.id}: no test in which it {' or '.join(lacking)}"


def _branches(rule: Rule, trials: list[Trial]) -> Iterator[tuple[bool, str]]:
    conditions = [("when", rule.when)]
    if rule.unless is not None:
        conditions.append(("unless", rule.unless))
    for key, node in conditions:
        for leaf in dict.fromkeys(leaves(node)):
            seen = {truth(leaf, trial.evaluation.world) for trial in trials}
            for wanted, word in ((True, "true"), (False, "false")):
                words = f"{rule.id}: {key}: no test in which {_written(leaf)} is {word}"
                yield wanted in seen, words


def _written(leaf: Leaf) -> str:
    match leaf:
        case Test():
            return f"`{write_test(leaf)}`"
        case Holds(conclusion=name, expected=expected):
            return f"`{name if expected else 'not ' + name}`"
        case Gives(verdict=name, values=values):
            return f"`{name} in {sorted(values)}`"
    raise AssertionError(f"unresolved: {leaf}")

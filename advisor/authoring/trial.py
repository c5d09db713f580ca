"""Runs the [[rule.test]] cases of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference.engine import Engine
from advisor.inference.evaluation import Evaluation
from advisor.pipeline import evaluate
from advisor.rulebase.model import Rule, RuleTest
from advisor.sources.profile_file import DONT_KNOW


@dataclass(frozen=True, slots=True)
class Trial:
    """One case that was run: the status found, and why."""

    rule: Rule
    test: RuleTest
    found: str
    evaluation: Evaluation

    @property
    def passed(self) -> bool:
        """True when the status is the expected one."""
        return self.found == self.test.expect


def run(engine: Engine, rules: Iterable[Rule]) -> Iterator[Trial]:
    """Run every case of the rules, in order."""
    for rule in rules:
        for test in rule.tests:
            evaluation = evaluate(engine, given(engine, test))
            yield Trial(rule, test, evaluation.findings.rules[rule.id].value, evaluation)


def given(engine: Engine, test: RuleTest) -> Profile:
    """The profile a case describes; its values were checked when the rule was loaded."""
    entries: dict[str, Known | Unknown] = {}
    for name, raw in test.given.items():
        if raw == DONT_KNOW:
            entries[name] = Unknown.DONT_KNOW
        else:
            entries[name] = Known(engine.rulebase.facts[name].read(raw), "given")
    return Profile("test", entries)

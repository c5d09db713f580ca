"""Runs the tests that stand beside rules and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference.engine import Engine
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome, Status
from advisor.pipeline import evaluate
from advisor.rulebase.model import Case, Rule, Verdict
from advisor.sources.profile_file import DONT_KNOW


@dataclass(frozen=True, eq=False)
class Trial:
    """One case that was run: what came out, and everything that was found."""

    owner: Rule | Verdict
    case: Case
    found: Status | Outcome
    evaluation: Evaluation

    @property
    def name(self) -> str:
        """The id of the rule or the name of the verdict."""
        return self.owner.id if isinstance(self.owner, Rule) else self.owner.name

    @property
    def passed(self) -> bool:
        """True when what came out is what the case expects."""
        return self.expects(self.found)

    def expects(self, found: Status | Outcome) -> bool:
        """True when the case would pass with this."""
        if isinstance(found, Outcome):
            return (found.value, found.certain) == (self.case.expect, self.case.certain)
        return found.value == self.case.expect


def run(engine: Engine, owners: Iterable[Rule | Verdict]) -> Iterator[Trial]:
    """Run every case, in order."""
    for owner in owners:
        for case in owner.tests:
            evaluation = evaluate(engine, given(engine, case))
            findings = evaluation.findings
            found = (
                findings.rules[owner.id]
                if isinstance(owner, Rule)
                else findings.verdicts[owner.name]
            )
            yield Trial(owner, case, found, evaluation)


def given(engine: Engine, case: Case) -> Profile:
    """The profile a case describes; its values were checked when it was loaded."""
    entries: dict[str, Known | Unknown] = {}
    for name, raw in case.given.items():
        if raw == DONT_KNOW:
            entries[name] = Unknown.DONT_KNOW
        else:
            entries[name] = Known(engine.rulebase.facts[name].read(raw), "given")
    return Profile("test", entries)

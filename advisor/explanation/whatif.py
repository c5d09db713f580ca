"""What becomes different when some facts are otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.explanation.options import is_computed
from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference import kleene
from advisor.inference.completion import complete, doubts
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome
from advisor.rulebase.model import Rule, Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise after a change: verdicts with both outcomes, advice gained and lost."""

    after: Evaluation
    verdicts: tuple[tuple[Verdict, Outcome, Outcome], ...]
    gained: tuple[Rule, ...]
    lost: tuple[Rule, ...]


def what_if(evaluation: Evaluation, entries: Mapping[str, Known | Unknown]) -> Difference:
    """The same profile with other entries for some facts, evaluated with the reference."""
    rulebase, before = evaluation.rulebase, evaluation.findings
    told = {
        name: entry
        for name, entry in evaluation.profile.entries.items()
        if entry is not Unknown.NOT_APPLICABLE and not is_computed(evaluation, name)
    }
    given = Profile(evaluation.profile.name, {**told, **entries})
    profile = complete(rulebase, given)
    after = kleene.evaluate(rulebase, profile)
    given_before = {id for id, status in before.rules.items() if status.given}
    given_after = {id for id, status in after.rules.items() if status.given}
    return Difference(
        Evaluation(rulebase, profile, after, doubts(rulebase, given)),
        tuple(
            (verdict, before.verdicts[name], after.verdicts[name])
            for name, verdict in rulebase.verdicts.items()
            if before.verdicts[name] != after.verdicts[name]
            and True in (before.wanted[name], after.wanted[name])
        ),
        tuple(rule for rule in rulebase.rules if rule.id in given_after - given_before),
        tuple(rule for rule in rulebase.rules if rule.id in given_before - given_after),
    )

"""Everything a report says about the why of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.explanation.cases import Cases, cases
from advisor.explanation.decided import Deciding, decided
from advisor.explanation.outlook import Outlook
from advisor.explanation.proof import Reason, prove, reasons, verdict_reasons
from advisor.explanation.relevance import chosen_stakes, needs, questions
from advisor.explanation.whynot import WhyNot, near_misses
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Status


@dataclass(frozen=True, slots=True)
class Explanation:
    """Reasons by rule and by verdict, open facts by rule, and what to ask."""

    because: Mapping[str, tuple[Reason, ...]]
    """Why a rule is given; for one that is set aside, why it is."""

    verdicts: Mapping[str, tuple[Reason, ...]]
    needs: Mapping[str, tuple[str, ...]]
    """For undecided and provisional rules, the facts to ask for that could decide them."""

    questions: tuple[Fact, ...]
    """The questions that can still change something, the next one first."""

    decided: Mapping[str, tuple[Deciding, ...]]
    """For each verdict that is wanted, the few answers that fix it."""

    near_misses: tuple[WhyNot, ...]
    """The rules one step away, nearest first."""

    cases: tuple[Cases, ...]
    """For what the creator does not know: if ..., if ..."""


def explain(evaluation: Evaluation) -> Explanation:
    """The reasons of all findings."""
    because: dict[str, tuple[Reason, ...]] = {}
    open_facts: dict[str, tuple[str, ...]] = {}
    outlook = Outlook(evaluation)
    for rule in evaluation.rulebase.rules:
        status = evaluation.findings.rules[rule.id]
        if status.given:
            because[rule.id] = reasons(prove(evaluation, rule.when))
        elif status is Status.SET_ASIDE and rule.unless is not None:
            because[rule.id] = reasons(prove(evaluation, rule.unless))
        if status in (Status.UNDECIDED, Status.PROVISIONAL):
            open_facts[rule.id] = needs(outlook, rule)
    return Explanation(
        because,
        {
            name: verdict_reasons(evaluation, verdict)
            for name, verdict in evaluation.rulebase.verdicts.items()
        },
        open_facts,
        questions(outlook),
        {
            name: decided(evaluation, verdict)
            for name, verdict in evaluation.rulebase.verdicts.items()
            if evaluation.findings.wanted[name] is True
        },
        near_misses(evaluation),
        cases(outlook, chosen_stakes(evaluation)),
    )

"""What is said, in the order a person should read it. Still no text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from advisor.explanation.explain import Explanation
from advisor.explanation.proof import Reason
from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome, Status
from advisor.presentation.words import EVIDENCE, fill
from advisor.rulebase.model import Rule, RuleBase, Verdict

PRIORITIES = ("high", "medium", "low")
KINDS = (
    "warning", "diagnosis", "answer", "correction", "advice", "verdict-text", "reassurance",
    "knowledge",
)  # fmt: skip
BACKGROUND = ("reassurance", "knowledge")
"""Kinds that are good to know but ask for nothing; they come after all others."""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict, its outcome, whether it is wanted, and why."""

    verdict: Verdict
    outcome: Outcome
    wanted: bool
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A rule that is given, its texts filled in.

    `also` are the rules of the same group that hold too and stay unspoken; `needs` are
    the facts that decide whether its `unless` takes it back.
    """

    rule: Rule
    status: Status
    title: str
    advice: str
    action: str
    because: tuple[Reason, ...]
    needs: tuple[str, ...] = ()
    also: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A rule whose `unless` is true, and why."""

    rule: Rule
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that needs answers, and which."""

    rule: Rule
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to say about one profile."""

    rulebase: RuleBase
    profile: Profile
    verdicts: tuple[VerdictLine, ...]
    advice: tuple[Advice, ...]
    set_aside: tuple[SetAside, ...]
    undecided: tuple[Undecided, ...]
    unknown: tuple[str, ...]
    """The facts that could decide an undecided rule."""

    questions: tuple[Fact, ...]
    """The questions that can still change something, the next one first."""

    @property
    def shown_verdicts(self) -> tuple[VerdictLine, ...]:
        """The verdicts people asked for and that have a value."""
        return tuple(v for v in self.verdicts if v.wanted and v.outcome.value is not None)

    @property
    def empty(self) -> bool:
        """True when there is nothing to tell yet."""
        return not self.advice and not self.shown_verdicts


def compose(evaluation: Evaluation, explanation: Explanation) -> Report:
    """The report of an evaluation."""
    rulebase, findings = evaluation.rulebase, evaluation.findings
    given = [
        _advice(evaluation, explanation, rule)
        for rule in rulebase.rules
        if findings.rules[rule.id].given
    ]
    undecided = tuple(
        Undecided(rule, explanation.needs[rule.id])
        for rule in rulebase.rules
        if findings.rules[rule.id] is Status.UNDECIDED
    )
    needed = {fact for one in undecided for fact in one.needs}
    return Report(
        rulebase,
        evaluation.profile,
        tuple(
            VerdictLine(
                verdict,
                findings.verdicts[name],
                findings.wanted[name] is True,
                explanation.verdicts[name],
            )
            for name, verdict in rulebase.verdicts.items()
        ),
        tuple(sorted(_one_voice(given), key=_reading_order)),
        tuple(
            SetAside(rule, explanation.because[rule.id])
            for rule in rulebase.rules
            if findings.rules[rule.id] is Status.SET_ASIDE
        ),
        undecided,
        tuple(name for name in rulebase.facts if name in needed),
        explanation.questions,
    )


def _advice(evaluation: Evaluation, explanation: Explanation, rule: Rule) -> Advice:
    facts, profile = evaluation.rulebase.facts, evaluation.profile
    return Advice(
        rule,
        evaluation.findings.rules[rule.id],
        fill(rule.title, facts, profile),
        fill(rule.advice, facts, profile),
        fill(rule.action, facts, profile),
        explanation.because[rule.id],
        explanation.needs.get(rule.id, ()),
    )


def _reading_order(advice: Advice) -> tuple[bool, int, int, int]:
    """Background last; then by priority, kind and evidence; the files' order decides ties."""
    rule = advice.rule
    return (
        rule.kind in BACKGROUND,
        PRIORITIES.index(rule.priority),
        KINDS.index(rule.kind),
        list(EVIDENCE).index(rule.evidence),
    )


def _strength(advice: Advice) -> tuple[bool, int, int]:
    """Smaller is stronger: firm before provisional, then priority, then evidence."""
    rule = advice.rule
    return (
        advice.status is not Status.APPLIES,
        PRIORITIES.index(rule.priority),
        list(EVIDENCE).index(rule.evidence),
    )


def _one_voice(given: Iterable[Advice]) -> list[Advice]:
    """Of the rules of a group that hold together, the strongest speaks for all."""
    groups: dict[str, list[Advice]] = {}
    for advice in given:
        groups.setdefault(advice.rule.group or advice.rule.id, []).append(advice)
    spoken = []
    for members in groups.values():
        speaker, *others = sorted(members, key=_strength)
        spoken.append(replace(speaker, also=tuple(other.rule for other in others)))
    return spoken

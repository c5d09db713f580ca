"""What is said, in the order a person should read it. Still no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from advisor.explanation.cases import Cases
from advisor.explanation.decided import Deciding
from advisor.explanation.explain import Explanation
from advisor.explanation.proof import Reason
from advisor.explanation.relevance import TOPICS, chosen_topics
from advisor.explanation.whynot import WhyNot
from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome, Status
from advisor.inference.kleene import truth
from advisor.presentation.words import EVIDENCE, fill
from advisor.problems import Problem
from advisor.rulebase.model import Rule, RuleBase, Verdict

PRIORITIES = ("high", "medium", "low")
KINDS = (
    "warning", "diagnosis", "answer", "correction", "advice", "verdict-text", "reassurance",
    "knowledge",
)  # fmt: skip
BACKGROUND = ("reassurance", "knowledge")
"""Kinds that are good to know but ask for nothing; they come after all others."""

FIRST = 5
"""How many things to do are told in full before the others."""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict, its outcome, whether it is wanted, and why."""

    verdict: Verdict
    outcome: Outcome
    wanted: bool
    because: tuple[Reason, ...]
    decided: tuple[Deciding, ...] = ()
    """The few answers that fix it."""


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
class Section:
    """Advice under one heading; `folded` ones are told in short."""

    heading: str
    advice: tuple[Advice, ...]
    folded: bool = False
    numbered: bool = False


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
    doubts: tuple[Problem, ...]
    """Warnings where what was given does not go together."""

    verdicts: tuple[VerdictLine, ...]
    sections: tuple[Section, ...]
    set_aside: tuple[SetAside, ...]
    undecided: tuple[Undecided, ...]
    unknown: tuple[str, ...]
    """The facts that could decide an undecided rule."""

    questions: tuple[Fact, ...]
    """The questions that can still change something, the next one first."""

    near_misses: tuple[WhyNot, ...]
    """The rules of the chosen topics that are one step away, nearest first."""

    cases: tuple[Cases, ...]
    """For what the creator does not know: if ..., if ..."""

    @property
    def advice(self) -> tuple[Advice, ...]:
        """All advice in the order a person should read it."""
        return tuple(advice for section in self.sections for advice in section.advice)

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
    topics = {topic.name for topic in chosen_topics(evaluation)} | {""}
    needed = {fact for one in undecided for fact in one.needs}
    return Report(
        rulebase,
        evaluation.profile,
        evaluation.doubts,
        tuple(
            VerdictLine(
                verdict,
                findings.verdicts[name],
                findings.wanted[name] is True,
                explanation.verdicts[name],
                explanation.decided.get(name, ()),
            )
            for name, verdict in rulebase.verdicts.items()
        ),
        tuple(_sections(evaluation, given)),
        tuple(
            SetAside(rule, explanation.because[rule.id])
            for rule in rulebase.rules
            if findings.rules[rule.id] is Status.SET_ASIDE
        ),
        undecided,
        tuple(name for name in rulebase.facts if name in needed),
        explanation.questions,
        tuple(one for one in explanation.near_misses if one.rule.topic in topics),
        explanation.cases,
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


def _sections(evaluation: Evaluation, given: list[Advice]) -> Iterator[Section]:
    """Answers to what was asked, what to do first, the rest by topic, good to know."""
    rulebase = evaluation.rulebase
    asked = isinstance(evaluation.profile.value(TOPICS), frozenset)
    chosen = {topic.name for topic in chosen_topics(evaluation)} if asked else set()
    voices = _one_voice(given)
    spoken = sorted(voices, key=_Order(rulebase, given, chosen))
    written = {rule.id: position for position, rule in enumerate(rulebase.rules)}
    answers = [advice for advice in voices if advice.rule.kind == "answer"]
    answers.sort(key=lambda a: (PRIORITIES.index(a.rule.priority), written[a.rule.id]))
    background = [advice for advice in spoken if advice.rule.kind in BACKGROUND]
    actions = [advice for advice in spoken if advice not in answers and advice not in background]
    leading = {
        topic.name
        for topic in rulebase.topics.values()
        if topic.leads_if is not None and truth(topic.leads_if, evaluation.world) is True
    }
    first = [
        action
        for action in actions
        if not leading or action.rule.topic in leading or action.rule.kind == "warning"
    ][:FIRST]
    if answers:
        yield Section("Answers to your questions", tuple(answers[:FIRST]))
    if first:
        yield Section("What to do first", tuple(first), numbered=True)
    rest: dict[str, list[Advice]] = {}
    for advice in (*answers[FIRST:], *(action for action in actions if action not in first)):
        rest.setdefault(advice.rule.topic, []).append(advice)
    later = "Later, when you feel up to it" if leading else "More"
    for name, members in rest.items():
        yield Section(f"{later}: {_topic_question(rulebase, name)}", tuple(members), folded=True)
    if background:
        yield Section("Good to know", tuple(background), folded=True)


def _topic_question(rulebase: RuleBase, name: str) -> str:
    topic = rulebase.topics.get(name)
    return topic.question if topic else "your own rules"


class _Order:
    """Sorts advice: chosen topics first, then by priority, evidence, effort, and by how
    many other findings come from what the action would change."""

    def __init__(self, rulebase: RuleBase, given: list[Advice], chosen: Collection[str]) -> None:
        self.chosen = chosen
        self.movable = {
            advice.rule.id: {
                reason.fact
                for reason in advice.because
                if rulebase.facts[reason.fact].change != "fixed"
            }
            for advice in given
        }
        self.findings = Counter(fact for facts in self.movable.values() for fact in facts)

    def __call__(self, advice: Advice) -> tuple[bool, int, int, int, int, int]:
        rule = advice.rule
        unlocks = max((self.findings[fact] for fact in self.movable[rule.id]), default=0)
        return (
            bool(self.chosen) and rule.topic not in self.chosen,
            PRIORITIES.index(rule.priority),
            list(EVIDENCE).index(rule.evidence),
            rule.effort,
            -unlocks,
            KINDS.index(rule.kind),
        )


def _strength(advice: Advice) -> tuple[bool, bool, int, int]:
    """Smaller is stronger: firm before provisional, something to do before background,
    then priority, then evidence."""
    rule = advice.rule
    return (
        advice.status is not Status.APPLIES,
        rule.kind in BACKGROUND,
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

"""Which questions can still change something, and which comes next.

The order is the most told for the least effort, topic by topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from advisor.explanation.missing import in_order, open_facts
from advisor.explanation.outlook import Outlook
from advisor.explanation.stakes import stakes_of
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.rulebase.model import Rule, Topic, Verdict

TOPICS = "questions"
"""The fact that holds what the creator asks about, and so which topics are chosen."""

CHANGE_OF_TOPIC = 1
"""What it costs to be asked about something else than a moment ago, as effort."""

VERDICT_WEIGHT = 8
"""How much more a verdict matters than one piece of advice."""


def chosen_topics(evaluation: Evaluation) -> tuple[Topic, ...]:
    """The topics the creator chose; all of them while nothing was chosen."""
    chosen = evaluation.profile.value(TOPICS)
    topics = evaluation.rulebase.topics.values()
    if not isinstance(chosen, frozenset):
        return tuple(topics)
    return tuple(topic for topic in topics if not topic.answers.isdisjoint(chosen))


def needs(outlook: Outlook, rule: Rule) -> tuple[str, ...]:
    """The facts to ask for in the undetermined parts of a rule; none that changes nothing."""
    evaluation, everything = outlook.evaluation, range(len(outlook.stakes.all))
    parts = [rule.when] if rule.unless is None else [rule.when, rule.unless]
    missing = (fact for node in parts for fact in open_facts(evaluation, node))
    return tuple(
        name for name in in_order(evaluation, missing) if outlook.matters(name, everything)
    )


def questions(outlook: Outlook) -> tuple[Fact, ...]:
    """Every question that can still matter in the chosen topics, in the order of asking.

    A question whose sense depends on another comes after it, and both are counted: as
    answers only ever make fewer questions matter, no more than these will be asked.
    """
    evaluation, chosen = outlook.evaluation, chosen_stakes(outlook.evaluation)
    facts = evaluation.rulebase.facts
    relevant = [name for name in outlook.askable if outlook.matters(name, chosen)]
    guards = {name: _guards(evaluation, name) for name in relevant}
    gains = {name: _gain(outlook, name, chosen) for name in relevant}
    topic = _last_topic(evaluation)

    def worth(name: str) -> float:
        """What a question tells for its effort, the questions it needs first included."""
        together = [name, *guards[name]]
        told = sum(gains.get(one, 0.0) for one in together)
        effort = sum(facts[one].effort for one in together)
        return told / (effort + CHANGE_OF_TOPIC * (facts[together[-1]].topic != topic))

    ranked = sorted(
        relevant, key=lambda name: (0, 0) if facts[name].ask_first else (1, -worth(name))
    )
    return tuple(
        facts[one] for one in dict.fromkeys(o for name in ranked for o in (*guards[name], name))
    )


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a question is asked: what an answer can still change."""

    verdicts: tuple[Verdict, ...]
    rules: tuple[Rule, ...]
    opens: tuple[Fact, ...]
    """Questions that make sense only after some answers to this one."""


def purpose(outlook: Outlook, fact: Fact) -> Purpose:
    """What an answer to a question can change in the chosen topics."""
    evaluation, chosen = outlook.evaluation, chosen_stakes(outlook.evaluation)
    found = [outlook.stakes.all[n].of for n in sorted(outlook.changes(fact.name, chosen))]
    opens = [
        evaluation.rulebase.facts[name]
        for name in outlook.askable
        if fact.name in _guards(evaluation, name) and outlook.matters(name, chosen)
    ]
    return Purpose(
        tuple(one for one in found if isinstance(one, Verdict)),
        tuple(one for one in found if isinstance(one, Rule)),
        tuple(opens),
    )


def chosen_stakes(evaluation: Evaluation) -> frozenset[int]:
    """The numbers of the rules and verdicts of the chosen topics, and of rules of no topic."""
    topics = chosen_topics(evaluation)
    everything = len(topics) == len(evaluation.rulebase.topics)
    names, verdicts = {topic.name for topic in topics}, {topic.verdict for topic in topics}
    return frozenset(
        number
        for number, stake in enumerate(stakes_of(evaluation.rulebase).all)
        if everything
        or (
            stake.of.topic in names or not stake.of.topic
            if isinstance(stake.of, Rule)
            else stake.of.name in verdicts
        )
    )


def _guards(evaluation: Evaluation, name: str) -> list[str]:
    """The questions that tell whether this one makes sense, each after those it needs."""
    found: list[str] = []
    seen = {name}

    def visit(one: str) -> None:
        for before in _guard(evaluation, one):
            if before not in seen:
                seen.add(before)
                visit(before)
                found.append(before)

    visit(name)
    # Questions that wait for each other would never be asked: those that wait for this one
    # come after it.
    return [one for one in found if not _waits_for(evaluation, one, name)]


def _guard(evaluation: Evaluation, name: str) -> list[str]:
    """The open questions that a question's own guard asks about."""
    guard = evaluation.rulebase.facts[name].applies_if
    return [] if guard is None else in_order(evaluation, open_facts(evaluation, guard))


def _waits_for(evaluation: Evaluation, one: str, other: str) -> bool:
    seen, waiting = {one}, [one]
    while waiting:
        for before in _guard(evaluation, waiting.pop()):
            if before == other:
                return True
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    return False


def _last_topic(evaluation: Evaluation) -> str:
    """The topic of the question that was answered last; empty before the first."""
    facts = evaluation.rulebase.facts
    asked = [
        name
        for name, entry in evaluation.profile.entries.items()
        if facts[name].askable and (isinstance(entry, Known) or entry is Unknown.DONT_KNOW)
    ]
    return facts[asked[-1]].topic if asked else ""


def _gain(outlook: Outlook, name: str, chosen: frozenset[int]) -> float:
    """How much the answer is expected to tell about what is at stake, in bits."""
    stakes, sensible = outlook.stakes, outlook.sensible
    told = 0.0
    # What a question changes is known by the samples; where none shows it, it tells little.
    steps = {
        step: VERDICT_WEIGHT if isinstance(stakes.all[number].of, Verdict) else 1
        for number in outlook.shown(name) & chosen
        for step in stakes.all[number].steps
    }
    for index in stakes.cells.of[name]:
        cells = [cell & sensible for cell in outlook.bits[index]]
        sizes = [(cell, cell.bit_count()) for cell in cells if cell]
        for step, weight in steps.items():
            held = outlook.values[step] & sensible
            told += weight * _information(held, sizes, sensible.bit_count())
    return told


def _information(held: int, cells: list[tuple[int, int]], everyone: int) -> float:
    """How many bits the cell tells about whether something holds."""
    before = _surprise(held.bit_count(), everyone)
    if not before:
        return 0.0
    after = sum(
        size / everyone * _surprise((held & cell).bit_count(), size) for cell, size in cells
    )
    return before - after


def _surprise(held: int, of: int) -> float:
    if held in (0, of):
        return 0.0
    share = held / of
    return -share * log2(share) - (1 - share) * log2(1 - share)

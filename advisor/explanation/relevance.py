"""Which questions can still change something, and which comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.facts.formulas import inputs
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Status
from advisor.inference.kleene import truth
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, leaves, pushed
from advisor.rulebase.model import Rule, Topic

TOPICS = "questions"
"""The fact that holds what the creator asks about, and so which topics are chosen."""


def chosen_topics(evaluation: Evaluation) -> tuple[Topic, ...]:
    """The topics the creator chose; all of them while nothing was chosen."""
    chosen = evaluation.profile.value(TOPICS)
    topics = evaluation.rulebase.topics.values()
    if not isinstance(chosen, frozenset):
        return tuple(topics)
    return tuple(topic for topic in topics if not topic.answers.isdisjoint(chosen))


def needs(evaluation: Evaluation, rule: Rule) -> tuple[str, ...]:
    """The facts to ask for that could decide an undecided rule."""
    open_parts = [rule.when] if rule.unless is None else [rule.when, rule.unless]
    return tuple(
        _in_order(evaluation, (fact for node in open_parts for fact in _open(evaluation, node)))
    )


def questions(evaluation: Evaluation) -> tuple[Fact, ...]:
    """Every question that can still change an advice or a wanted verdict of the chosen
    topics, the next one first.

    Questions of the chosen topics themselves come before those they only touch on; a
    question whose sense depends on another comes after it.
    """
    order = list(evaluation.rulebase.facts.values())
    chosen = {topic.name for topic in chosen_topics(evaluation)}
    ranks: dict[str, tuple[bool, bool, int]] = {}
    for name in _in_order(evaluation, _relevant(evaluation)):
        fact = evaluation.rulebase.facts[name]
        rank = (not fact.ask_first, fact.topic not in chosen, order.index(fact))
        # A guard is asked where the question stands that it guards.
        for first in _guards(evaluation, name) or [name]:
            ranks[first] = min(rank, ranks.get(first, rank))
    return tuple(evaluation.rulebase.facts[name] for name in sorted(ranks, key=ranks.__getitem__))


def _relevant(evaluation: Evaluation) -> Iterator[str]:
    """The facts that undetermined parts of chosen rules and wanted verdicts ask about."""
    topics = chosen_topics(evaluation)
    names = {topic.name for topic in topics}
    everything = len(topics) == len(evaluation.rulebase.topics)
    for rule in evaluation.rulebase.rules:
        if rule.topic not in names and rule.topic and not everything:
            continue
        status = evaluation.findings.rules[rule.id]
        if status is Status.UNDECIDED:
            yield from _open(evaluation, rule.when)
        if status in (Status.UNDECIDED, Status.PROVISIONAL) and rule.unless is not None:
            yield from _open(evaluation, rule.unless)
        if status is not Status.UNDECIDED:
            yield from _told_by_asking(evaluation, rule)
    for verdict in evaluation.rulebase.verdicts.values():
        if not everything and all(topic.verdict != verdict.name for topic in topics):
            continue
        wanted = evaluation.findings.wanted[verdict.name]
        if wanted is None:
            yield from _open(evaluation, verdict.wanted)
        if wanted is True and not evaluation.findings.verdicts[verdict.name].certain:
            for branch in verdict.branches:
                if branch.when is None or truth(branch.when, evaluation.world) is True:
                    break
                yield from _open(evaluation, branch.when)


def _told_by_asking(evaluation: Evaluation, rule: Rule) -> Iterator[str]:
    """Facts a rule wants to be unknown, where asking for them can change it."""
    for node in (rule.when, rule.unless):
        told = {
            leaf.fact
            for leaf in (leaves(node) if node is not None else ())
            if isinstance(leaf, Test) and leaf.op == "unknown"
        }
        if node is None or not told:
            continue
        yield from told.intersection(_open(evaluation, _as_open(evaluation, node)))


def _as_open(evaluation: Evaluation, node: Node) -> Node:
    """The condition with each `unknown(fact)` that an answer could turn left open."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return type(node)(tuple(_as_open(evaluation, part) for part in parts))
        case Not(part=part):
            return Not(_as_open(evaluation, part))
        case Test(fact=fact, op="unknown") if evaluation.profile.value(fact) is None:
            return Test(fact, "==", True)
    return node


def _open(evaluation: Evaluation, node: Node) -> Iterator[str]:
    """The unknown facts in the undetermined parts of a condition."""
    return _open_parts(evaluation, pushed(node), set())


def _open_parts(evaluation: Evaluation, node: Node, unfolded: set[str]) -> Iterator[str]:
    if truth(node, evaluation.world) is not None:
        return
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _open_parts(evaluation, part, unfolded)
        case Test(fact=fact):
            yield fact
        case Holds(conclusion=name) if name not in unfolded:
            unfolded.add(name)
            when = pushed(evaluation.rulebase.conclusions[name].when)
            yield from _open_parts(evaluation, when, unfolded)
        case Gives(verdict=name, values=values):
            gives = pushed(evaluation.rulebase.verdicts[name].gives(values))
            yield from _open_parts(evaluation, gives, unfolded)


def _in_order(evaluation: Evaluation, facts: Iterable[str]) -> list[str]:
    """What to ask for instead of these facts, in the order of the vocabulary."""
    wanted = {one for fact in set(facts) for one in _ask_for(evaluation, fact)}
    return [name for name in evaluation.rulebase.facts if name in wanted]


def _ask_for(evaluation: Evaluation, name: str) -> tuple[str, ...]:
    """The questions that would make a fact known: its own, or those for its inputs.

    None where no answer can: the creator does not know, or it does not apply.
    """
    fact = evaluation.rulebase.facts[name]
    state = evaluation.profile.state(name)
    if isinstance(state, Known):
        return ()
    if fact.computed:
        missing = [one for one in inputs(fact) if evaluation.profile.value(one) is None]
        asked = [_ask_for(evaluation, one) for one in missing]
        if all(asked):
            return tuple(one for names in asked for one in names)
    return (name,) if fact.askable and state is Unknown.NOT_ASKED else ()


def _guards(evaluation: Evaluation, name: str) -> list[str]:
    """The questions to ask first, to learn whether this one makes sense at all."""
    facts = evaluation.rulebase.facts
    seen, first, waiting = {name}, set(), [name]
    while waiting:
        one = waiting.pop()
        guard = facts[one].applies_if
        before = [] if guard is None else _in_order(evaluation, _open(evaluation, guard))
        if not before and one != name:
            first.add(one)
        waiting += [fact for fact in before if fact not in seen]
        seen.update(before)
    return [fact for fact in facts if fact in first]

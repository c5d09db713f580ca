"""Proofs about a rule base as a whole, over the cells of its facts.

Tests show that rules do what somebody thought of; these questions are answered for
every profile there could be. Each finding carries a witness: a small profile in which
one can see it, or nothing where the point is that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from advisor.explanation.cells import Cells
from advisor.explanation.relevance import TOPICS
from advisor.explanation.search import All, Formula
from advisor.facts.formulas import inputs
from advisor.facts.profile import Profile
from advisor.inference.kleene import COMPARE
from advisor.language.document import Anchor
from advisor.language.tree import ALWAYS, And, Holds, Node, Not, Or, Test, leaves
from advisor.presentation.report import PRIORITIES
from advisor.presentation.words import EVIDENCE
from advisor.rulebase.check import PLACEHOLDER
from advisor.rulebase.model import Rule, RuleBase, Verdict

CODES = {
    "dead-rule": "no profile gets this advice",
    "always": "every profile gets this advice",
    "unheard": "whenever it holds, a stronger rule of its group holds and speaks for it",
    "contradiction": "whenever it holds, so does a rule that says the opposite",
    "shadowed-branch": "this value is never given: the ones before it are",
    "gap": "some profiles get no value although everything is known",
    "idle-clause": "this part changes nothing",
    "unused-fact": "no rule, conclusion, verdict or formula asks for it, and no text quotes it",
    "unused-choice": "no condition asks for it",
    "unused-conclusion": "no rule, conclusion or verdict asks for it",
    "unused-threshold": "no condition uses it",
}
"""Everything that is looked for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is true of the rule base and should not be."""

    code: str
    about: str
    message: str
    at: Anchor
    witness: Profile | None = None

    @property
    def key(self) -> str:
        """How a baseline file names it."""
        return f"{self.code} {self.about}"


def verify(rulebase: RuleBase) -> Iterator[Finding]:
    """Everything that can be proved to be wrong with a rule base."""
    cells = Cells(rulebase)
    for rule in rulebase.rules:
        yield from _rule(cells, rule)
    yield from _pairs(cells)
    for verdict in rulebase.verdicts.values():
        yield from _verdict(cells, verdict)
    yield from _idle(cells)
    yield from _unused(rulebase)


def applies(cells: Cells, rule: Rule) -> Formula:
    """The profiles in which a rule applies."""
    when = cells.formula(rule.when)
    return when if rule.unless is None else All((when, cells.formula(rule.unless, negated=True)))


# ---------------------------------------------------------------- rules


def _rule(cells: Cells, rule: Rule) -> Iterator[Finding]:
    if cells.find(applies(cells, rule)) is None:
        held = cells.witness(cells.formula(rule.when))
        why = "its `when` is never true"
        if held is not None:
            why = "its `unless` is true whenever its `when` is"
        yield _finding("dead-rule", rule.id, why, rule.at, held)
    elif rule.when != ALWAYS and cells.find(cells.formula(rule.when, negated=True)) is None:
        yield _finding("always", rule.id, "its `when` is never false", rule.at, None)


def _pairs(cells: Cells) -> Iterator[Finding]:
    """Rules that are never heard, and rules that always come with their opposite."""
    by_group: dict[str, list[Rule]] = {}
    by_topic: dict[str, list[Rule]] = {}
    for rule in cells.rulebase.rules:
        if rule.group:
            by_group.setdefault(rule.group, []).append(rule)
        by_topic.setdefault(rule.topic, []).append(rule)
    for members in by_group.values():
        for one, other in permutations(members, 2):
            if _weaker(one, other) and _implies(cells, one, other):
                yield _pair(cells, "unheard", one, other)
    for members in by_topic.values():
        for one in (rule for rule in members if rule.stance == "for"):
            for other in (rule for rule in members if rule.stance == "against"):
                if _implies(cells, one, other):
                    yield _pair(cells, "contradiction", one, other)
                elif _implies(cells, other, one):
                    yield _pair(cells, "contradiction", other, one)


def _pair(cells: Cells, code: str, one: Rule, other: Rule) -> Finding:
    witness = cells.witness(applies(cells, one))
    return _finding(code, one.id, f"whenever it holds, `{other.id}` holds too", one.at, witness)


def _weaker(one: Rule, other: Rule) -> bool:
    """True where the other rule of a group always speaks before this one."""

    def strength(rule: Rule) -> tuple[int, int]:
        return PRIORITIES.index(rule.priority), list(EVIDENCE).index(rule.evidence)

    return strength(other) < strength(one)


def _implies(cells: Cells, one: Rule, other: Rule) -> bool:
    """True where the other rule applies in every profile in which the first does.

    A rule that never applies implies nothing: that it is dead is told of itself.
    """
    if cells.find(applies(cells, one)) is None:
        return False
    ways_out = [cells.formula(other.when, negated=True)]
    if other.unless is not None:
        ways_out.append(cells.formula(other.unless))
    return all(cells.find(applies(cells, one), out) is None for out in ways_out)


# ---------------------------------------------------------------- verdicts


def _verdict(cells: Cells, verdict: Verdict) -> Iterator[Finding]:
    conditions = [branch.when for branch in verdict.branches if branch.when is not None]
    for index, branch in enumerate(verdict.branches):
        if cells.find(cells.formula(verdict.wins(index))) is None:
            about = f"{verdict.name}.{branch.value}"
            alone = None if branch.when is None else cells.witness(cells.formula(branch.when))
            why = "it is never true" if alone is None else "an earlier branch always wins"
            yield _finding("shadowed-branch", about, why, verdict.at, alone)
    if all(branch.when is not None for branch in verdict.branches):
        gap = cells.witness(*(cells.formula(when, negated=True) for when in conditions))
        if gap is not None:
            why = "no branch is true here and there is no `otherwise`"
            yield _finding("gap", verdict.name, why, verdict.at, gap)


# ---------------------------------------------------------------- clauses


def _conditions(rulebase: RuleBase) -> Iterator[tuple[str, Anchor, Node]]:
    """Every condition with what it belongs to."""
    for rule in rulebase.rules:
        yield f"{rule.id}.when", rule.at, rule.when
        if rule.unless is not None:
            yield f"{rule.id}.unless", rule.at, rule.unless
    for conclusion in rulebase.conclusions.values():
        yield f"{conclusion.name}.when", conclusion.at, conclusion.when
    for verdict in rulebase.verdicts.values():
        for branch in verdict.branches:
            if branch.when is not None:
                yield f"{verdict.name}.{branch.value}", verdict.at, branch.when
        yield f"{verdict.name}.wanted", verdict.at, verdict.wanted
    for topic in rulebase.topics.values():
        if topic.leads_if is not None:
            yield f"{topic.name}.leads_if", topic.at, topic.leads_if


def _idle(cells: Cells) -> Iterator[Finding]:
    """Parts of conditions that could be left out without changing anything."""
    for about, at, node in _conditions(cells.rulebase):
        for smaller, part in without_one_part(node):
            if equal(cells, node, smaller):
                message = f"part {part} of it makes no difference"
                yield _finding("idle-clause", about, message, at, None)


def without_one_part(node: Node) -> Iterator[tuple[Node, int]]:
    """The condition with each part of an `and` or `or` left out in turn, parts from 1."""
    counter = 0

    def walk(node: Node) -> Iterator[Node]:
        nonlocal counter
        if isinstance(node, Not):
            for smaller in walk(node.part):
                yield Not(smaller)
        elif isinstance(node, And | Or):
            for index, part in enumerate(node.parts):
                others = node.parts[:index] + node.parts[index + 1 :]
                counter += 1
                if others:
                    yield type(node)(others)
                for smaller in walk(part):
                    yield type(node)((*node.parts[:index], smaller, *node.parts[index + 1 :]))

    for smaller in walk(node):
        yield smaller, counter


def equal(cells: Cells, one: Node, other: Node) -> bool:
    """True where no profile tells two conditions apart."""
    return (
        cells.find(cells.formula(one), cells.formula(other, negated=True)) is None
        and cells.find(cells.formula(other), cells.formula(one, negated=True)) is None
    )


# ---------------------------------------------------------------- unused


def _unused(rulebase: RuleBase) -> Iterator[Finding]:
    tests = [leaf for _, _, node in _conditions(rulebase) for leaf in leaves(node)]
    tests += [leaf for one in rulebase.impossible for leaf in leaves(one.when)]
    guards = [f.applies_if for f in rulebase.facts.values() if f.applies_if is not None]
    tests += [leaf for node in guards for leaf in leaves(node)]
    asked = {leaf.fact for leaf in tests if isinstance(leaf, Test)}
    needed = {name for fact in rulebase.facts.values() for name in inputs(fact)}
    quoted = {name for rule in rulebase.rules for name in _quoted(rule)}
    for fact in rulebase.facts.values():
        if fact.name not in asked | needed:
            if fact.askable or fact.name not in quoted:
                yield Finding("unused-fact", fact.name, CODES["unused-fact"], fact.at)
            continue
        own = [leaf for leaf in tests if isinstance(leaf, Test) and leaf.fact == fact.name]
        answers = {one for topic in rulebase.topics.values() for one in topic.answers}
        for choice in fact.choices:
            if fact.name == TOPICS and choice in answers:
                continue
            if not any(_mentions(test, choice, fact.choices) for test in own):
                about = f"{fact.name}.{choice}"
                yield Finding("unused-choice", about, CODES["unused-choice"], fact.at)
    used = {leaf.conclusion for leaf in tests if isinstance(leaf, Holds)}
    for conclusion in rulebase.conclusions.values():
        if conclusion.name not in used:
            message = CODES["unused-conclusion"]
            yield Finding("unused-conclusion", conclusion.name, message, conclusion.at)
    thresholds = {leaf.threshold for leaf in tests if isinstance(leaf, Test)}
    for threshold in rulebase.thresholds.values():
        if threshold.name not in thresholds:
            message = CODES["unused-threshold"]
            yield Finding("unused-threshold", threshold.name, message, threshold.at)


def _quoted(rule: Rule) -> Iterator[str]:
    """The facts that the texts of a rule quote."""
    for text in (rule.title, rule.advice, rule.action):
        yield from (match[1] for match in PLACEHOLDER.finditer(text))


def _mentions(test: Test, choice: str, choices: tuple[str, ...]) -> bool:
    """True where the test can tell the choice from another one."""
    if test.op in ("unknown", "known"):
        return False
    if test.counted:
        return True
    if isinstance(test.value, frozenset):
        return choice in test.value or len(choices) == len(test.value) + 1
    return bool(COMPARE["=="](test.value, choice))


def _finding(code: str, about: str, message: str, at: Anchor, witness: Profile | None) -> Finding:
    return Finding(code, about, f"{CODES[code]}: {message}", at, witness)

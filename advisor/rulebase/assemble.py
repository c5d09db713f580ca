"""Entries -> values with every name resolved; what fails is noted as a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from math import isfinite

from advisor.facts.formulas import inputs
from advisor.facts.vocabulary import Fact
from advisor.language.condition import ConditionError
from advisor.language.document import Anchor, Path
from advisor.language.tree import ALWAYS, And, Gives, Holds, Node, Test, leaves
from advisor.problems import Problem, guess
from advisor.rulebase.assemble_facts import FactAssembly
from advisor.rulebase.check import misread, unknown_sources, unreadable
from advisor.rulebase.entries import Entry, Key
from advisor.rulebase.model import (
    Branch,
    Case,
    Conclusion,
    Impossible,
    Rule,
    RuleBase,
    Source,
    Threshold,
    Topic,
    Verdict,
)
from advisor.rulebase.resolve import Names


class Assembly:
    """One try at resolving everything; what fails is noted in `faults`."""

    def __init__(self, entries: Mapping[Key, Entry]) -> None:
        self.entries = entries
        self.faults: list[tuple[Entry, Problem]] = []
        self.thresholds = {
            e.name: float(e.shape.value) if e.shape.value % 1 else int(e.shape.value)
            for e in self.of("threshold")
            if self.finite(e)
        }
        assembly = FactAssembly({e.name: e for e in self.of("fact")}, self.thresholds, self.fault)
        self.plain = {e.name: assembly.fact(e) for e in self.of("fact")}
        self.names = Names(
            self.plain,
            self.thresholds,
            {e.name for e in self.of("conclusion")},
            {e.name: _values(e) for e in self.of("verdict")},
        )

    def of(self, kind: str) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if entry.kind == kind)

    def fault(self, entry: Entry, problem: Problem) -> None:
        self.faults.append((entry, problem))

    def rulebase(self) -> RuleBase:
        """Everything that could be resolved."""
        facts = {e.name: self.with_guard(e, self.plain[e.name]) for e in self.of("fact")}
        conclusions = {e.name: self.conclusion(e) for e in self.of("conclusion")}
        verdicts = {e.name: self.verdict(e) for e in self.of("verdict")}
        topics = {
            topic.name: topic for topic in self.in_menu_order(map(self.topic, self.of("topic")))
        }
        sources = {
            e.name: Source(e.name, e.shape.title, e.shape.note, e.shape.sections, e.at)
            for e in self.of("source")
        }
        rules = [self.rule(e, sources, topics) for e in self.of("rule")]
        return RuleBase(
            facts=facts,
            thresholds={
                e.name: Threshold(
                    e.name, self.thresholds[e.name], e.shape.note, e.shape.basis, e.at
                )
                for e in self.of("threshold")
                if e.name in self.thresholds
            },
            conclusions=conclusions,
            verdicts=verdicts,
            topics=topics,
            sources=sources,
            rules=tuple(rule for rule in rules if rule.enabled),
            disabled=tuple(rule for rule in rules if not rule.enabled),
            impossible=tuple(
                Impossible(self.condition(e, "when"), e.shape.reason, e.at)
                for e in self.of("impossible")
            ),
            computed=tuple(facts[name] for name in self.sorted_facts(facts)),
            order=tuple(self.sorted_definitions(conclusions, verdicts)),
        )

    def finite(self, entry: Entry) -> bool:
        if not isfinite(entry.shape.value):
            self.fault(entry, entry.problem("out-of-range", "not a finite number", ("value",)))
        return isfinite(entry.shape.value)

    # ------------------------------------------------------------ conditions

    def condition(self, entry: Entry, *keys: str | int, optional: bool = False) -> Node:
        """A resolved condition of an entry; ALWAYS where it is faulty or left out."""
        text: object = entry.shape
        for key in keys:
            text = text[key] if isinstance(key, int) else getattr(text, key)  # type: ignore[index]
        assert isinstance(text, str)
        if optional and not text.strip():
            return ALWAYS
        return self.resolved(entry, text, keys)

    def resolved(self, entry: Entry, text: str, path: Path) -> Node:
        try:
            node = self.names.resolve(text)
        except ConditionError:
            for problem in misread(self.names, entry, text, path):
                self.fault(entry, problem)
            return ALWAYS
        if entry.kind != "rule":
            for leaf in leaves(node):
                if isinstance(leaf, Test) and leaf.op == "unknown":
                    message = "`unknown(...)` may stand in rules only"
                    inside = (leaf.span.start, leaf.span.end)
                    self.fault(entry, entry.problem("condition", message, path, inside=inside))
        return node

    # ------------------------------------------------------------ kinds

    def with_guard(self, entry: Entry, fact: Fact) -> Fact:
        """The fact with its `applies_if`, which may ask about facts only."""
        guard = self.condition(entry, "applies_if", optional=True)
        if any(isinstance(leaf, Holds | Gives) for leaf in leaves(guard)):
            message = "`applies_if` asks about facts only"
            self.fault(entry, entry.problem("condition", message, ("applies_if",)))
        return replace(fact, applies_if=None if guard == ALWAYS else guard)

    def conclusion(self, entry: Entry) -> Conclusion:
        return Conclusion(entry.name, self.condition(entry, "when"), entry.shape.meaning, entry.at)

    def verdict(self, entry: Entry) -> Verdict:
        shape = entry.shape
        branches = [
            Branch(b.value, b.label, b.meaning, self.condition(entry, "branch", index, "when"))
            for index, b in enumerate(shape.branch)
        ]
        if shape.otherwise:
            last = shape.otherwise
            branches.append(Branch(last.value, last.label, last.meaning, None))
        wanted = self.condition(entry, "wanted", optional=True)
        return Verdict(
            entry.name, shape.question, tuple(branches), wanted, entry.at, self.cases(entry)
        )

    def cases(self, entry: Entry) -> tuple[Case, ...]:
        """The tests of a rule or verdict whose values can be read."""
        return tuple(
            Case(
                test.given, test.expect, Anchor(entry.file, (*entry.path, "test", index)),
                getattr(test, "certain", True),
            )
            for index, test in enumerate(entry.shape.test)
            if not any(True for _ in unreadable(self.plain, test.given))
        )  # fmt: skip

    def topic(self, entry: Entry) -> Topic:
        shape = entry.shape
        if shape.verdict and ("verdict", shape.verdict) not in self.entries:
            hint = guess(shape.verdict, [e.name for e in self.of("verdict")])
            message = f"there is no verdict `{shape.verdict}`"
            self.fault(entry, entry.problem("unknown-name", message, ("verdict",), hint=hint))
        questions = self.plain.get("questions")
        for index, answer in enumerate(shape.answers):
            if questions is None or answer not in questions.choices:
                self.fault(
                    entry,
                    entry.problem(
                        "unknown-choice", f"`{answer}` is no choice of the fact `questions`",
                        ("answers", index),
                        hint=guess(answer, questions.choices if questions else ()),
                    ),
                )  # fmt: skip
        leads = self.condition(entry, "leads_if") if shape.leads_if.strip() else None
        return Topic(
            entry.name, shape.question, shape.verdict, frozenset(shape.answers), leads, entry.at
        )

    def in_menu_order(self, topics: Iterable[Topic]) -> list[Topic]:
        """Topics in the order of the choices of `questions`, which is the order of the menu."""
        questions = self.plain.get("questions")
        choices = questions.choices if questions else ()
        return sorted(
            topics, key=lambda topic: [i for i, one in enumerate(choices) if one in topic.answers]
        )

    def rule(
        self, entry: Entry, sources: Mapping[str, Source], topics: Mapping[str, Topic]
    ) -> Rule:
        shape = entry.shape
        when = self.condition(entry, "when")
        for text, file, path in entry.narrowed:
            added = Entry(
                "rule", entry.name, shape, file, path[:-1], entry.layer, before=entry.before
            )
            try:
                when = And((when, self.names.resolve(text)))
            except ConditionError:
                for problem in misread(self.names, added, text, ("and",)):
                    self.fault(entry, problem)
        for problem in unknown_sources(sources, entry, shape.sources):
            self.fault(entry, problem)
        topic = shape.topic or _topic_of_file(entry)
        if shape.topic and shape.topic not in topics:
            message, hint = f"there is no topic `{shape.topic}`", guess(shape.topic, topics)
            self.fault(entry, entry.problem("unknown-name", message, ("topic",), hint=hint))
        narrowed = [text for text, _, _ in entry.narrowed]
        when_text = " and ".join(f"({text})" for text in (shape.when, *narrowed))
        return Rule(
            id=shape.id,
            title=shape.title,
            kind=shape.kind,
            stance=shape.stance,
            priority=shape.priority,
            evidence=shape.evidence,
            topic=topic,
            group=shape.group,
            when=when,
            when_text=when_text if narrowed else shape.when,
            unless=self.condition(entry, "unless") if shape.unless.strip() else None,
            unless_text=shape.unless,
            advice=shape.advice,
            action=shape.action,
            effort=shape.effort,
            sources=tuple(shape.sources),
            status=shape.status,
            tests=self.cases(entry),
            at=entry.at,
            enabled=entry.enabled,
            aliases=tuple(shape.aliases),
            changes=entry.changes,
        )

    # ------------------------------------------------------------ order

    def sorted_facts(self, facts: Mapping[str, Fact]) -> Iterable[str]:
        graph = {name: inputs(fact) for name, fact in facts.items() if fact.computed}
        return [name for name in self.sorted("fact", graph) if name in graph]

    def sorted_definitions(
        self, conclusions: Mapping[str, Conclusion], verdicts: Mapping[str, Verdict]
    ) -> Iterator[Conclusion | Verdict]:
        graph: dict[str, list[str]] = {}
        for name, conclusion in conclusions.items():
            graph[name] = list(_uses(conclusion.when))
        for name, verdict in verdicts.items():
            whens = [branch.when for branch in verdict.branches if branch.when is not None]
            graph[name] = [used for when in whens for used in _uses(when)]
        for name in self.sorted("conclusion", graph):
            if name in conclusions:
                yield conclusions[name]
            elif name in verdicts:
                yield verdicts[name]

    def sorted(self, kind: str, graph: Mapping[str, Iterable[str]]) -> list[str]:
        """Names in an order that puts what each needs before it; a cycle is a fault."""
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            found = [self.entries.get((kind, n)) or self.entries["verdict", n] for n in cycle]
            entry = max(found, key=lambda entry: entry.touched)
            message = "these need each other: " + " -> ".join(cycle)
            path = ("when",) if "when" in entry.origins else ()
            self.fault(entry, entry.problem("cycle", message, path, hint="break the circle"))
            return []


def _values(entry: Entry) -> list[str]:
    """The values a verdict can take, first to last."""
    shape = entry.shape
    last = [shape.otherwise.value] if shape.otherwise else []
    return list(dict.fromkeys([branch.value for branch in shape.branch] + last))


def _topic_of_file(entry: Entry) -> str:
    """A rule belongs to the one topic its file declares."""
    topics = entry.file.data.get("topic")
    return next(iter(topics)) if isinstance(topics, dict) and len(topics) == 1 else ""


def _uses(node: Node) -> Iterator[str]:
    """The conclusions and verdicts a condition depends on."""
    for leaf in leaves(node):
        if isinstance(leaf, Holds):
            yield leaf.conclusion
        elif isinstance(leaf, Gives):
            yield leaf.verdict

"""Problems of a rule base that need no inference: texts, tests, manners."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from advisor.facts.vocabulary import NotAValue, Vocabulary
from advisor.language.document import Path
from advisor.language.tree import And, Holds, Node, Or, Test, pushed
from advisor.problems import Problem, guess
from advisor.rulebase.entries import Entry
from advisor.rulebase.model import RuleBase, Source
from advisor.rulebase.resolve import Names
from advisor.sources.profile_file import DONT_KNOW

PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
"""`{fact}` or `{fact|words for when it is unknown}` in a text."""

TEXTS = ("title", "advice", "action")


def check(rulebase: RuleBase, entries: Iterable[Entry]) -> Iterator[Problem]:
    """Every problem of the rules that were loaded."""
    rules = {rule.id: rule for rule in rulebase.all_rules()}
    for entry in entries:
        if entry.kind == "verdict" and entry.name in rulebase.verdicts:
            yield from _verdict_tests(rulebase, entry)
        rule = rules.get(entry.name) if entry.kind == "rule" else None
        if rule is None:
            continue
        if any("{" in text or "}" in text for text in (rule.title, rule.advice, rule.action)):
            known = _known_where_true(rulebase, rule.when)
            for key in TEXTS:
                yield from placeholders(rulebase, entry, key, known)
        if not entry.shape.test:
            yield _untested(entry)
        # The tests that could be read are those of the rule: look at them again only
        # where some could not, which a start of the program should not pay for.
        if len(rule.tests) < len(entry.shape.test):
            yield from given(rulebase, entry)
        if rule.group and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", rule.group):
            yield entry.problem("bad-name", f"`{rule.group}` is no group name", ("group",))


def placeholders(
    rulebase: RuleBase, entry: Entry, key: str, known: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with the braces in a text, the facts in `known` being known."""
    text = getattr(entry.shape, key)
    for match in PLACEHOLDER.finditer(text):
        name, words = match[1], match[2]
        inside = match.span()
        if name not in rulebase.facts:
            message, hint = f"`{name}` is no fact", guess(name, rulebase.facts)
            yield entry.problem("unknown-name", message, (key,), inside=inside, hint=hint)
        elif words is None and name not in known:
            yield entry.problem(
                "placeholder", f"`{name}` may be unknown when this rule applies", (key,),
                inside=inside, hint=f"say what to print then: {{{name}|words}}",
            )  # fmt: skip
    stray = re.search(r"[{}]", PLACEHOLDER.sub(lambda m: " " * len(m[0]), text))
    if stray:
        message = "a brace without its partner"
        yield entry.problem("placeholder", message, (key,), inside=stray.span())


def _verdict_tests(rulebase: RuleBase, entry: Entry) -> Iterator[Problem]:
    values = [branch.value for branch in rulebase.verdicts[entry.name].branches]
    for index, test in enumerate(entry.shape.test):
        if test.expect not in values:
            message, hint = (
                f"`{test.expect}` is no value of the verdict",
                guess(test.expect, values),
            )
            path = ("test", index, "expect")
            yield entry.problem("unknown-choice", message, path, hint=hint)
    yield from given(rulebase, entry)


def _untested(entry: Entry) -> Problem:
    return entry.problem(
        "no-test", f"`{entry.name}` has no test", severity="warning",
        hint='add [[rule.test]] with given = { ... } and expect = "applies"',
    )  # fmt: skip


def given(rulebase: RuleBase, entry: Entry) -> Iterator[Problem]:
    """What the tests of an entry give that is no fact, or no value of it."""
    for index, test in enumerate(entry.shape.test):
        for name, message in unreadable(rulebase.facts, test.given):
            path = ("test", index, "given", name)
            if name in rulebase.facts:
                yield entry.problem("value", message, path)
            else:
                hint = guess(name, rulebase.facts)
                yield entry.problem("unknown-name", message, path, of="key", hint=hint)


def unknown_sources(
    known: Mapping[str, Source], entry: Entry, sources: Iterable[str]
) -> Iterator[Problem]:
    """Each source of a rule that is not there, or has no such section."""
    for index, source in enumerate(sources):
        name, _, section = source.partition("#")
        if name not in known or (section and section not in known[name].sections):
            better = guess(section, known[name].sections) if name in known else guess(name, known)
            message = f"there is no source `{source}`"
            yield entry.problem("unknown-source", message, ("sources", index), hint=better)


def unreadable(facts: Vocabulary, given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What a test gives that is no fact, or no value of it, and why; it cannot be run."""
    for name, raw in given.items():
        fact = facts.get(name)
        if fact is None:
            yield name, f"`{name}` is no fact"
        elif raw != DONT_KNOW:
            try:
                fact.read(raw)
            except NotAValue as error:
                yield name, str(error)


def misread(names: Names, entry: Entry, text: str, path: Path) -> Iterator[Problem]:
    """Everything that is wrong with a condition of an entry."""
    for error in names.faults(text):
        inside = (error.span.start, error.span.end)
        yield entry.problem(error.code, error.message, path, inside=inside, hint=error.hint)


def _known_where_true(rulebase: RuleBase, node: Node) -> frozenset[str]:
    """The facts that must be known whenever the condition is true."""
    return _certain(rulebase, pushed(node))


def _certain(rulebase: RuleBase, node: Node) -> frozenset[str]:
    match node:
        case And(parts=parts):
            return frozenset().union(*(_certain(rulebase, part) for part in parts))
        case Or(parts=parts) if parts:
            return frozenset.intersection(*(_certain(rulebase, part) for part in parts))
        case Test(fact=fact, op=op) if op != "unknown":
            return frozenset({fact})
        case Holds(conclusion=name, expected=expected):
            definition = rulebase.conclusions.get(name)
            if definition is None:
                return frozenset()
            when = definition.when
            return _certain(rulebase, pushed(when, negated=not expected))
    return frozenset()

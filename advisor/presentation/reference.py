"""The rule reference: one Markdown page per topic, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from advisor.facts.vocabulary import NotAValue
from advisor.presentation.text import sources
from advisor.presentation.words import EVIDENCE, condition
from advisor.problems import visible
from advisor.rulebase.check import PLACEHOLDER
from advisor.rulebase.model import Case, Rule, RuleBase, Topic, Verdict

STATUS_WORDS = {
    "applies": "you get this advice",
    "provisional": "you get it for now",
    "set-aside": "it is set aside",
    "undecided": "it waits for answers",
    "silent": "you do not get it",
}


def pages(rulebase: RuleBase) -> Mapping[str, str]:
    """File name -> Markdown text."""
    made = {
        f"{name}.md": "\n".join(_page(rulebase, topic)) + "\n"
        for name, topic in rulebase.topics.items()
    }
    return {"README.md": "\n".join(_index(rulebase)) + "\n", **made}


def _index(rulebase: RuleBase) -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield f"{len(rulebase.rules)} rules in {len(rulebase.topics)} topics. This page and those it"
    yield "links to are written by `advisor rules docs`; the examples are the tests of the rules."
    yield ""
    for name, topic in rulebase.topics.items():
        count = len(_rules(rulebase, name))
        yield f"- [{_plain(topic.question)}]({name}.md) ({count} rule{'' if count == 1 else 's'})"
    yield ""
    yield "How far to trust a piece of advice is said in these words:"
    yield ""
    for label, words in EVIDENCE.items():
        yield f"- `{label}`: {words}"
    yield ""
    yield "The guidance comes from these articles:"
    yield ""
    for source in rulebase.sources.values():
        yield f"- “{_plain(source.title)}”. {_plain(source.note)}".rstrip()


def _rules(rulebase: RuleBase, topic: str) -> list[Rule]:
    return [rule for rule in rulebase.rules if rule.topic == topic]


def _page(rulebase: RuleBase, topic: Topic) -> Iterator[str]:
    yield f"# {_plain(topic.question)}"
    verdict = rulebase.verdicts.get(topic.verdict)
    if verdict is not None:
        yield from _verdict(rulebase, verdict)
    for rule in _rules(rulebase, topic.name):
        yield from _rule(rulebase, rule)


def _verdict(rulebase: RuleBase, verdict: Verdict) -> Iterator[str]:
    yield ""
    yield f"The answer is the first of these that holds (`{verdict.name}`):"
    yield ""
    for number, branch in enumerate(verdict.branches, 1):
        when = "otherwise" if branch.when is None else condition(rulebase, branch.when)
        meaning = f" {_plain(branch.meaning)}" if branch.meaning else ""
        yield f"{number}. **{_plain(branch.label)}** (`{branch.value}`): {_plain(when)}.{meaning}"


def _rule(rulebase: RuleBase, rule: Rule) -> Iterator[str]:
    yield ""
    yield f"## {_text(rulebase, rule.title)}"
    yield ""
    yield f"`{rule.id}` · {rule.kind} · priority {rule.priority} · {EVIDENCE[rule.evidence]}"
    yield ""
    yield _text(rulebase, rule.advice)
    if rule.action:
        yield ""
        yield f"**Do:** {_text(rulebase, rule.action)}"
    yield ""
    yield f"**When:** {_plain(condition(rulebase, rule.when))} (`{rule.when_text}`)"
    if rule.unless is not None:
        yield ""
        yield f"**Unless:** {_plain(condition(rulebase, rule.unless))} (`{rule.unless_text}`)"
    yield ""
    yield "**Examples:**"
    yield ""
    for test in rule.tests:
        yield f"- {_given(rulebase, test)}: {STATUS_WORDS[test.expect]}."
    found = list(sources(rulebase, rule))
    if found:
        yield ""
        yield "**From:** " + _plain(", ".join(found))


def _text(rulebase: RuleBase, text: str) -> str:
    """A text of a rule; where it shows a value, the name of the fact in brackets."""
    return _plain(PLACEHOLDER.sub(lambda match: f"[{rulebase.facts[match[1]].called}]", text))


def _given(rulebase: RuleBase, test: Case) -> str:
    """What a test gives, in words."""
    words = []
    for name, raw in test.given.items():
        fact = rulebase.facts[name]
        try:
            words.append(f"{fact.called}: {fact.show(fact.read(raw))}")
        except NotAValue:
            words.append(f"{fact.called}: the creator does not know")
    return _plain("; ".join(words)) if words else "nothing known"


def _plain(text: str) -> str:
    """Text that Markdown and HTML show as it is."""
    return re.sub(r"([\\`*_\[\]<>&#|])", r"\\\1", visible(text).replace("\n", " "))

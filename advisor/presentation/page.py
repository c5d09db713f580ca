"""The page of one rule, for whoever reads or edits it."""

from __future__ import annotations

import textwrap

from advisor.presentation.text import bold, dim, sources
from advisor.presentation.words import EVIDENCE, STANCE_WORDS, condition
from advisor.problems import visible
from advisor.rulebase.model import Rule, RuleBase


def render_page(rulebase: RuleBase, rule: Rule, width: int = 80) -> str:
    """Advice, condition as written and in words, tests and sources of a rule."""
    lines = [bold(visible(rule.title)), f"{rule.id} ({'on' if rule.enabled else 'off'})"]
    lines += [dim(str(rule.at.place)), ""]

    def add(label: str, text: str) -> None:
        if text:
            lines.extend(
                textwrap.wrap(
                    visible(text), width, initial_indent=f"{label:<10}", subsequent_indent=" " * 10
                )
            )

    add("advice", rule.advice)
    add("do", rule.action)
    add("when", rule.when_text)
    add("", "that is: " + condition(rulebase, rule.when))
    if rule.unless is not None:
        add("unless", rule.unless_text)
        add("", "that is: " + condition(rulebase, rule.unless))
    stance = STANCE_WORDS[rule.stance]
    add("kind", rule.kind + (f", {stance}" if stance else "") + f", priority {rule.priority}")
    add("trust", EVIDENCE[rule.evidence])
    for source in sources(rulebase, rule):
        add("from", source)
    topic = rulebase.topics.get(rule.topic)
    add("topic", topic.question if topic else "your own rules")
    for change in rule.changes:
        add("changed", f"{change.key} by {change.at.place} {change.reason}")
    lines += ["", "tests"]
    for test in rule.tests:
        given = ", ".join(f"{name} = {value!r}" for name, value in test.given.items()) or "nothing"
        add(f"  {test.expect} ", f"with {given}")
    return "\n".join(lines) + "\n"

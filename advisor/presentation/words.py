"""The plain words for labels, tests, reasons and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.explanation.decided import Deciding
from advisor.explanation.proof import Reason
from advisor.explanation.ranges import Range
from advisor.explanation.whynot import Obstacle, WhyNot
from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Fact, Vocabulary
from advisor.inference.findings import Status
from advisor.language.tree import And, Gives, Holds, Node, Or, Test, pushed
from advisor.rulebase.check import PLACEHOLDER
from advisor.rulebase.model import RuleBase, Verdict

EVIDENCE = {
    "platform-rule": "TikTok's rules say so",
    "platform-consistent": "fits what TikTok has published",
    "common-advice": "common advice, not measured",
    "one-source": "one article says so",
    "check-app": "check your app; features change",
    "opinion": "a matter of taste",
    "contested": "sources disagree",
    "doubtful": "an article claims it; we doubt it",
}
"""How far to trust a piece of advice, strongest first."""

STANCE = {"for": "+", "against": "-", "caution": "!", "neutral": "·"}
"""A mark for how advice stands to the topic's question."""

STANCE_WORDS = {"for": "for it", "against": "against it", "caution": "take care", "neutral": ""}

STATUS = {
    Status.APPLIES: "applies to you",
    Status.PROVISIONAL: "applies to you for now",
    Status.SET_ASIDE: "set aside",
    Status.UNDECIDED: "open: some answers are missing",
    Status.SILENT: "does not apply to you",
}


ANYTHING = "whatever it is"


def fill(text: str, facts: Vocabulary, profile: Profile) -> str:
    """A text with its placeholders replaced by values, or by their words if unknown."""

    def value_of(match: re.Match[str]) -> str:
        fact, value = facts.get(match[1]), profile.value(match[1])
        if fact is None or value is None:
            return match[2] or ""
        return fact.show(value)

    return PLACEHOLDER.sub(value_of, text) if "{" in text else text


def compared(test: Test, fact: Fact) -> str:
    """What a test asks of a fact, in words: `at least 80 %`."""
    value = test.value
    if isinstance(value, frozenset):
        shown = " or ".join(f"“{fact.label(c)}”" for c in fact.choices if c in value)
    elif isinstance(value, str):
        shown = f"“{fact.label(value)}”"
    else:
        shown = f"{value:g} of them" if test.counted else fact.show(value)
    match test.op:
        case ">=":
            return f"at least {shown}"
        case "<=":
            return f"at most {shown}"
        case ">":
            return f"more than {shown}"
        case "<":
            return f"less than {shown}"
        case "==" if test.counted and not value:
            return fact.show(frozenset())
        case "==" | "contains" | "in" | "has_any":
            return shown
        case "!=" | "lacks" | "not in" | "has_none":
            return f"not {shown}"
        case "subset":
            return "only " + shown
        case "not subset":
            return "not only " + shown
        case "unknown":
            return "not known"
    return "known"


def tested(test: Test, fact: Fact) -> str:
    """A test as a clause: `comments answered: less than 20 %`."""
    return f"{fact.called}: {compared(test, fact)}"


def within(among: Range, fact: Fact) -> str:
    """A range of values in words: `at least 80 %`, `below 30 %`, `Yes, a lot or Now and then`."""
    if among.values:
        if len(among.values) == (len(fact.choices) or 2) > 1 and fact.type != "choices":
            return ANYTHING
        shown = [fact.show(value) for value in among.values]
        return " or ".join(shown) if len(shown) < 4 else f"{', '.join(shown[:3])} or other"
    low = "" if among.low == fact.min and among.with_low else fact.show(among.low)
    high = "" if among.high == fact.max and among.with_high else fact.show(among.high)
    if among.low == among.high:
        return f"exactly {fact.show(among.low)}"
    above = f"{'at least' if among.with_low else 'more than'} {low}"
    below = f"{'at most' if among.with_high else 'less than'} {high}"
    if low and high:
        return f"{above} and {below}"
    return above if low else below if high else "whatever it is"


def holding(decided: Iterable[Deciding]) -> list[str]:
    """The answers that fix a verdict, and how far each may move where that is limited."""
    told = []
    for one in decided:
        among = one.fact.show(one.value) if one.fact.type == "choices" else ""
        among = among or within(one.holds, one.fact)
        if among != ANYTHING:
            told.append(f"{one.fact.called}: {among}")
    return told


def obstacles(rulebase: RuleBase, one: WhyNot) -> str:
    """All that keeps a rule out, in one line."""
    return "; ".join(obstacle(rulebase, each) for each in one.obstacles)


def obstacle(rulebase: RuleBase, one: Obstacle) -> str:
    """What a test would need against what was read: `views: at least 2 %; now 1.4 % (answered)`."""
    fact = rulebase.facts[one.test.fact]
    needed = f"{fact.called}: {compared(one.test, fact)}"
    if one.value is None:
        return f"{needed}; {one.origin}"
    return f"{needed}; now {fact.show(one.value)} ({one.origin})"


def verdict_value(verdict: Verdict, value: str | None) -> str:
    """A value of a verdict by its label."""
    branch = verdict.branch(value)
    return f"“{branch.label}”" if branch else "nothing yet"


def reasons(rulebase: RuleBase, because: Iterable[Reason]) -> str:
    """Tests that hold, in words: `comments answered: 5 % (less than 20 %)`."""
    by_fact: dict[str, list[Reason]] = {}
    for reason in because:
        by_fact.setdefault(reason.fact, []).append(reason)
    return "; ".join(_fact_reasons(rulebase.facts[name], some) for name, some in by_fact.items())


def _fact_reasons(fact: Fact, because: list[Reason]) -> str:
    """What a fact is and, for a number, the closest bounds it passes."""
    value = because[0].value
    if value is None:
        return f"{fact.called}: {because[0].origin}"
    if isinstance(value, frozenset):
        named = [test.value for test in (r.test for r in because) if test.op == "contains"]
        asked = frozenset(str(word) for word in named) or value
        return f"{fact.called}: {fact.show(asked)}"
    if isinstance(value, bool | str):
        return f"{fact.called}: {fact.show(value)}"
    low = [r.test for r in because if r.test.op in (">", ">=")]
    high = [r.test for r in because if r.test.op in ("<", "<=")]
    closest = ([max(low, key=_bound)] if low else []) + ([min(high, key=_bound)] if high else [])
    told = [compared(test, fact) for test in closest if test.value != value]
    return f"{fact.called}: {fact.show(value)}" + (f" ({', '.join(told)})" if told else "")


def _bound(test: Test) -> float:
    return float(test.value) if isinstance(test.value, int | float) else 0.0


def condition(rulebase: RuleBase, node: Node) -> str:
    """A condition in words, conclusions by their meaning."""
    return _words(rulebase, pushed(node))


def _words(rulebase: RuleBase, node: Node) -> str:
    match node:
        case And(parts=parts) | Or(parts=parts):
            word = ", and " if isinstance(node, And) else ", or "
            return word.join(
                f"({_words(rulebase, part)})"
                if isinstance(part, And | Or) and type(part) is not type(node)
                else _words(rulebase, part)
                for part in parts
            )
        case Test():
            return tested(node, rulebase.facts[node.fact])
        case Holds(conclusion=name, expected=expected):
            meaning = rulebase.conclusions[name].meaning
            return meaning if expected else f"not so: {meaning}"
        case Gives(verdict=name, values=values, expected=expected):
            verdict = rulebase.verdicts[name]
            labels = [f"“{b.label}”" for b in verdict.branches if b.value in values]
            answer = " or ".join(dict.fromkeys(labels))
            return f"“{verdict.question}” is {'' if expected else 'not '}{answer}"
    raise AssertionError(f"unresolved: {node}")

"""A rule base written in the part of durable_rules that is exact, and nothing else.

* one message per fact; sets as one yes/no message per choice;
* every rule a flat `all` of at most 15 patterns, each naming one message and
  comparing its value with literals;
* an `or` becomes an auxiliary message with one rule per alternative;
* `not` is pushed into the comparisons, so "is false" of a conclusion is derived by
  rules of its own, just like "is true".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from advisor.facts.vocabulary import Vocabulary
from advisor.inference.messages import (
    BOOT,
    OutsideLimits,
    branch_name,
    bucket,
    fnv32,
    length,
    literal,
    member,
    no,
    unknown,
    yes,
)
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, Value, pushed
from advisor.rulebase.model import Conclusion, RuleBase, Verdict

MAX_PATTERNS = 15
"""Patterns in one durable rule."""

MAX_RULES = 4_000
"""Durable rules in one set."""

MAX_COMPARISONS = 63
"""Different comparisons of one message."""

MAX_USES = 250
"""Durable rules that share one pattern."""

MAX_BUCKET = 400
"""Message names per bucket; above 511 durable_rules hangs."""

_SYMBOLS = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte", "!=": "$neq"}


# ---------------------------------------------------------------- compiling

Comparison = tuple[str, Value]


@dataclass(frozen=True, slots=True)
class Message:
    """A message was asserted and its value passes every comparison."""

    name: str
    tests: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Pattern, ...]


Pattern: TypeAlias = "Message | All | Any"


class Network:
    """Writes the durable_rules set of a rule base."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self.rules: dict[str, str] = {}
        self.auxiliaries = 0
        self.derives: dict[str, str] = {}
        """Durable rule -> the message it derives."""
        self.names: set[str] = set()
        self.comparisons: dict[str, set[str]] = {}
        self.uses: dict[str, int] = {}
        self._rule(BOOT, BOOT, [(BOOT, [(">", 0.4), ("<", 0.6)])])
        for name, condition in self._conditions():
            self._derive(yes(name), _messages(pushed(condition), rulebase.facts))
            self._derive(no(name), _messages(pushed(condition, negated=True), rulebase.facts))
        self._check()

    def _conditions(self) -> Iterator[tuple[str, Node]]:
        """Every condition of the rule base under the name it is derived by."""
        for definition in self.rulebase.order:
            if isinstance(definition, Conclusion):
                yield definition.name, self._expand(definition.when)
                continue
            for index, branch in enumerate(definition.branches):
                if branch.when is not None:
                    yield branch_name(definition, index), self._expand(branch.when)
        for verdict in self.rulebase.verdicts.values():
            yield f"wanted:{verdict.name}", self._expand(verdict.wanted)
        for rule in self.rulebase.rules:
            yield f"when:{rule.id}", self._expand(rule.when)
            if rule.unless is not None:
                yield f"unless:{rule.id}", self._expand(rule.unless)

    def _expand(self, node: Node) -> Node:
        """Replace tests of verdicts by what their branches derive."""
        match node:
            case And(parts=parts):
                return And(tuple(self._expand(part) for part in parts))
            case Or(parts=parts):
                return Or(tuple(self._expand(part) for part in parts))
            case Not(part=part):
                return Not(self._expand(part))
            case Gives(verdict=name, values=values, expected=expected):
                verdict = self.rulebase.verdicts[name]
                wins = tuple(
                    _wins(verdict, index)
                    for index, branch in enumerate(verdict.branches)
                    if branch.value in values
                )
                return Or(wins) if expected else Not(Or(wins))
        return node

    def _derive(self, message: str, node: Pattern) -> None:
        """Rules that derive the message wherever the pattern holds."""
        for index, alternative in enumerate(node.parts if isinstance(node, Any) else (node,)):
            self._add(message, index, self._gather(message, alternative))

    def _add(self, message: str, index: int, patterns: dict[str, list[Comparison]]) -> None:
        """One durable rule; what exceeds its patterns moves to an auxiliary message."""
        waiting = list(patterns.items())
        while len(waiting) > MAX_PATTERNS:
            auxiliary = self._auxiliary(message)
            self._rule(f"{auxiliary}/0", auxiliary, waiting[:MAX_PATTERNS])
            waiting = [*waiting[MAX_PATTERNS:], (auxiliary, [])]
        self._rule(f"{message}/{index}", message, waiting or [(BOOT, [])])

    def _gather(self, message: str, node: Pattern) -> dict[str, list[Comparison]]:
        """The messages, each with its comparisons, that together make the pattern hold."""
        found: dict[str, list[Comparison]] = {}
        match node:
            case All(parts=parts):
                for part in parts:
                    for name, tests in self._gather(message, part).items():
                        kept = found.setdefault(name, [])
                        kept += [test for test in tests if test not in kept]
            case Any():
                auxiliary = self._auxiliary(message)
                self._derive(auxiliary, node)
                found[auxiliary] = []
            case Message(name=name, tests=tests):
                found[name] = list(tests)
        return found

    def _auxiliary(self, message: str) -> str:
        self.auxiliaries += 1
        return f"{message}|{self.auxiliaries}"

    def _rule(self, rule: str, message: str, patterns: list[tuple[str, list[Comparison]]]) -> None:
        body = ",".join(self._pattern(index, *one) for index, one in enumerate(patterns))
        self.rules[rule] = f'{{"all":[{body}]}}'
        self.derives[rule] = message

    def _pattern(self, index: int, name: str, tests: list[Comparison]) -> str:
        self.names.add(name)
        parts = [f'{{"g":{bucket(name)}}}', f'{{"f":{literal(name)}}}']
        for op, value in tests:
            test = f'{{"v":{literal(value)}}}'
            if op != "==":
                test = f'{{"{_SYMBOLS[op]}":{test}}}'
            parts.append(test)
            self.comparisons.setdefault(name, set()).add(test)
        key = "".join(parts)
        self.uses[key] = self.uses.get(key, 0) + 1
        return f'{{"p{index}":{{"$and":[{",".join(parts)}]}}}}'

    def _check(self) -> None:
        """Refuse what durable_rules would answer wrongly, hang on or crash on."""
        buckets = Counter(bucket(name) for name in self.names)
        hashes = Counter(fnv32(name) for name in self.names)
        for limit, most, what in (
            (MAX_RULES, len(self.rules), "rules in the core"),
            (MAX_BUCKET, max(buckets.values()), "names in one bucket"),
            (MAX_USES, max(self.uses.values()), "uses of one comparison"),
            (
                MAX_COMPARISONS,
                max(map(len, self.comparisons.values())),
                "comparisons of a fact",
            ),
            (1, max(hashes.values()), "names with one hash"),
        ):
            if most > limit:
                raise OutsideLimits(f"{most:,} {what}, and at most {limit:,} are exact")

    def text(self) -> str:
        """The whole set as durable_rules reads it."""
        return "{" + ",".join(f"{literal(name)}:{body}" for name, body in self.rules.items()) + "}"


def _wins(verdict: Verdict, index: int) -> Node:
    """The branch is true and every branch before it is false."""
    branches = verdict.branches[: index + 1]
    return And(
        tuple(
            Holds(branch_name(verdict, position), position == index)
            for position, branch in enumerate(branches)
            if branch.when is not None
        )
    )


def _messages(node: Node, facts: Vocabulary) -> Pattern:
    """A condition without `not` and verdicts -> the messages that make it true."""
    match node:
        case And(parts=parts):
            return All(tuple(_messages(part, facts) for part in parts))
        case Or(parts=parts):
            return Any(tuple(_messages(part, facts) for part in parts))
        case Holds(conclusion=name, expected=expected):
            return Message(yes(name) if expected else no(name))
        case Test() if facts[node.fact].type == "choices" and node.op not in (
            "unknown",
            "known",
        ):
            return _set_messages(node, facts[node.fact].choices)
        case Test(fact=name, op="in", value=frozenset() as words):
            return Any(tuple(Message(name, (("==", word),)) for word in sorted(words)))
        case Test(fact=name, op="not in", value=frozenset() as words):
            return Message(name, tuple(("!=", word) for word in sorted(words)))
        case Test(fact=name, op="unknown" | "known" as op):
            return Message(unknown(name), (("==", op == "unknown"),))
        case Test(fact=name, op=op, value=value):
            return Message(name, ((op, value),))
    raise AssertionError(f"unresolved: {node}")


def _set_messages(test: Test, choices: tuple[str, ...]) -> Pattern:
    """A set is one yes/no message per choice and one with the number of members."""
    if test.counted:
        return Message(length(test.fact), ((test.op, test.value),))
    words = {test.value} if isinstance(test.value, str) else test.value
    assert isinstance(words, set | frozenset)
    if test.op in ("subset", "not subset"):
        words = set(choices) - words
    held = test.op in ("contains", "has_any", "not subset")
    parts = tuple(Message(member(test.fact, word), (("==", held),)) for word in sorted(words))
    # A known set is needed even where no member is asked about.
    return Any(parts) if held else All((Message(length(test.fact)), *parts))

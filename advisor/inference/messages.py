"""The messages of the core: what they are called, and how their values are written.

A fact is one message, a set one yes/no message per choice and one with the number of
members; what is derived says of a name that it is true (`+name`) or false (`-name`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from math import isfinite

from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Vocabulary
from advisor.language.tree import Value
from advisor.rulebase.model import Verdict

BUCKETS = 64
MAX_WORD = 8_192
MAX_NUMBER = 2**53

BOOT = "$boot"


class OutsideLimits(Exception):
    """The rule base is larger than, or different from, what durable_rules does exactly."""


def yes(name: str) -> str:
    """The message that says a conclusion, branch or condition is true."""
    return "+" + name


def no(name: str) -> str:
    """The message that says it is false."""
    return "-" + name


def unknown(fact: str) -> str:
    """The message that says whether a fact is unknown."""
    return "?" + fact


def length(fact: str) -> str:
    """The message that says how many members a set has."""
    return "#" + fact


def member(fact: str, choice: str) -> str:
    """The message that says whether a set has a member."""
    return f"{fact}~{choice}"


def branch_name(verdict: Verdict, index: int) -> str:
    """The name under which the condition of a branch is derived."""
    return f"{verdict.name}#{index}"


def profile_messages(facts: Vocabulary, profile: Profile) -> Iterator[tuple[str, Value]]:
    """Everything a profile says, one message per fact; sets as one per choice."""
    for fact in facts.values():
        value = profile.value(fact.name)
        yield unknown(fact.name), value is None
        if isinstance(value, frozenset):
            yield length(fact.name), len(value)
            for choice in fact.choices:
                yield member(fact.name, choice), choice in value
        elif value is not None:
            yield fact.name, value


@cache
def bucket(name: str) -> int:
    """Which of the buckets a message name belongs to."""
    return fnv32(name) % BUCKETS


@cache
def address(name: str) -> str:
    """The part of a message that says which one it is."""
    return f'"id":{literal(name)},"g":{bucket(name)},"f":{literal(name)}'


def fnv32(name: str) -> int:
    """The hash durable_rules compares names by, as its C code computes it."""
    result = 0x811C9DC5
    for byte in name.encode():
        signed = byte if byte < 128 else byte - 256 & 0xFFFFFFFF
        result = ((result ^ signed) * 16777619) & 0xFFFFFFFF
    return result


def literal(value: Value) -> str:
    """JSON that durable_rules reads back exactly. Raises OutsideLimits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if not isfinite(value) or abs(value) > MAX_NUMBER:
            raise OutsideLimits(f"the number {value} is not exact")
        text = repr(value)
        # Its parser wants a point before an exponent.
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    assert isinstance(value, str)
    if len(value.encode()) > MAX_WORD:
        raise OutsideLimits(f"a word of {len(value):,} characters is not exact")
    return json.dumps(value, ensure_ascii=False)

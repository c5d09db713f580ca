"""Conditions as text in the language of a peer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from advisor.inference.findings import Status
from advisor.language.tree import And, Holds, Node, Or, Test, Value, pushed
from tests.benchmarks.peers.program import Decision


@dataclass(frozen=True)
class Wording:
    """How a language says that all or any of some parts hold, and what leaves are."""

    all: Callable[[list[str]], str]
    any: Callable[[list[str]], str]
    test: Callable[[Test], str]
    holds: Callable[[Holds], str]

    def write(self, node: Node) -> str:
        """The condition as text."""
        match node:
            case And(parts=parts):
                return self.all([self.write(part) for part in parts])
            case Or(parts=parts):
                return self.any([self.write(part) for part in parts])
            case Test():
                return self.test(node)
            case Holds():
                return self.holds(node)
        raise AssertionError(f"not in a program: {node}")

    def write_both(self, node: Node) -> tuple[str, str]:
        """For a language without unknown: that a condition is true, and that it is false."""
        return self.write(node), self.write(pushed(node, negated=True))


def infix(word: str, empty: str) -> Callable[[list[str]], str]:
    """Parts joined by a word between them."""

    def join(parts: list[str]) -> str:
        return f"({f' {word} '.join(parts)})" if parts else empty

    return join


def yes(name: str) -> str:
    """What says that a condition is true."""
    return name + "__yes"


def no(name: str) -> str:
    """What says that a condition is false."""
    return name + "__no"


def holds_twice(leaf: Holds) -> str:
    """A condition in a language without unknown."""
    return yes(leaf.conclusion) if leaf.expected else no(leaf.conclusion)


def literal(value: Value) -> str:
    """A constant as most languages write it, words in double quotes."""
    if isinstance(value, frozenset):
        return "[" + ", ".join(literal(one) for one in sorted(value)) + "]"
    return json.dumps(value)


def choose_ternary(condition: str, then: str, otherwise: str) -> str:
    """One of two values in a language that has `? :`."""
    return f"({condition} ? {then} : {otherwise})"


def status_of(
    rule: Decision,
    wording: Wording,
    choose: Callable[[str, str, str], str] = choose_ternary,
    say: Callable[[str], str] = literal,
) -> str:
    """The status of a rule in a language without unknown: the table of `findings.status`."""
    applies, provisional, set_aside, undecided, silent = (say(one.value) for one in Status)
    given, open_ = applies, undecided
    if rule.unless is not None:
        true, false = wording.write_both(rule.unless)
        given = choose(true, set_aside, choose(false, applies, provisional))
        open_ = choose(true, silent, undecided)
    true, false = wording.write_both(rule.when)
    return choose(true, given, choose(false, silent, open_))

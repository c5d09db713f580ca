"""The trees that conditions and formulas are turned into.

A tree that was just parsed has the leaves `Name`, `Compare` and `Call`: nobody has
looked yet whether a name is a fact, a conclusion, a verdict or a threshold. Resolving
it (`rulebase.resolve`) puts `Test`, `Holds` and `Gives` in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | frozenset[str]"
"""What a fact can be: yes/no, a count or number, one word, or a set of words."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text a piece stands: characters from `start` up to `end`."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""The span of nodes that no text was written for. Spans play no part in comparing nodes."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; alone it means "is true"."""

    id: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; of a set, `words` says where each word stands."""

    value: Value
    span: Span = field(default=NOWHERE, compare=False)
    words: tuple[tuple[str, Span], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Length:
    """`len(name)`: how many members a set has."""

    name: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison as written; `op` is one of == != < <= > >= in."""

    left: Name | Constant | Length
    op: str
    right: Name | Constant | Length
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`has_any(name, {...})`, `subset(name, {...})` or `unknown(name)` as written."""

    function: str
    name: Name
    members: Constant | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """A fact against a constant.

    `op` is one of == != < <= > >= for single values (with `counted`, for the number
    of members of a set), `in` / `not in` a set of words, `contains` / `lacks` a word,
    `has_any` / `has_none` / `subset` / `not subset` for sets, `unknown` / `known`.
    `threshold` names where the constant comes from, if it has a name.
    """

    fact: str
    op: str
    value: Value
    counted: bool = False
    threshold: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A conclusion is true (or, with `expected` false, is false)."""

    conclusion: str
    expected: bool = True
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gives:
    """A verdict is certain to be one of `values` (or, `expected` false, cannot be)."""

    verdict: str
    values: frozenset[str]
    expected: bool = True
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """True when every part is."""

    parts: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """True when any part is."""

    parts: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false."""

    part: Node
    span: Span = field(default=NOWHERE, compare=False)


Leaf: TypeAlias = "Name | Compare | Call | Test | Holds | Gives"
Node: TypeAlias = "And | Or | Not | Leaf"

ALWAYS = And(())
"""The condition that is true of everybody."""


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of the tree, left to right."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Not(part=part):
            yield from leaves(part)
        case _:
            yield node


OPPOSITE = {
    "==": "!=", "<": ">=", "<=": ">", "in": "not in", "contains": "lacks",
    "has_any": "has_none", "subset": "not subset", "unknown": "known",
}  # fmt: skip
OPPOSITE |= {negative: positive for positive, negative in OPPOSITE.items()}


def pushed(node: Node, negated: bool = False) -> Node:
    """The same condition (or its negation) with every `not` pushed into the leaves.

    In three-valued logic this changes nothing: a comparison with an unknown fact is
    unknown either way round. Takes resolved trees only.
    """
    match node:
        case Not(part=part):
            return pushed(part, not negated)
        case And(parts=parts, span=span) | Or(parts=parts, span=span):
            kind = Or if isinstance(node, And) == negated else And
            return kind(tuple(pushed(part, negated) for part in parts), span)
        case Test() if negated:
            if isinstance(node.value, bool) and node.op == "==":
                return replace(node, value=not node.value)
            return replace(node, op=OPPOSITE[node.op])
        case Holds() | Gives() if negated:
            return replace(node, expected=not node.expected)
    return node


def write_test(test: Test) -> str:
    """The test in the language of conditions, thresholds as numbers."""
    name = f"len({test.fact})" if test.counted else test.fact
    match test.op:
        case "unknown" | "known":
            return f"{'' if test.op == 'unknown' else 'not '}unknown({test.fact})"
        case "contains" | "lacks":
            return f"{test.value!r} {'in' if test.op == 'contains' else 'not in'} {name}"
        case "has_any" | "has_none" | "subset" | "not subset":
            function = {"has_none": "not has_any", "not subset": "not subset"}.get(test.op, test.op)
            return f"{function}({name}, {write_value(test.value)})"
        case "==" if isinstance(test.value, bool):
            return name if test.value else f"not {name}"
    return f"{name} {test.op} {write_value(test.value)}"


def write_value(value: Value) -> str:
    """A constant in the language of conditions."""
    if isinstance(value, frozenset):
        return "{" + ", ".join(repr(member) for member in sorted(value)) + "}"
    return repr(value)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`op` is one of + - * / min max."""

    op: str
    parts: tuple[Formula, ...]
    span: Span = field(default=NOWHERE, compare=False)


Formula: TypeAlias = "Name | Constant | Arithmetic"


def names_in(formula: Formula) -> Iterator[Name]:
    """Every name in the formula, left to right."""
    match formula:
        case Name():
            yield formula
        case Arithmetic(parts=parts):
            for part in parts:
                yield from names_in(part)

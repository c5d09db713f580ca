"""Condition and formula text -> trees whose names are not yet resolved.

    parse_condition("self_like_share > 0 and not gives_back")
    And((Compare(Name('self_like_share'), '>', Constant(0)), Not(Name('gives_back'))))

The text is read with Python's own parser and checked against a short list of
allowed forms; it is never executed. Length and nesting are limited, so no text can
take unbounded time or memory.
"""

from __future__ import annotations

import ast
import warnings
from sys import float_info

from advisor.language.tree import (
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    Formula,
    Length,
    Name,
    Node,
    Not,
    Or,
    Span,
)

MAX_LENGTH = 2_000
"""Characters in one condition or formula."""

MAX_DEPTH = 40
"""Levels of nesting in one condition or formula."""


class ConditionError(Exception):
    """The text is no condition; `span` says which characters are at fault."""

    def __init__(self, span: Span, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.span, self.code, self.message, self.hint = span, code, message, hint


# ---------------------------------------------------------------- reading


def parse_condition(text: str) -> Node:
    """Read a condition. Raises ConditionError; an empty text is an error too."""
    return _Reader(text).condition(_parse(text), 0)


class _Reader:
    """Turns Python's tree into ours, form by allowed form."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, node: ast.expr) -> Span:
        return _span_of(self.text, node)

    def refuse(self, node: ast.expr, message: str, hint: str = "") -> ConditionError:
        return ConditionError(self.span(node), "condition", message, hint)

    def condition(self, node: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"this is nested more than {MAX_DEPTH} levels deep")
        match node:
            case ast.BoolOp(op=op, values=values):
                kind = And if isinstance(op, ast.And) else Or
                return kind(
                    tuple(self.condition(value, depth + 1) for value in values),
                    self.span(node),
                )
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand, depth + 1), self.span(node))
            case ast.Name(id=name):
                return Name(name, self.span(node))
            case ast.Compare():
                return self.comparison(node)
            case ast.Call():
                return self.call(node)
            case ast.Constant(value=bool()):
                raise self.refuse(
                    node, "a condition cannot be a bare `True` or `False`",
                    "for the last branch of a verdict use `otherwise`",
                )  # fmt: skip
            case ast.BinOp():
                raise self.refuse(
                    node, "a condition cannot calculate",
                    "make a fact with a `formula` and compare that",
                )  # fmt: skip
        raise self.refuse(node, f"`{self.piece(node)}` is no condition", ALLOWED)

    def comparison(self, node: ast.Compare) -> Node:
        """`a < x <= b` means `a < x and x <= b`."""
        operands = [node.left, *node.comparators]
        parts: list[Node] = []
        for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
            span = Span(self.span(left).start, self.span(right).end)
            negated = isinstance(op, ast.NotIn)
            symbol = "in" if negated else _SYMBOLS.get(type(op), "")
            if not symbol:
                raise ConditionError(span, "condition", "`is` is no comparison", "write ==")
            compare = Compare(self.operand(left), symbol, self.operand(right), span)
            parts.append(Not(compare, span) if negated else compare)
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.span(node))

    def operand(self, node: ast.expr) -> Name | Constant | Length:
        match node:
            case ast.Name(id=name):
                return Name(name, self.span(node))
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name) as inner], keywords=[]):
                return Length(Name(name, self.span(inner)), self.span(node))
            case ast.Set():
                return self.members(node)
            case ast.Constant(value=bool() | str() as value):
                return Constant(value, self.span(node))
        number = _number(node)
        if number is not None:
            return Constant(number, self.span(node))
        if isinstance(node, ast.BinOp):
            raise self.refuse(
                node, "a condition cannot calculate",
                "make a fact with a `formula` and compare that",
            )  # fmt: skip
        raise self.refuse(node, f"`{self.piece(node)}` cannot be compared", ALLOWED)

    def call(self, node: ast.Call) -> Call:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        match function, node.args, node.keywords:
            case "unknown", [ast.Name(id=name) as inner], []:
                return Call(function, Name(name, self.span(inner)), None, self.span(node))
            case "has_any" | "subset", [
                ast.Name(id=name) as inner,
                ast.Set() as members,
            ], []:
                return Call(
                    function,
                    Name(name, self.span(inner)),
                    self.members(members),
                    self.span(node),
                )
        raise self.refuse(node, f"`{self.piece(node)}` is no condition", ALLOWED)

    def members(self, node: ast.Set) -> Constant:
        for element in node.elts:
            if not (isinstance(element, ast.Constant) and isinstance(element.value, str)):
                raise self.refuse(element, "a set holds only words in quotes")
        words = tuple(
            (str(element.value), self.span(element))  # type: ignore[attr-defined]
            for element in node.elts
        )
        return Constant(frozenset(word for word, _ in words), self.span(node), words)

    def piece(self, node: ast.expr) -> str:
        span = self.span(node)
        piece = self.text[span.start : span.end]
        return piece if len(piece) <= 40 else piece[:37] + "..."


ALLOWED = (
    "allowed: and or not, == != < <= > >=, in {'a','b'}, 'a' in f, "
    "has_any(f, {...}), subset(f, {...}), len(f), unknown(f)"
)
_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in",
}  # fmt: skip


def _parse(text: str) -> ast.expr:
    """Python's tree of the text, or ConditionError."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            Span(MAX_LENGTH, MAX_LENGTH + 1), "condition-too-long",
            f"a condition holds at most {MAX_LENGTH:,} characters; this one has {len(text):,}",
            "split it with a conclusion of its own",
        )  # fmt: skip
    if not text.strip():
        raise ConditionError(Span(0, len(text)), "condition", "the condition is empty")
    # One line, so that offsets in Python's tree are offsets in our text.
    line = "".join(" " if char in "\r\n\t\f" else char for char in text)
    blank = len(line) - len(line.lstrip())
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(line[blank:], mode="eval").body
    except SyntaxError as error:
        start = min(blank + max((error.offset or 1) - 1, 0), len(text) - 1)
        message = _plain(error)
        if error.offset == 0:
            start, message = len(text.rstrip()) - 1, "the condition ends too early"
        raise ConditionError(Span(start, start + 1), "condition", message, ALLOWED) from None
    except (ValueError, MemoryError, RecursionError):
        raise ConditionError(
            Span(0, len(text)),
            "condition",
            "this is nested too deeply or is no text",
            ALLOWED,
        ) from None
    rest = line[_span_of(text, tree).end :]
    if "#" in rest:
        start = len(line) - len(rest) + rest.index("#")
        raise ConditionError(
            Span(start, len(text)), "condition", "a condition cannot hold a comment",
            "put the comment on a line of its own in the TOML file",
        )  # fmt: skip
    return tree


def _span_of(text: str, node: ast.expr) -> Span:
    """Python counts bytes of UTF-8 from the first character that is not blank."""
    blank = len(text) - len(text.lstrip())
    if text.isascii():
        return Span(blank + node.col_offset, blank + (node.end_col_offset or 0))
    raw = text[blank:].encode()
    return Span(
        blank + len(raw[: node.col_offset].decode(errors="ignore")),
        blank + len(raw[: node.end_col_offset].decode(errors="ignore")),
    )


def _plain(error: SyntaxError) -> str:
    """What is wrong, without the words of a Python programmer."""
    message = error.msg or ""
    if "never closed" in message or "unterminated" in message or "unmatched" in message:
        return message.split(" (")[0]
    return "this is no condition"


def _number(node: ast.expr) -> int | float | None:
    """A finite number, with a sign or without; None for anything else."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            sign = -1
        case ast.Constant(value=value):
            sign = 1
        case _:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= float_info.max:
        return None
    return sign * value


# ---------------------------------------------------------------- formulas


_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


def parse_formula(text: str) -> Formula:
    """Read a formula of facts, numbers, `+ - * / min max`. Raises ConditionError."""
    return _formula(text, _parse(text), 0)


def _formula(text: str, node: ast.expr, depth: int) -> Formula:
    span = _span_of(text, node)
    if depth > MAX_DEPTH:
        raise ConditionError(span, "formula", f"nested more than {MAX_DEPTH} levels deep")
    match node:
        case ast.Name(id=name):
            return Name(name, span)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            parts = (_formula(text, left, depth + 1), _formula(text, right, depth + 1))
            return Arithmetic(_SIGNS[type(op)], parts, span)
        case ast.Call(func=ast.Name(id="min" | "max" as function), args=args, keywords=[]) if args:
            return Arithmetic(function, tuple(_formula(text, arg, depth + 1) for arg in args), span)
    number = _number(node)
    if number is None:
        raise ConditionError(
            span, "formula", "a formula knows facts, numbers, + - * / min(...) max(...)"
        )
    return Constant(number, span)

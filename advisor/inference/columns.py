"""Facts as columns of a data frame, and tests of them as expressions.

A row is a profile; null is unknown. The columns of a fact, by its type:

    bool            Boolean
    count           Int64, at most 2**53
    number, ratio   Float64, within 2**53, never NaN; so are counts that are computed
    choice          Enum of the choices
    choices         UInt64, a bit per choice in the order of the choices; a fact with
                    more than 64 of them has further columns `name:1`, `name:2` ...
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce
from math import ceil, copysign, floor, isnan
from operator import add, and_, or_

import polars as pl

from advisor.facts.vocabulary import BIGGEST, Fact, Vocabulary
from advisor.language.tree import OPPOSITE, Test

Types = Mapping[str, pl.DataType]
"""The type of each column, by its name."""

BITS = 64


def column_types(facts: Vocabulary) -> Types:
    """The columns of a frame of profiles."""
    return {
        name: column_type(fact)
        for fact in facts.values()
        for name in (_masks(fact) if fact.type == "choices" else (fact.name,))
    }


def column_type(fact: Fact) -> pl.DataType:
    """The type of the columns of a fact."""
    match fact.type:
        case "bool":
            return pl.Boolean()
        case "choice":
            return pl.Enum(fact.choices)
        case "choices":
            return pl.UInt64()
    return pl.Int64() if is_whole(fact) else pl.Float64()


def is_whole(fact: Fact) -> bool:
    """True where the column of a number holds whole numbers only."""
    return fact.type == "count" and not fact.computed


def _masks(fact: Fact) -> dict[str, tuple[str, ...]]:
    """The columns of a set, each with the choices its bits stand for."""
    parts = range(0, max(1, len(fact.choices)), BITS)
    return {
        f"{fact.name}:{start // BITS}" if start else fact.name: fact.choices[start : start + BITS]
        for start in parts
    }


def masks(fact: Fact, words: pl.Expr) -> list[pl.Expr]:
    """The columns of a set from a column of lists of different words; a word that is no
    choice has no bit."""
    return [
        words.list.eval(
            pl.element().replace_strict(
                list(choices), [1 << bit for bit in range(len(choices))], default=None,
                return_dtype=pl.UInt64(),
            )
        ).list.sum().alias(name)
        for name, choices in _masks(fact).items()
    ]  # fmt: skip


def size(fact: Fact) -> pl.Expr:
    """How many members a set has."""
    return reduce(add, (pl.col(name).bitwise_count_ones() for name in _masks(fact)))


def bit(fact: Fact, choice: str) -> pl.Expr:
    """Whether a set holds a choice."""
    return _set_test(Test(fact.name, "contains", choice), fact)


def holds(test: Test, fact: Fact) -> pl.Expr:
    """The truth of a test: null where the fact is unknown."""
    column = pl.col(fact.name)
    if test.op in NEGATIVE:
        return ~holds(Test(test.fact, OPPOSITE[test.op], test.value, test.counted), fact)
    if test.op == "unknown":
        return column.is_null()
    if test.counted:
        return compare(size(fact).cast(pl.Int64()), test.op, _number(test), whole=True)
    match fact.type:
        case "bool":
            return column if test.value is True else ~column
        case "choice":
            return _is_one_of(column, fact, _words(test))
        case "choices":
            return _set_test(test, fact)
    return compare(column, test.op, _number(test), is_whole(fact))


NEGATIVE = ("!=", "not in", "known", "lacks", "has_none", "not subset")


def _number(test: Test) -> float:
    assert isinstance(test.value, int | float), test
    return test.value


def _words(test: Test) -> Collection[str]:
    assert isinstance(test.value, str | frozenset), test
    return {test.value} if isinstance(test.value, str) else test.value


def _is_one_of(column: pl.Expr, fact: Fact, words: Collection[str]) -> pl.Expr:
    # An OR of equalities: `is_in` is slower, and false for null elsewhere.
    kind = pl.Enum(fact.choices)
    tests = [column == pl.lit(word, kind) for word in fact.choices if word in words]
    return reduce(or_, tests) if tests else _never(column)


def _set_test(test: Test, fact: Fact) -> pl.Expr:
    words = _words(test)
    inside = test.op == "subset"
    tests = []
    for name, choices in _masks(fact).items():
        # A set is within the words when none of its members is among the others.
        bits = sum(1 << bit for bit, one in enumerate(choices) if (one in words) is not inside)
        common = pl.col(name) & pl.lit(bits, pl.UInt64())
        tests.append(common == 0 if inside else common != 0)
    return reduce(and_ if inside else or_, tests)


def compare(column: pl.Expr, op: str, constant: float, whole: bool) -> pl.Expr:
    """A column of numbers against a constant, like with like: that is faster, and exact.

    A `whole` column is Int64 and gets the whole number that means the same.
    """
    like = in_type(op, constant, whole)
    if like is None:
        return _never(column)
    literal = pl.lit(like, pl.Int64() if whole else pl.Float64())
    match op:
        case "==":
            return column == literal
        case "<":
            return column < literal
        case "<=":
            return column <= literal
        case ">":
            return column > literal
    return column >= literal


def in_type(op: str, constant: float, whole: bool) -> float | None:
    """The constant that means the same beside whole numbers or beside doubles; None where
    the comparison is true of no number."""
    if isnan(constant):
        return None
    if abs(constant) > BIGGEST:
        # Values end there; beyond it take a number that every type holds exactly.
        constant = copysign(2 * BIGGEST, constant)
    if not whole:
        return float(constant)
    if op == "==" and constant != int(constant):
        return None
    return ceil(constant) if op in ("<", ">=") else floor(constant)


def _never(column: pl.Expr) -> pl.Expr:
    """False of everything that is known."""
    return column != column

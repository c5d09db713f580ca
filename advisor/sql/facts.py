"""Facts as columns of a table in a warehouse, and tests of them.

NULL is unknown. The columns of a fact, by its type:

    bool            BOOLEAN
    count           any whole number
    number, ratio   any number; NaN is unknown
    choice          text; `?` is unknown
    choices         text as in CSV: `a|b`, `[]` the empty set, `?` unknown; the one form
                    that every warehouse has and that tells unknown from empty
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce

from sqlglot import exp

from advisor.facts.vocabulary import BIGGEST, Fact
from advisor.inference.columns import NEGATIVE, in_type, is_whole
from advisor.language.tree import OPPOSITE, Test
from advisor.sql.names import column, text

DONT_KNOW = "?"
EMPTY = "[]"
BAR = "|"


def kind(fact: Fact) -> str:
    """The type of a column as the rules see it."""
    match fact.type:
        case "bool":
            return "BOOLEAN"
        case "choice" | "choices":
            return "TEXT"
    return "BIGINT" if is_whole(fact) else "DOUBLE"


# ------------------------------------------------------------------ at the door


def known(fact: Fact) -> exp.Expression:
    """The value of a right cell in the type of its column."""
    raw = column(fact.name)
    match fact.type:
        case "bool":
            return raw
        case "choice" | "choices":
            return _word(raw)
    low, high = _bounds(fact)
    # NaN is not between any numbers.
    within = exp.Between(this=raw, low=_plain(low), high=_plain(high))
    return exp.case().when(within, exp.cast(raw, kind(fact)))


def wrong(fact: Fact, dialect: str) -> exp.Expression | None:
    """Whether a cell is no value of the fact; NULL or false where it is right."""
    raw = column(fact.name)
    match fact.type:
        case "bool":
            return None
        case "choice":
            return exp.not_(any_of([_is(_word(raw), one) for one in fact.choices]))
        case "choices":
            rest = _members(_word(raw))
            for one in fact.choices:
                rest = _without(rest, one)
            empty = exp.or_(_is(rest, ""), _is(raw, EMPTY))
            return exp.and_(exp.not_(empty), _word(raw).is_(exp.null()).not_())
    low, high = _bounds(fact)
    tests = [exp.LT(this=raw, expression=_plain(low)), exp.GT(this=raw, expression=_plain(high))]
    if fact.type == "count":
        tests.append(exp.NEQ(this=raw, expression=exp.func("FLOOR", raw)))
    return exp.and_(exp.not_(_is_nan(raw, dialect)), any_of(tests))


def _bounds(fact: Fact) -> tuple[float, float]:
    return max(fact.min, -BIGGEST), min(fact.max, BIGGEST)


def _word(raw: exp.Expression) -> exp.Expression:
    return exp.Nullif(this=exp.cast(raw, "TEXT"), expression=text(DONT_KNOW))


def _is_nan(raw: exp.Expression, dialect: str) -> exp.Expression:
    double = exp.cast(raw, "DOUBLE")
    if dialect == "bigquery":
        return exp.IsNan(this=double)
    # The others hold NaN equal to itself.
    return exp.EQ(this=double, expression=exp.cast(text("NaN"), "DOUBLE"))


# ---------------------------------------------------------------------- tests


def holds(test: Test, fact: Fact) -> exp.Expression:
    """The truth of a test: NULL where the fact is unknown."""
    value = column(fact.name)
    if test.op in NEGATIVE:
        positive = Test(test.fact, OPPOSITE[test.op], test.value, test.counted)
        return exp.not_(holds(positive, fact))
    if test.op == "unknown":
        return value.is_(exp.null())
    if test.counted:
        return compare(_size(value, fact), test.op, _number(test), whole=True)
    match fact.type:
        case "bool":
            return value if test.value is True else exp.not_(value)
        case "choice":
            words = _words(test)
            return any_of([_is(value, one) for one in fact.choices if one in words], value)
        case "choices":
            return _set_test(test, fact, value)
    return compare(value, test.op, _number(test), is_whole(fact))


def compare(value: exp.Expression, op: str, constant: float, whole: bool) -> exp.Expression:
    """A number against a constant of its own type, as the kernel compares them."""
    like = in_type(op, constant, whole)
    if like is None:
        return any_of([], value)
    return COMPARE[op](this=value, expression=number(like))


COMPARE: dict[str, type[exp.Binary]] = {
    "==": exp.EQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip


def number(value: float) -> exp.Expression:
    """A number as a literal: a whole one, or a double to its last bit."""
    if isinstance(value, int):
        return exp.Literal.number(value)
    # Without an exponent it would be a decimal, which is rounded on its way to a double.
    written = repr(value)
    return exp.cast(exp.Literal.number(written if "e" in written else f"{written}e0"), "DOUBLE")


def _plain(bound: float) -> exp.Expression:
    return number(int(bound) if bound == int(bound) else bound)


def any_of(tests: Sequence[exp.Expression], value: exp.Expression | None = None) -> exp.Expression:
    """An OR; of no tests false, or NULL where `value` is."""
    if tests:
        found: exp.Expression = exp.or_(*tests)
        return found
    return exp.false() if value is None else exp.NEQ(this=value, expression=value)


def _number(test: Test) -> float:
    assert isinstance(test.value, int | float), test
    return test.value


def _words(test: Test) -> Collection[str]:
    assert isinstance(test.value, str | frozenset), test
    return {test.value} if isinstance(test.value, str) else test.value


def _is(value: exp.Expression, word: str) -> exp.Expression:
    return exp.EQ(this=value, expression=text(word))


# ------------------------------------------------------------------------ sets


def _set_test(test: Test, fact: Fact, value: exp.Expression) -> exp.Expression:
    words = _words(test)
    inside = test.op == "subset"
    # A set is within the words when none of its members is among the others.
    meant = [one for one in fact.choices if (one in words) is not inside]
    found = any_of(list(_has(value, meant)), value)
    return exp.not_(found) if inside else found


def _has(value: exp.Expression, words: Collection[str]) -> Iterator[exp.Expression]:
    """Whether a set holds each of the words."""
    for one in words:
        place = exp.StrPosition(this=_members(value), substr=text(f"{BAR}{one}{BAR}"))
        yield exp.GT(this=place, expression=number(0))


def _size(value: exp.Expression, fact: Fact) -> exp.Expression:
    """How many members a set has, a word that is there twice counted once."""
    ones = [exp.case().when(has, number(1)).else_(number(0)) for has in _has(value, fact.choices)]
    count = reduce(lambda a, b: exp.Add(this=a, expression=b), ones)
    return exp.case().when(value.is_(exp.null()).not_(), count)


def _members(value: exp.Expression) -> exp.Expression:
    """The text of a set with a bar before and after each word: `a|b` is `|a||b|`."""
    doubled = exp.func("REPLACE", value, text(BAR), text(BAR * 2))
    with_first = exp.DPipe(this=text(BAR), expression=doubled, safe=True)
    return exp.DPipe(this=with_first, expression=text(BAR), safe=True)


def _without(members: exp.Expression, word: str) -> exp.Expression:
    return exp.func("REPLACE", members, text(f"{BAR}{word}{BAR}"), text(""))

"""The rules over a data frame: a frame of profiles in, a frame of findings out.

Every condition becomes one expression. Polars' logic with nulls is Kleene's, so null is
unknown throughout. What depends on nothing but earlier levels is one level, computed in
one go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import reduce
from operator import and_, or_

import polars as pl

from advisor.facts.vocabulary import BIGGEST, Fact, Lookup
from advisor.inference.columns import column_types, compare, holds, is_whole
from advisor.inference.findings import Status
from advisor.language.tree import (
    ALWAYS,
    And,
    Arithmetic,
    Constant,
    Formula,
    Gives,
    Holds,
    Name,
    Node,
    Not,
    Or,
    Test,
    leaves,
)
from advisor.rulebase.model import Conclusion, Rule, RuleBase, Verdict

STATUSES = pl.Enum([status.value for status in Status])


def certain(verdict: str) -> str:
    """The column that says whether a verdict is certain."""
    return f"{verdict}:certain"


def wanted(verdict: str) -> str:
    """The column that says whether a verdict is wanted; null where that is unknown."""
    return f"{verdict}:wanted"


def branch(verdict: str, index: int) -> str:
    """The column with the truth of a branch."""
    return f"{verdict}:branch:{index}"


class Kernel:
    """One rule base, compiled.

    It reads the columns `types` (see `columns`) and finds

        each conclusion   Boolean, null where it is unknown
        each verdict      Enum of its values, null where it has none; beside it the
                          Boolean columns `certain`, `wanted` and one for each `branch`
        each rule         Enum of the statuses, named by the id of the rule
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self.types = column_types(rulebase.facts)
        self._completion = list(_completion(rulebase))
        self._levels = [*_definitions(rulebase), list(_results(rulebase))]

    def complete(self, profiles: pl.DataFrame) -> pl.DataFrame:
        """The profiles with the columns they lack, and with what formulas compute."""
        return self._complete(profiles).collect()

    def _complete(self, profiles: pl.DataFrame) -> pl.LazyFrame:
        missing = {name: kind for name, kind in self.types.items() if name not in profiles.columns}
        frame = profiles.lazy().with_columns(
            pl.lit(None, kind).alias(name) for name, kind in missing.items()
        )
        for computed in self._completion:
            frame = frame.with_columns(computed)
        return frame

    def evaluate(self, profiles: pl.DataFrame) -> pl.DataFrame:
        """What the rules find, a row per row of `profiles`.

        A column that is missing is a fact nobody knows; other columns than those of
        `types` are not looked at.
        """
        frame = self._complete(profiles)
        for level in self._levels:
            frame = frame.with_columns(level)
        return frame.select(
            one.meta.output_name() for level in self._levels for one in level
        ).collect()


def _completion(rulebase: RuleBase) -> Iterator[pl.Expr]:
    """Every computed fact, in order; what is known already stands."""
    for fact in rulebase.computed:
        if fact.lookup is not None:
            found = _look_up(fact.lookup, rulebase.facts[fact.lookup.of])
        else:
            found = _value(fact.formula)
        within = pl.when(found.abs() <= BIGGEST).then(found)
        yield pl.coalesce(fact.name, within).alias(fact.name)


def _look_up(lookup: Lookup, of: Fact) -> pl.Expr:
    column = pl.col(of.name)
    found = pl.lit(float(lookup.otherwise))
    for bound, result in reversed(lookup.steps):
        below = compare(column, "<", bound, is_whole(of))
        found = pl.when(below).then(pl.lit(float(result))).otherwise(found)
    return pl.when(column.is_not_null()).then(found)


def _value(formula: Formula | None) -> pl.Expr:
    match formula:
        case Constant(value=int() | float() as number):
            return pl.lit(float(number))
        case Name(id=name):
            return pl.col(name).cast(pl.Float64())
        case Arithmetic(op=op, parts=parts):
            numbers = [_value(part) for part in parts]
            result = _CALCULATE[op](numbers)
            return pl.when(result.is_finite()).then(result)
    raise AssertionError(f"no formula: {formula}")


def _extreme(of: Callable[..., pl.Expr], numbers: list[pl.Expr]) -> pl.Expr:
    """The smallest or biggest; unknown where any is, which Polars would pass over."""
    known = reduce(and_, (number.is_not_null() for number in numbers))
    return pl.when(known).then(of(*numbers))


def quotient(part: pl.Expr, of: pl.Expr) -> pl.Expr:
    """One column by another, to the last bit as Python divides."""
    # By a divisor that it sees is one number Polars multiplies with the reciprocal.
    return part / (of + 0 * part)


_CALCULATE: dict[str, Callable[[list[pl.Expr]], pl.Expr]] = {
    "+": lambda numbers: numbers[0] + numbers[1],
    "-": lambda numbers: numbers[0] - numbers[1],
    "*": lambda numbers: numbers[0] * numbers[1],
    "/": lambda numbers: quotient(*numbers),
    "min": lambda numbers: _extreme(pl.min_horizontal, numbers),
    "max": lambda numbers: _extreme(pl.max_horizontal, numbers),
}


def _definitions(rulebase: RuleBase) -> Iterator[list[pl.Expr]]:
    """Conclusions and the branches of verdicts, level by level."""
    level_of: dict[str, int] = {}
    levels: dict[int, list[pl.Expr]] = {}
    for definition in rulebase.order:
        columns = dict(_columns(definition))
        needed = (name for node in columns.values() for name in _defined(node))
        level = 1 + max((level_of[name] for name in needed), default=0)
        level_of[definition.name] = level
        levels.setdefault(level, []).extend(
            truth(rulebase, node).alias(name) for name, node in columns.items()
        )
    yield from (levels[level] for level in sorted(levels))


def _columns(definition: Conclusion | Verdict) -> Iterator[tuple[str, Node]]:
    """The columns of a definition and the condition of each."""
    if isinstance(definition, Conclusion):
        yield definition.name, definition.when
    else:
        for index, one in enumerate(definition.branches):
            yield branch(definition.name, index), ALWAYS if one.when is None else one.when


def _defined(node: Node) -> Iterator[str]:
    """The conclusions and verdicts a condition asks about."""
    for leaf in leaves(node):
        match leaf:
            case Holds(conclusion=name) | Gives(verdict=name):
                yield name


def _results(rulebase: RuleBase) -> Iterator[pl.Expr]:
    """Verdicts and statuses, which nothing else needs."""
    for name, verdict in rulebase.verdicts.items():
        yield _outcome(verdict).alias(name)
        yield _certain(verdict).alias(certain(name))
        yield truth(rulebase, verdict.wanted).alias(wanted(name))
    for rule in rulebase.rules:
        yield _status(rulebase, rule).alias(rule.id)


def _outcome(verdict: Verdict) -> pl.Expr:
    """The value of the first branch that is true."""
    kind = pl.Enum(list(dict.fromkeys(one.value for one in verdict.branches)))
    value = pl.lit(None, kind)
    for index, one in reversed(list(enumerate(verdict.branches))):
        column = pl.col(branch(verdict.name, index))
        value = pl.when(column).then(pl.lit(one.value, kind)).otherwise(value)
    return value


def _certain(verdict: Verdict) -> pl.Expr:
    """Whether no branch before the winning one is unknown."""
    sure = pl.lit(True)
    for index in reversed(range(len(verdict.branches))):
        column = pl.col(branch(verdict.name, index))
        sure = column.is_not_null() & (column | sure)
    return sure


def _status(rulebase: RuleBase, rule: Rule) -> pl.Expr:
    """The table of `findings.status`."""
    when = truth(rulebase, rule.when)
    given, open_ = _lit(Status.APPLIES), _lit(Status.UNDECIDED)
    if rule.unless is not None:
        unless = truth(rulebase, rule.unless)
        excepted = pl.when(unless).then(_lit(Status.SET_ASIDE))
        given = excepted.when(unless.is_null()).then(_lit(Status.PROVISIONAL)).otherwise(given)
        open_ = pl.when(unless).then(_lit(Status.SILENT)).otherwise(open_)
    return pl.when(when).then(given).when(when.is_null()).then(open_).otherwise(_lit(Status.SILENT))


def _lit(status: Status) -> pl.Expr:
    return pl.lit(status.value, STATUSES)


def truth(rulebase: RuleBase, node: Node) -> pl.Expr:
    """A condition as an expression over facts and the levels before."""
    match node:
        case And(parts=parts):
            return reduce(and_, [truth(rulebase, part) for part in parts] or [pl.lit(True)])
        case Or(parts=parts):
            return reduce(or_, [truth(rulebase, part) for part in parts] or [pl.lit(False)])
        case Not(part=part):
            return ~truth(rulebase, part)
        case Test():
            return holds(node, rulebase.facts[node.fact])
        case Holds(conclusion=name, expected=expected):
            return pl.col(name) if expected else ~pl.col(name)
        case Gives(verdict=name, values=values, expected=expected):
            given = _gives(rulebase.verdicts[name], values)
            return given if expected else ~given
    raise AssertionError(f"unresolved: {node}")


def _gives(verdict: Verdict, values: Collection[str]) -> pl.Expr:
    """True when certain and among the values, false when none of them is possible."""
    found, reached = pl.lit(False), pl.lit(True)
    for index, one in enumerate(verdict.branches):
        column = pl.col(branch(verdict.name, index))
        if one.value in values:
            found = found | (reached & column)
        reached = reached & ~column
    return found

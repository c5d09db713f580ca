"""Formulas, conditions, verdicts and rules as expressions over columns.

The meaning is that of the kernel in `inference.columnar`: SQL's logic with NULL is
Kleene's, so NULL is unknown throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from sqlglot import exp

from advisor.facts.vocabulary import BIGGEST, Fact, Lookup
from advisor.inference.columnar import branch, certain
from advisor.inference.columns import is_whole
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
)
from advisor.rulebase.model import Conclusion, Rule, RuleBase, Verdict
from advisor.sql.facts import any_of, compare, holds, number
from advisor.sql.names import Names, column, text

Column = tuple[str, exp.Expression]
"""The name of a column and what it holds."""

HIGHEST = 1.7976931348623157e308


def given(fact: Fact) -> str:
    """What the value of a computed fact is called that the table gives."""
    return f"{fact.name}:given"


class Logic:
    """The columns that follow from the facts, each after those it needs."""

    def __init__(self, rulebase: RuleBase, names: Names) -> None:
        self.rulebase, self.names = rulebase, names

    def columns(self) -> Iterator[Column]:
        """Computed facts, conclusions, verdicts, and last the status of every rule."""
        for fact in self.rulebase.computed:
            yield from self._computed(fact)
        for one in self.rulebase.order:
            if isinstance(one, Conclusion):
                yield self.names.of(one.name), self._truth(one.when)
            else:
                yield from self._verdict(one)
        for rule in self.rulebase.rules:
            yield self.names.of(rule.id), self._status(rule)

    def _column(self, what: str) -> exp.Expression:
        return column(self.names.of(what))

    # ------------------------------------------------------------ computed facts

    def _computed(self, fact: Fact) -> Iterator[Column]:
        if fact.lookup is not None:
            found = _look_up(fact.lookup, self.rulebase.facts[fact.lookup.of])
        else:
            assert fact.formula is not None, fact
            steps: list[Column] = []
            found = self._value(fact.formula, fact.name, steps)
            yield from steps
        within = exp.LTE(this=exp.func("ABS", found), expression=number(float(BIGGEST)))
        computed = exp.case().when(within, found)
        yield fact.name, exp.func("COALESCE", self._column(given(fact)), computed)

    def _value(self, formula: Formula, fact: str, steps: list[Column]) -> exp.Expression:
        """The value of a formula; each operation in it becomes a column of its own."""
        match formula:
            case Constant(value=int() | float() as constant):
                return number(float(constant))
            case Name(id=name):
                return exp.cast(column(name), "DOUBLE")
            case Arithmetic(op=op, parts=parts):
                numbers = [self._value(part, fact, steps) for part in parts]
                name = self.names.of(f"{fact}:step:{len(steps)}")
                steps.append((name, CALCULATE[op](numbers)))
                finite = exp.LTE(this=exp.func("ABS", column(name)), expression=number(HIGHEST))
                return exp.case().when(finite, column(name))
        raise AssertionError(f"no formula: {formula}")

    # ---------------------------------------------------------------- conditions

    def _truth(self, node: Node) -> exp.Expression:
        match node:
            case And(parts=()):
                return exp.true()
            case And(parts=parts):
                return exp.and_(*(self._truth(part) for part in parts))
            case Or(parts=parts):
                return any_of([self._truth(part) for part in parts])
            case Not(part=part):
                return exp.not_(self._truth(part))
            case Test():
                return holds(node, self.rulebase.facts[node.fact])
            case Holds(conclusion=name, expected=expected):
                found = self._column(name)
                return found if expected else exp.not_(found)
            case Gives(verdict=name, values=values, expected=expected):
                found = self._gives(self.rulebase.verdicts[name], values)
                return found if expected else exp.not_(found)
        raise AssertionError(f"unresolved: {node}")

    def _gives(self, verdict: Verdict, values: Collection[str]) -> exp.Expression:
        """True when certain and among the values, false when none of them is possible."""
        ways = []
        before: list[exp.Expression] = []
        for index, one in enumerate(verdict.branches):
            reached = self._column(branch(verdict.name, index))
            if one.value in values:
                ways.append(exp.and_(*before, reached))
            before.append(exp.not_(reached))
        return any_of(ways)

    # ------------------------------------------------------------------- results

    def _verdict(self, verdict: Verdict) -> Iterator[Column]:
        branches = [
            self._column(branch(verdict.name, index)) for index in range(len(verdict.branches))
        ]
        value = exp.case()
        sure = exp.case()
        for one, reached in zip(verdict.branches, branches, strict=True):
            when = ALWAYS if one.when is None else one.when
            yield reached.name, self._truth(when)
            value = value.when(reached, text(one.value))
            sure = sure.when(reached.is_(exp.null()), exp.false()).when(reached, exp.true())
        yield self.names.of(verdict.name), value.else_(exp.cast(exp.null(), "TEXT"))
        yield self.names.of(certain(verdict.name)), sure.else_(exp.true())

    def _status(self, rule: Rule) -> exp.Expression:
        """The table of `findings.status`."""
        when = self._truth(rule.when)
        found = exp.case()
        if rule.unless is not None:
            unless = self._truth(rule.unless)
            found = found.when(exp.and_(when, unless), text(Status.SET_ASIDE))
            found = found.when(unless, text(Status.SILENT))
            open_ = exp.and_(when, exp.paren(unless).is_(exp.null()))
            found = found.when(open_, text(Status.PROVISIONAL))
        found = found.when(when, text(Status.APPLIES))
        found = found.when(exp.paren(when).is_(exp.null()), text(Status.UNDECIDED))
        return found.else_(text(Status.SILENT))


def _look_up(lookup: Lookup, of: Fact) -> exp.Expression:
    value = column(of.name)
    found = exp.case().when(value.is_(exp.null()), exp.cast(exp.null(), "DOUBLE"))
    for bound, result in lookup.steps:
        found = found.when(compare(value, "<", bound, is_whole(of)), number(float(result)))
    return found.else_(number(float(lookup.otherwise)))


def _binary(kind: type[exp.Binary]) -> Callable[[list[exp.Expression]], exp.Expression]:
    return lambda numbers: kind(this=numbers[0], expression=numbers[1])


def _divide(numbers: list[exp.Expression]) -> exp.Expression:
    divisor = exp.Nullif(this=numbers[1], expression=number(0.0))
    return exp.Div(this=numbers[0], expression=divisor, typed=False, safe=False)


def _extreme(name: str) -> Callable[[list[exp.Expression]], exp.Expression]:
    """The smallest or biggest; unknown where any is, which some warehouses pass over."""

    def of(numbers: list[exp.Expression]) -> exp.Expression:
        known = exp.and_(*(one.is_(exp.null()).not_() for one in numbers))
        # Not as LEAST or GREATEST of sqlglot, which would add a test for NULL of its own.
        return exp.case().when(known, exp.Anonymous(this=name, expressions=numbers))

    return of


CALCULATE: dict[str, Callable[[list[exp.Expression]], exp.Expression]] = {
    "+": _binary(exp.Add),
    "-": _binary(exp.Sub),
    "*": _binary(exp.Mul),
    "/": _divide,
    "min": _extreme("LEAST"),
    "max": _extreme("GREATEST"),
}

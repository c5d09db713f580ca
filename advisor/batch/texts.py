"""Further columns of findings: the texts of a rule with its numbers, and what decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from advisor.batch.shapes import GIVEN, has
from advisor.facts.vocabulary import Fact
from advisor.inference.columnar import branch, truth
from advisor.inference.columns import bit
from advisor.inference.findings import Status
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, pushed, write_test
from advisor.rulebase.check import PLACEHOLDER
from advisor.rulebase.model import Rule, RuleBase, Verdict

TEXTS = ("title", "advice", "action")


class Texts:
    """The columns `title`, `advice` and `action`; of a verdict its question, and the
    label and meaning of its value."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase

    def __call__(self, one: Rule | Verdict) -> Sequence[pl.Expr]:
        if isinstance(one, Rule):
            return [self._filled(getattr(one, name)).alias(name) for name in TEXTS]
        labels = {branch.value: branch.label for branch in reversed(one.branches)}
        meanings = {branch.value: branch.meaning for branch in reversed(one.branches)}
        return [
            pl.lit(one.question).alias("title"),
            _words(pl.col(one.name), labels).alias("advice"),
            _words(pl.col(one.name), meanings).alias("action"),
        ]

    def _filled(self, text: str) -> pl.Expr:
        """The text with its placeholders replaced. `pl.format` fails on empty pieces."""
        parts: list[pl.Expr] = []
        end = 0
        for match in PLACEHOLDER.finditer(text):
            fact = self.rulebase.facts[match[1]]
            parts += [pl.lit(text[end : match.start()]), _shown(fact).fill_null(match[2] or "...")]
            end = match.end()
        parts.append(pl.lit(text[end:]))
        return pl.concat_str(parts)


def _words(column: pl.Expr, words: dict[str, str]) -> pl.Expr:
    return column.cast(pl.String()).replace_strict(words, default=None, return_dtype=pl.String())


def _shown(fact: Fact) -> pl.Expr:
    """The value for people, as `Fact.show` has it; null where it is unknown."""
    column = pl.col(fact.name)
    match fact.type:
        case "bool":
            return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no"))
        case "choice":
            return _words(column, {choice: fact.label(choice) for choice in fact.choices})
        case "choices":
            ticked = [pl.when(bit(fact, one)).then(pl.lit(fact.label(one))) for one in fact.choices]
            all_ = pl.concat_str(ticked, separator=", ", ignore_nulls=True)
            none = fact.show(frozenset())
            return pl.when(column.is_not_null()).then(
                pl.when(all_ == "").then(pl.lit(none)).otherwise(all_)
            )

    def show(values: pl.Series) -> pl.Series:
        # Rounding has to come out as in the other reports: each different value once.
        different = values.drop_nulls().unique()
        return values.replace_strict(
            different, [fact.show(value) for value in different], default=None,
            return_dtype=pl.String(),
        )  # fmt: skip

    return column.map_batches(show, return_dtype=pl.String())


class Because:
    """The column `because`: the tests that hold and decided, conclusions unfolded,
    thresholds as numbers, as `advisor evaluate --format json` has them."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase

    def __call__(self, one: Rule | Verdict) -> Sequence[pl.Expr]:
        deciding: dict[str, list[pl.Expr]] = {}
        for node, condition in self._decided(one):
            for test, under in self._tests(node, condition):
                deciding.setdefault(write_test(test), []).append(under)
        pieces = [pl.when(reduce(or_, some)).then(pl.lit(text)) for text, some in deciding.items()]
        return [
            pl.concat_str(pieces or [pl.lit("")], separator="; ", ignore_nulls=True).alias(
                "because"
            )
        ]

    def _decided(self, one: Rule | Verdict) -> Iterator[tuple[Node, pl.Expr]]:
        """The conditions that made the finding what it is, and when each did."""
        if isinstance(one, Rule):
            yield one.when, has(one, GIVEN)
            if one.unless is not None:
                yield one.unless, has(one, (Status.SET_ASIDE,))
            return
        open_ = pl.lit(True)
        for index, part in enumerate(one.branches):
            column = pl.col(branch(one.name, index)).fill_null(False)
            if part.when is not None:
                yield part.when, open_ & column
                open_ = open_ & ~column
        if one.branches[-1].when is None:
            for index, part in enumerate(one.branches[:-1]):
                if part.when is not None:
                    yield Not(part.when), open_ & ~pl.col(branch(one.name, index))

    def _tests(self, node: Node, condition: pl.Expr) -> Iterator[tuple[Test, pl.Expr]]:
        """Every test of a condition, and when it decides: all parts of an `and` do,
        and those parts of an `or` that are true."""
        node = pushed(node)
        match node:
            case And(parts=parts):
                for part in parts:
                    yield from self._tests(part, condition)
            case Or(parts=parts):
                for part in parts:
                    holds = truth(self.rulebase, part).fill_null(False)
                    yield from self._tests(part, condition & holds)
            case Holds(conclusion=name, expected=expected):
                inner = self.rulebase.conclusions[name].when
                yield from self._tests(inner if expected else Not(inner), condition)
            case Gives(verdict=name, values=values, expected=expected):
                inner = self.rulebase.verdicts[name].gives(values)
                yield from self._tests(inner if expected else Not(inner), condition)
            case Test():
                yield node, condition

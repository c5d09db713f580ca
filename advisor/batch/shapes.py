"""What was found, as the tables people want: a row per finding or a row per profile.

Each shape takes a frame with the facts and the findings of some profiles and gives rows
in a fixed order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from advisor.batch.table import NAME
from advisor.inference.columnar import STATUSES, certain
from advisor.inference.findings import Status
from advisor.presentation.report import BACKGROUND, KINDS, PRIORITIES
from advisor.presentation.words import EVIDENCE, STANCE
from advisor.rulebase.model import Rule, RuleBase, Verdict

Shape = Callable[[pl.DataFrame], pl.DataFrame]

More = Callable[[Rule | Verdict], Sequence[pl.Expr]]
"""Further columns for the rows of a rule or verdict."""

CERTAIN = "certain"
VERDICT = "verdict"
TOP = ("first_rule", "second_rule", "third_rule")

NO_STEP = (*BACKGROUND, "answer")
"""Kinds of rules that do not ask for anything to be done."""

GIVEN = (Status.APPLIES, Status.PROVISIONAL)


def findings(rulebase: RuleBase, also: Sequence[Status], more: Sequence[More]) -> Shape:
    """A row per verdict and per rule that is given or has a status in `also`.

    First every verdict, then every rule, in the order of the rule base; of each the
    profiles in their order.
    """
    verdicts, rules = rulebase.verdicts.values(), rulebase.rules
    kinds = {
        "rule": pl.Enum([*rulebase.verdicts, *(rule.id for rule in rules)]),
        "value": pl.Enum(_unique(one.value for verdict in verdicts for one in verdict.branches)),
        "status": pl.Enum([CERTAIN, *STATUSES.categories]),
        "kind": pl.Enum([VERDICT, *KINDS]),
        "stance": pl.Enum(list(STANCE)),
        "priority": pl.Enum(PRIORITIES),
    }

    def row(one: Rule | Verdict, **values: str | pl.Expr | None) -> list[pl.Expr]:
        columns = [
            (value if isinstance(value, pl.Expr) else pl.lit(value)).cast(kinds[name]).alias(name)
            for name, value in values.items()
        ]
        return [pl.col(NAME), *columns, *(column for add in more for column in add(one))]

    def parts(found: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
        for name, verdict in rulebase.verdicts.items():
            yield found.select(
                row(
                    verdict, rule=name, value=pl.col(name).cast(pl.String()),
                    status=_certainty(name), kind=VERDICT, stance=None, priority=None,
                )
            )  # fmt: skip
        wanted = [*GIVEN, *also]
        for rule in rules:
            yield found.filter(has(rule, wanted)).select(
                row(
                    rule, rule=rule.id, value=None, status=pl.col(rule.id),
                    kind=rule.kind, stance=rule.stance, priority=rule.priority,
                )
            )  # fmt: skip

    return lambda found: pl.concat(parts(found.lazy())).collect()


def wide(rulebase: RuleBase) -> Shape:
    """A row per profile: every verdict with its certainty, and the status of every rule."""
    columns = [*_verdicts(rulebase), *(pl.col(rule.id) for rule in rulebase.rules)]
    return lambda found: found.select(NAME, *columns)


def profiles(rulebase: RuleBase) -> Shape:
    """A row per profile: every verdict, how many rules have each status, and the first
    three things to do: by priority, then evidence, then effort, one of each group."""
    counts = [
        pl.sum_horizontal(has(rule, [status]) for rule in rulebase.rules)
        .cast(pl.UInt32())
        .alias(status.value)
        for status in Status
        if status is not Status.SILENT
    ]
    steps = sorted((rule for rule in rulebase.rules if rule.kind not in NO_STEP), key=_order)
    ids = [rule.id for rule in steps]

    def shape(found: pl.DataFrame) -> pl.DataFrame:
        top = found.lazy().select(_spoken(steps))
        for before, name in zip((None, *TOP), TOP, strict=False):
            top = top.with_columns(_first(ids, before).alias(name))
        named = pl.col(TOP).replace_strict(range(len(ids)), ids, return_dtype=pl.Enum(ids))
        table = found.select(NAME, *_verdicts(rulebase), *counts)
        return table.hstack(top.select(named).collect())

    return shape


def _spoken(steps: Sequence[Rule]) -> Iterator[pl.Expr]:
    """Whether each rule is given and no earlier one of its group is."""
    groups: dict[str, pl.Expr] = {}
    for rule in steps:
        given = has(rule, GIVEN)
        earlier = groups.get(rule.group) if rule.group else None
        yield (given if earlier is None else given & ~earlier).alias(rule.id)
        groups[rule.group] = given if earlier is None else earlier | given


def _first(ids: Sequence[str], before: str | None) -> pl.Expr:
    """The number of the first rule that is true, after the one of the column `before`."""
    numbers = [pl.lit(number, pl.UInt32()) for number in range(len(ids))]
    return pl.min_horizontal(
        pl.when(pl.col(id) if before is None else pl.col(id) & (number > pl.col(before))).then(
            number
        )
        for id, number in zip(ids, numbers, strict=True)
    )


def _order(rule: Rule) -> tuple[int, int, int, int]:
    return (
        PRIORITIES.index(rule.priority),
        list(EVIDENCE).index(rule.evidence),
        rule.effort,
        KINDS.index(rule.kind),
    )


def _verdicts(rulebase: RuleBase) -> Iterator[pl.Expr]:
    for name in rulebase.verdicts:
        yield pl.col(name)
        yield _certainty(name).cast(pl.Enum([CERTAIN, Status.PROVISIONAL])).alias(f"{name}:status")


def _certainty(verdict: str) -> pl.Expr:
    sure = pl.when(pl.col(certain(verdict))).then(pl.lit(CERTAIN))
    return sure.otherwise(pl.lit(Status.PROVISIONAL.value))


def has(rule: Rule, statuses: Sequence[Status]) -> pl.Expr:
    """Whether a rule has one of the statuses."""
    column = pl.col(rule.id)
    return reduce(or_, (column == pl.lit(one.value, STATUSES) for one in statuses))


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))

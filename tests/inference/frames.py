"""Profiles as frames and frames as findings, a row at a time: what tests compare with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Fact, Vocabulary
from advisor.inference.columnar import Kernel, branch, certain, wanted
from advisor.inference.columns import column_types, masks
from advisor.inference.findings import Findings, Outcome, Status, Truth
from advisor.language.tree import Value
from advisor.rulebase.model import RuleBase, Verdict


def frame_of(facts: Vocabulary, profiles: Sequence[Profile]) -> pl.DataFrame:
    """The given values of many profiles."""
    types = column_types(facts)
    columns = {
        name: pl.Series(name, [_plain(one.value(name)) for one in profiles], _given(fact, types))
        for name, fact in facts.items()
    }
    frame = pl.DataFrame({"profile": [one.name for one in profiles]} | columns)
    sets = [fact for fact in facts.values() if fact.type == "choices"]
    return frame.with_columns(column for fact in sets for column in masks(fact, pl.col(fact.name)))


def _plain(value: Value | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _given(fact: Fact, types: Mapping[str, pl.DataType]) -> pl.DataType:
    return pl.List(pl.Enum(fact.choices)) if fact.type == "choices" else types[fact.name]


def findings(base: RuleBase, profiles: Sequence[Profile]) -> list[Findings]:
    """What the kernel finds of each profile, all evaluated as one frame."""
    found = Kernel(base).evaluate(frame_of(base.facts, profiles))
    return [
        Findings(
            {name: row[name] for name in base.conclusions},
            {name: _outcome(verdict, row) for name, verdict in base.verdicts.items()},
            {name: row[wanted(name)] for name in base.verdicts},
            {rule.id: Status(row[rule.id]) for rule in base.rules},
        )
        for row in found.rows(named=True)
    ]


def _outcome(verdict: Verdict, row: Mapping[str, object]) -> Outcome:
    possible: dict[str, None] = {}
    for index, one in enumerate(verdict.branches):
        truth: object | Truth = row[branch(verdict.name, index)]
        if truth is not False:
            possible[one.value] = None
        if truth is True:
            break
    value = row[verdict.name]
    assert value is None or isinstance(value, str)
    return Outcome(value, row[certain(verdict.name)] is True, tuple(possible))

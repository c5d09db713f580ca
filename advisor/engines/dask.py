"""The rules inside a Dask computation."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import polars as pl
import pyarrow as pa
from dask.dataframe import DataFrame

from advisor.engines.arrow import frame, tables
from advisor.engines.work import Step, Work, find, reject, result_columns, work_on
from advisor.rulebase.model import RuleBase


def findings(
    profiles: DataFrame, rules: RuleBase | None = None, *, key: str | None = None,
    shape: str = "findings", more: Sequence[str] = (),
) -> DataFrame:  # fmt: skip
    """What the rules find, as `advisor batch` has it; nothing is computed yet.

    `profiles` has a row per profile and columns named like facts: sets are lists of
    text, shares fractions. `rules` are the shipped ones where none are given. `key` is
    the column that tells profiles apart, else `profile`; the index does not count.
    `shape` is findings, profiles or wide; to findings `more` adds set-aside, undecided,
    text, because.

    Rows with a wrong cell or without a key are left out: `rejects` has them. Rows keep
    their partitions. Raises Usage.
    """
    return _mapped(profiles, work_on(list(profiles.columns), rules, key, shape, more), find)


def rejects(
    profiles: DataFrame, rules: RuleBase | None = None, *, key: str | None = None
) -> DataFrame:
    """The wrong cells for which `findings` leaves rows out: profile, column, reason.

    It reads the profiles once more. Raises Usage.
    """
    return _mapped(profiles, work_on(list(profiles.columns), rules, key), reject)


def _mapped(profiles: DataFrame, work: Work, step: Step) -> DataFrame:
    empty = _pandas(pl.DataFrame(schema=result_columns(work, step)))
    return profiles[list(work.columns)].map_partitions(_partition, work, step, meta=empty)


def _partition(profiles: pd.DataFrame, work: Work, step: Step) -> pd.DataFrame:
    """What a worker makes of a partition."""
    raw = pa.Table.from_pandas(profiles, preserve_index=False)
    return _pandas(step(work, frame(raw)))


def _pandas(rows: pl.DataFrame) -> pd.DataFrame:
    found: pd.DataFrame = pa.concat_tables(tables(rows)).to_pandas(types_mapper=pd.ArrowDtype)
    return found

"""The rules inside a Spark job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.functions import col
from pyspark.sql.types import LongType, StringType, StructField, StructType

from advisor.engines.arrow import gathered, tables
from advisor.engines.work import Step, Work, find, reject, result_columns, work_on
from advisor.rulebase.model import RuleBase


def findings(
    profiles: DataFrame, rules: RuleBase | None = None, *, key: str | None = None,
    shape: str = "findings", more: Sequence[str] = (),
) -> DataFrame:  # fmt: skip
    """What the rules find, as `advisor batch` has it; nothing is computed yet.

    `profiles` has a row per profile and columns named like facts: sets are arrays of
    text, shares fractions. `rules` are the shipped ones where none are given. `key` is
    the column that tells profiles apart, else `profile`. `shape` is findings, profiles
    or wide; to findings `more` adds set-aside, undecided, text, because.

    Rows with a wrong cell or without a key are left out: `rejects` has them. The order
    of rows is Spark's. Raises Usage.
    """
    return _mapped(profiles, work_on(profiles.columns, rules, key, shape, more), find)


def rejects(
    profiles: DataFrame, rules: RuleBase | None = None, *, key: str | None = None
) -> DataFrame:
    """The wrong cells for which `findings` leaves rows out: profile, column, reason.

    It reads the profiles once more. Raises Usage.
    """
    return _mapped(profiles, work_on(profiles.columns, rules, key), reject)


def _mapped(profiles: DataFrame, work: Work, step: Step) -> DataFrame:
    schema = StructType(
        [
            StructField(name, LongType() if kind == pl.Int64() else StringType())
            for name, kind in result_columns(work, step).items()
        ]
    )
    columns = [col("`" + name.replace("`", "``") + "`") for name in work.columns]
    return profiles.select(columns).mapInArrow(partial(_batches, work, step), schema)


def _batches(work: Work, step: Step, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a worker makes of a partition."""
    for raw in gathered(batches):
        for table in tables(step(work, raw)):
            yield from table.to_batches()

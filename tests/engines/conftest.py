"""A thousand generated profiles, what the kernel finds of them, and a local Spark."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import polars as pl
import pytest
from pyspark.sql import SparkSession

from advisor.batch import shapes
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import Fact, NotAValue
from advisor.inference.columnar import Kernel
from advisor.language.tree import Value
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import advisor as advisor
from tests.cli.conftest import environment as environment
from tests.inference.frames import frame_of
from tests.inference.generate import value

PROFILES = 1_000
TYPES: dict[str, pl.DataType] = {
    "bool": pl.Boolean(), "count": pl.Int64(), "choice": pl.String(),
    "choices": pl.List(pl.String()),
}  # fmt: skip


def generated(base: RuleBase, count: int = PROFILES) -> list[Profile]:
    """Profiles of every fact there is, each with its own share of unknowns."""
    rng = Random(11)
    found = []
    for index in range(count):
        share = rng.choice((0.3, 0.7, 0.95))
        known = {
            fact.name: Known(_possible(rng, fact))
            for fact in base.facts.values()
            if rng.random() < (0.2 if fact.computed else share)
        }
        found.append(Profile(f"p{index:06}", known))
    return found


def _possible(rng: Random, fact: Fact) -> Value:
    while True:
        one = value(rng, fact)
        try:
            return fact.read(one)
        except NotAValue:
            continue


def table_of(base: RuleBase, profiles: list[Profile]) -> pl.DataFrame:
    """The profiles as a table of somebody's own, sets as lists of text."""
    columns = {
        name: pl.Series(
            name,
            [sorted(v) if isinstance(v := one.value(name), frozenset) else v for one in profiles],
            TYPES.get(fact.type, pl.Float64()),
            strict=False,
        )
        for name, fact in base.facts.items()
    }
    return pl.DataFrame({"profile": [one.name for one in profiles]} | columns)


def found_by_kernel(base: RuleBase, profiles: list[Profile]) -> pl.DataFrame:
    """The findings and columns of the kernel, from frames that tests made themselves."""
    kernel = Kernel(base)
    known = kernel.complete(frame_of(base.facts, profiles))
    return known.hstack(kernel.evaluate(known))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings as text, in an order that does not depend on an engine."""
    return rows.cast(pl.String()).sort("profile", "rule")


@pytest.fixture(name="base", scope="session")
def _base() -> RuleBase:
    from advisor.rulebase.library import load

    return load().rulebase


@pytest.fixture(name="profiles", scope="session")
def _profiles(base: RuleBase) -> list[Profile]:
    return generated(base)


@pytest.fixture(name="table", scope="session")
def _table(base: RuleBase, profiles: list[Profile]) -> pl.DataFrame:
    return table_of(base, profiles)


@pytest.fixture(name="parquet", scope="session")
def _parquet(table: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table as Parquet, in two files."""
    folder = tmp_path_factory.mktemp("tables")
    table.head(600).write_parquet(folder / "one.parquet")
    table.tail(-600).write_parquet(folder / "two.parquet")
    return folder


@pytest.fixture(name="expected", scope="session")
def _expected(base: RuleBase, profiles: list[Profile]) -> pl.DataFrame:
    """The findings of the kernel."""
    return in_order(shapes.findings(base, [], [])(found_by_kernel(base, profiles)))


@pytest.fixture(name="spark", scope="session")
def _spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Spark on this machine, with two workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()

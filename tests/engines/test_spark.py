"""The rules inside Spark, against the kernel."""

from __future__ import annotations

import polars as pl
import pytest

from advisor.batch import shapes
from advisor.engines.spark import findings, rejects
from advisor.engines.work import work_on
from advisor.problems import Usage
from tests.engines.conftest import found_by_kernel, in_order


def test_spark_finds_the_same(spark, parquet, expected):
    """Every finding of every profile on the shipped rules, in several partitions."""
    profiles = spark.read.parquet(str(parquet)).distinct().repartition(3)
    found = pl.from_arrow(findings(profiles).toArrow())
    assert in_order(found).equals(expected)


def test_other_shapes_and_rules_travel(spark, parquet, base, profiles):
    """The workers compile what they are sent: columns with text, another rule base."""
    few = shapes.wide(base)(found_by_kernel(base, profiles[:600])).cast(pl.String())
    table = spark.read.parquet(str(parquet / "one.parquet"))
    wide = pl.from_arrow(findings(table, base, shape="wide").toArrow())
    assert wide.sort("profile").rows() == few.rows()
    texts = findings(table, more=["undecided", "text", "because"])
    assert texts.columns[-4:] == ["title", "advice", "action", "because"]
    assert {row.status for row in texts.select("status").distinct().collect()} == {
        "applies", "provisional", "undecided", "certain",
    }  # fmt: skip


def test_wrong_cells_are_rejects(spark):
    """A row with a wrong cell or without a key is left out and told."""
    rows = [("a", 0.5), ("b", 18.0), (None, 0.5), ("d", None)]
    profiles = spark.createDataFrame(rows, "name string, reply_rate double")
    found = findings(profiles, key="name").select("profile").distinct().collect()
    assert {row.profile for row in found} == {"a", "d"}
    told = {row.profile: row for row in rejects(profiles, key="name").collect()}
    assert {name: row.column for name, row in told.items()} == {None: "name", "b": "reply_rate"}
    assert "from 0 up to 1" in told["b"].reason


@pytest.mark.parametrize(
    ("columns", "message"),
    [(["profil", "reply_rate"], "did you mean `profil`"), (["profile", "x"], "is a fact")],
)
def test_a_table_that_makes_no_sense(columns, message):
    """Without a key or a fact nothing is begun."""
    with pytest.raises(Usage, match=message):
        work_on(columns, None, None)

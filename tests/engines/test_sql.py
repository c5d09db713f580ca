"""The rules as SQL, run by DuckDB and Spark, against the kernel."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import duckdb
import polars as pl
import pytest
import sqlglot
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from advisor.batch import shapes
from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Fact
from advisor.language.tree import And, Test
from advisor.problems import Usage
from advisor.rulebase.model import RuleBase
from advisor.sql.names import Names
from advisor.sql.views import write
from tests.engines.conftest import found_by_kernel, in_order, table_of
from tests.inference.generate import HERE, profile, rulebase
from tests.inference.test_meaning import rule

DIALECTS = ["duckdb", "spark", "bigquery", "snowflake", "postgres"]


def for_sql(base: RuleBase, table: pl.DataFrame) -> pl.DataFrame:
    """The table with sets as text."""
    return table.with_columns(
        pl.when(pl.col(name).list.len() == 0).then(pl.lit("[]"))
        .otherwise(pl.col(name).list.join("|")).alias(name)
        for name, fact in base.facts.items()
        if fact.type == "choices"
    )  # fmt: skip


def in_duckdb(base: RuleBase, table: pl.DataFrame, view: str = "advisor_findings") -> pl.DataFrame:
    """What a view over the table gives in DuckDB."""
    with duckdb.connect() as connection:
        connection.register("arrow", table.to_arrow(compat_level=pl.CompatLevel.oldest()))
        connection.sql("create table profiles as select * from arrow")
        connection.execute(write(base, "duckdb", "profiles", "profile", table.columns))
        found = connection.sql(f"select * from {view}").to_arrow_table()
    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)
    return frame


def test_duckdb_finds_the_same(base, table, expected):
    """Every finding of every profile on the shipped rules."""
    found = in_duckdb(base, for_sql(base, table))
    assert in_order(found).equals(expected)


def test_spark_finds_the_same(base, table, expected, spark, tmp_path):
    """The same statements in the words of Spark."""
    file = tmp_path / "profiles.parquet"
    for_sql(base, table).write_parquet(file)
    spark.read.parquet(str(file)).createOrReplaceTempView("profiles")
    view = run_in_spark(spark, write(base, "spark", "profiles", "profile"))
    assert in_order(pl.from_arrow(view.toArrow())).equals(expected)


def run_in_spark(spark: SparkSession, text: str) -> DataFrame:
    """The view of findings after all statements, as views of this session: those that
    stay may not rest on a table of a session."""
    for statement in sqlglot.parse(text, dialect="spark"):
        statement.set("properties", exp.Properties(expressions=[exp.TemporaryProperty()]))
        spark.sql(statement.sql(dialect="spark"))
    return spark.table("advisor_findings")


def test_a_status_for_every_rule(base, profiles, table):
    """The wide view has a row per profile, also with what is not given."""
    found = in_duckdb(base, for_sql(base, table), "advisor_status").sort("profile")
    wide = shapes.wide(base)(found_by_kernel(base, profiles)).cast(pl.String())
    assert found.rows() == wide.rows()


@pytest.mark.parametrize("seed", range(12))
def test_generated_rules_find_the_same(seed):
    """Formulas, lookups, sets, verdicts in conditions and unknowns of every kind."""
    rng = Random(seed)
    base = rulebase(rng)
    profiles = [Profile(f"p{index:03}", profile(rng, base).entries) for index in range(100)]
    found = in_duckdb(base, for_sql(base, table_of(base, profiles)))
    expected = shapes.findings(base, [], [])(found_by_kernel(base, profiles))
    assert in_order(found).equals(in_order(expected))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_its_own_statements(dialect, base):
    """Nothing but views is made, and the text reads back as what it was written from."""
    text = write(base, dialect, "shop.creators", "profile")
    statements = sqlglot.parse(text, dialect=dialect)
    assert {type(one) for one in statements} == {exp.Create}
    assert {one.kind for one in statements} == {"VIEW"}
    assert [one.this.name for one in statements][-3:] == [
        "advisor_status", "advisor_findings", "advisor_rejects",
    ]  # fmt: skip
    assert {one.this.db for one in statements} == {"shop"}
    again = "\n\n".join(f"{one.sql(dialect=dialect, pretty=True)};" for one in statements)
    assert again == text


def test_a_wrong_cell_is_told_and_its_row_left_out():
    """What the batch command rejects, with NaN unknown and words without a choice wrong."""
    base = small()
    rows = [
        ("good", 0.5, 3, "red", "red|blue", True),
        ("nan", float("nan"), 3, None, "[]", None),
        ("unknown", None, None, "?", "?", None),
        ("share", 18.0, 3, "red", "red", None),
        ("infinite", float("inf"), 3, "red", "red", None),
        ("half", 0.5, 3.5, "red", "red", None),
        ("word", 0.5, 3, "pink", "red|pink", None),
        (None, 0.5, 3, "red", "red", None),
        (" ", 0.5, 3, "red", "red", None),
    ]
    columns = ["profile", "share", "number", "colour", "colours", "yes"]
    table = pl.DataFrame(rows, columns, orient="row")
    found = in_duckdb(base, table)
    assert dict(found.select("profile", "status").rows()) == {"good": "applies"}
    rejected = in_duckdb(base, table, "advisor_rejects").select("profile", "column").rows()
    assert set(rejected) == {
        ("half", "number"), ("infinite", "share"), ("share", "share"), ("word", "colour"),
        ("word", "colours"), (None, "profile"), (" ", "profile"),
    }  # fmt: skip
    assert len(rejected) == 7


def small() -> RuleBase:
    """A fact of every type, and a rule that needs them all."""
    words = ("red", "blue")
    facts = [
        Fact("share", "ratio", HERE, min=0, max=1),
        Fact("number", "count", HERE, min=0),
        Fact("colour", "choice", HERE, choices=words),
        Fact("colours", "choices", HERE, choices=words),
        Fact("yes", "bool", HERE),
    ]
    when = And(
        (
            Test("share", ">=", 0.5),
            Test("number", "==", 3),
            Test("colour", "==", "red"),
            Test("colours", ">=", 2, counted=True),
            Test("yes", "==", True),
        )
    )
    return RuleBase(facts={fact.name: fact for fact in facts}, rules=(rule(when),))


HOSTILE = "a'b\\'c\"d`e'); drop table profiles; --"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_word_becomes_sql(dialect):
    """Names and words of every kind stay names and words, in every dialect."""
    base = hostile()
    statements = sqlglot.parse(write(base, dialect, "profiles", "it's; --"), dialect=dialect)
    assert {type(one) for one in statements} == {exp.Create}
    texts = {one.this for statement in statements for one in statement.find_all(exp.Literal)}
    assert {HOSTILE, f"|{HOSTILE}|"} <= texts
    names = {one.name for statement in statements for one in statement.find_all(exp.Identifier)}
    assert {HOSTILE.lower(), "it's; --"} <= {name.lower() for name in names}


def test_hostile_words_mean_the_same(spark):
    """DuckDB and Spark take them for what they are."""
    base = hostile()
    table = pl.DataFrame({"profile": ["p"], HOSTILE: [HOSTILE], "some": [HOSTILE]})
    found = in_duckdb(base, table)
    assert found.select("rule", "status").rows() == [(f"r.{HOSTILE}", "applies")]
    schema = "profile string, some string"
    frame = spark.createDataFrame([("p", HOSTILE)], schema)
    frame.withColumn(HOSTILE, frame["some"]).createOrReplaceTempView("hostile")
    view = run_in_spark(spark, write(base, "spark", "hostile", "profile"))
    assert [(row.rule, row.status) for row in view.collect()] == [(f"r.{HOSTILE}", "applies")]


def hostile() -> RuleBase:
    """Rules that no rule file can hold, because their names are checked."""
    facts = {
        HOSTILE: Fact(HOSTILE, "choice", HERE, choices=(HOSTILE,)),
        "some": Fact("some", "choices", HERE, choices=(HOSTILE, "other")),
    }
    is_it, has_it = Test(HOSTILE, "==", HOSTILE), Test("some", "contains", HOSTILE)
    return RuleBase(facts=facts, rules=(replace(rule(And((is_it, has_it))), id=f"r.{HOSTILE}"),))


@pytest.mark.parametrize("table", ["a; drop table b", "a b c", "", "select 1", "a.b.c.d", "a--b"])
def test_a_table_is_a_name(table, base):
    """Anything else is a mistake on the command line."""
    with pytest.raises(Usage, match="is no name of a table"):
        write(base, "duckdb", table, "profile")


def test_names_stay_apart():
    """What becomes the same plain or shortened name is numbered."""
    names = Names(["a_b"])
    assert [names.of(one) for one in ("a_b", "a.b", "a-b", "a.b", "A.B")] == [
        "a_b", "a_b_2", "a_b_3", "a_b_2", "A_B_4",
    ]  # fmt: skip
    long = {names.of("x" * 70 + str(number)) for number in range(20)}
    assert len(long) == 20
    assert max(map(len, long)) <= 63
    with pytest.raises(Usage, match="capitals"):
        Names(["ab", "AB"])

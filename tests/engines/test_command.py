"""`advisor batch --engine` and `advisor rules sql` as a person types them."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from tests.engines.conftest import in_order

ENGINES = ["dask", "pyspark"]


@pytest.fixture(name="bad")
def _bad(tmp_path, table):
    """Three profiles, one of them with a wrong cell."""
    share = pl.Series([0.5, 18.0, None])
    file = tmp_path / "bad.parquet"
    table.head(3).with_columns(share.alias("reply_rate")).write_parquet(file)
    return file


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_findings_as_without_an_engine(advisor, parquet, expected, engine, tmp_path):
    """A folder of Parquet with the findings of the kernel."""
    file = str(parquet / "one.parquet")
    ran = advisor("batch", file, "--engine", engine, "-o", "found")
    assert ran.code == 0, ran.err
    found = pl.read_parquet(tmp_path / "found/*.parquet")
    assert in_order(found).equals(expected.filter(pl.col("profile") < "p000600"))
    assert not list(tmp_path.glob("*.unfinished"))
    again = advisor("batch", file, "--engine", engine, "-o", "found")
    assert again.code == 2
    assert "exists" in again.err


@pytest.mark.parametrize("engine", ENGINES)
def test_rejects_are_told_and_written(advisor, bad, engine, tmp_path):
    """Exit code 3, the reason on stderr, all of them in a folder."""
    ran = advisor("batch", str(bad), "--engine", engine, "-o", "found", "--rejects", "rejects")
    assert ran.code == 3
    assert "profile p000001, reply_rate: `reply_rate` takes a number from 0 up to 1" in ran.err
    assert "1 wrong cell, their rows left out; all: rejects" in ran.err
    rejected = pl.read_parquet(tmp_path / "rejects/*.parquet")
    assert rejected.select("profile", "column").rows() == [("p000001", "reply_rate")]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_there_is_said(advisor, engine):
    """A missing input is a usage error in a line."""
    ran = advisor("batch", "nothing.parquet", "--engine", engine, "-o", "found")
    assert ran.code == 2
    assert "nothing.parquet" in ran.err.splitlines()[-1]


def test_sql_of_an_overlay(advisor, tmp_path, write):
    """What the command prints runs; columns that are not named are unknown."""
    write("mine.toml", '[change."community.reply"]\nenabled = false\nreason = "no"\n')
    ran = advisor(
        "rules", "sql", "--dialect", "duckdb", "--table", "main.people", "--key", "name",
        "--columns", "reply_rate", "--rules", "mine.toml",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "community.reply'" not in ran.out
    with duckdb.connect() as connection:
        connection.sql("create table people as select 'me' as name, 0.05 as reply_rate")
        connection.execute(ran.out)
        rows = connection.sql("select distinct profile from advisor_findings").fetchall()
    assert rows == [("me",)]

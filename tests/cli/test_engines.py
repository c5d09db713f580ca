"""Engines and SQL on the command line, where their packages may be missing."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from advisor.cli import advisor as command
from advisor.problems import Usage


@pytest.mark.parametrize(
    ("arguments", "package"),
    [
        (["batch", "a.parquet", "-o", "found", "--engine", "pyspark"], "pyspark[sql]"),
        (["batch", "a.parquet", "-o", "found", "--engine", "dask"], "dask[dataframe]"),
        (["rules", "sql", "--dialect", "duckdb"], "sqlglot"),
    ],
)
def test_a_missing_package_is_named_with_the_remedy(monkeypatch, tmp_path, arguments, package):
    """One line instead of a traceback."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("pyspark", "dask", "sqlglot"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Usage) as told:
        CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)
    assert f"pip install '{package}'" in str(told.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "ray"], "'ray' is not one of 'polars', 'pyspark', 'dask'"),
        (["--engine", "dask"], "name it with -o"),
        (["--engine", "dask", "-o", "out", "--resume"], "--engine polars only"),
        (["--engine", "pyspark", "-o", "out", "--summary"], "--engine polars only"),
        (["--engine", "pyspark", "-o", "out"], "reads Parquet, not `profiles.csv`"),
    ],
)
def test_options_that_do_not_go_with_an_engine(advisor, options, message):
    """Each is a usage error that says what would do."""
    ran = advisor("batch", "profiles.csv", *options)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_sql_needs_a_dialect_it_knows(advisor):
    """The dialects are named."""
    ran = advisor("rules", "sql", "--dialect", "oracle")
    assert ran.code == 2
    assert "'duckdb', 'spark', 'bigquery', 'snowflake', 'postgres'" in ran.err

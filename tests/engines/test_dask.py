"""The rules inside Dask, against the kernel."""

from __future__ import annotations

import dask
import pandas as pd
import polars as pl
import pytest
from dask import dataframe

from advisor.engines.dask import findings, rejects
from tests.engines.conftest import in_order


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_dask_finds_the_same(parquet, expected, scheduler):
    """Every finding of every profile, wherever the partitions are computed."""
    files = [parquet / "one.parquet", parquet / "two.parquet"]
    profiles = dataframe.read_parquet(files, dtype_backend="pyarrow")
    with dask.config.set(scheduler=scheduler):
        found = findings(profiles).compute()
    assert in_order(pl.from_pandas(found).unique()).equals(expected)


def test_plain_pandas_columns_are_read(parquet, expected):
    """NaN is unknown where pandas has no other word for it."""
    profiles = dataframe.read_parquet(parquet / "one.parquet")
    first = expected.filter(pl.col("profile") < "p000600")
    assert in_order(pl.from_pandas(findings(profiles).compute())).equals(first)


def test_wrong_cells_are_rejects():
    """A row with a wrong cell or without a key is left out and told."""
    table = pd.DataFrame({"name": ["a", "b", None, "d"], "reply_rate": [0.5, 18.0, 0.5, None]})
    profiles = dataframe.from_pandas(table, npartitions=2)
    assert set(findings(profiles, key="name").compute()["profile"]) == {"a", "d"}
    told = pl.from_pandas(rejects(profiles, key="name").compute())
    assert told.select("profile", "column").rows() == [("b", "reply_rate"), (None, "name")]


def test_a_column_spoiled_on_its_way_is_no_silent_unknown():
    """Dask makes text of lists unless told otherwise; those rows are rejected."""
    table = pd.DataFrame({"profile": ["a"], "self_like_motives": [["proud"]]})
    profiles = dataframe.from_pandas(table, npartitions=1).astype({"self_like_motives": str})
    assert rejects(profiles).compute()["column"].to_list() == ["self_like_motives"]
    assert len(findings(profiles).compute()) == 0

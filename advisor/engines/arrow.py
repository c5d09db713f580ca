"""Pieces of tables between Polars and engines that speak Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
import pyarrow as pa

ROWS = 100_000
"""Rows that are evaluated at a time: smaller pieces take longer for each row."""

SENT = 500_000
"""Rows of a result in a batch: text in Arrow has an end at 2 GB."""


def gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pl.DataFrame]:
    """Small batches as frames of ROWS rows or little more."""
    some: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        some.append(batch)
        rows += batch.num_rows
        if rows >= ROWS:
            yield frame(pa.Table.from_batches(some))
            some, rows = [], 0
    if rows:
        yield frame(pa.Table.from_batches(some))


def frame(table: pa.Table) -> pl.DataFrame:
    """A table as a frame."""
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found


def tables(rows: pl.DataFrame) -> Iterator[pa.Table]:
    """A result in pieces, at least one, its texts as the plain strings that all engines know."""
    kinds = {pl.String(): pa.string(), pl.Int64(): pa.int64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in rows.schema.items()])
    for start in range(0, max(1, rows.height), SENT):
        piece = rows.slice(start, SENT)
        yield piece.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)

"""What a worker does: the rules travel as data, and are compiled once in each process.

The values at the door are read by the batch's own code, and the kernel is the one of
`advisor batch`, so that answers cannot differ.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from advisor.batch.asked import asked_shape
from advisor.batch.cells import Profiles, read_profiles
from advisor.batch.shapes import Shape
from advisor.batch.table import NAME, Place, Slice, numbered
from advisor.inference.columnar import Kernel
from advisor.problems import Usage, guess
from advisor.rulebase.library import load
from advisor.rulebase.model import RuleBase

REJECTS = (NAME, "column", "reason")


@dataclass(frozen=True, slots=True)
class Work:
    """What to do with each piece of a table; small enough to send to every worker.

    `rules` is the rule base packed, `columns` are those of the table that are read.
    """

    rules: bytes
    key: str
    columns: tuple[str, ...]
    shape: str
    more: tuple[str, ...]


Step = Callable[[Work, pl.DataFrame], pl.DataFrame]
"""What is made of a piece of a table. The columns of the result are text or Int64."""


def work_on(
    columns: Sequence[str], rules: RuleBase | None, key: str | None,
    shape: str = "findings", more: Sequence[str] = (),
) -> Work:  # fmt: skip
    """The work on a table with these columns, by the shipped rules where none are given.

    Raises Usage where no column names the profiles or none is a fact.
    """
    base = load().rulebase if rules is None else rules
    key = key or NAME
    if key not in columns:
        hint = guess(key, columns) or "name the column that tells profiles apart as the key"
        raise Usage(f"the table has no column `{key}`; {hint}")
    wanted = tuple(name for name in columns if name in base.facts and name != key)
    if not wanted:
        raise Usage("no column of the table is a fact; rules/facts.toml names the facts")
    asked_shape(base, shape, more)
    packed = zlib.compress(pickle.dumps(base))
    return Work(packed, key, (key, *wanted), shape, tuple(more))


def find(work: Work, raw: pl.DataFrame) -> pl.DataFrame:
    """The findings of the profiles in a piece; rows with a wrong cell are left out."""
    kernel, shape = _compiled(work)
    known = kernel.complete(_profiles(kernel, work, raw).frame)
    return _plain(shape(known.hstack(kernel.evaluate(known))))


def reject(work: Work, raw: pl.DataFrame) -> pl.DataFrame:
    """A row for each wrong cell in a piece: the profile, the column and why."""
    kernel, _ = _compiled(work)
    unnamed = raw.height - _named(work, raw).height
    keys = _named(work, raw)[work.key].cast(pl.String())
    reason = f"a row without `{work.key}`, which tells profiles apart"
    rows: list[tuple[str | None, str, str]] = [(None, work.key, reason)] * unnamed
    for one in _profiles(kernel, work, raw).rejects:
        rows.append((keys[one.row - 1], one.column, one.reason))
    return pl.DataFrame(rows, dict.fromkeys(REJECTS, pl.String()), orient="row")


def result_columns(work: Work, step: Step) -> dict[str, pl.DataType]:
    """The columns a step gives."""
    empty: dict[str, pl.DataType] = dict.fromkeys(work.columns, pl.Null())
    return dict(step(work, pl.DataFrame(schema=empty | {work.key: pl.String()})).schema)


@cache
def _compiled(work: Work) -> tuple[Kernel, Shape]:
    base = pickle.loads(zlib.decompress(work.rules))
    return Kernel(base), asked_shape(base, work.shape, work.more)


def _named(work: Work, raw: pl.DataFrame) -> pl.DataFrame:
    """The rows that have a key: beyond one file there is no FILE:ROW to call others by."""
    return raw.filter(pl.col(work.key).cast(pl.String()).str.strip_chars() != "")


def _profiles(kernel: Kernel, work: Work, raw: pl.DataFrame) -> Profiles:
    piece = Slice(numbered(_named(work, raw), 1), (), Place())
    return read_profiles(kernel.rulebase.facts, "", piece, False, work.key)


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in types that every engine has."""
    return rows.select(
        pl.col(name).cast(pl.Int64() if kind.is_integer() else pl.String())
        for name, kind in rows.schema.items()
    )

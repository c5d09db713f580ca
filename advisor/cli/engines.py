"""`advisor batch --engine ...`: tables that Spark or Dask read and write."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING

from advisor.cli.output import Ending, tell, tell_problems
from advisor.problems import Problem, Usage, count, visible

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

    from advisor.rulebase.model import RuleBase

OTHERS = (
    ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".arrow", ".feather", ".ipc", ".gz", ".zst",
)  # fmt: skip
SHOWN = 5
"""Wrong cells that are told on stderr."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to evaluate, and how results should look."""

    inputs: Sequence[str]
    output: str | None
    rejects: str | None
    key: str | None
    shape: str
    more: Sequence[str]
    strict: bool


@dataclass(frozen=True, slots=True)
class Went:
    """How it went: whether there is any result, and the wrong cells with the first of them
    as profile, column, reason."""

    any_result: bool
    wrong: int
    first: Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of all inputs, under the name of the first."""

    name: str
    columns: Sequence[str]


def need(package: str, *modules: str) -> None:
    """Raise Usage where a package is missing that only some commands need."""
    if any(find_spec(module) is None for module in modules):
        raise Usage(f"this needs the package {package}; `pip install '{package}'` adds it")


def evaluate_on(engine: str, base: RuleBase, asked: Asked, ending: Ending) -> None:
    """Evaluate tables with an engine, and tell what was left out. Raises Usage."""
    if asked.output in (None, "-"):
        raise Usage(f"--engine {engine} writes a folder of Parquet files; name it with -o")
    for name in asked.inputs:
        if PurePath(name).suffix.lower() in OTHERS:
            raise Usage(
                f"--engine {engine} reads Parquet, not `{name}`; --engine polars reads it, or "
                "turn it into Parquet first"
            )
    run: Callable[[RuleBase, Asked], Went] = {"pyspark": _spark, "dask": _dask}[engine]
    went = run(base, asked)
    for profile, column, reason in went.first:
        where = f"profile {profile}" if profile is not None else "no profile"
        tell_problems([Problem("rejected", f"{where}, {column}: {reason}")])
    if went.wrong:
        has_all = asked.rejects or "--rejects FOLDER"
        tell(f"{count(went.wrong, 'wrong cell')}, their rows left out; all: {has_all}")
    ending.evaluated = int(went.any_result)
    ending.rejected = went.wrong


def _tell_columns(base: RuleBase, asked: Asked, columns: Sequence[str]) -> None:
    """Columns that are no fact, and facts without a column. Raises Usage if strict."""
    from advisor.batch.names import missing_facts, unknown_columns

    table = Columns(asked.inputs[0], columns)
    unknown = list(unknown_columns([table], asked.key, base.facts))
    tell_problems(unknown)
    if asked.strict and unknown:
        raise Usage("with --strict every column has to be a fact")
    missing = missing_facts([table], base.facts)
    if missing:
        tell(f"no column, so unknown of everybody: {', '.join(missing)}")


def _spark(base: RuleBase, asked: Asked) -> Went:
    need("pyspark[sql]", "pyspark", "pandas", "pyarrow")
    # Else the workers on this machine would not be the Python that has the rules.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    from advisor.engines.spark import findings, rejects

    session = SparkSession.builder.appName("advisor").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        profiles = session.read.parquet(*asked.inputs)
        _tell_columns(base, asked, profiles.columns)
        found = findings(profiles, base, key=asked.key, shape=asked.shape, more=asked.more)
        wrong = rejects(profiles, base, key=asked.key).persist()
        found.write.parquet(asked.output)
        if asked.rejects:
            wrong.write.parquet(asked.rejects)
        any_result = session.read.parquet(asked.output).head() is not None
        return Went(any_result, wrong.count(), [tuple(row) for row in wrong.take(SHOWN)])
    except PySparkException as error:
        raise Usage(f"Spark: {visible(str(error).strip().splitlines()[0])}") from None
    finally:
        session.stop()


def _dask(base: RuleBase, asked: Asked) -> Went:
    need("dask[dataframe]", "dask", "pandas", "pyarrow")
    import dask
    import pyarrow
    from dask import dataframe

    from advisor.engines.dask import findings, rejects

    if dask.config.get("scheduler-address", None):
        need("dask[distributed]", "distributed")
        from distributed import Client

        Client()
    try:
        profiles = dataframe.read_parquet(list(asked.inputs), dtype_backend="pyarrow")
        _tell_columns(base, asked, list(profiles.columns))
        found = findings(profiles, base, key=asked.key, shape=asked.shape, more=asked.more)
        wrong = rejects(profiles, base, key=asked.key)
        any_result = _write(found, str(asked.output))
        wrong = wrong.persist()
        if asked.rejects:
            _write(wrong, asked.rejects)
        first = wrong.head(SHOWN, npartitions=-1, compute=True)
        return Went(any_result, len(wrong), first.to_numpy(dtype=object, na_value=None).tolist())
    except (OSError, pyarrow.ArrowException) as error:
        # Dask says first where it went wrong and last what.
        raise Usage(f"Dask: {visible(str(error).strip().splitlines()[-1])}") from None


def _write(rows: DataFrame, output: str) -> bool:
    """Write a folder that appears when it is whole; true if there is any row. Raises Usage."""
    from dask import dataframe
    from fsspec.core import url_to_fs

    files, path = url_to_fs(output)
    if files.exists(path):
        raise Usage(f"`{output}` exists; name another folder or remove it")
    unfinished = f"{output.rstrip('/')}.unfinished"
    rows.to_parquet(unfinished, write_index=False, overwrite=True)
    files.mv(url_to_fs(unfinished)[1], path, recursive=True)
    return len(dataframe.read_parquet(output)) > 0

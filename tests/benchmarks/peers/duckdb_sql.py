"""DuckDB: one query with a subquery per level; NULL is unknown, as in the rules.

Profiles are a table in its memory beforehand, words as ENUM, and the statuses become one:
nothing is turned into Python values while it is timed.
"""

from __future__ import annotations

import duckdb
import polars as pl

from advisor.inference.findings import Status
from advisor.language.tree import Holds, Test
from tests.benchmarks.peers import Load, Run, Statuses
from tests.benchmarks.peers.profiles import Profiles
from tests.benchmarks.peers.program import Decision, Program
from tests.benchmarks.peers.wording import Wording, infix

STATUSES = [status.value for status in Status]


def compile(program: Program) -> Load:
    query = _query(program)

    def load(profiles: Profiles, rows: int) -> Run:
        base = duckdb.connect(config={"threads": pl.thread_pool_size()})
        cells = profiles.cells_frame(rows)
        base.register("given", cells.to_arrow())
        base.execute(f"CREATE TABLE profiles AS SELECT {_typed(cells)} FROM given")
        base.unregister("given")

        def run() -> Statuses:
            base.execute(f"CREATE OR REPLACE TABLE found AS {query}")
            return _read(base)

        return run

    return load


def _typed(cells: pl.DataFrame) -> str:
    columns = [
        f"{name}::ENUM({_words(kind.categories.to_list())}) AS {name}"
        if isinstance(kind, pl.Enum)
        else name
        for name, kind in cells.schema.items()
    ]
    return ", ".join(columns)


def _read(base: duckdb.DuckDBPyConnection) -> Statuses:
    for row in base.execute("SELECT * FROM found").fetchall():
        yield [STATUSES[code] for code in row]


def _words(words: list[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _query(program: Program) -> str:
    wording = Wording(infix("AND", "TRUE"), infix("OR", "FALSE"), _test, _holds)
    query = "profiles"
    for level in program.levels:
        columns = ", ".join(f"{wording.write(one.when)} AS {one.name}" for one in level)
        query = f"(SELECT *, {columns} FROM {query})"
    statuses = ", ".join(
        f"{_status(rule, wording)}::UTINYINT AS r{index}"
        for index, rule in enumerate(program.rules)
    )
    return f"SELECT {statuses} FROM {query}"


def _test(test: Test) -> str:
    match test.value:
        case bool():
            same = (test.op == "==") is test.value
            return test.fact if same else f"(NOT {test.fact})"
        case frozenset() as words:
            joined, op = (" OR ", "=") if test.op == "in" else (" AND ", "<>")
            parts = [f"{test.fact} {op} {_words([word])}" for word in sorted(words)]
            return f"({joined.join(parts)})"
        case str() as word:
            constant = _words([word])
        case number:
            constant = repr(number) if isinstance(number, int) else f"{number!r}::DOUBLE"
    op = {"==": "=", "!=": "<>"}.get(test.op, test.op)
    return f"({test.fact} {op} {constant})"


def _holds(leaf: Holds) -> str:
    return leaf.conclusion if leaf.expected else f"(NOT {leaf.conclusion})"


def _status(rule: Decision, wording: Wording) -> str:
    code = {status: STATUSES.index(status.value) for status in Status}
    given, open_ = str(code[Status.APPLIES]), str(code[Status.UNDECIDED])
    if rule.unless is not None:
        unless = wording.write(rule.unless)
        given = (
            f"CASE WHEN {unless} THEN {code[Status.SET_ASIDE]} "
            f"WHEN {unless} IS NULL THEN {code[Status.PROVISIONAL]} ELSE {given} END"
        )
        open_ = f"CASE WHEN {unless} THEN {code[Status.SILENT]} ELSE {open_} END"
    when = wording.write(rule.when)
    return (
        f"CASE WHEN {when} THEN {given} WHEN {when} IS NULL THEN {open_} "
        f"ELSE {code[Status.SILENT]} END"
    )

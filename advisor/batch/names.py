"""The columns of the tables against the facts there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from advisor.batch.table import NAME, BadTable, Table
from advisor.facts.vocabulary import Vocabulary
from advisor.problems import Problem, guess

NO_FACTS = (NAME, "origin", "hours")
"""Names a profile may have beside facts."""


class Named(Protocol):
    """A table with a name and named columns."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...


def check(table: Table, key: str | None, facts: Vocabulary) -> None:
    """A table has the key that was named, and a fact at least. Raises BadTable."""
    if key is not None and key not in table.columns:
        hint = guess(key, table.columns)
        raise BadTable(f"`{table.name}` has no column `{key}`" + (f"; {hint}" if hint else ""))
    if not any(name in facts for name in table.columns):
        raise BadTable(
            f"no column of `{table.name}` is a fact; the first line names the columns, "
            "and rules/facts.toml the facts"
        )


def unknown_columns(
    tables: Sequence[Named], key: str | None, facts: Vocabulary
) -> Iterator[Problem]:
    """A warning for every column that is no fact, once."""
    known = {*facts, *NO_FACTS, key}
    seen: dict[str, str] = {}
    for table in tables:
        for name in table.columns:
            if name not in known and name.split(".")[0] not in NO_FACTS:
                seen.setdefault(name, table.name)
    for name, table_name in seen.items():
        message = f"the column `{name}` of {table_name} is no fact and is not read"
        yield Problem("unknown-column", message, None, guess(name, facts), "warning")


def missing_facts(tables: Sequence[Named], facts: Vocabulary) -> list[str]:
    """The facts a creator could tell that are in no table."""
    there = {name for table in tables for name in table.columns}
    return [fact.name for fact in facts.values() if not fact.computed and fact.name not in there]

"""Names of columns that every warehouse takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlglot import exp

from advisor.problems import Usage

LONGEST = 60
"""Characters; PostgreSQL cuts off what is longer than 63."""


class Names:
    """Facts keep their names; everything else gets a plain one that no other has.

    Raises Usage where two facts differ in capitals only: most warehouses hold such
    columns for one.
    """

    def __init__(self, facts: Iterable[str]) -> None:
        self._names = {name: name for name in facts}
        self._taken: set[str] = set()
        for name in self._names:
            if name.lower() in self._taken:
                raise Usage(f"the fact `{name}` and another differ in capitals only; rename one")
            self._taken.add(name.lower())

    def of(self, what: str) -> str:
        """The name of the column for a fact, conclusion, verdict, branch or rule."""
        if what not in self._names:
            plain = re.sub(r"\W", "_", what, flags=re.ASCII)[:LONGEST]
            name, number = plain, 1
            while name.lower() in self._taken:
                number += 1
                name = f"{plain[: LONGEST - 8]}_{number}"
            self._taken.add(name.lower())
            self._names[what] = name
        return self._names[what]


def column(name: str, table: str | None = None) -> exp.Expression:
    """A column, quoted."""
    found: exp.Expression = exp.column(exp.to_identifier(name, quoted=True), table=table)
    return found


def named(expression: exp.Expression, name: str) -> exp.Expression:
    """An expression as a column with that name."""
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def text(value: str) -> exp.Expression:
    """A word as a literal."""
    return exp.Literal.string(value)

"""The views that a warehouse gets: a level after the other, then what people read.

advisor_level_0     the facts, without rows that have a wrong cell
advisor_level_N     what follows from the levels before
advisor_status      a row per profile: every verdict, the status of every rule
advisor_findings    a row per finding, as `advisor batch` has it
advisor_rejects     a row per wrong cell, and why
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlglot
from sqlglot import exp

from advisor.batch.shapes import CERTAIN, GIVEN, VERDICT
from advisor.batch.table import NAME
from advisor.inference.columnar import certain
from advisor.inference.findings import Status
from advisor.problems import Usage
from advisor.rulebase.model import RuleBase
from advisor.sql.facts import kind, known, number, wrong
from advisor.sql.logic import Column, Logic, given
from advisor.sql.names import Names, column, named, text

FINDING = ("rule", "value", "status", "kind", "stance", "priority")
DETAILS = ("rule", "kind", "stance", "priority")


def write(
    rulebase: RuleBase, dialect: str, table: str, key: str, there: Sequence[str] | None = None
) -> str:
    """The statements that make the views over a table of profiles.

    `key` is the column that names profiles, `there` are the facts the table has columns
    for: all of them where it is None. Raises Usage.
    """
    views = _Views(rulebase, dialect, _table(table, dialect), key, there)
    return "\n\n".join(f"{one.sql(dialect=dialect, pretty=True)};" for one in views.statements())


def _table(name: str, dialect: str) -> exp.Table:
    try:
        found: exp.Table = exp.to_table(name, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        found = exp.Table()
    parts = found.parts
    if not 1 <= len(parts) <= 3 or ".".join(one.sql(dialect=dialect) for one in parts) != name:
        raise Usage(f"`{name}` is no name of a table; write it as in {dialect}, such as a.b")
    return found


class _Views:
    def __init__(
        self, rulebase: RuleBase, dialect: str, table: exp.Table, key: str,
        there: Sequence[str] | None,
    ) -> None:  # fmt: skip
        self.rulebase, self.dialect, self.table, self.key = rulebase, dialect, table, key
        self.facts = [
            fact for name, fact in rulebase.facts.items() if there is None or name in there
        ]
        self.names = Names([NAME, *rulebase.facts])

    def statements(self) -> Iterator[exp.Expression]:
        """Every view after those it reads."""
        first = dict(self._facts())
        yield self._create("level_0", self._doorstep(first))
        last = "level_0"
        for number_, columns in enumerate(_levels(first, Logic(self.rulebase, self.names)), 1):
            new = [named(one, name) for name, one in columns]
            yield self._create(
                f"level_{number_}", exp.select(exp.Star(), *new).from_(self._view(last))
            )
            last = f"level_{number_}"
        yield self._create("status", self._status(last))
        yield self._create("findings", self._findings())
        yield self._create("rejects", self._rejects())

    def _view(self, name: str) -> exp.Table:
        """A view in the place where the table is."""
        return exp.table_(f"advisor_{name}", db=self.table.args.get("db"),
                          catalog=self.table.args.get("catalog"))  # fmt: skip

    def _create(self, name: str, query: exp.Expression) -> exp.Expression:
        view = exp.Create(this=self._view(name), kind="VIEW", expression=query, replace=True)
        if self.dialect == "snowflake":
            # There a name without quotes is in capitals, as columns of tables mostly are.
            for one in view.find_all(exp.Identifier):
                if not isinstance(one.parent, exp.Table):
                    one.set("this", one.name.upper())
        return view

    # ------------------------------------------------------------------- facts

    def _facts(self) -> Iterator[Column]:
        there = {fact.name for fact in self.facts}
        for name, fact in self.rulebase.facts.items():
            value = known(fact) if name in there else exp.cast(exp.null(), kind(fact))
            yield self.names.of(given(fact)) if fact.computed else name, value

    def _doorstep(self, facts: dict[str, exp.Expression]) -> exp.Expression:
        key = named(exp.cast(column(self.key), "TEXT"), NAME)
        query = exp.select(key, *(named(one, name) for name, one in facts.items()))
        right = [exp.not_(exp.func("COALESCE", bad, exp.false())) for _, _, bad in self._faults()]
        return query.from_(self.table.copy()).where(*right)

    def _faults(self) -> Iterator[tuple[str, str, exp.Expression]]:
        """A column, what it takes, and which of its cells are wrong."""
        key = exp.cast(column(self.key), "TEXT")
        blank = exp.EQ(this=exp.func("TRIM", key), expression=text(""))
        reason = f"a row without `{self.key}`, which tells profiles apart"
        yield self.key, reason, exp.or_(key.is_(exp.null()), blank)
        for fact in self.facts:
            bad = wrong(fact, self.dialect)
            if bad is not None:
                yield fact.name, f"`{fact.name}` takes {fact.expects}", bad

    def _rejects(self) -> exp.Expression:
        parts = [
            exp.select(
                named(exp.cast(column(self.key), "TEXT"), NAME),
                named(text(name), "column"),
                named(text(reason), "reason"),
            )
            .from_(self.table.copy())
            .where(bad)
            for name, reason, bad in self._faults()
        ]
        return _union(parts)

    # ----------------------------------------------------------------- results

    def _status(self, last: str) -> exp.Expression:
        columns = [column(NAME)]
        for verdict in self.rulebase.verdicts:
            sure = exp.case().when(column(self.names.of(certain(verdict))), text(CERTAIN))
            sure = sure.else_(text(Status.PROVISIONAL))
            columns += [column(self.names.of(verdict)), named(sure, self._certainty(verdict))]
        columns += [column(self.names.of(rule.id)) for rule in self.rulebase.rules]
        return exp.select(*columns).from_(self._view(last))

    def _certainty(self, verdict: str) -> str:
        return self.names.of(f"{verdict}:status")

    def _findings(self) -> exp.Expression:
        """Every profile beside every verdict and rule, of which those given stay."""
        values, statuses = (
            exp.Case(this=column("number", "r")),
            exp.Case(this=column("number", "r")),
        )
        details: list[Sequence[str]] = []
        for name in self.rulebase.verdicts:
            here = number(len(details))
            values = values.when(here, column(self.names.of(name), "s"))
            statuses = statuses.when(here, column(self._certainty(name), "s"))
            details.append((name, VERDICT, "", ""))
        for rule in self.rulebase.rules:
            here = number(len(details))
            statuses = statuses.when(here, column(self.names.of(rule.id), "s"))
            details.append((rule.id, rule.kind, rule.stance, rule.priority))
        if not self.rulebase.verdicts:
            values = exp.cast(exp.null(), "TEXT")
        listed = exp.select(
            column(NAME, "s"), *(column(one, "r") for one in DETAILS),
            named(values, "value"), named(statuses, "status"),
        )  # fmt: skip
        listed = listed.from_(exp.alias_(self._view("status"), "s", table=True))
        listed = listed.join(_rows(details).subquery("r"), join_type="cross")
        shown = [status.value for status in GIVEN]
        is_given = exp.or_(
            *(exp.EQ(this=column("status"), expression=text(one)) for one in shown),
            exp.EQ(this=column("kind"), expression=text(VERDICT)),
        )
        columns = [column(name) for name in (NAME, *FINDING)]
        return exp.select(*columns).from_(listed.subquery("f")).where(is_given)


def _rows(details: Sequence[Sequence[str]]) -> exp.Query:
    """A numbered row for each verdict and rule."""
    return _union(
        exp.select(
            named(number(index), "number"),
            *(
                named(exp.cast(text(word) if word else exp.null(), "TEXT"), name)
                for name, word in zip(DETAILS, row, strict=True)
            ),
        )
        for index, row in enumerate(details)
    )


def _union(parts: Iterable[exp.Query]) -> exp.Query:
    first, *others = parts
    found: exp.Query = exp.union(first, *others, distinct=False) if others else first
    return found


def _levels(first: Iterable[str], logic: Logic) -> Iterator[list[Column]]:
    """The columns by how many levels they need before them."""
    level_of = dict.fromkeys(first, 0)
    levels: dict[int, list[Column]] = {}
    for name, one in logic.columns():
        needed = (level_of[column.name] for column in one.find_all(exp.Column))
        level_of[name] = 1 + max(needed, default=0)
        levels.setdefault(level_of[name], []).append((name, one))
    yield from (levels[level] for level in sorted(levels))

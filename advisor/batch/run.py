"""The way of every slice: read, checked, evaluated, shaped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from advisor.batch.cells import read_profiles
from advisor.batch.shapes import Shape
from advisor.batch.summary import Counts
from advisor.batch.table import NAME, BadTable, Place, Reject, Table
from advisor.inference.columnar import Kernel
from advisor.problems import AdvisorError

FIRST = 5
"""Rejects of a slice that its note keeps."""


class Changed(AdvisorError):
    """A file is no longer what it was when the run began."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: the tables to read, by which key, and what to make of the findings."""

    kernel: Kernel
    tables: Sequence[Table]
    key: str | None
    shape: Shape
    count: Callable[[pl.DataFrame], Counts]


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept of a slice: how far the run has come after it, and what it counted."""

    table: int
    place: Place
    profiles: int
    rejected: int
    """Rows that were left out, of which `first_rejects` are some."""

    first_rejects: tuple[Reject, ...] = ()
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A slice after all steps: its rows of the result, and the rejects."""

    rows: pl.DataFrame
    rejects: tuple[Reject, ...]
    note: Note


def run(job: Job, table: int = 0, place: Place | None = None) -> Iterator[Done]:
    """Every slice, from a place in a table on. Raises Changed.

    A table that turns out to be damaged ends with a reject; the next one is read.
    """
    if table == 0 and not place:
        # The columns of the result, even where no table has a row.
        yield _done(job, 0, Place(), nothing(job.kernel), ())
    for number in range(table, len(job.tables)):
        begin = place if place and number == table else Place()
        yield from _of_table(job, number, begin)


def _of_table(job: Job, number: int, begin: Place) -> Iterator[Done]:
    table = job.tables[number]
    facts = job.kernel.rulebase.facts
    before, place = states(table), begin
    wanted = [name for name in table.columns if name in facts or name == key_of(table, job.key)]
    try:
        for part in table.slices(wanted, begin):
            profiles = read_profiles(facts, table.name, part, table.text, key_of(table, job.key))
            if states(table) != before:
                raise Changed(f"`{table.name}` was changed while it was read; run again")
            known = job.kernel.complete(profiles.frame)
            found = known.hstack(job.kernel.evaluate(known))
            place = part.end
            yield _done(job, number, place, found, profiles.rejects)
    except BadTable as error:
        if states(table) != before:
            raise Changed(f"`{table.name}` was changed while it was read; run again") from None
        reject = Reject(table.name, place.rows + 1, "", str(error))
        yield _done(job, number + 1, Place(), nothing(job.kernel), (reject,))


def _done(
    job: Job, table: int, place: Place, found: pl.DataFrame, rejects: tuple[Reject, ...]
) -> Done:
    rejected = len({one.row for one in rejects})
    note = Note(table, place, found.height, rejected, rejects[:FIRST], job.count(found))
    return Done(job.shape(found), rejects, note)


def nothing(kernel: Kernel) -> pl.DataFrame:
    """What is found of no profile at all: no rows, all columns."""
    known = kernel.complete(pl.DataFrame({NAME: []}, {NAME: pl.String()}))
    return known.hstack(kernel.evaluate(known))


def states(table: Table) -> list[list[str | int]]:
    """What tells one state of the files of a table from another."""
    return [[name, *_state(name)] for name in table.files]


def _state(name: str) -> tuple[int, int]:
    """Size and time of the last change."""
    try:
        found = os.stat(name)
    except OSError:
        return (-1, -1)
    return (found.st_size, found.st_mtime_ns)


def key_of(table: Table, key: str | None) -> str | None:
    """The column with the key of a profile, if there is one."""
    return key or (NAME if NAME in table.columns else None)

"""Made-up profiles, one in ten cells unknown, in every form that peers take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TypeAlias

import polars as pl

from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Vocabulary
from advisor.inference.columnar import Kernel
from advisor.inference.completion import complete
from advisor.language.tree import Value
from tests.benchmarks.bench import some_profile
from tests.benchmarks.peers.program import Program
from tests.inference.frames import frame_of

KNOWN = 0.9

Cells: TypeAlias = "dict[str, Value | None]"


@dataclass(frozen=True)
class Profiles:
    """Some different profiles of a vocabulary, for the rules of one program."""

    program: Program
    given: tuple[Profile, ...]

    def completed(self, rows: int) -> list[Profile]:
        """The first rows with what formulas compute."""
        return [complete(self.program.base, one) for one in self.given[:rows]]

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return frame_of(self.program.base.facts, self.given)

    def frame(self, rows: int) -> pl.DataFrame:
        """The first rows in the columns of the kernel; beyond them, rows drawn anew."""
        if rows <= self._frame.height:
            return self._frame.head(rows)
        return self._frame.sample(rows, with_replacement=True, seed=1)

    def cells_frame(self, rows: int) -> pl.DataFrame:
        """The same with the cells of the program as columns."""
        complete_rows = Kernel(self.program.base).complete(self.frame(rows))
        return complete_rows.select(list(self.program.cells.values()))

    def cells(self, rows: int) -> list[Cells]:
        """The same as dicts; None where a cell is unknown."""
        return self.cells_frame(rows).to_dicts()


def some_profiles(facts: Vocabulary, count: int, known: float = KNOWN) -> tuple[Profile, ...]:
    """The same profiles every time."""
    rng = Random(7)
    return tuple(some_profile(rng, facts.values(), known) for _ in range(count))

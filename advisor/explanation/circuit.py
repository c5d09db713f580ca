"""Formulas evaluated for many profiles at once, one bit for each.

A number with a bit per profile stands for each formula, so that `and` and `or` are one
operation for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from advisor.explanation.search import All, Formula, Lit

Bits: TypeAlias = "Sequence[Sequence[int]]"
"""For each variable and each of its cells, the unknown one last: the profiles in it."""


class Circuit:
    """Formulas laid out so that each stands after its parts; equal ones stand once."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, tuple[int, ...]]] = []
        """`lit` with a variable and its cells, `all` and `some` with earlier steps."""

        self.depends: list[int] = []
        """For each step a bit for every variable it depends on."""

        self._known: dict[tuple[str, int, tuple[int, ...]], int] = {}
        self._of: dict[int, tuple[int, Formula]] = {}
        self.cone = cache(self._cone)

    def add(self, formula: Formula) -> int:
        """Where the formula stands."""
        if id(formula) in self._of:
            return self._of[id(formula)][0]
        if isinstance(formula, Lit):
            cells = tuple(n for n in range(formula.mask.bit_length()) if formula.mask >> n & 1)
            step = ("lit", formula.variable, cells)
            depends = 1 << formula.variable
        else:
            parts = tuple(dict.fromkeys(self.add(part) for part in formula.parts))
            step = ("all" if isinstance(formula, All) else "some", 0, parts)
            depends = 0
            for part in parts:
                depends |= self.depends[part]
        if step not in self._known:
            self._known[step] = len(self.steps)
            self.steps.append(step)
            self.depends.append(depends)
        # The formula is kept: its identity must not be given to another one.
        self._of[id(formula)] = self._known[step], formula
        return self._known[step]

    def _cone(self, variables: int) -> tuple[int, ...]:
        """The steps that depend on any of the variables, a bit each."""
        return tuple(n for n, depends in enumerate(self.depends) if depends & variables)

    def run(self, bits: Bits, everyone: int) -> list[int]:
        """For each step the profiles in which it holds."""
        values: list[int] = []
        for kind, variable, parts in self.steps:
            if kind == "lit":
                cells, found = bits[variable], 0
                for cell in parts:
                    found |= cells[cell]
            elif kind == "all":
                found = everyone
                for part in parts:
                    found &= values[part]
            else:
                found = 0
                for part in parts:
                    found |= values[part]
            values.append(found)
        return values

    def rerun(
        self, values: Sequence[int], changed: Mapping[int, Sequence[int]], everyone: int
    ) -> dict[int, int]:
        """The steps that come out otherwise when some variables have other bits."""
        new: dict[int, int] = {}
        for step in self.cone(sum(1 << variable for variable in changed)):
            kind, variable, parts = self.steps[step]
            if kind == "lit":
                cells, found = changed[variable], 0
                for cell in parts:
                    found |= cells[cell]
            elif kind == "all":
                found = everyone
                for part in parts:
                    found &= new[part] if part in new else values[part]
            else:
                found = 0
                for part in parts:
                    found |= new[part] if part in new else values[part]
            if found != values[step]:
                new[step] = found
        return new

"""A search for cells in which formulas hold.

The formulas are a cell of a variable (`Lit`, with a bit mask of the cells allowed), all
of several, and any of several; `not` was pushed into the masks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Lit:
    """A variable is in one of the cells of the mask."""

    variable: int
    mask: int


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Formula, ...]


Formula: TypeAlias = "Lit | All | Some"
Masks: TypeAlias = "list[int]"
"""For each variable, the cells that are still possible."""


def search(masks: Masks, wanted: list[Formula]) -> Masks | None:
    """Narrow what is forced, then try the alternatives of the shortest choice."""
    settled = _narrow(masks, wanted)
    if settled is None:
        return None
    masks, choices = settled
    if not choices:
        return masks
    shortest = min(choices, key=lambda choice: len(choice.parts))
    others: list[Formula] = [choice for choice in choices if choice is not shortest]
    for part in shortest.parts:
        found = search(list(masks), [*others, part])
        if found is not None:
            return found
        if isinstance(part, Lit):
            # This alternative leads nowhere, so the others may take its opposite for granted.
            masks[part.variable] &= ~part.mask
            if not masks[part.variable]:
                return None
    return None


def _narrow(masks: Masks, wanted: list[Formula]) -> tuple[Masks, list[Some]] | None:
    """Carry out everything that leaves no choice; the choices that remain, or None."""
    pending = list(wanted)
    while True:
        choices: list[Some] = []
        changed = False
        while pending:
            formula = pending.pop()
            if isinstance(formula, Lit):
                mask = masks[formula.variable] & formula.mask
                if not mask:
                    return None
                changed = changed or mask != masks[formula.variable]
                masks[formula.variable] = mask
            elif isinstance(formula, All):
                pending.extend(formula.parts)
            else:
                left: list[Formula] = []
                for part in formula.parts:
                    found = truth(masks, part)
                    if found is True:
                        break
                    if found is None:
                        left.append(part)
                else:
                    if not left:
                        return None
                    if len(left) == 1:
                        pending.append(left[0])
                    else:
                        choices.append(Some(tuple(left)))
        if not changed:
            return masks, choices
        pending = list(choices)


def truth(masks: Masks, formula: Formula) -> bool | None:
    """True or false where the cells that are left decide it, else None."""
    if isinstance(formula, Lit):
        mask = masks[formula.variable]
        if not mask & formula.mask:
            return False
        return True if mask & ~formula.mask == 0 else None
    decisive = isinstance(formula, Some)
    result: bool | None = not decisive
    for part in formula.parts:
        found = truth(masks, part)
        if found is decisive:
            return decisive
        if found is None:
            result = None
    return result

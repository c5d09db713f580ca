"""A search for cells in which formulas hold.

The formulas are a cell of a variable (`Lit`, with a bit mask of the cells allowed), all
of several, and any of several; `not` was pushed into the masks.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class GaveUp(Exception):
    """The search took more steps than it was given; whether there is anything is not known."""


@dataclass(slots=True)
class Steps:
    """How many steps a search may still take."""

    left: int

    def take(self) -> None:
        """One step. Raises GaveUp where none is left."""
        self.left -= 1
        if self.left < 0:
            raise GaveUp


def search(masks: Masks, wanted: list[Formula], steps: Steps | None = None) -> Masks | None:
    """Narrow what is forced, then try the alternatives of the shortest choice.

    Raises GaveUp where it is given a number of steps and they do not suffice.
    """
    if steps is not None:
        steps.take()
    settled = _narrow(masks, wanted)
    if settled is None:
        return None
    masks, choices = settled
    if not choices:
        return masks
    shortest = min(choices, key=lambda choice: len(choice.parts))
    others: list[Formula] = [choice for choice in choices if choice is not shortest]
    for part in shortest.parts:
        found = search(list(masks), [*others, part], steps)
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


TRUE, FALSE = All(()), Some(())
"""What always and what never holds."""


def reduced(formula: Formula, masks: Sequence[int], known: dict[int, Formula]) -> Formula:
    """What the cells that are left do not decide of a formula; TRUE or FALSE if they decide it.

    `known` keeps what was reduced before, by the identity of formulas that live on.
    """
    found = known.get(id(formula))
    if found is None:
        found = known[id(formula)] = _reduced(formula, masks, known)
    return found


def _reduced(formula: Formula, masks: Sequence[int], known: dict[int, Formula]) -> Formula:
    if isinstance(formula, Lit):
        mask = masks[formula.variable]
        if not mask & formula.mask:
            return FALSE
        return TRUE if not mask & ~formula.mask else formula
    decisive, idle = (FALSE, TRUE) if isinstance(formula, All) else (TRUE, FALSE)
    parts: list[Formula] = []
    for part in formula.parts:
        left = reduced(part, masks, known)
        if left == decisive:
            return decisive
        if left != idle:
            parts.append(left)
    return parts[0] if len(parts) == 1 else type(formula)(tuple(parts))


def opposite(formula: Formula, whole: Sequence[int], known: dict[int, Formula]) -> Formula:
    """The formula that holds wherever this one does not; `whole` has every cell there is.

    `known` keeps opposites found before, by the identity of formulas that live on.
    """
    found = known.get(id(formula))
    if found is None:
        if isinstance(formula, Lit):
            found = Lit(formula.variable, whole[formula.variable] & ~formula.mask)
        else:
            kind = Some if isinstance(formula, All) else All
            found = kind(tuple(opposite(part, whole, known) for part in formula.parts))
        known[id(formula)] = found
    return found


def variables_in(formula: Formula) -> set[int]:
    """Every variable a formula asks about."""
    found: set[int] = set()
    waiting, seen = [formula], {id(formula)}
    while waiting:
        one = waiting.pop()
        if isinstance(one, Lit):
            found.add(one.variable)
            continue
        for part in one.parts:
            if id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)
    return found

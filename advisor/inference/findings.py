"""What an evaluation yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a rule."""

    APPLIES = "applies"
    """`when` is true and `unless` is false or absent."""

    PROVISIONAL = "provisional"
    """`when` is true and `unless` is unknown: given, marked "unless ..."."""

    SET_ASIDE = "set-aside"
    """`when` and `unless` are true: not given, shown on request with the reason."""

    UNDECIDED = "undecided"
    """`when` is unknown and `unless` is not true: not given, needs answers."""

    SILENT = "silent"
    """Everything else."""

    @property
    def given(self) -> bool:
        """True for advice that is given."""
        return self in (Status.APPLIES, Status.PROVISIONAL)


Truth = bool | None
"""True, false, or None for unknown."""


def status(when: Truth, unless: Truth) -> Status:
    """The status of a rule; an absent `unless` counts as false."""
    if when is True:
        if unless is True:
            return Status.SET_ASIDE
        return Status.APPLIES if unless is False else Status.PROVISIONAL
    if when is None and unless is not True:
        return Status.UNDECIDED
    return Status.SILENT


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of a verdict, whether it is certain, and what it could still be."""

    value: str | None
    certain: bool
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The truth of every conclusion, the outcome of every verdict, the status of every rule."""

    conclusions: Mapping[str, Truth]
    verdicts: Mapping[str, Outcome]
    wanted: Mapping[str, Truth]
    rules: Mapping[str, Status]


def outcome(branches: tuple[tuple[str, Truth], ...]) -> Outcome:
    """The outcome of a verdict from the truth of each branch, first to last."""
    possible: list[str] = []
    certain = True
    for value, truth in branches:
        if truth is False:
            continue
        if value not in possible:
            possible.append(value)
        if truth is True:
            return Outcome(value, certain, tuple(possible))
        certain = False
    return Outcome(None, certain, tuple(possible))

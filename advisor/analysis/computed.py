"""What a computation yields: a value with all that is needed to check it, or a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from advisor.analysis.window import Window
from advisor.language.tree import Value


@dataclass(frozen=True, slots=True)
class Computed:
    """The value of a fact, how it came about, and what it rests on.

    `caveat` says in which way the value may be off, where that is known.
    """

    name: str
    value: Value
    formula: str
    window: Window | None = None
    posts: int = 0
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class NotComputable:
    """A fact that stays to be asked, and why."""

    name: str
    reason: str


Result: TypeAlias = Computed | NotComputable

"""A profile: every fact known, or unknown for one of three reasons.

To the rules the three reasons are one thing, *unknown*. To people they are not: a
question that was answered "I don't know" is never asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from advisor.facts.hours import Hours
from advisor.language.tree import Value


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and where it comes from: `answered`, `imported from FILE`, `computed ...`."""

    value: Value
    origin: str = "answered"


class Unknown(Enum):
    """Why a fact is not known."""

    NOT_ASKED = "not asked"
    DONT_KNOW = "don't know"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one creator. A fact without an entry was not asked.

    `hours` is when they post, where files told.
    """

    name: str = "profile"
    entries: Mapping[str, Known | Unknown] = field(default_factory=dict)
    hours: Hours | None = None

    def state(self, fact: str) -> Known | Unknown:
        """The entry of a fact."""
        return self.entries.get(fact, Unknown.NOT_ASKED)

    def value(self, fact: str) -> Value | None:
        """The value of a fact, None where it is unknown."""
        entry = self.entries.get(fact)
        return entry.value if isinstance(entry, Known) else None

    def values(self) -> dict[str, Value]:
        """Every known value by fact name."""
        return {name: e.value for name, e in self.entries.items() if isinstance(e, Known)}

    def having(self, entries: Mapping[str, Known | Unknown]) -> Profile:
        """The same profile with other entries for some facts."""
        return replace(self, entries={**self.entries, **entries})

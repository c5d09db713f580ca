"""The engine in use: the core with its cross-check, or the reference alone.

Every evaluation of the core is checked against the reference. They must agree; if they
do not, that is a fault of ours, the reference's answer is used, and `on_defect` gets
what somebody needs to reproduce it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.facts.profile import Profile
from advisor.inference import kleene
from advisor.inference.findings import Findings
from advisor.inference.messages import OutsideLimits
from advisor.rulebase.model import RuleBase

if TYPE_CHECKING:
    from advisor.inference.rete import Core

REFERENCE = "reference"
CORE = "durable_rules"


class Engine:
    """Evaluates completed profiles with one rule base.

    The core is compiled with the first profile in which something is known: in an empty
    one there is nothing it could get wrong, and a wizard opens with one.
    """

    def __init__(self, rulebase: RuleBase, on_defect: Callable[[str], None]) -> None:
        self.rulebase = rulebase
        self.on_defect = on_defect
        self._core: Core | None = None
        self._reason: str | None = None
        """Why the reference runs alone; empty while the core runs, None before it is known."""

    @property
    def core(self) -> Core | None:
        """The core, compiled; None where the reference runs alone."""
        if self._reason is None:
            self._reason = self._compile()
        return self._core

    def _compile(self) -> str:
        try:
            from advisor.inference.rete import Core
        except ImportError as error:
            return f"durable_rules is not installed here ({error.msg})"
        try:
            self._core = Core(self.rulebase)
        except OutsideLimits as error:
            return str(error)
        return ""

    @property
    def reason(self) -> str:
        """Why the reference runs alone; empty while the core runs."""
        return self._reason or "" if self.core is None else ""

    @property
    def active(self) -> str:
        """Which engine answers."""
        return CORE if self.core else REFERENCE

    def evaluate(self, profile: Profile) -> Findings:
        """The findings for a completed profile."""
        expected = kleene.evaluate(self.rulebase, profile)
        if not profile.values():
            return expected
        core = self.core
        if core is None:
            return expected
        from advisor.inference.rete import CoreFailure

        try:
            found = core.evaluate(profile)
        except OutsideLimits:
            # A number or word in this profile is beyond what the core does exactly.
            return expected
        except CoreFailure as error:
            self._drop(str(error))
            return expected
        if found != expected:
            self.on_defect(_reproducer(profile, found, expected))
        return expected

    def _drop(self, reason: str) -> None:
        """Go on without the core, which is not to be trusted after an error."""
        self.close()
        self._reason = reason
        self.on_defect(f"the core stopped: {reason}; the reference goes on alone")

    def close(self) -> None:
        """Give the core's memory back; from now on the reference runs alone."""
        if self._core is not None:
            self._core.close()
            self._core = None
        self._reason = self._reason or "the engine was closed"


def _reproducer(profile: Profile, found: Findings, expected: Findings) -> str:
    """What differs, and the profile that shows it."""
    different = [
        f"{name}: core {ours.get(name)}, reference {theirs[name]}"
        for ours, theirs in (
            (found.conclusions, expected.conclusions),
            (found.verdicts, expected.verdicts),
            (found.wanted, expected.wanted),
            (found.rules, expected.rules),
        )
        for name in theirs
        if ours.get(name) != theirs[name]
    ]
    values = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in profile.values().items()
    }
    return (
        "the core and the reference disagree; the reference's answer is used. "
        f"Please report this: {'; '.join(different)}; profile {json.dumps(values)}"
    )

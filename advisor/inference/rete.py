"""The inference core: forward chaining on durable_rules.

durable_rules is a Rete engine in C. Large parts of it give wrong answers or crash, but
a small language inside it is exact; `network` writes that and nothing else. Only the C
module is used: no host, hence no threads and no swallowed errors. Each evaluation has a
session of its own, which a boot rule opens. It fires only if durable_rules reads 0.5
correctly at this moment, which it does not under a locale with a decimal comma.
"""

from __future__ import annotations

import locale
import threading
from contextlib import suppress
from itertools import count

import durable_rules_engine as durable

from advisor.facts.profile import Profile
from advisor.inference.findings import Findings, Outcome, Truth, outcome, status
from advisor.inference.messages import (
    BOOT,
    OutsideLimits,
    address,
    branch_name,
    literal,
    no,
    profile_messages,
    yes,
)
from advisor.inference.network import Network
from advisor.language.tree import Value
from advisor.rulebase.model import Conclusion, RuleBase

BOOT_VALUE = 0.5
"""What opens a session, if durable_rules reads it right."""


class CoreFailure(Exception):
    """durable_rules did not do what it must; the evaluation is void."""


class Core:
    """A rule base compiled for durable_rules. Raises OutsideLimits when it cannot be.

    `evaluate` may be called from several threads; they take turns.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        # Numbers are read with the C library's atof.
        locale.setlocale(locale.LC_NUMERIC, "C")
        self.rulebase = rulebase
        network = Network(rulebase)
        self.watched = frozenset(network.names)
        self.derives = network.derives
        self.lock = threading.Lock()
        self.sessions = count(1)
        try:
            self.handle: int | None = durable.create_ruleset("advisor", network.text())
        except Exception as error:
            raise OutsideLimits(f"durable_rules refused the rules: {error}") from error

    def evaluate(self, profile: Profile) -> Findings:
        """The findings for a completed profile. Raises CoreFailure."""
        with self.lock:
            derived = _Session(self, f"s{next(self.sessions)}").run(profile)
        return _findings(self.rulebase, derived)

    def close(self) -> None:
        """Give the memory back; the core cannot be used after."""
        with self.lock:
            if self.handle is not None:
                durable.delete_ruleset(self.handle)
                self.handle = None


def _findings(rulebase: RuleBase, derived: set[str]) -> Findings:
    """Read the findings off the messages that were derived."""

    def truth(name: str) -> Truth:
        if yes(name) in derived:
            return True
        return False if no(name) in derived else None

    conclusions: dict[str, Truth] = {}
    verdicts: dict[str, Outcome] = {}
    for definition in rulebase.order:
        if isinstance(definition, Conclusion):
            conclusions[definition.name] = truth(definition.name)
        else:
            verdicts[definition.name] = outcome(
                tuple(
                    (
                        branch.value,
                        True if branch.when is None else truth(branch_name(definition, index)),
                    )
                    for index, branch in enumerate(definition.branches)
                )
            )
    return Findings(
        conclusions,
        verdicts,
        {name: truth(f"wanted:{name}") for name in rulebase.verdicts},
        {
            rule.id: status(
                truth(f"when:{rule.id}"),
                False if rule.unless is None else truth(f"unless:{rule.id}"),
            )
            for rule in rulebase.rules
        },
    )


class _Session:
    """One evaluation: opened by the boot rule, drained, deleted."""

    def __init__(self, core: Core, name: str) -> None:
        self.core = core
        self.name = name
        self.derived: set[str] = set()

    def run(self, profile: Profile) -> set[str]:
        """Every message derived from the profile. Raises CoreFailure and OutsideLimits."""
        try:
            state = self._assert(BOOT, BOOT_VALUE)
            self._drain(state)
            if BOOT not in self.derived:
                raise CoreFailure("durable_rules misread a number (is LC_NUMERIC not C?)")
            for message, value in profile_messages(self.core.rulebase.facts, profile):
                if message in self.core.watched:
                    self._assert(message, value)
            self._drain(state)
        except durable.error as error:
            raise CoreFailure(f"durable_rules failed: {error}") from error
        finally:
            # Deleting a session in which nothing ever fired would crash.
            if BOOT in self.derived:
                with suppress(durable.error):
                    durable.delete_state(self.core.handle, self.name)
        return self.derived

    def _assert(self, message: str, value: Value) -> object:
        code, state = durable.assert_fact(
            self.core.handle,
            f'{{"sid":"{self.name}",{address(message)},"v":{literal(value)}}}',
        )
        if code not in (0, 1):
            raise CoreFailure(f"durable_rules answered {code} to {message}")
        return state

    def _drain(self, state: object) -> None:
        """Take every rule that fired, and assert what it derives."""
        derives, watched = self.core.derives, self.core.watched
        started = durable.start_action_for_state(self.core.handle, state)
        fired = started[1] if started else None
        while fired:
            # The text begins {"rule name": ...; the matched messages are not needed.
            message = derives[fired[2 : fired.index('"', 2)]]
            if message not in self.derived:
                self.derived.add(message)
                if message in watched and message != BOOT:
                    self._assert(message, True)
            fired = durable.complete_and_start_action(self.core.handle, state)

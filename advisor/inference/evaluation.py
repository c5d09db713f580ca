"""One evaluation: what was given, what became known, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from advisor.facts.profile import Profile
from advisor.inference.findings import Findings
from advisor.inference.kleene import World, world_of
from advisor.problems import Problem
from advisor.rulebase.model import RuleBase


@dataclass(frozen=True)
class Evaluation:
    """Everything later steps need to explain and present.

    `profile` is the completed one: with computed facts, and with facts marked that do
    not apply.
    """

    rulebase: RuleBase
    profile: Profile
    findings: Findings
    doubts: tuple[Problem, ...] = ()
    """Warnings where what was given does not go together."""

    @cached_property
    def world(self) -> World:
        """What every name stands for: values, truths and outcomes."""
        return world_of(self.profile, self.findings)

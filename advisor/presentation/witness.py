"""A made-up profile in one line of words."""

from __future__ import annotations

from advisor.facts.profile import Profile
from advisor.rulebase.model import RuleBase


def in_words(rulebase: RuleBase, profile: Profile) -> str:
    """`own videos you liked: 80 %; videos in 90 days: 5`, or that anybody will do."""
    facts = rulebase.facts
    shown = [f"{facts[name].called}: {facts[name].show(v)}" for name, v in profile.values().items()]
    return "; ".join(shown) or "anybody"

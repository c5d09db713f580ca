"""Why a question is asked, in words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explanation.relevance import Purpose
from advisor.presentation.text import FEW
from advisor.problems import visible


def why_asked(purpose: Purpose) -> Iterator[str]:
    """What an answer can still change, a line each for verdicts, advice and questions."""
    verdicts = [f"“{verdict.question}”" for verdict in purpose.verdicts]
    rules = [f"“{rule.title}”" for rule in purpose.rules]
    if len(rules) > FEW:
        rules[FEW:] = [f"{len(rules) - FEW} more"]
    if verdicts:
        yield visible(f"Your answer can change what we say to {', '.join(verdicts)}.")
    if rules:
        yield visible(f"Your answer decides on this advice: {'; '.join(rules)}.")
    if purpose.opens:
        opens = ", ".join(fact.called for fact in purpose.opens)
        yield visible(f"It tells whether to ask you about: {opens}.")

"""`make check` prints how easy the texts for creators are to read.

Flesch reading ease: 60 to 70 is plain English, 80 and more is easy. The average of all
texts must be above 60; the hardest are named.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import textstat

from advisor.rulebase.library import load

PLAIN = 60


def texts() -> Iterator[tuple[str, str]]:
    """Every text a creator reads, with where it belongs."""
    base = load().rulebase
    for rule in base.rules:
        yield f"{rule.id} advice", rule.advice
        yield f"{rule.id} action", rule.action
    for fact in base.facts.values():
        yield f"{fact.name} question", f"{fact.ask} {fact.help}".strip()
    for verdict in base.verdicts.values():
        for branch in verdict.branches:
            yield f"{verdict.name} {branch.value}", branch.meaning


def main() -> int:
    """Print the average and the five hardest texts."""
    scores = sorted(
        (textstat.flesch_reading_ease(re.sub(r"\{[^}]*\}", "ten", text)), where)
        for where, text in texts()
        if text
    )
    average = sum(score for score, _ in scores) / len(scores)
    hardest = ", ".join(f"{where} {score:.0f}" for score, where in scores[:5])
    print(f"reading ease of {len(scores)} texts: {average:.0f} on average; hardest: {hardest}")
    return 0 if average > PLAIN else 1


if __name__ == "__main__":
    sys.exit(main())

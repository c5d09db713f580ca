"""What share of creators gets what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from advisor.inference.findings import Status
from advisor.rulebase.model import RuleBase

FORMAT = "advisor.summary/1"

Counts = dict[str, dict[str, int]]
"""How many profiles have each value of a verdict or each status of a rule, by its id."""


def counter(rulebase: RuleBase | None) -> Callable[[pl.DataFrame], Counts]:
    """Counts the findings of some profiles; without a rule base nothing. A verdict
    without a value is counted under the empty text."""
    values: dict[str, list[str]] = {}
    if rulebase is not None:
        for name, verdict in rulebase.verdicts.items():
            values[name] = list(dict.fromkeys(one.value for one in verdict.branches))
        for rule in rulebase.rules:
            values[rule.id] = [status.value for status in Status]
    sums = [
        pl.struct((pl.col(name) == one).sum().alias(one) for one in some).alias(name)
        for name, some in values.items()
    ]

    def count(found: pl.DataFrame) -> Counts:
        if not sums:
            return {}
        counted: Counts = found.select(sums).row(0, named=True)
        for numbers in counted.values():
            numbers[""] = found.height - sum(numbers.values())
        return counted

    return count


def added(counts: Sequence[Counts]) -> Counts:
    """All counts together."""
    total: Counts = {}
    for one in counts:
        for name, numbers in one.items():
            sums = total.setdefault(name, {})
            for value, number in numbers.items():
                sums[value] = sums.get(value, 0) + number
    return total


def as_json(rulebase: RuleBase, profiles: int, rejected: int, counts: Counts) -> dict[str, Any]:
    """The summary as plain JSON values; shares are of all profiles evaluated."""
    return {
        "format": FORMAT,
        "profiles": profiles,
        "rejected_rows": rejected,
        "verdicts": [
            {
                "id": name,
                "question": verdict.question,
                "values": [
                    {"value": value or None, "profiles": number, "share": number / max(1, profiles)}
                    for value, number in _by_count(counts.get(name, {}))
                ],
            }
            for name, verdict in rulebase.verdicts.items()
        ],
        "rules": [
            {
                "rule": rule.id,
                "title": rule.title,
                **{status.value: counts.get(rule.id, {}).get(status.value, 0) for status in Status},
                "share": given(counts, rule.id) / max(1, profiles),
            }
            for rule in rulebase.rules
        ],
    }


def given(counts: Counts, rule: str) -> int:
    """How many profiles are given a rule."""
    numbers = counts.get(rule, {})
    return sum(numbers.get(status.value, 0) for status in Status if status.given)


def _by_count(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    some = [item for item in numbers.items() if item[1]]
    return sorted(some, key=lambda item: (-item[1], item[0]))


def as_text(rulebase: RuleBase, profiles: int, counts: Counts, width: int) -> str:
    """The summary for people: a bar per value of a verdict and per rule that is given."""
    room = max(10, width - 56)
    lines = [f"{profiles:,} profiles"]

    def bar(number: int, label: str) -> str:
        share = number / max(1, profiles)
        shown = f"{share:.1%}".replace("%", " %")
        return f"  {shown:>7} {'█' * round(share * room):<{room}} {label}"

    for name, verdict in rulebase.verdicts.items():
        lines += ["", f"{verdict.question} ({name})"]
        for value, number in _by_count(counts.get(name, {})):
            found = verdict.branch(value)
            lines.append(bar(number, f"{found.label} ({value})" if found else "no answer"))
    lines += ["", "Advice given, also provisionally"]
    ranked = sorted(rulebase.rules, key=lambda rule: (-given(counts, rule.id), rule.id))
    lines += [bar(number, rule.id) for rule in ranked if (number := given(counts, rule.id))]
    return "\n".join(lines)

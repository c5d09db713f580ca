"""Statuses of a peer against those of the reference."""

from __future__ import annotations

from advisor.inference import kleene
from tests.benchmarks.peers import Run
from tests.benchmarks.peers.profiles import Profiles


def differences(profiles: Profiles, run: Run) -> list[str]:
    """Where a peer's statuses are not those of the reference, for every profile."""
    base = profiles.program.base
    expected = [
        list(kleene.evaluate(base, one).rules.items())
        for one in profiles.completed(len(profiles.given))
    ]
    found = [list(row) for row in run()]
    if len(found) != len(expected):
        return [f"{len(found)} rows instead of {len(expected)}"]
    wrong = []
    for number, (row, right) in enumerate(zip(found, expected, strict=True)):
        if len(row) != len(right):
            wrong.append(f"profile {number}: {len(row)} statuses instead of {len(right)}")
            continue
        wrong += [
            f"profile {number}, {rule}: {ours} instead of {theirs}"
            for ours, (rule, theirs) in zip(row, right, strict=True)
            if ours != theirs
        ]
    return wrong

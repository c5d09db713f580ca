"""The reference evaluator: the trees of the rules walked for each profile."""

from __future__ import annotations

from advisor.inference import kleene
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Profiles
from tests.benchmarks.peers.program import Program


def compile(program: Program) -> Load:
    def load(profiles: Profiles, rows: int) -> Run:
        completed = profiles.completed(rows)
        return lambda: [
            list(kleene.evaluate(program.base, one).rules.values()) for one in completed
        ]

    return load

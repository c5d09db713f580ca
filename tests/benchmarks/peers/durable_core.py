"""durable_rules as the program itself uses it, without the cross-check."""

from __future__ import annotations

from advisor.inference.rete import Core
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Profiles
from tests.benchmarks.peers.program import Program


def compile(program: Program) -> Load:
    core = Core(program.base)

    def load(profiles: Profiles, rows: int) -> Run:
        completed = profiles.completed(rows)
        return lambda: [list(core.evaluate(one).rules.values()) for one in completed]

    return load

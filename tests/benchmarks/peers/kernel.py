"""This engine: the rules as Polars expressions.

It does more than its peers are asked for: formulas, tests of sets and the verdicts.
"""

from __future__ import annotations

from advisor.inference.columnar import Kernel
from tests.benchmarks.peers import Load, Run, Statuses
from tests.benchmarks.peers.profiles import Profiles
from tests.benchmarks.peers.program import Program


def compile(program: Program) -> Load:
    kernel = Kernel(program.base)
    rules = [rule.id for rule in program.base.rules]

    def load(profiles: Profiles, rows: int) -> Run:
        frame = profiles.frame(rows)

        def run() -> Statuses:
            return kernel.evaluate(frame).select(rules).iter_rows()

        return run

    return load

"""CEL in Rust: the conditions of a level as one list, and the statuses as another.

In CEL an absent variable is unknown, but that ends an evaluation with an error, so every
rule would take a call of its own, which is slower. So CEL gets null, and every rule twice,
like the other peers.
"""

from __future__ import annotations

import cel

from advisor.language.tree import Test
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Cells, Profiles
from tests.benchmarks.peers.program import Program
from tests.benchmarks.peers.wording import Wording, holds_twice, infix, literal, no, status_of, yes


def compile(program: Program) -> Load:
    wording = Wording(infix("&&", "true"), infix("||", "false"), _test, holds_twice)
    levels = []
    for level in program.levels:
        names = [name for one in level for name in (yes(one.name), no(one.name))]
        levels.append(
            (names, _list([text for one in level for text in wording.write_both(one.when)]))
        )
    statuses = _list([status_of(rule, wording) for rule in program.rules])

    def evaluate(cells: Cells) -> list[str]:
        context = cel.Context(cells)
        for names, conditions in levels:
            context.update(dict(zip(names, conditions.execute(context), strict=True)))
        return statuses.execute(context)

    def load(profiles: Profiles, rows: int) -> Run:
        cells = profiles.cells(rows)
        return lambda: [evaluate(one) for one in cells]

    return load


def _list(texts: list[str]) -> cel.Program:
    return cel.compile(f"[{', '.join(texts)}]")


def _test(test: Test) -> str:
    name = test.fact
    if test.op == "not in":
        return f"({name} != null && !({name} in {literal(test.value)}))"
    return f"({name} != null && {name} {test.op} {literal(test.value)})"

"""rule-engine: an object per condition and rule, each called for each row."""

from __future__ import annotations

from rule_engine import Context, Rule
from rule_engine.errors import SymbolResolutionError

from advisor.language.tree import Test
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Cells, Profiles
from tests.benchmarks.peers.program import Program
from tests.benchmarks.peers.wording import Wording, holds_twice, infix, literal, no, status_of, yes


def compile(program: Program) -> Load:
    wording = Wording(infix("and", "true"), infix("or", "false"), _test, holds_twice)
    context = Context(resolver=_look_up)
    conditions = []
    for level in program.levels:
        for one in level:
            true, false = wording.write_both(one.when)
            conditions.append((yes(one.name), Rule(true, context=context)))
            conditions.append((no(one.name), Rule(false, context=context)))
    rules = [Rule(status_of(one, wording), context=context) for one in program.rules]

    def evaluate(cells: Cells) -> list[str]:
        known = dict(cells)
        for name, rule in conditions:
            known[name] = rule.evaluate(known)
        return [rule.evaluate(known) for rule in rules]

    def load(profiles: Profiles, rows: int) -> Run:
        cells = profiles.cells(rows)
        return lambda: [evaluate(one) for one in cells]

    return load


def _look_up(cells: Cells, name: str) -> object:
    try:
        return cells[name]
    except KeyError:
        raise SymbolResolutionError(name) from None


def _test(test: Test) -> str:
    # null > 3 raises, so every comparison asks first whether there is anything.
    name = test.fact
    if test.op == "not in":
        return f"({name} != null and not ({name} in {literal(test.value)}))"
    return f"({name} != null and {name} {test.op} {literal(test.value)})"

"""Plain Python: one function, written for the rules, three-valued with None."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from advisor.inference.findings import Status
from advisor.language.tree import Holds, Test
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Cells, Profiles
from tests.benchmarks.peers.program import Decision, Program
from tests.benchmarks.peers.wording import Wording


def compile(program: Program) -> Load:
    evaluate = _function(program)

    def load(profiles: Profiles, rows: int) -> Run:
        cells = profiles.cells(rows)
        return lambda: [evaluate(one) for one in cells]

    return load


def _function(program: Program) -> Callable[[Cells], tuple[str, ...]]:
    wording = _wording()
    lines = [f" {cell} = row[{cell!r}]" for cell in program.cells]
    for level in program.levels:
        lines += [f" {one.name} = {wording.write(one.when)}" for one in level]
    statuses = ",\n".join(_status(rule, wording) for rule in program.rules)
    code = "\n".join(["def evaluate(row):", *lines, f" return (\n{statuses},\n )"])
    space: dict[str, Callable[[Cells], tuple[str, ...]]] = {}
    exec(code, {one.name: one.value for one in Status}, space)
    return space["evaluate"]


def _wording() -> Wording:
    numbers = count()

    def joined(deciding: bool) -> Callable[[list[str]], str]:
        def join(parts: list[str]) -> str:
            if len(parts) < 2:
                return parts[0] if parts else str(not deciding)
            names = [f"_{next(numbers)}" for _ in parts]
            decided = " or ".join(
                f"({name} := {part}) is {deciding}" for name, part in zip(names, parts, strict=True)
            )
            open_ = " or ".join(f"{name} is None" for name in names)
            return f"({deciding} if {decided} else None if {open_} else {not deciding})"

        return join

    return Wording(joined(False), joined(True), _test, _holds)


def _test(test: Test) -> str:
    if isinstance(test.value, bool):
        same = (test.op == "==") is test.value
        return test.fact if same else f"(None if {test.fact} is None else not {test.fact})"
    value = tuple(sorted(test.value)) if isinstance(test.value, frozenset) else test.value
    return f"(None if {test.fact} is None else {test.fact} {test.op} {value!r})"


def _holds(leaf: Holds) -> str:
    name = leaf.conclusion
    return name if leaf.expected else f"(None if {name} is None else not {name})"


def _status(rule: Decision, wording: Wording) -> str:
    given, open_ = "APPLIES", "UNDECIDED"
    if rule.unless is not None:
        unless = wording.write(rule.unless)
        given = f"(SET_ASIDE if (_u := {unless}) else APPLIES if _u is False else PROVISIONAL)"
        open_ = f"(SILENT if {unless} else UNDECIDED)"
    when = wording.write(rule.when)
    return f"({given} if (_w := {when}) else {open_} if _w is None else SILENT)"

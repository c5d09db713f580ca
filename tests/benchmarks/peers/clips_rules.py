"""clipspy: a CLIPS rule per condition and rule, over one fact per profile.

Some profiles at a time are asserted and run. A condition asserts a fact that says whether
it is true and whether it is false; a rule reports its status unless it is silent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import clips

from advisor.inference.findings import Status
from advisor.language.tree import Holds, Node, Test, Value, leaves
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Cells, Profiles
from tests.benchmarks.peers.program import Program, asked_of
from tests.benchmarks.peers.wording import Wording, holds_twice, no, status_of, yes

BATCH = 50
SILENT = json.dumps(Status.SILENT.value)


def compile(program: Program) -> Load:
    environment = clips.Environment()
    found: list[list[str]] = []

    def report(profile: int, rule: int, status: str) -> None:
        found[profile][rule] = status

    environment.define_function(report)
    for construct in _constructs(program):
        environment.build(construct)
    profile = environment.find_template("profile")
    silent = [Status.SILENT.value] * len(program.rules)

    def evaluate(batch: list[Cells]) -> list[list[str]]:
        found[:] = [list(silent) for _ in batch]
        environment.reset()
        for number, cells in enumerate(batch):
            profile.assert_fact(id=number, **cells)
        environment.run()
        return list(found)

    def load(profiles: Profiles, rows: int) -> Run:
        cells = profiles.cells(rows)
        batches = [cells[start : start + BATCH] for start in range(0, rows, BATCH)]
        return lambda: [one for batch in batches for one in evaluate(batch)]

    return load


def _constructs(program: Program) -> Iterator[str]:
    wording = Wording(_call("and", "TRUE"), _call("or", "FALSE"), _test, _holds)
    slots = " ".join(f"(slot {cell})" for cell in ("id", *program.cells))
    yield f"(deftemplate profile {slots})"
    for level in program.levels:
        for one in level:
            true, false = wording.write_both(one.when)
            action = f"(assert ({one.name} ?id {true} {false}))"
            yield f"(defrule {one.name} {_needs(one.when)} => {action})"
    for index, rule in enumerate(program.rules):
        nodes = [rule.when] if rule.unless is None else [rule.when, rule.unless]
        status = status_of(rule, wording, _choose)
        report = f"(if (neq ?status {SILENT}) then (report ?id {index} ?status))"
        yield f"(defrule r{index} {_needs(*nodes)} => (bind ?status {status}) {report})"


def _needs(*nodes: Node) -> str:
    """The facts that must be there, and variables for what conditions ask about."""
    asked = {leaf.fact for node in nodes for leaf in leaves(node) if isinstance(leaf, Test)}
    slots = " ".join(f"({cell} ?{cell})" for cell in sorted(asked))
    before = sorted({name for node in nodes for name in asked_of(node)})
    facts = " ".join(f"({name} ?id ?{yes(name)} ?{no(name)})" for name in before)
    return f"(profile (id ?id) {slots}) {facts}"


def _call(function: str, empty: str) -> Callable[[list[str]], str]:
    def join(parts: list[str]) -> str:
        if len(parts) < 2:
            return parts[0] if parts else empty
        return f"({function} {' '.join(parts)})"

    return join


def _choose(condition: str, then: str, otherwise: str) -> str:
    return f"(if {condition} then {then} else {otherwise})"


def _test(test: Test) -> str:
    cell = "?" + test.fact
    match test.value:
        case frozenset() as words:
            some = " ".join(f"(eq {cell} {_literal(word)})" for word in sorted(words))
            same = f"(or {some} FALSE)"
        case bool() | str() as value:
            same = f"(eq {cell} {_literal(value)})"
        case number:
            op = {"==": "=", "!=": "<>"}.get(test.op, test.op)
            return f"(and (neq {cell} nil) ({op} {cell} {number}))"
    compared = same if test.op in ("==", "in") else f"(not {same})"
    return f"(and (neq {cell} nil) {compared})"


def _holds(leaf: Holds) -> str:
    return "?" + holds_twice(leaf)


def _literal(value: Value) -> str:
    return str(value).upper() if isinstance(value, bool) else json.dumps(value)

"""zen-engine: a decision graph with one expression node per level, rows in batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

import zen

from advisor.language.tree import Test
from tests.benchmarks.peers import Load, Run
from tests.benchmarks.peers.profiles import Profiles
from tests.benchmarks.peers.program import Program
from tests.benchmarks.peers.wording import Wording, holds_twice, infix, literal, no, status_of, yes

BATCH = 1_000
KEY = "rules"


def compile(program: Program) -> Load:
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: _graph(program)}}})
    rules = [f"r{index}" for index in range(len(program.rules))]

    def evaluate(requests: list[dict[str, str]]) -> list[list[str]]:
        found = engine.evaluate_batch(requests)
        return [[one["data"]["result"][rule] for rule in rules] for one in found]

    def load(profiles: Profiles, rows: int) -> Run:
        # Text is faster for it than dicts, and is written beforehand.
        requests = [{"key": KEY, "context": json.dumps(one)} for one in profiles.cells(rows)]
        batches = [requests[start : start + BATCH] for start in range(0, rows, BATCH)]
        return lambda: [one for batch in batches for one in evaluate(batch)]

    return load


def _graph(program: Program) -> dict[str, object]:
    wording = Wording(infix("and", "true"), infix("or", "false"), _test, holds_twice)
    nodes = [{"id": "input", "name": "input", "type": "inputNode"}]
    for number, level in enumerate(program.levels):
        written = {one.name: wording.write_both(one.when) for one in level}
        texts = {yes(name): both[0] for name, both in written.items()}
        texts |= {no(name): both[1] for name, both in written.items()}
        nodes.append(_node(f"level{number}", texts, pass_through=True))
    statuses = {f"r{index}": status_of(one, wording) for index, one in enumerate(program.rules)}
    nodes.append(_node("statuses", statuses, pass_through=False))
    nodes.append({"id": "output", "name": "output", "type": "outputNode"})
    edges = [
        {"id": f"edge{number}", "type": "edge", "sourceId": one["id"], "targetId": after["id"]}
        for number, (one, after) in enumerate(pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, texts: Mapping[str, str], pass_through: bool) -> dict[str, object]:
    expressions = [{"id": key, "key": key, "value": text} for key, text in texts.items()]
    content = {"expressions": expressions, "passThrough": pass_through}
    return {"id": name, "name": name, "type": "expressionNode", "content": content}


def _test(test: Test) -> str:
    # null > 3 raises, so every comparison asks first whether there is anything.
    return f"({test.fact} != null and {test.fact} {test.op} {literal(test.value)})"

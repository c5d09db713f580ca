"""This engine and its peers on the same rules and the same profiles.

Each peer is a module with one function:

    compile(program) -> load;  load(profiles, rows) -> run;  run() -> statuses

`load` puts profiles into the form the peer takes, which is not timed; `run` is timed and
gives the status of every rule for every row, rules in the order of the program. What
else there is: `bases` (the rules), `program` (the rules without what peers lack),
`profiles`, `answers` (compared before anything is timed), `measure` (one peer, in a
process of its own), `chart` and `page` (what `docs/` gets).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.peers.profiles import Profiles

Statuses = Iterable[Sequence[str]]
Run = Callable[[], Statuses]
Load = Callable[[Profiles, int], Run]


@dataclass(frozen=True)
class Peer:
    """An engine that is compared."""

    name: str
    module: str
    columnar: bool = False
    """True where a whole frame is evaluated at a time, and on as many threads as allowed."""

    counted: bool = False
    """True for a rule engine: the fastest of these is what the kernel is held against."""


KERNEL = "advisor (Polars kernel)"

PEERS = (
    Peer(KERNEL, "kernel", columnar=True),
    Peer("DuckDB SQL", "duckdb_sql", columnar=True),
    Peer("plain Python, generated", "python_code"),
    Peer("CEL in Rust", "cel_list", counted=True),
    Peer("zen-engine, batches", "zen_graph", counted=True),
    Peer("clipspy", "clips_rules", counted=True),
    Peer("rule-engine", "rule_engine_rules", counted=True),
    Peer("durable_rules (advisor's core)", "durable_core", counted=True),
    Peer("advisor (reference)", "reference"),
)

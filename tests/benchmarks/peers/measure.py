"""One peer, in a process of its own: its answers are compared, then it is timed.

Prints a JSON object per figure. A peer whose answers are wrong is not timed.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from statistics import median_low

import polars as pl

from advisor.rulebase.library import load
from advisor.rulebase.model import RuleBase
from tests.benchmarks.peers import PEERS, Load, Peer, Run
from tests.benchmarks.peers.answers import differences
from tests.benchmarks.peers.bases import base_of
from tests.benchmarks.peers.figures import Figure
from tests.benchmarks.peers.profiles import Profiles, some_profiles
from tests.benchmarks.peers.program import Program, program_of

ROWS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
COMPARED = 1_000
DIFFERENT = 10_000
"""Different profiles; a peer that takes a row at a time gets these again and again."""

LOADED = 1_000_000
"""Rows of a frame; beyond them, the frame is evaluated several times."""

RUNS = 3


class WrongAnswers(Exception):
    """A peer does not say what the reference says."""


def main() -> None:
    """Measure one peer for each number of rules."""
    parser = ArgumentParser()
    parser.add_argument("module")
    parser.add_argument("--rules", type=int, nargs="+", required=True)
    parser.add_argument("--limit", type=float, required=True, help="seconds of one run")
    options = parser.parse_args()
    peer = next(one for one in PEERS if one.module == options.module)
    compiled = import_module(f"{__package__}.{peer.module}").compile
    shipped = load().rulebase
    for rules in options.rules:
        try:
            for figure in measure(peer, compiled, base_of(shipped, rules), options.limit):
                print(json.dumps(asdict(figure)), flush=True)
        except WrongAnswers as error:
            sys.exit(f"{peer.name}, {rules} rules: {error}")


def measure(
    peer: Peer, compiled: Callable[[Program], Load], base: RuleBase, limit: float
) -> Iterator[Figure]:
    """A figure for each number of rows that takes no longer than `limit` seconds.

    Raises WrongAnswers before anything is timed.
    """
    program = program_of(base)
    loader = compiled(program)
    compared = Profiles(program, some_profiles(base.facts, COMPARED))
    wrong = differences(compared, loader(compared, COMPARED))
    if wrong:
        raise WrongAnswers(f"{len(wrong)} wrong answers, such as: {'; '.join(wrong[:3])}")
    profiles = Profiles(program, some_profiles(base.facts, DIFFERENT))
    most = LOADED if peer.columnar else DIFFERENT
    threads = pl.thread_pool_size() if peer.columnar else 1
    found: list[Figure] = []
    for rows in ROWS:
        if found and expected(found, rows) > limit:
            return
        run = loader(profiles, min(rows, most))
        passes = max(1, rows // most)
        times = median_low(timed(run, passes) for _ in range(RUNS))
        found.append(Figure(peer.name, threads, len(base.rules), rows, *times))
        yield found[-1]


def expected(found: Sequence[Figure], rows: int) -> float:
    """Seconds that so many rows will take: a constant, and so much per row."""
    last = found[-1]
    per_row = last.seconds / last.rows
    if len(found) > 1:
        before = found[-2]
        per_row = max(0, last.seconds - before.seconds) / (last.rows - before.rows)
    return last.seconds + (rows - last.rows) * per_row


def timed(run: Run, passes: int) -> tuple[float, float]:
    """Seconds of so many runs, one after another, by the clock and of the processor."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    for _ in range(passes):
        run()
    return time.perf_counter() - begin, time.process_time() - begin_cpu


if __name__ == "__main__":
    main()

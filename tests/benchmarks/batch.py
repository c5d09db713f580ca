"""`make bench-batch`: the batch against its budgets, on the shipped rules.

Profiles are made up, 10 % of the cells missing. Every figure is the median of some
runs; reading and writing without the rules in between is what the whole is held against.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl

from advisor.batch.cells import read_profiles
from advisor.batch.inputs import open_table
from advisor.batch.table import Place
from advisor.facts.vocabulary import Fact, Vocabulary
from advisor.inference.columnar import Kernel
from advisor.rulebase.library import load
from tests.benchmarks.bench import some_value

MISSING = 0.1
DIFFERENT = 1 << 15
"""Different values of a column; the rows draw from them."""

PIECE = 500_000
"""Rows made at a time."""


def main() -> None:
    """Measure and print, a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=3_000_000)
    parser.add_argument("--big", type=int, default=10_000_000)
    options = parser.parse_args()
    facts = load().rulebase.facts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = make(folder / "in", facts, options.profiles)
        evaluation(table)
        whole(table, folder, options.profiles)
        growth(folder, facts, options.big)


def make(folder: Path, facts: Vocabulary, profiles: int) -> str:
    """A Parquet file of made-up profiles for each piece; a pattern that names all."""
    folder.mkdir()
    rng = Random(1)
    columns = [column(fact, rng) for fact in facts.values() if not fact.computed]
    for number, begin in enumerate(range(0, profiles, PIECE)):
        rows = min(PIECE, profiles - begin)
        drawn = [
            one.sample(rows, with_replacement=True, seed=rng.randrange(2**32)) for one in columns
        ]
        key = pl.select(
            pl.concat_str(pl.lit("creator"), pl.int_range(begin, begin + rows).cast(pl.String()))
        ).to_series()
        pl.DataFrame([key.alias("profile"), *drawn]).write_parquet(folder / f"{number:03}.parquet")
    return str(folder / "*.parquet")


def column(fact: Fact, rng: Random) -> pl.Series:
    """Some values of a fact as a table has them."""
    values = [None if rng.random() < MISSING else some_value(rng, fact) for _ in range(DIFFERENT)]
    plain = [sorted(one) if isinstance(one, frozenset) else one for one in values]
    kinds = {
        "choices": pl.List(pl.String()),
        "choice": pl.String(),
        "bool": pl.Boolean(),
        "count": pl.Int64(),
    }
    return pl.Series(fact.name, plain, kinds.get(fact.type, pl.Float64()))


def evaluation(pattern: str) -> None:
    """The kernel alone, on a slice in memory that was cast already."""
    base = load().rulebase
    kernel = Kernel(base)
    table = open_table(sorted(Path(pattern).parent.iterdir())[0].as_posix(), base.facts)
    part = next(iter(table.slices(table.columns, Place())))
    frame = read_profiles(base.facts, table.name, part, table.text, None).frame
    kernel.evaluate(frame)
    seconds = median(lambda: kernel.evaluate(frame), 9)
    speed = frame.height / seconds / 1e6
    print(
        f"evaluation alone, {len(base.rules)} rules: {speed:.1f} M profiles/s (budget 3)",
        flush=True,
    )


def whole(pattern: str, folder: Path, profiles: int) -> None:
    """From Parquet to findings as Parquet, against reading and writing the same."""
    output = folder / "findings.parquet"
    total = median(lambda: batch(pattern, output), 3)
    read = median(
        lambda: [pl.read_parquet(one) for one in sorted(Path(pattern).parent.iterdir())], 3
    )
    again = folder / "again.parquet"

    def write() -> float:
        spent = 0.0
        for group in range(0, pl.scan_parquet(output).select(pl.len()).collect().item(), 8_000_000):
            rows = pl.scan_parquet(output).slice(group, 8_000_000).collect()
            begin = time.perf_counter()
            rows.write_parquet(again)
            spent += time.perf_counter() - begin
        return spent

    written = statistics.median(write() for _ in range(3))
    ratio = total / (read + written)
    print(
        f"{profiles:,} profiles, Parquet to findings: {total:.2f} s; "
        f"reading {read:.2f} s and writing {written:.2f} s alone; ratio {ratio:.2f} (budget 2.0)",
        flush=True,
    )


def growth(folder: Path, facts: Vocabulary, profiles: int) -> None:
    """Time per profile and memory as the input grows."""
    for share in (10, 3, 1):
        pattern = make(folder / f"big{share}", facts, profiles // share)
        seconds, peak = watched(pattern, folder / "big.parquet")
        rate = profiles // share / seconds / 1e6
        print(
            f"{profiles // share:>12,} profiles: {seconds:6.1f} s, {rate:.2f} M/s, "
            f"peak {peak / 1e9:.2f} GB (budget 1.5)", flush=True,
        )  # fmt: skip


COMMAND = [str(Path(sys.executable).parent / "advisor"), "batch"]


def batch(pattern: str, output: Path) -> None:
    """The command as a process of its own."""
    subprocess.run([*COMMAND, pattern, "-o", str(output)], capture_output=True, check=True)


def watched(pattern: str, output: Path) -> tuple[float, int]:
    """Seconds and the largest memory in bytes of the command."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], capture_output=True, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *COMMAND, pattern, "-o", str(output)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - begin, int(done.stdout) * 1024


def median(call: Callable[[], object], times: int) -> float:
    """The median time of a call in seconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


if __name__ == "__main__":
    main()

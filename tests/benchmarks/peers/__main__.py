"""`make bench-batch`: every peer, measured in one run; `docs/` gets the figures.

Nothing is written when a peer fails or does not answer as the reference does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.peers.chart import draw
from tests.benchmarks.peers.figures import Figure, Figures
from tests.benchmarks.peers.page import SHIPPED, machine, renewed, report

DOCS = Path(__file__).parents[3] / "docs"
RULES = (15, 60, SHIPPED, 240)
THREADS = (1, 2)
LIMIT = 8.0
"""Seconds that one run of a peer may take; more rows than that allows are left out."""


def main() -> None:
    """Measure, print, and write unless it is the quick form."""
    parser = ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="two minutes, nothing is written")
    options = parser.parse_args()
    rules, limit = ((SHIPPED,), 1.5) if options.quick else (RULES, LIMIT)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} (best at rest)", flush=True)
    figures = Figures(
        figure
        for peer in PEERS
        for threads in (THREADS if peer.columnar else THREADS[:1])
        for figure in measured(peer, threads, rules, limit)
    )
    text = f"{machine()}\n\n{report(figures)}"
    print(f"\n{text}")
    if not options.quick:
        figures.write(DOCS / "speed.csv")
        draw(figures, DOCS / "speed.svg")
        page = DOCS / "speed.md"
        page.write_text(renewed(page.read_text(), text))


def measured(peer: Peer, threads: int, rules: Sequence[int], limit: float) -> Iterator[Figure]:
    """The figures of a peer, each printed as it comes. Exits when the peer fails."""
    command = [
        sys.executable, "-m", f"{__package__}.measure", peer.module,
        "--limit", str(limit), "--rules", *map(str, rules),
    ]  # fmt: skip
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            figure = Figure(**json.loads(line))
            speed = figure.rows / figure.seconds
            print(
                f"{figure.peer:<32}  threads {figure.threads}{figure.rules:>5} rules"
                f"{figure.rows:>12,} rows{figure.seconds:>9.3f} s{speed:>14,.0f}/s",
                flush=True,
            )
            yield figure
    if child.returncode:
        sys.exit(f"{peer.name} failed; nothing is written")


if __name__ == "__main__":
    main()

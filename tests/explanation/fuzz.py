"""`make fuzz`, its second half: what is said to be irrelevant against trying everything.

A case is one open question of one generated profile. Prints the count, the seed and the
first question that was left out and matters; exits 1 then.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import chosen_stakes
from tests.explanation.oracle import evaluated, partly_known, really_matters, small


def compare(cases: int, seed: int) -> tuple[int, int, list[str]]:
    """Cases tried, questions asked although they cannot matter, and those wrongly left out."""
    rng, compared, needless, missed = Random(seed), 0, 0, []
    while compared < cases:
        base = small(rng)
        for _ in range(5):
            given = partly_known(rng, base)
            evaluation = evaluated(base, given)
            outlook, stakes = Outlook(evaluation), chosen_stakes(evaluation)
            for name in outlook.askable:
                compared += 1
                said = outlook.matters(name, stakes)
                truly = really_matters(base, given, name)
                needless += said and not truly
                if truly and not said:
                    missed.append(f"{name} of {given} over {base}")
    return compared, needless, missed


def main() -> int:
    """Run the cases that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    begin = time.perf_counter()
    compared, needless, missed = compare(options.cases, options.seed)
    seconds = time.perf_counter() - begin
    if missed:
        print(f"LEFT OUT WRONGLY, seed {options.seed}: {missed[0]}")
        return 1
    print(
        f"{compared:,} open questions, 0 left out wrongly, {needless:,} asked needlessly; "
        f"seed {options.seed}; {seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

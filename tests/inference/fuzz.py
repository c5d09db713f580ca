"""`make fuzz`: the core and the kernel against the reference on many generated cases.

A case is one generated rule base with one generated profile. Prints the count, the seed
and the first difference, if there is one; exits 1 then.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.messages import OutsideLimits
from advisor.inference.rete import Core
from tests.inference.frames import findings
from tests.inference.generate import profile, rulebase

PROFILES = 50
"""Profiles tried with each rule base."""


def main() -> int:
    """Run the cases that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    rng = Random(options.seed)
    compared = outside = rules = 0
    begin = time.perf_counter()
    while compared < options.cases:
        base = rulebase(rng)
        core = Core(base)
        profiles = [profile(rng, base) for _ in range(min(PROFILES, options.cases - compared))]
        for given, by_kernel in zip(profiles, findings(base, profiles), strict=True):
            known = complete(base, given)
            expected = kleene.evaluate(base, known)
            compared += 1
            rules += len(base.rules)
            try:
                by_core = core.evaluate(known)
            except OutsideLimits:
                outside += 1
                by_core = expected
            for engine, found in (("core", by_core), ("kernel", by_kernel)):
                if found != expected:
                    print(f"DIFFERENT: {engine} at case {compared:,}, seed {options.seed}")
                    print(base, known, found, expected, sep="\n")
                    return 1
        core.close()
    seconds = time.perf_counter() - begin
    print(
        f"{compared:,} cases ({rules:,} rule statuses), 0 different; "
        f"{outside:,} profiles outside the core's exact numbers, the kernel alone compared; "
        f"seed {options.seed}; {seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

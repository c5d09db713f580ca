"""`advisor batch --posts` on the whole file, against the advice on each imported profile."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from advisor.facts.hours import time_zone
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.pipeline import evaluate
from advisor.rulebase.library import load
from advisor.sources.importing import import_files
from tests.samples.posts import split

Findings = dict[str, tuple[str | None, str]]
"""By rule or verdict: the value of a verdict, and the status."""

ALL = (Status.APPLIES, Status.PROVISIONAL, Status.SET_ASIDE, Status.UNDECIDED)


def differences(file: Path, zone: str) -> Iterator[str]:
    """Each creator whose findings differ, and in what."""
    found = in_batch(file, zone)
    engine = Engine(load().rulebase, print)
    with tempfile.TemporaryDirectory() as folder:
        for creator, part in split(file, Path(folder)):
            wanted = one_by_one(engine, part, creator, zone)
            told = found.pop(creator, {})
            if told != wanted:
                yield f"{creator}: {sorted(set(told.items()) ^ set(wanted.items()))[:3]}"
    yield from (f"{creator}: not in the file" for creator in found)
    engine.close()


def in_batch(file: Path, zone: str) -> dict[str, Findings]:
    """What the command finds in the whole file."""
    command = Path(sys.executable).parent / "advisor"
    found: dict[str, Findings] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "findings.jsonl")
        options = ["--with", "set-aside,undecided", "--timezone", zone, "-o", str(output)]
        subprocess.run([command, "batch", "--posts", str(file), *options], check=True)
        for line in output.read_text().splitlines():
            row = json.loads(line)
            found[row["profile"]][row["rule"]] = row["value"], row["status"]
    return found


def one_by_one(engine: Engine, part: Path, creator: str, zone: str) -> Findings:
    """What an evaluation of the imported profile finds."""
    facts = engine.rulebase.facts
    told = import_files([part], frozenset(), time_zone(zone), facts, lambda name: None)
    assert told.imported is not None, creator
    findings = evaluate(engine, told.imported.profile).findings
    rules: Findings = {
        id: (None, status.value) for id, status in findings.rules.items() if status in ALL
    }
    for name, outcome in findings.verdicts.items():
        rules[name] = outcome.value, "certain" if outcome.certain else "provisional"
    return rules

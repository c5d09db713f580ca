"""What `advisor import` says of a creator, called as a function and run as a command."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from advisor.cli.importing import profile_text
from advisor.facts.hours import time_zone
from advisor.facts.vocabulary import Vocabulary
from advisor.sources.importing import import_files

_GAP = re.compile(r"^  (?! ).*?\((\w+)\): (.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """The profile as written, and why each other fact is not in it; problems stand there too."""

    profile: dict[str, object]
    reasons: dict[str, str]


def called(file: Path, creator: str, zone: str | None, vocabulary: Vocabulary) -> Said:
    """The import within this process."""
    at = time_zone(zone) if zone else None
    chosen = frozenset({creator.casefold()})
    result = import_files([file], chosen, at, vocabulary, lambda _: None)
    reasons = {one.code: one.message for one in result.problems}
    if result.imported is None:
        return Said({}, reasons)
    reasons |= {one.name: one.reason for one in result.imported.missing}
    return Said(tomllib.loads(profile_text(result.imported.profile)), reasons)


def commanded(file: Path, creator: str, zone: str | None) -> Said:
    """The import as a person runs it."""
    command = [sys.executable, "-m", "advisor", "import", str(file), "--creator", creator]
    command += ["--timezone", zone] if zone else []
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        return Said({}, {f"exit code {done.returncode}": done.stderr})
    gaps = done.stderr.partition("\nNot computable\n")[2].partition("\nAlso\n")[0]
    return Said(tomllib.loads(done.stdout), dict(_GAP.findall(gaps)))

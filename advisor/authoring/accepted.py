"""Findings of `rules verify` that somebody has looked at and accepts, with the reason.

One per line in a file beside the rules:

    unheard posting.volume: it only ever adds to posting.steady, which says more
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from advisor.problems import Place, Problem
from advisor.sources.reading import read_bytes

NAME = "verify.accepted"


def read(folders: Iterable[Path]) -> tuple[dict[str, str], list[Problem]]:
    """Key of a finding -> reason, and lines that say nothing."""
    accepted: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in folders:
        file = folder / NAME
        data = read_bytes(file, 1_000_000) if os.path.isfile(file) else b""
        if isinstance(data, Problem):
            problems.append(data)
            continue
        for number, line in enumerate(data.decode(errors="replace").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            key, _, reason = line.partition(":")
            if not reason.strip():
                hint = "write: code name: reason"
                place = Place(str(file), number)
                problems.append(
                    Problem("accepted", "no reason is given", place, hint, excerpt=line)
                )
            else:
                accepted[key.strip()] = reason.strip()
    return accepted, problems

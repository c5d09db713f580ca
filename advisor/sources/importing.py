"""Paths people give -> one profile, with all that has to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from advisor.facts.vocabulary import Vocabulary
from advisor.problems import Problem
from advisor.sources.found import Creators, Found
from advisor.sources.sniff import read_paths
from advisor.sources.unite import Imported, of_one_creator, unite


@dataclass(frozen=True, slots=True)
class Import:
    """The files that were read, what they come to, and what is wrong with the others."""

    found: tuple[Found, ...]
    imported: Imported | None
    problems: tuple[Problem, ...]


def import_files(
    paths: Sequence[Path],
    chosen: Creators,
    zone: ZoneInfo | None,
    vocabulary: Vocabulary,
    tell: Callable[[str], None],
) -> Import:
    """Read the files at these paths; a broken one never keeps the others from being read.

    `tell` hears the name of each file before it is read.
    """
    found, problems = read_paths(paths, chosen, tell)
    kept, others = of_one_creator(found, chosen)
    imported = unite(kept, vocabulary, zone) if kept else None
    return Import(tuple(kept), imported, (*problems, *others))

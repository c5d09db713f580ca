"""Shipped rules and overlays -> the rule base in use, and every problem found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from advisor.language.decoding import decode
from advisor.language.document import Document
from advisor.language.toml_file import parse
from advisor.problems import Problem, in_order
from advisor.rulebase.build import build, follows, lost_name
from advisor.rulebase.check import check
from advisor.rulebase.entries import NAMED, Key, merge
from advisor.rulebase.left_out import check_left_out
from advisor.rulebase.model import Change, RuleBase
from advisor.sources.reading import read_bytes

MAX_FILE = 64_000_000
"""Bytes in one rule file."""


@dataclass(frozen=True)
class Library:
    """The rule base in use, the overlays it comes from, and every problem found."""

    rulebase: RuleBase
    problems: tuple[Problem, ...]
    overlays: tuple[Path, ...] = ()
    changed: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    """The settings that overlays decided, by the name of what they changed."""

    @property
    def sound(self) -> bool:
        """True when no problem is an error."""
        return not any(problem.is_error for problem in self.problems)


def shipped_folder() -> Path:
    """Where the rules that come with the program are."""
    installed = Path(__file__).parent.parent / "shipped_rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"


def load(overlays: Sequence[Path] = (), shipped: Path | None = None) -> Library:
    """The shipped rules with each overlay (a folder or a file) over them, in that order."""
    problems: list[Problem] = []
    layers = [list(_files(shipped or shipped_folder(), problems, "rules"))]
    layers += [list(_files(overlay, problems)) for overlay in overlays]
    entries, merging = merge(layers)
    missing = {lost_name(*key) for key in _named(layers) if key not in entries}
    rulebase, building = build(entries, missing)
    problems += merging + building
    problems += [
        problem for problem in check(rulebase, entries.values()) if not follows(problem, missing)
    ]
    if problems:
        problems += check_left_out(rulebase, layers, entries)
    changed = {entry.name: entry.changes for entry in entries.values() if entry.changes}
    return Library(rulebase, in_order(problems), tuple(overlays), changed)


def _named(layers: Iterable[Iterable[Document]]) -> Iterator[Key]:
    """Kind and name of every table that has a name, sound or not."""
    for layer in layers:
        for file in layer:
            for kind, tables in file.data.items():
                if kind in (*NAMED, "source") and isinstance(tables, dict):
                    yield from ((kind, name) for name in tables)


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder by name, hidden ones left out, or the one file that was
    named. Raises OSError."""
    if not path.is_dir():
        return [path]
    return sorted(
        one for one in path.iterdir() if one.suffix == ".toml" and not one.name.startswith(".")
    )


def _files(path: Path, problems: list[Problem], shown: str = "") -> Iterator[Document]:
    """Every rule file of a folder by name, or the one file that was named."""
    try:
        paths = rule_files(path)
    except OSError as error:
        problems.append(Problem("unreadable", f"`{path}` cannot be read: {error.strerror}"))
        return
    for one in paths:
        data = read_bytes(one, MAX_FILE, "rule file")
        if isinstance(data, Problem):
            problems.append(data)
            continue
        name = f"{shown}/{one.name}" if shown else str(one)
        text = decode(name, data)
        file = text if isinstance(text, Problem) else parse(name, text)
        if isinstance(file, Problem):
            problems.append(file)
        else:
            yield replace(file, opened=one)

"""What else is wrong with tables that did not make it into the rule base.

Each has a problem that was told. Its other conditions, texts and tests are looked through
all the same, so that one run tells everything there is to mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from advisor.language.document import Anchor, Document, Path
from advisor.problems import Problem
from advisor.rulebase.build import follows, lost_name
from advisor.rulebase.check import TEXTS, given, misread, placeholders, unknown_sources
from advisor.rulebase.entries import NAMED, Entry, Key
from advisor.rulebase.model import RuleBase
from advisor.rulebase.resolve import Names

CONDITIONS = ("when", "unless", "and", "wanted", "applies_if", "leads_if")


def check_left_out(
    rulebase: RuleBase, layers: Sequence[Iterable[Document]], entries: Mapping[Key, Entry]
) -> Iterator[Problem]:
    """Every problem of the tables that were left out, but none that only follows from
    another table being left out."""
    names = Names(
        rulebase.facts,
        {name: threshold.value for name, threshold in rulebase.thresholds.items()},
        rulebase.conclusions,
        {n: [one.value for one in verdict.branches] for n, verdict in rulebase.verdicts.items()},
    )
    used = set(_used(rulebase))
    for entry in entries.values():
        used |= {older.at for older in _chain(entry.before)}
    told = {entry.at for entry in entries.values()}
    told |= {
        Anchor(change.at.file, change.at.path[:2])
        for entry in entries.values()
        for change in entry.changes
    }
    tables = list(_tables(layers))
    lost = {
        lost_name(kind, name)
        for kind, name, *_ in tables
        if (kind in NAMED and not _has(names, name))
        or (kind == "source" and name not in rulebase.sources)
    }
    for kind, _, raw, file, path in tables:
        if isinstance(raw, dict) and Anchor(file, path) not in used:
            entry = Entry(kind, "", _loose(raw), file, path, 0)
            found = list(_texts_and_tests(rulebase, entry))
            if entry.at not in told:  # else its names were told already
                found += _names(rulebase, names, entry, raw)
            for problem in found:
                if not follows(problem, lost):
                    yield problem


def _has(names: Names, name: object) -> bool:
    return any(
        name in known
        for known in (names.facts, names.thresholds, names.conclusions, names.verdicts)
    )


def _used(rulebase: RuleBase) -> Iterator[Anchor]:
    """Where everything in the rule base stands."""
    named: tuple[Mapping[str, Any], ...] = (
        rulebase.facts, rulebase.thresholds, rulebase.conclusions, rulebase.verdicts,
        rulebase.topics, rulebase.sources,
    )  # fmt: skip
    yield from (one.at for ones in named for one in ones.values())
    yield from (rule.at for rule in rulebase.all_rules())
    yield from (one.at for one in rulebase.impossible)


def _chain(entry: Entry | None) -> Iterator[Entry]:
    """An entry and everything it replaced."""
    while entry is not None:
        yield entry
        entry = entry.before


def _tables(
    layers: Iterable[Iterable[Document]],
) -> Iterator[tuple[str, str | int, object, Document, Path]]:
    """Kind, name, data, file and path of every table of every file."""
    for file in (file for layer in layers for file in layer):
        for kind, tables in file.data.items():
            if isinstance(tables, dict | list):
                found = tables.items() if isinstance(tables, dict) else enumerate(tables)
                for name, raw in found:
                    yield kind, name, raw, file, (kind, name)


def _loose(raw: Mapping[str, Any]) -> SimpleNamespace:
    """The texts and tests of a table whose shape nobody vouches for."""
    tests = raw.get("test")
    cases = tests if isinstance(tests, list) else []
    facts = [case.get("given") if isinstance(case, dict) else None for case in cases]
    return SimpleNamespace(
        **{key: raw[key] for key in TEXTS if isinstance(raw.get(key), str)},
        test=[SimpleNamespace(given=one if isinstance(one, dict) else {}) for one in facts],
    )


def _texts_and_tests(rulebase: RuleBase, entry: Entry) -> Iterator[Problem]:
    if entry.kind in ("rule", "change"):
        for key in TEXTS:
            if hasattr(entry.shape, key):
                yield from placeholders(rulebase, entry, key, rulebase.facts)
    yield from given(rulebase, entry)


def _names(
    rulebase: RuleBase, names: Names, entry: Entry, raw: Mapping[str, Any]
) -> Iterator[Problem]:
    for key in CONDITIONS:
        text = raw.get(key)
        if isinstance(text, str) and text.strip():
            yield from misread(names, entry, text, (key,))
    if entry.kind == "verdict" and isinstance(branches := raw.get("branch"), list):
        for index, branch in enumerate(branches):
            if isinstance(branch, dict) and isinstance(text := branch.get("when"), str):
                yield from misread(names, entry, text, ("branch", index, "when"))
    sources: list[Any] = raw["sources"] if isinstance(raw.get("sources"), list) else []
    if entry.kind in ("rule", "change") and all(isinstance(one, str) for one in sources):
        yield from unknown_sources(rulebase.sources, entry, sources)

"""Entries -> the rule base: every name resolved, or a problem at its own character.

What cannot be resolved is left out, together with what depends on it; an entry that an
overlay changed falls back to what it was before. So there is always a rule base to give
advice with, and shipped rules survive any overlay.

Every round takes out one layer of faults: names that two things share, then what an
overlay says, then what an overlay breaks elsewhere, last what the shipped files say.
What is told is so never only a consequence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from advisor.language.condition import ConditionError, parse_condition, parse_formula
from advisor.language.tree import Call, Compare, Length, Name, leaves, names_in
from advisor.problems import Problem
from advisor.rulebase.assemble import Assembly
from advisor.rulebase.entries import NAMED, Entry, Key
from advisor.rulebase.model import RuleBase

Fault = tuple[Entry, Problem]


def build(
    entries: Mapping[Key, Entry], missing: Collection[str] = ()
) -> tuple[RuleBase, list[Problem]]:
    """The rule base of all entries that can be resolved, and the problems of the others.

    `missing` are names (see `lost_name`) whose tables are faulty, which was told already.
    """
    kept = dict(entries)
    problems: list[Problem] = []
    lost = set(missing)
    while True:
        faults = list(_clashes(kept))
        if not faults:
            attempt = Assembly(kept)
            rulebase = attempt.rulebase()
            if not attempt.faults:
                return rulebase, problems
            faults = _first(attempt.faults, kept)
        for entry, problem in faults:
            if not follows(problem, lost):
                problems.append(problem)
            if kept.get(entry.key) is entry:
                if entry.before is not None:
                    kept[entry.key] = entry.before
                else:
                    del kept[entry.key]
                    lost.add(lost_name(*entry.key))


def follows(problem: Problem, lost: Collection[str]) -> bool:
    """True for a problem that names something that was left out, which was told already."""
    kind = "source" if problem.code == "unknown-source" else ""
    return any(lost_name(kind, name) in lost for name in _NAME.findall(problem.message))


def lost_name(kind: str, name: object) -> str:
    """What `follows` knows a table by: sources have names of their own."""
    return f"source {name}" if kind == "source" else str(name)


_NAME = re.compile(r"`([^`#\s]+)")


def _clashes(kept: Mapping[Key, Entry]) -> Iterator[Fault]:
    """Facts, thresholds, conclusions and verdicts share one namespace; the first has the name."""
    seen: dict[str, Entry] = {}
    named = [entry for kind in NAMED for entry in kept.values() if entry.kind == kind]
    for entry in sorted(named, key=lambda entry: entry.layer):
        first = seen.setdefault(entry.name, entry)
        if first is not entry:
            message = f"`{entry.name}` is a {first.kind} already"
            hint = f"it stands at {first.at.place}"
            yield entry, entry.problem("duplicate", message, hint=hint)


def _first(faults: list[Fault], kept: Mapping[Key, Entry]) -> list[Fault]:
    """The faults that are no consequence of others."""
    own = [
        (entry, problem)
        for entry, problem in faults
        if entry.touched and not _inherited(entry, problem, kept)
    ]
    if own:
        return own
    broken: dict[Key, Fault] = {}
    for entry, problem in faults:
        blamed = _blamed(entry, problem, kept)
        if blamed is not None:
            message = f"this change breaks {entry.at.place}: {problem.message}"
            broken.setdefault(blamed.key, (blamed, blamed.broke(message)))
    return list(broken.values()) or faults


def _inherited(entry: Entry, problem: Problem, kept: Mapping[Key, Entry]) -> bool:
    """True where an overlay changed an entry, but the fault is in what it left as it was:
    then the change of something else broke it."""
    shipped = entry
    while shipped.before is not None:
        shipped = shipped.before
    where = problem.place.file if problem.place else ""
    return shipped.layer == 0 and where == shipped.file.name and bool(_blamed(entry, problem, kept))


def _blamed(entry: Entry, problem: Problem, kept: Mapping[Key, Entry]) -> Entry | None:
    """The changed entry that broke an entry nobody touched; rather one the problem names."""
    changed = [
        kept[key] for key in _mentioned(entry) if key in kept and kept[key].before is not None
    ]
    return max(changed, key=lambda other: f"`{other.name}`" in problem.message, default=None)


def _mentioned(entry: Entry) -> Iterator[Key]:
    """Everything an entry refers to."""
    shape = entry.shape
    for name in _names(shape):
        yield from ((kind, name) for kind in NAMED)
    if entry.kind == "topic":
        yield from (("fact", "questions"), ("verdict", shape.verdict))
    if entry.kind == "rule":
        yield "topic", shape.topic
        yield from (("source", source.partition("#")[0]) for source in shape.sources)


def _names(shape: Any) -> Iterator[str]:
    """Every name in the conditions, the formula and the lookup of an entry."""
    texts = [getattr(shape, key, "") for key in ("when", "unless", "applies_if", "wanted")]
    texts += [branch.when for branch in getattr(shape, "branch", [])]
    for text in texts:
        try:
            for leaf in leaves(parse_condition(text)) if text else ():
                match leaf:
                    case Compare(left=left, right=right):
                        for side in (left, right):
                            if isinstance(side, Length):
                                yield side.name.id
                            elif isinstance(side, Name):
                                yield side.id
                    case Call(name=name):
                        yield name.id
                    case Name(id=id):
                        yield id
        except ConditionError:
            continue
    if getattr(shape, "formula", ""):
        with suppress(ConditionError):
            yield from (name.id for name in names_in(parse_formula(shape.formula)))
    if getattr(shape, "lookup", None):
        yield shape.lookup.of

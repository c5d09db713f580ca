"""Entries -> the rule base: every name resolved, or a problem at its own character.

What cannot be resolved is left out, together with what depends on it; an entry that an
overlay changed falls back to what it was before. So there is always a rule base to give
advice with, and shipped rules survive any overlay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.language.condition import ConditionError, parse_condition, parse_formula
from advisor.language.tree import Call, Compare, Length, Name, leaves, names_in
from advisor.problems import Problem
from advisor.rulebase.assemble import NAMED, Assembly
from advisor.rulebase.entries import Entry, Key
from advisor.rulebase.model import RuleBase


def build(entries: Mapping[Key, Entry]) -> tuple[RuleBase, list[Problem]]:
    """The rule base of all entries that can be resolved, and the problems of the others."""
    kept = dict(entries)
    problems: list[Problem] = []
    lost: set[str] = set()
    while True:
        attempt = Assembly(kept)
        rulebase = attempt.rulebase()
        if not attempt.faults:
            return rulebase, problems
        for entry, problem in attempt.faults:
            blamed = _blamed(entry, kept)
            if blamed is not None:
                message = f"this change breaks {entry.at.place}: {problem.message}"
                problems.append(blamed.broke(message))
                entry = blamed
            elif not any(f"`{name}`" in problem.message for name in lost):
                problems.append(problem)
            if kept.get(entry.key) is entry:
                if entry.before is not None:
                    kept[entry.key] = entry.before
                else:
                    del kept[entry.key]
                    lost.add(entry.name)


def _blamed(entry: Entry, kept: Mapping[Key, Entry]) -> Entry | None:
    """The changed entry that broke an entry nobody touched."""
    if entry.before is not None or entry.layer > 0:
        return None
    for name in _mentioned(entry):
        for kind in NAMED:
            other = kept.get((kind, name))
            if other is not None and other.before is not None:
                return other
    return None


def _mentioned(entry: Entry) -> Iterator[str]:
    """Every name in the conditions and formula of an entry."""
    shape = entry.shape
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
        try:
            yield from (name.id for name in names_in(parse_formula(shape.formula)))
        except ConditionError:
            return

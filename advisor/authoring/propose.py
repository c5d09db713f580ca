"""Tests an author may want: the smallest profiles that tell a fault from the rules.

Every mutant that survives shows a place no test looks at. For each, a profile is found
in which a rule or verdict comes out otherwise, and written as a test with what comes
out today. Whether today's answer is right is for the author to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from advisor.authoring.mutate import Mutant, conditions, name_of, owners
from advisor.authoring.verify import applies
from advisor.explanation.cells import Cells
from advisor.explanation.search import All, Formula, Some
from advisor.facts.profile import Profile
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.language.tree import Node, Value
from advisor.rulebase.model import Conclusion, Rule, RuleBase, Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """A test to approve: of what, what is given, what comes out today, and why."""

    owner: Rule | Verdict
    given: Mapping[str, Value]
    expect: str
    certain: bool
    why: str


def propose(
    rulebase: RuleBase, survivors: Iterable[Mutant], values: Mapping[str, Iterable[str | None]]
) -> Iterator[Proposal]:
    """A test for each survivor, and for each value of a verdict not among `values`."""
    cells = Cells(rulebase)
    for name, verdict in rulebase.verdicts.items():
        for index, branch in enumerate(verdict.branches):
            if branch.value not in set(values.get(name, ())):
                found = cells.witness(cells.formula(verdict.wins(index)))
                if found is not None:
                    yield _proposal(rulebase, verdict, found, f"no test gives {branch.value}")
    done: set[tuple[str, str]] = set()
    for mutant in survivors:
        for proposal in _telling(rulebase, mutant):
            key = (name_of(proposal.owner), repr(sorted(proposal.given.items(), key=str)))
            if key not in done:
                done.add(key)
                yield proposal
            break


def _telling(rulebase: RuleBase, mutant: Mutant) -> Iterator[Proposal]:
    """Profiles in which something comes out otherwise because of the mutant."""
    other = _mutated(rulebase, mutant)
    before = Cells(rulebase, *_conditions(other))
    after = Cells(other, *_conditions(rulebase))
    later = {name_of(owner): owner for owner in owners(other)}
    for owner in owners(rulebase):
        if isinstance(owner, Conclusion):
            continue
        twin = later[name_of(owner)]
        for old, new in zip(_outcomes(before, owner), _outcomes(after, twin), strict=True):
            for here, there in ((old, new[1]), (new, old[1])):
                found = before.witness(here[0], there)
                if found is not None:
                    yield _proposal(rulebase, owner, found, mutant.what)


def _outcomes(cells: Cells, owner: object) -> Iterator[tuple[Formula, Formula]]:
    """For each way an owner can come out: when it does, and when it does not."""
    if isinstance(owner, Rule):
        out: list[Formula] = [cells.formula(owner.when, negated=True)]
        if owner.unless is not None:
            held = All((cells.formula(owner.when), cells.formula(owner.unless)))
            out.append(held)
        yield applies(cells, owner), Some(tuple(out))
    elif isinstance(owner, Verdict):
        for index in range(len(owner.branches)):
            wins = owner.wins(index)
            yield cells.formula(wins), cells.formula(wins, negated=True)


def _mutated(rulebase: RuleBase, mutant: Mutant) -> RuleBase:
    """The rule base with the definitions of a mutant."""
    changed: Mapping[str, Any] = mutant.changed
    return replace(
        rulebase,
        rules=tuple(changed.get(rule.id, rule) for rule in rulebase.rules),
        conclusions={n: changed.get(n, one) for n, one in rulebase.conclusions.items()},
        verdicts={n: changed.get(n, one) for n, one in rulebase.verdicts.items()},
    )


def _conditions(rulebase: RuleBase) -> Iterator[Node]:
    for owner in owners(rulebase):
        for _, node, _ in conditions(owner):
            yield node


def _proposal(rulebase: RuleBase, owner: Rule | Verdict, found: Profile, why: str) -> Proposal:
    findings = kleene.evaluate(rulebase, complete(rulebase, found))
    if isinstance(owner, Rule):
        return Proposal(owner, found.values(), findings.rules[owner.id].value, True, why)
    outcome = findings.verdicts[owner.name]
    return Proposal(owner, found.values(), str(outcome.value), outcome.certain, why)


def render(proposals: Iterable[Proposal]) -> Iterator[str]:
    """The tests in TOML, each under the reason for it."""
    for proposal in proposals:
        kind = "rule" if isinstance(proposal.owner, Rule) else f"verdict.{proposal.owner.name}"
        given = ", ".join(f"{name} = {_toml(value)}" for name, value in proposal.given.items())
        yield f"# for {name_of(proposal.owner)}: {proposal.why}"
        yield f"[[{kind}.test]]"
        yield f"given  = {{ {given} }}" if given else "given  = {}"
        yield f'expect = "{proposal.expect}"' + ("" if proposal.certain else "\ncertain = false")
        yield ""


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "[" + ", ".join(f'"{word}"' for word in sorted(value)) + "]"
    return f'"{value}"' if isinstance(value, str) else repr(value)

"""Small faults put into the rules on purpose: does a test notice?

A *mutant* is the rule base with one threshold moved a little, up or down, or with one
part of one condition left out. A mutant is *killed* when a test beside the rules comes
out otherwise. One that no profile could tell from the original is *equal*, is proved to
be so on cells, and does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from advisor.authoring.depends import depends_on
from advisor.authoring.trial import Trial
from advisor.authoring.verify import equal, without_one_part
from advisor.explanation.cells import Cells
from advisor.inference.findings import outcome, status
from advisor.inference.kleene import truth
from advisor.language.document import Anchor
from advisor.language.tree import And, Node, Not, Or, Test, leaves
from advisor.rulebase.model import Conclusion, Rule, RuleBase, Threshold, Verdict

Owner = Rule | Conclusion | Verdict


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: what was done, where, and the definitions that differ because of it."""

    what: str
    at: Anchor
    changed: Mapping[str, Owner]
    """Rules, conclusions and verdicts that differ, by id or name."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants the tests kill, and which survive."""

    killed: int
    equal: int
    survivors: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """Killed of all that are not equal, from 0 to 1."""
        counted = self.killed + len(self.survivors)
        return self.killed / counted if counted else 1.0


def score(rulebase: RuleBase, trials: Iterable[Trial], part: str = "") -> Score:
    """Try every mutant on every trial that could notice it; only mutants of what has
    `part` in its name."""
    trials = list(trials)
    names = {trial.name for trial in trials}
    depends = {name: depends_on(rulebase, name) for name in names}
    killed = same = 0
    survivors = []
    for mutant in mutants(rulebase):
        if not any(part in name for name in mutant.changed):
            continue
        concerned = [trial for trial in trials if depends[trial.name] & mutant.changed.keys()]
        if any(_notices(rulebase, mutant, trial) for trial in concerned):
            killed += 1
        elif _equal(rulebase, mutant):
            same += 1
        else:
            survivors.append(mutant)
    return Score(killed, same, tuple(survivors))


# ---------------------------------------------------------------- making them


def mutants(rulebase: RuleBase) -> Iterator[Mutant]:
    """Every fault there is, one at a time."""
    for threshold in rulebase.thresholds.values():
        for value in _moved(rulebase, threshold):
            changed = dict(_with_threshold(rulebase, threshold.name, value))
            if changed:
                what = f"{threshold.name} = {value:g} instead of {threshold.value:g}"
                yield Mutant(what, threshold.at, changed)
    for owner in owners(rulebase):
        for where, node, put in conditions(owner):
            for smaller, part in without_one_part(node):
                what = f"{name_of(owner)}: {where} without part {part}"
                yield Mutant(what, owner.at, {name_of(owner): put(smaller)})


def owners(rulebase: RuleBase) -> Iterator[Owner]:
    """Everything that has conditions."""
    yield from rulebase.rules
    yield from rulebase.conclusions.values()
    yield from rulebase.verdicts.values()


def name_of(owner: Owner) -> str:
    """The id of a rule, the name of anything else."""
    return owner.id if isinstance(owner, Rule) else owner.name


def conditions(owner: Owner) -> Iterator[tuple[str, Node, Any]]:
    """Each condition: where it stands, what it is, and how to put another in its place."""
    if isinstance(owner, Verdict):
        for index, branch in enumerate(owner.branches):
            if branch.when is not None:
                yield branch.value, branch.when, _Put(owner, "branches", index)
        return
    yield "when", owner.when, _Put(owner, "when")
    if isinstance(owner, Rule) and owner.unless is not None:
        yield "unless", owner.unless, _Put(owner, "unless")


@dataclass(frozen=True, slots=True)
class _Put:
    """Puts a condition into a copy of its owner."""

    owner: Any
    key: str
    index: int = 0

    def __call__(self, node: Node) -> Owner:
        if self.key != "branches":
            return replace(self.owner, **{self.key: node})  # type: ignore[no-any-return]
        branches = list(self.owner.branches)
        branches[self.index] = replace(branches[self.index], when=node)
        return replace(self.owner, branches=tuple(branches))  # type: ignore[no-any-return]


def _moved(rulebase: RuleBase, threshold: Threshold) -> Iterator[float]:
    """The threshold a tenth higher and lower; whole numbers by one."""
    used = [
        rulebase.facts[leaf.fact].type
        for owner in owners(rulebase)
        for _, node, _ in conditions(owner)
        for leaf in leaves(node)
        if isinstance(leaf, Test) and leaf.threshold == threshold.name
    ]
    step = 1 if "count" in used else abs(threshold.value) / 10 or 0.1
    yield from (round(threshold.value + step, 9), round(threshold.value - step, 9))


def _with_threshold(rulebase: RuleBase, name: str, value: float) -> Iterator[tuple[str, Owner]]:
    """Everything that uses a threshold, with another value for it."""
    for owner in owners(rulebase):
        changed = owner
        for _, node, put in list(conditions(owner)):
            other = _replaced(node, name, value)
            if other != node:
                changed = replace(put, owner=changed)(other)
        if changed is not owner:
            yield name_of(owner), changed


def _replaced(node: Node, name: str, value: float) -> Node:
    match node:
        case And(parts=parts) | Or(parts=parts):
            return type(node)(tuple(_replaced(part, name, value) for part in parts))
        case Not(part=part):
            return Not(_replaced(part, name, value))
        case Test(threshold=threshold) if threshold == name:
            return replace(node, value=value)
    return node


# ---------------------------------------------------------------- trying them


class _World:
    """What is known of a trial's profile; conclusions and verdicts are worked out when
    they are asked for, those that the mutant changed by its definition."""

    def __init__(self, rulebase: RuleBase, mutant: Mutant, trial: Trial) -> None:
        self.rulebase, self.changed = rulebase, mutant.changed
        self.known: dict[str, Any] = dict(trial.evaluation.profile.values())

    def get(self, name: str, /) -> Any:
        """The value, truth or outcome of a name, None where it is unknown."""
        if name not in self.known:
            self.known[name] = self._work_out(name)
        return self.known[name]

    def _work_out(self, name: str) -> Any:
        plain = self.rulebase.conclusions.get(name) or self.rulebase.verdicts.get(name)
        definition = self.changed.get(name, plain)
        if isinstance(definition, Conclusion):
            return truth(definition.when, self)
        if isinstance(definition, Verdict):
            return outcome(
                tuple(
                    (b.value, True if b.when is None else truth(b.when, self))
                    for b in definition.branches
                )
            )
        return None


def _notices(rulebase: RuleBase, mutant: Mutant, trial: Trial) -> bool:
    """True where the trial comes out otherwise than it should."""
    world = _World(rulebase, mutant, trial)
    owner = mutant.changed.get(name_of(trial.owner), trial.owner)
    if isinstance(owner, Verdict):
        return not trial.expects(world.get(owner.name))
    assert isinstance(owner, Rule)
    unless = False if owner.unless is None else truth(owner.unless, world)
    return not trial.expects(status(truth(owner.when, world), unless))


def _equal(rulebase: RuleBase, mutant: Mutant) -> bool:
    """True where no profile tells the mutant from the original."""
    originals: dict[str, Owner] = {name_of(owner): owner for owner in owners(rulebase)}
    pairs = [
        (old, new)
        for name, changed in mutant.changed.items()
        for old, new in zip(_meant(originals[name]), _meant(changed), strict=True)
        if old != new
    ]
    cells = Cells(rulebase, *(new for _, new in pairs))
    return all(equal(cells, old, new) for old, new in pairs)


def _meant(owner: Owner) -> list[Node]:
    """What an owner's conditions come to: of a verdict, when each branch wins."""
    if isinstance(owner, Verdict):
        return [owner.wins(index) for index in range(len(owner.branches))]
    return [node for _, node, _ in conditions(owner)]

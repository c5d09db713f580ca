"""What can become of every rule and verdict, as formulas over cells.

A *stake* is a rule or a verdict with the conditions that tell apart all that people can
be told about it: as long as none of them changes, they are told the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from advisor.explanation.cells import Cells
from advisor.explanation.circuit import Circuit
from advisor.explanation.samples import draw
from advisor.explanation.search import All, Formula, Lit, Some, opposite
from advisor.facts.formulas import inputs
from advisor.language.tree import Node, Test, leaves
from advisor.rulebase.model import Rule, RuleBase, Verdict


@dataclass(frozen=True, slots=True)
class Stake:
    """A rule or verdict; `formulas` are its conditions, `steps` their places in the circuit."""

    of: Rule | Verdict
    formulas: tuple[Formula, ...]
    steps: tuple[int, ...]


class Stakes:
    """Everything at stake in a rule base, and what completions of a profile make sense."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        guards = {f.name: f.applies_if for f in rulebase.facts.values() if f.applies_if is not None}
        self.cells = Cells(rulebase, *guards.values())
        self.whole = [variable.full | variable.unknown for variable in self.cells.variables]
        """Every cell of every variable, and the one for not being known."""

        self.guards = guards
        self._opposites: dict[int, Formula] = {}
        self._formulas: dict[tuple[int, bool], Formula] = {}
        self.circuit = Circuit()
        self.all = tuple(
            Stake(of, formulas, tuple(self.circuit.add(formula) for formula in formulas))
            for of, formulas in self._stakes()
        )
        self.ruled_out = {f: self.formula(guard, True) for f, guard in guards.items()}
        """For each guarded fact when it does not apply."""

        self.at_step: dict[int, list[int]] = {}
        """The stakes, by number, that rest on a step of the circuit."""

        for number, stake in enumerate(self.all):
            for step in stake.steps:
                self.at_step.setdefault(step, []).append(number)
        self.senseless = tuple(self.formula(one.when) for one in rulebase.impossible)

    def formula(self, node: Node, negated: bool = False) -> Formula:
        """When a condition is true; or, `negated`, when it is false. Kept."""
        key = id(node), negated
        if key not in self._formulas:
            self._formulas[key] = self.cells.formula(node, negated)
        return self._formulas[key]

    def not_(self, formula: Formula) -> Formula:
        """Where a formula that is kept does not hold: false or unknown."""
        return opposite(formula, self.whole, self._opposites)

    def _stakes(self) -> Iterator[tuple[Rule | Verdict, tuple[Formula, ...]]]:
        for rule in self.rulebase.rules:
            given = self.formula(rule.when)
            if rule.unless is None:
                yield rule, (given,)
                continue
            back, kept = self.formula(rule.unless), self.formula(rule.unless, negated=True)
            yield rule, (All((given, self.not_(back))), All((given, kept)))
        for verdict in self.rulebase.verdicts.values():
            yield verdict, tuple(self._outcomes(verdict))

    def _outcomes(self, verdict: Verdict) -> Iterator[Formula]:
        """Whether it is shown, and down to the branch that wins what each branch is."""
        so_far = [self.formula(verdict.wanted)]
        yield so_far[0]
        for branch in verdict.branches:
            if branch.when is None:
                break
            held = self.formula(branch.when)
            yield All((*so_far, held))
            yield All((*so_far, self.formula(branch.when, negated=True)))
            so_far.append(self.not_(held))

    @cached_property
    def samples(self) -> list[list[int]]:
        """For each variable and cell the samples in it."""
        return draw(self.cells.variables)

    @cached_property
    def follows(self) -> dict[str, tuple[str, ...]]:
        """For each fact those that are computed from it, directly or not."""
        found: dict[str, list[str]] = {name: [] for name in self.rulebase.facts}
        for fact in self.rulebase.computed:
            waiting = [*inputs(fact)]
            while waiting:
                one = waiting.pop()
                if fact.name not in found[one]:
                    found[one].append(fact.name)
                    waiting += inputs(self.rulebase.facts[one])
        return {name: tuple(after) for name, after in found.items()}

    # ------------------------------------------------------------ what makes sense

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The facts, each after those its guard or its formula asks about."""
        before = {name: set(inputs(fact)) for name, fact in self.rulebase.facts.items()}
        for name, guard in self.guards.items():
            before[name] |= {leaf.fact for leaf in leaves(guard) if isinstance(leaf, Test)}
        try:
            return tuple(TopologicalSorter(before).static_order())
        except CycleError:
            return tuple(before)

    @cached_property
    def sense(self) -> tuple[tuple[str, Formula], ...]:
        """What every profile fulfils that makes sense: for facts that are not known yet by
        name, for all of them under no name."""
        rules: list[tuple[str, Formula]] = [("", self.not_(one)) for one in self.senseless]
        for fact in self.rulebase.facts.values():
            first, *others = self.cells.of[fact.name]
            told: list[Formula] = [self.known(self.cells.of[one][0]) for one in inputs(fact)]
            if fact.name in self.ruled_out and not fact.computed:
                told.append(self.not_(self.ruled_out[fact.name]))
            rules += [(fact.name, Some((self.unknown(first), one))) for one in told]
            # A set is known or not as a whole.
            for other in others:
                rules.append((fact.name, Some((self.unknown(first), self.known(other)))))
                rules.append((fact.name, Some((self.known(first), self.unknown(other)))))
        return tuple(rules)

    def unknown(self, index: int) -> Lit:
        """A variable is not known."""
        return Lit(index, self.cells.variables[index].unknown)

    def known(self, index: int) -> Lit:
        """A variable is known."""
        return Lit(index, self.whole[index] & ~self.cells.variables[index].unknown)


_BUILT: list[Stakes] = []


def stakes_of(rulebase: RuleBase) -> Stakes:
    """The stakes of a rule base; those of the last two are kept."""
    for built in _BUILT:
        if built.rulebase is rulebase:
            return built
    built = Stakes(rulebase)
    _BUILT[1:] = []
    _BUILT.insert(0, built)
    return built

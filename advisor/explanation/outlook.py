"""What further answers can still change.

An answer matters while there is a way to answer all the open questions, one that makes
sense, in which leaving this one out would change what becomes of a rule or a verdict.
Samples show that for nearly all questions that do matter; for the rest a search through
the cells either finds such answers or proves that there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from advisor.explanation.missing import ask_for, in_order, open_facts
from advisor.explanation.samples import EVERYONE
from advisor.explanation.search import (
    FALSE,
    TRUE,
    All,
    Formula,
    GaveUp,
    Some,
    Steps,
    opposite,
    reduced,
    search,
    variables_in,
)
from advisor.explanation.stakes import Stake, stakes_of
from advisor.facts.formulas import inputs
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.kleene import truth

MOST_STEPS = 300
"""Steps of the search for one proof. Where they do not suffice the question is asked."""


class Outlook:
    """What further answers can change, seen from one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.stakes = stakes_of(evaluation.rulebase)
        self._held: dict[str, dict[int, int]] = {}
        self._shown: dict[str, frozenset[int]] = {}
        self._reduced: dict[int, Formula] = {}
        self.masks = [self._reach(variable.fact, index) for index, variable in
                      enumerate(self.stakes.cells.variables)]  # fmt: skip
        """For each variable the cells it may still turn out to be in, also not being known."""

    # ------------------------------------------------------------ what is open

    @cached_property
    def askable(self) -> tuple[str, ...]:
        """The questions that were not asked yet and make sense so far."""
        profile = self.evaluation.profile
        return tuple(
            fact.name
            for fact in self.evaluation.rulebase.facts.values()
            if profile.state(fact.name) is Unknown.NOT_ASKED and self._has_answer(fact)
        )

    @cached_property
    def free(self) -> frozenset[str]:
        """The facts that have an answer: given later, or one the creator does not know.

        What a creator does not know is one thing or another, and advice says what holds
        in either case; so the questions that such a case rests on matter as well.
        """
        facts, profile = self.evaluation.rulebase.facts.values(), self.evaluation.profile
        dont_know = (
            fact.name
            for fact in facts
            if profile.state(fact.name) is Unknown.DONT_KNOW and self._has_answer(fact)
        )
        computed = (f.name for f in facts if f.computed and ask_for(self.evaluation, f.name))
        return frozenset(self.askable).union(dont_know, computed)

    def _has_answer(self, fact: Fact) -> bool:
        """It can be asked for; about one video only where there can still be one in mind."""
        guard = fact.applies_if if fact.scope == "video" else None
        return fact.askable and (
            guard is None
            or truth(guard, self.evaluation.world) is True
            or bool(in_order(self.evaluation, open_facts(self.evaluation, guard)))
        )

    def _reach(self, fact: str, index: int) -> int:
        state = self.evaluation.profile.state(fact)
        if isinstance(state, Known):
            return self._holding(fact, state)[index]
        variable = self.stakes.cells.variables[index]
        return self.stakes.whole[index] if fact in self.free else variable.unknown

    def _holding(self, fact: str, state: Known) -> dict[int, int]:
        if fact not in self._held:
            self._held[fact] = self.stakes.cells.holding(fact, state.value)
        return self._held[fact]

    # ------------------------------------------------------------ samples

    @cached_property
    def bits(self) -> list[list[int]]:
        """For each variable and cell the samples in it, what is known put in."""
        stakes = self.stakes
        bits = list(stakes.samples)
        for name in stakes.in_order:
            fact = self.evaluation.rulebase.facts[name]
            indices = stakes.cells.of[name]
            if name not in self.free:
                for index in indices:
                    mask = self.masks[index]
                    count = len(stakes.cells.variables[index].cells) + 1
                    first = mask & -mask
                    bits[index] = [EVERYONE if first >> n & 1 else 0 for n in range(count)]
                continue
            out = 0
            if name in stakes.ruled_out and not fact.computed:
                out = _holds(stakes.ruled_out[name], bits)
            for one in inputs(fact):
                given = stakes.cells.of[one][0]
                out |= _holds(stakes.unknown(given), bits)
            if out:
                for index in indices:
                    bits[index] = [cell & ~out for cell in bits[index]]
                    bits[index][stakes.cells.variables[index].unknown.bit_length() - 1] |= out
        return bits

    @cached_property
    def values(self) -> list[int]:
        """For each step of the circuit the samples in which it holds."""
        return self.stakes.circuit.run(self.bits, EVERYONE)

    @cached_property
    def sensible(self) -> int:
        """The samples that make sense."""
        found = EVERYONE
        for formula in self.stakes.senseless:
            if reduced(formula, self.masks, self._reduced) != TRUE:
                found &= ~_holds(formula, self.bits)
        return found

    def shown(self, fact: str) -> frozenset[int]:
        """The stakes that an answer changes in some sample."""
        if fact not in self._shown:
            changed = {}
            for index in self._block(fact):
                variable = self.stakes.cells.variables[index]
                bits = [0] * (len(variable.cells) + 1)
                bits[variable.unknown.bit_length() - 1] = EVERYONE
                changed[index] = bits
            new = self.stakes.circuit.rerun(self.values, changed, EVERYONE)
            steps = self.stakes.at_step
            self._shown[fact] = frozenset(
                stake
                for step, value in new.items()
                if step in steps and (value ^ self.values[step]) & self.sensible
                for stake in steps[step]
            )
        return self._shown[fact]

    def _block(self, fact: str) -> tuple[int, ...]:
        """The variables of a fact and of what is computed from it."""
        names = [fact, *self.stakes.follows[fact]]
        return tuple(
            index for name in names if name in self.free for index in self.stakes.cells.of[name]
        )

    # ------------------------------------------------------------ proof

    def changes(self, fact: str, stakes: Iterable[int]) -> Iterator[int]:
        """Of these stakes those that an answer can change, proved for each."""
        shown = self.shown(fact)
        for number in stakes:
            if number in shown or self._provable(fact, self.stakes.all[number]):
                yield number

    def matters(self, fact: str, stakes: Iterable[int]) -> bool:
        """Whether an answer can change any of these stakes."""
        return not self.shown(fact).isdisjoint(stakes) or any(
            True for _ in self.changes(fact, stakes)
        )

    def _provable(self, fact: str, stake: Stake) -> bool:
        """Whether there are answers in which leaving this one out changes the stake."""
        block = set(self._block(fact))
        touched = sum(1 << index for index in block)
        unsaid = list(self.stakes.whole)
        for index in block:
            unsaid[index] = self.stakes.cells.variables[index].unknown
        for step, formula in zip(stake.steps, stake.formulas, strict=True):
            if not self.stakes.circuit.depends[step] & touched:
                continue
            said = reduced(formula, self.masks, self._reduced)
            if block.isdisjoint(variables_in(said)):
                continue
            left_out = reduced(said, unsaid, {})
            for one, other in ((said, left_out), (left_out, said)):
                against = opposite(other, self.stakes.whole, {})
                if self._possible(one, against):
                    return True
        return False

    def _possible(self, *wanted: Formula) -> bool:
        """Whether there are answers that make sense in which all of this holds; also where
        finding that out takes too long."""
        if FALSE in wanted:
            return False
        try:
            conditions = [*wanted, *self._sense(*wanted)]
            return search(list(self.masks), conditions, Steps(MOST_STEPS)) is not None
        except GaveUp:
            return True

    def _sense(self, *wanted: Formula) -> list[Formula]:
        """What makes answers sensible, as far as it bears on what is wanted."""
        variables = {index for formula in wanted for index in variables_in(formula)}
        found: list[Formula] = []
        rest = self._open_sense
        while True:
            near = [one for one in rest if not one[0].isdisjoint(variables)]
            if not near:
                return found
            rest = [one for one in rest if one[0].isdisjoint(variables)]
            for own, formula in near:
                variables |= own
                found.append(formula)

    @cached_property
    def _open_sense(self) -> list[tuple[set[int], Formula]]:
        rules = []
        for name, formula in self.stakes.sense:
            if name and name not in self.free:
                continue
            left = reduced(formula, self.masks, self._reduced)
            if left not in (TRUE, FALSE):
                rules.append((variables_in(left), left))
        return rules


def _holds(formula: Formula, bits: list[list[int]]) -> int:
    """The samples in which a formula holds."""
    if isinstance(formula, All | Some):
        parts = [_holds(part, bits) for part in formula.parts]
        found = EVERYONE if isinstance(formula, All) else 0
        for part in parts:
            found = found & part if isinstance(formula, All) else found | part
        return found
    found = 0
    for cell, samples in enumerate(bits[formula.variable]):
        if formula.mask >> cell & 1:
            found |= samples
    return found

"""What holds in either case, for what a creator does not know: if ..., if ..."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from advisor.explanation.outlook import Outlook
from advisor.explanation.ranges import Range, number_ranges, ranges
from advisor.facts.profile import Unknown
from advisor.facts.vocabulary import Fact
from advisor.language.tree import Value
from advisor.rulebase.model import Rule, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """One answer, and what holds with it that does not hold with every answer."""

    answer: Range
    verdicts: tuple[tuple[Verdict, str], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """A fact the creator does not know, and its cases; there are at least two."""

    fact: Fact
    cases: tuple[Case, ...]


def cases(outlook: Outlook, stakes: frozenset[int]) -> tuple[Cases, ...]:
    """The cases of every fact the creator does not know that alone changes one of the
    stakes, everything else as it is; those that change most come first."""
    profile = outlook.evaluation.profile
    facts = [
        fact
        for fact in outlook.evaluation.rulebase.facts.values()
        if fact.name in outlook.free and profile.state(fact.name) is Unknown.DONT_KNOW
    ]
    columns = [(fact, value, among) for fact in facts for value, among in _answers(outlook, fact)]
    if not columns:
        return ()
    outcomes = _outcomes(outlook, stakes, [(fact, value) for fact, value, _ in columns])
    found = []
    for fact, own in groupby(zip(columns, outcomes, strict=True), key=lambda column: column[0][0]):
        told = [(among, outcome) for (_, _, among), outcome in own]
        together = list(_joined(told))
        if len(together) > 1:
            found.append(Cases(fact, tuple(_cases(outlook, together))))
    return tuple(sorted(found, key=_weight))


Outcome = frozenset[tuple[int, str]]
"""The stakes that hold: a rule by its number, a verdict with its value."""


def _answers(outlook: Outlook, fact: Fact) -> Iterable[tuple[Value, Range]]:
    if fact.type in ("count", "number", "ratio"):
        return number_ranges(fact, outlook.stakes.cells.cuts[fact.name])
    # A set is told by what each choice alone would mean.
    found = ranges(fact, [])
    return found[:-1] if fact.type == "choices" and len(found) > 2 else found


def _outcomes(
    outlook: Outlook, stakes: frozenset[int], answers: list[tuple[Fact, Value]]
) -> list[Outcome]:
    """What holds with each answer, all worked out at once, a bit for each."""
    cells, circuit = outlook.stakes.cells, outlook.stakes.circuit
    everyone = (1 << len(answers)) - 1
    bits = []
    for variable, mask in zip(cells.variables, outlook.masks, strict=True):
        now = variable.unknown if variable.fact in outlook.free else mask
        first = now & -now
        bits.append([everyone * (first >> n & 1) for n in range(len(variable.cells) + 1)])
    for number, (fact, value) in enumerate(answers):
        for index, mask in cells.holding(fact.name, value).items():
            here = 1 << number
            first = mask & -mask
            bits[index] = [
                cell | here if first >> n & 1 else cell & ~here
                for n, cell in enumerate(bits[index])
            ]
    values = circuit.run(bits, everyone)
    held: list[set[tuple[int, str]]] = [set() for _ in answers]
    for stake in stakes:
        for step, value in _results(outlook, stake, values, everyone):
            for number in range(len(answers)):
                if step >> number & 1:
                    held[number].add((stake, value))
    return [frozenset(one) for one in held]


def _results(
    outlook: Outlook, stake: int, values: list[int], everyone: int
) -> Iterator[tuple[int, str]]:
    """Who gets a rule, or which value of a verdict."""
    one = outlook.stakes.all[stake]
    if isinstance(one.of, Rule):
        yield values[one.steps[0]], ""
        return
    wanted, *steps = (values[step] for step in one.steps)
    left = wanted
    for branch, held in zip(one.of.branches, steps[::2], strict=False):
        yield held, branch.value
        left &= ~held
    last = one.of.branches[-1]
    if last.when is None:
        yield left & everyone, last.value


def _joined(told: list[tuple[Range, Outcome]]) -> Iterator[tuple[Range, Outcome]]:
    """Answers side by side with which the same holds, as one; words wherever they stand."""
    if told[0][0].values:
        same: dict[Outcome, Range] = {}
        for among, outcome in told:
            same[outcome] = same[outcome].joined(among) if outcome in same else among
        yield from ((among, outcome) for outcome, among in same.items())
        return
    for outcome, group in groupby(told, key=lambda one: one[1]):
        first, *others = (among for among, _ in group)
        for among in others:
            first = first.joined(among)
        yield first, outcome


def _cases(outlook: Outlook, told: list[tuple[Range, Outcome]]) -> Iterator[Case]:
    always = frozenset.intersection(*(outcome for _, outcome in told))
    stakes = outlook.stakes.all
    for among, outcome in told:
        verdicts, rules = [], []
        for number, value in sorted(outcome - always):
            of = stakes[number].of
            if isinstance(of, Verdict):
                verdicts.append((of, value))
            else:
                rules.append(of)
        yield Case(among, tuple(verdicts), tuple(rules))


def _weight(one: Cases) -> tuple[int, int]:
    verdicts = sum(len(case.verdicts) for case in one.cases)
    return -verdicts, -sum(len(case.rules) for case in one.cases)

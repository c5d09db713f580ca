"""Facts cut at the constants that rules compare them with, and a search over the pieces.

Between two neighbouring constants all values of a fact are alike to the rules: they lie
in one *cell*. So a whole rule base becomes a finite puzzle, which a small search can
solve: "is there any profile in which this holds?" A set is one yes/no per member.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor, inf

from advisor.explanation.search import All, Formula, Lit, Masks, Some, search, truth
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import Fact
from advisor.inference.kleene import COMPARE
from advisor.language.tree import And, Gives, Holds, Node, Or, Test, Value, leaves, pushed
from advisor.rulebase.model import RuleBase

MOST_MEMBERS = 12
"""Of a set of more choices than this the size is a variable of its own."""

SIZE = "#"
"""The word of such a variable."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A fact with a value for each of its cells; for a set, one member: false, true.

    Facts that rules ask to be unknown have a last cell for that, with the value None.
    """

    fact: str
    word: str
    cells: tuple[Value | None, ...]
    points: frozenset[float] = frozenset()
    """The cells of a number that are nothing but a constant of the rules."""

    @property
    def full(self) -> int:
        """The mask of every cell."""
        return (1 << len(self.cells)) - 1

    @property
    def unsaid(self) -> int:
        """The mask of a fact nobody told: every cell, and one more that no test allows."""
        return (1 << (len(self.cells) + 1)) - 1

    @property
    def unknown(self) -> int:
        """The mask of a fact that is not known and stays so: its cell for that, if it has
        one, else the one that no test allows."""
        return 1 << (self.cells.index(None) if None in self.cells else len(self.cells))


class Cells:
    """The cells of a rule base, and formulas over them."""

    def __init__(self, rulebase: RuleBase, *more: Node) -> None:
        """Cut at every constant of the rule base, and of `more` conditions if given."""
        self.rulebase = rulebase
        self.variables: list[Variable] = []
        self.index: dict[tuple[str, str], int] = {}
        self.of: dict[str, list[int]] = {}
        self.cuts: dict[str, list[float]] = {}
        self.memo: dict[tuple[str, bool], Formula] = {}
        tests = [*_tests(rulebase)]
        tests += [leaf for node in more for leaf in leaves(node) if isinstance(leaf, Test)]
        can_be_unknown = {test.fact for test in tests if test.op in ("unknown", "known")}
        for fact in rulebase.facts.values():
            constants = [test for test in tests if test.fact == fact.name]
            self.cuts[fact.name] = cuts(fact, constants)
            for word, values in _pieces(fact, constants):
                cells = (*values, None) if fact.name in can_be_unknown else tuple(values)
                self.index[fact.name, word] = len(self.variables)
                self.of.setdefault(fact.name, []).append(len(self.variables))
                self.variables.append(
                    Variable(fact.name, word, cells, frozenset(self.cuts[fact.name]))
                )
        self.sense = All(tuple(self.formula(one.when, negated=True) for one in rulebase.impossible))
        """What every profile that makes sense fulfils."""

    @property
    def anything(self) -> Masks:
        """Every cell of every variable."""
        return [variable.full for variable in self.variables]

    def formula(self, node: Node, negated: bool = False) -> Formula:
        """A condition, or its negation, over the cells."""
        return self._formula(pushed(node, negated))

    def _formula(self, node: Node) -> Formula:
        match node:
            case And(parts=parts):
                return All(tuple(self._formula(part) for part in parts))
            case Or(parts=parts):
                return Some(tuple(self._formula(part) for part in parts))
            case Holds(conclusion=name, expected=expected):
                if (name, expected) not in self.memo:
                    when = self.rulebase.conclusions[name].when
                    self.memo[name, expected] = self._formula(pushed(when, negated=not expected))
                return self.memo[name, expected]
            case Gives(verdict=name, values=values, expected=expected):
                gives = self.rulebase.verdicts[name].gives(values)
                return self._formula(pushed(gives, negated=not expected))
            case Test():
                return self._test(node)
        raise AssertionError(f"unresolved: {node}")

    def _test(self, test: Test) -> Formula:
        fact = self.rulebase.facts[test.fact]
        if fact.type == "choices":
            return self._set_test(test, fact.choices)
        variable = self.index[fact.name, ""]
        cells = self.variables[variable].cells
        return Lit(variable, _mask(_passes(test, value) for value in cells))

    def _set_test(self, test: Test, choices: Sequence[str]) -> Formula:
        if test.op in ("unknown", "known"):
            wanted = test.op == "unknown"
            return self._member(test.fact, choices[0], (not wanted, not wanted), wanted)
        if test.counted:
            return self._counted(test, choices)
        words = {test.value} if isinstance(test.value, str) else test.value
        assert isinstance(words, set | frozenset)
        if test.op in ("subset", "not subset"):
            words = set(choices) - words
        held = test.op in ("contains", "has_any", "not subset")
        parts = tuple(self._member(test.fact, w, (not held, held)) for w in sorted(words))
        if held:
            return Some(parts)
        # A known set is needed even where no member is asked about.
        first = self.index[test.fact, choices[0]]
        return All((Lit(first, _mask(v is not None for v in self.variables[first].cells)), *parts))

    def _member(
        self, fact: str, word: str, allowed: Sequence[bool], unknown: bool = False
    ) -> Formula:
        variable = self.index[fact, word]
        cells = self.variables[variable].cells
        flags = [unknown if value is None else allowed[bool(value)] for value in cells]
        return Lit(variable, _mask(flags))

    def _counted(self, test: Test, choices: Sequence[str]) -> Formula:
        """`len(set) op n`: the sizes that pass, each as the sets of that size."""
        sizes = [n for n in range(len(choices) + 1) if COMPARE[test.op](n, test.value)]
        if sizes == list(range(1, len(choices) + 1)):
            return Some(tuple(self._member(test.fact, w, (False, True)) for w in choices))
        if (test.fact, SIZE) in self.index:
            size = self.index[test.fact, SIZE]
            return Lit(size, _mask(n in sizes for n in self.variables[size].cells))
        return Some(
            tuple(
                All(
                    tuple(
                        self._member(test.fact, w, (w not in chosen, w in chosen)) for w in choices
                    )
                )
                for size in sizes
                for chosen in combinations(choices, size)
            )
        )

    def holding(self, fact: str, value: Value) -> dict[int, int]:
        """The masks of a fact with this value, by variable."""
        found: dict[int, int] = {}
        for index in self.of[fact]:
            variable = self.variables[index]
            if isinstance(value, frozenset):
                told: Value = len(value) if variable.word == SIZE else variable.word in value
            else:
                told = value
            found[index] = self._mask_of(variable, told)
        return found

    def _mask_of(self, variable: Variable, value: Value) -> int:
        """The cell of a value; every cell where it lies between two that cannot be told apart."""
        cuts = self.cuts[variable.fact]
        counted = variable.word == SIZE and not cuts
        if counted or isinstance(value, bool | str):
            return _mask(cell is not None and cell == value for cell in variable.cells)
        assert isinstance(value, int | float)
        place = bisect_left(cuts, value), bisect_right(cuts, value)
        mask = _mask(
            isinstance(cell, int | float)
            and (bisect_left(cuts, cell), bisect_right(cuts, cell)) == place
            for cell in variable.cells
        )
        return mask or _mask(cell is not None for cell in variable.cells)

    # ------------------------------------------------------------ searching

    def find(self, *wanted: Formula, within: Masks | None = None) -> Masks | None:
        """Cells in which everything wanted holds and that make sense, or None."""
        start = list(within) if within is not None else self.anything
        return search(start, [*wanted, self.sense])

    def smallest(self, found: Masks, *wanted: Formula) -> Masks:
        """The cells that were found, with every fact unsaid that need not be known."""
        masks = list(found)
        for index, variable in enumerate(self.variables):
            kept, masks[index] = masks[index], variable.unsaid
            if not all(truth(masks, formula) is True for formula in wanted):
                masks[index] = kept
        return masks

    def witness(self, *wanted: Formula) -> Profile | None:
        """A small profile in which everything wanted holds, or None."""
        found = self.find(*wanted)
        return None if found is None else self.profile(self.smallest(found, *wanted))

    def profile(self, masks: Masks, name: str = "witness") -> Profile:
        """A profile with a value from the cells, for every fact that is not unsaid."""
        entries: dict[str, Known] = {}
        members: dict[str, set[str]] = {}
        for variable, mask in zip(self.variables, masks, strict=True):
            if mask == variable.unsaid:
                continue
            value = variable.cells[(mask & -mask).bit_length() - 1]
            if variable.word == SIZE:
                continue
            if variable.word:
                words = members.setdefault(variable.fact, set())
                if value is True:
                    words.add(variable.word)
            elif value is not None:
                entries[variable.fact] = Known(value, "made up")
        entries |= {fact: Known(frozenset(words), "made up") for fact, words in members.items()}
        return Profile(name, entries)


def _tests(rulebase: RuleBase) -> Iterator[Test]:
    """Every comparison anywhere in the rule base."""
    nodes: list[Node] = [one.when for one in rulebase.conclusions.values()]
    nodes += [one.when for one in rulebase.impossible]
    for verdict in rulebase.verdicts.values():
        nodes += [branch.when for branch in verdict.branches if branch.when is not None]
        nodes.append(verdict.wanted)
    for rule in (*rulebase.rules, *rulebase.disabled):
        nodes += [rule.when] if rule.unless is None else [rule.when, rule.unless]
    for node in nodes:
        for leaf in leaves(node):
            if isinstance(leaf, Test):
                yield leaf


def _pieces(fact: Fact, tests: Iterable[Test]) -> Iterator[tuple[str, list[Value]]]:
    """The variables of a fact: a word (for a set) and a value for each cell."""
    match fact.type:
        case "bool":
            yield "", [False, True]
        case "choice":
            yield "", list(fact.choices)
        case "choices":
            for word in fact.choices:
                yield word, [False, True]
            if len(fact.choices) > MOST_MEMBERS and any(test.counted for test in tests):
                yield SIZE, list(range(len(fact.choices) + 1))
        case _:
            yield "", list(numbers(fact, cuts(fact, tests)))


def cuts(fact: Fact, tests: Iterable[Test]) -> list[float]:
    """The constants that cut a number."""
    if fact.type not in ("count", "number", "ratio"):
        return []
    compared = (test.value for test in tests if test.op not in ("unknown", "known"))
    constants = {value for value in compared if isinstance(value, int | float)}
    return [cut for cut in sorted(constants) if fact.min <= cut <= fact.max]


def numbers(fact: Fact, inside: Sequence[float]) -> Iterator[Value]:
    """A number from each cell: the constants themselves, and one between each two."""
    bounds = [fact.min, *inside, fact.max]
    for position, low in enumerate(bounds[:-1]):
        high = bounds[position + 1]
        if position and low in inside:
            yield low
        elif position == 0 and low != -inf and low not in inside:
            yield int(low) if fact.type == "count" else low
        inner = between(low, high, fact.type == "count")
        if inner is not None:
            yield inner
    if fact.max != inf and fact.max not in inside:
        yield int(fact.max) if fact.type == "count" else fact.max


def between(low: float, high: float, whole: bool) -> Value | None:
    """A number strictly between two, short to write; None where there is none."""
    if low >= high:
        return None
    if low == -inf:
        return (high - 1 if high != inf else 0) if not whole else floor(min(high, 1)) - 1
    if high == inf:
        return floor(low) + 1 if whole else low * 2 if low > 0 else low + 1
    if whole:
        number = max(floor((low + high) / 2), floor(low) + 1)
        return number if number < high else None
    for digits in range(12):
        middle = round((low + high) / 2, digits)
        if low < middle < high:
            return middle
    return None


def _passes(test: Test, value: Value | None) -> bool:
    """Whether a value passes a test; an unknown one passes only `unknown`."""
    if test.op in ("unknown", "known"):
        return (value is None) == (test.op == "unknown")
    return value is not None and COMPARE[test.op](value, test.value)


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << index for index, flag in enumerate(flags) if flag)

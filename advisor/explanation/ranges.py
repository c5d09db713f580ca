"""The values of a fact cut into ranges that conditions cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from advisor.explanation.cells import cuts, numbers
from advisor.facts.vocabulary import Fact
from advisor.language.tree import Gives, Holds, Node, Test, Value, leaves
from advisor.rulebase.model import RuleBase


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two bounds, or, for other facts, the values themselves."""

    low: float = -inf
    high: float = inf
    with_low: bool = True
    with_high: bool = True
    values: tuple[Value, ...] = ()

    def has(self, value: float) -> bool:
        """Whether a number lies in it."""
        above = value > self.low or (value == self.low and self.with_low)
        return above and (value < self.high or (value == self.high and self.with_high))

    def joined(self, after: Range) -> Range:
        """This range and the one right after it as one."""
        return Range(
            self.low, after.high, self.with_low, after.with_high, self.values + after.values
        )


def ranges(fact: Fact, tests: Iterable[Test]) -> list[tuple[Value, Range]]:
    """Every value the tests can tell apart, each with the range it stands for, in order.

    Of a set: nothing, each choice alone, and the whole.
    """
    match fact.type:
        case "bool":
            return [(value, Range(values=(value,))) for value in (False, True)]
        case "choice":
            return [(word, Range(values=(word,))) for word in fact.choices]
        case "choices":
            whole = frozenset(fact.choices)
            sets = dict.fromkeys([frozenset(), *(frozenset({c}) for c in fact.choices), whole])
            return [(words, Range(values=(words,))) for words in sets]
    return list(number_ranges(fact, cuts(fact, tests)))


def number_ranges(fact: Fact, at: list[float]) -> Iterator[tuple[Value, Range]]:
    """The same for a number and the constants it is cut at, in order."""
    before = -inf
    for value in numbers(fact, at):
        assert isinstance(value, int | float)
        if value in at:
            before = value
            yield value, Range(value, value)
            continue
        if before == fact.min and fact.min not in at:
            # The smallest number itself lies in the same range.
            continue
        before = value
        low = max((cut for cut in at if cut < value), default=fact.min)
        high = min((cut for cut in at if cut > value), default=fact.max)
        yield value, Range(low, high, low not in at, high not in at)


def cut_at(fact: Fact, tests: Iterable[Test], more: Iterable[float]) -> list[float]:
    """Where a number is cut by the tests on it, and by more points."""
    return sorted({*cuts(fact, tests), *(one for one in more if fact.min <= one <= fact.max)})


def tests_under(rulebase: RuleBase, nodes: Iterable[Node]) -> Iterator[Test]:
    """Every comparison in conditions and in the conclusions and verdicts they rest on."""
    waiting, seen = list(nodes), set[str]()
    while waiting:
        for leaf in leaves(waiting.pop()):
            if isinstance(leaf, Test):
                yield leaf
            elif isinstance(leaf, Holds) and leaf.conclusion not in seen:
                seen.add(leaf.conclusion)
                waiting.append(rulebase.conclusions[leaf.conclusion].when)
            elif isinstance(leaf, Gives) and leaf.verdict not in seen:
                seen.add(leaf.verdict)
                branches = rulebase.verdicts[leaf.verdict].branches
                waiting += [branch.when for branch in branches if branch.when is not None]

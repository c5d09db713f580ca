"""What facts can be brought to, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, inf, isclose

from advisor.explanation.options import all_inputs, is_computed, turning_points
from advisor.explanation.ranges import Range, cut_at, number_ranges, ranges, tests_under
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.language.tree import Node, Test, Value

AS_IT_IS = Range()

FINDING_OUT, NOT_TO_CHANGE = 1, 3
"""What it costs, beside the effort of the question, to rest on something not known; and
if it then cannot be changed either."""

MOST_WORDS = 7
"""Of a set with more choices than this, one or two at a time are added or dropped."""

COUNTED = (
    re.compile(r"\blast ([1-9]\d*) (?!days|weeks|months)"), re.compile(r"\bevery ([1-9]\d*) "),
)  # fmt: skip
"""How questions say of how many a share is counted; a time is no number of things."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value a fact can be brought to, and at what cost; the first one is as it is."""

    to: Value | None
    cost: float
    among: Range


def offers_for(
    evaluation: Evaluation, wanted: Node, senseless: Iterable[Node]
) -> dict[str, list[Offer]]:
    """For each fact the wanted condition rests on what it can be brought to; also for those
    that combinations which make no sense tie to them."""
    tests = list(tests_under(evaluation.rulebase, [wanted]))
    names = _all_moved(evaluation, tests)
    rest = [list(tests_under(evaluation.rulebase, [one])) for one in senseless]
    while tied := [own for own in rest if _all_moved(evaluation, own).keys() & names]:
        rest = [own for own in rest if own not in tied]
        tests += [test for own in tied for test in own]
        names = _all_moved(evaluation, tests)
    offers = {}
    for name in names:
        own = list(_moves(evaluation, evaluation.rulebase.facts[name], tests))
        if own:
            now = evaluation.profile.value(name)
            offers[name] = [Offer(now, 0.0, AS_IT_IS), *own]
    return offers


def _all_moved(evaluation: Evaluation, tests: Iterable[Test]) -> dict[str, None]:
    """The facts to move for these tests, in order."""
    return dict.fromkeys(name for test in tests for name in _moved(evaluation, test.fact))


def _moved(evaluation: Evaluation, fact: str) -> tuple[str, ...]:
    """What to move for a test of a fact: of a computed one the inputs. Where some of these
    are not known it can only be assumed itself."""
    if not is_computed(evaluation, fact):
        return (fact,)
    found = all_inputs(evaluation, fact)
    unknown = any(evaluation.profile.value(name) is None for name in found)
    return (fact,) if unknown else found


def _moves(evaluation: Evaluation, fact: Fact, tests: Sequence[Test]) -> Iterator[Offer]:
    state = evaluation.profile.state(fact.name)
    own = [test for test in tests if test.fact == fact.name]
    if not isinstance(state, Known):
        if state is not Unknown.NOT_APPLICABLE and (fact.askable or fact.computed):
            assumed = ranges(fact, own)
            if fact.type == "choices":
                told = [words for words, _ in assumed]
                every = dict.fromkeys([*told, *_sets(fact, frozenset(), own)])
                assumed = [(words, Range(values=(words,))) for words in every]
            for value, among in assumed:
                natural = _natural(fact, value, among)
                more = NOT_TO_CHANGE if fact.change == "fixed" else FINDING_OUT
                yield Offer(natural, fact.effort + more, among)
        return
    if fact.change == "fixed":
        return
    now = state.value
    if isinstance(now, frozenset):
        for words in _sets(fact, now, own):
            if fact.change == "free" or (words > now if fact.change == "up" else words < now):
                cost = fact.effort * (1.0 + len(words ^ now))
                yield Offer(words, cost, Range(values=(words,)))
        return
    if isinstance(now, bool | str):
        order: tuple[Value, ...] = fact.choices or (False, True)
        here = order.index(now)
        for there, value in enumerate(order):
            if there != here and _allowed(fact, there - here):
                far = abs(there - here) / (len(order) - 1)
                yield Offer(value, fact.effort * (1 + far), Range(values=(value,)))
        return
    low, high = limits(fact, now)
    turning = turning_points(evaluation, fact.name, tests, (low, high))
    for _, among in number_ranges(fact, cut_at(fact, own, turning)):
        found = among.low == among.high and among.low in turning
        to = _counted(fact, among.low) if found else nearest(fact, now, among)
        if to is not None and to != now and _allowed(fact, to - now):
            far = abs(to - now) / max(abs(to), abs(now))
            yield Offer(to, fact.effort * (1 + far), among)


def _allowed(fact: Fact, step: float) -> bool:
    """Whether a fact may be moved this way."""
    return fact.change == "free" or (fact.change == "up") == (step > 0)


def limits(fact: Fact, now: float) -> tuple[float, float]:
    """How far a number is looked at, down and up."""
    far = max(abs(now), 1.0) * 100
    low = fact.min if fact.min != -inf else -far
    if fact.type in ("count", "ratio"):
        low = max(low, 0.0)
    return low, fact.max if fact.max != inf else far


def nearest(fact: Fact, now: float, among: Range) -> float | None:
    """The value of a range nearest to the present one, in steps a person counts in."""
    if among.low == among.high:
        return int(among.low) if fact.type == "count" else among.low
    if among.has(now):
        return None
    step = _step(fact)
    if now <= among.low:
        to = ceil(among.low / step) * step
        if to <= among.low and not among.with_low:
            to = (floor(among.low / step) + 1) * step
    else:
        to = floor(among.high / step) * step
        if to >= among.high and not among.with_high:
            to = (ceil(among.high / step) - 1) * step
    to = round(to, 6)
    if not among.has(to):
        to = (among.low + among.high) / 2
    return int(to) if fact.type == "count" else to


def _counted(fact: Fact, point: float) -> float | None:
    """A point found by trying as the number a person says; None where it lies between two."""
    to = round(round(point / _step(fact)) * _step(fact), 6)
    if not isclose(to, point):
        return None
    return int(to) if fact.type == "count" else to


def _step(fact: Fact) -> float:
    return 1 / base(fact) if fact.type == "ratio" else 1


def base(fact: Fact) -> int:
    """Of how many a share is counted, as its question or its help says; else of 100."""
    text = f"{fact.ask} {fact.help}"
    found = next(filter(None, (words.search(text) for words in COUNTED)), None)
    return int(found[1]) if found else 100


def _natural(fact: Fact, value: Value, among: Range) -> Value:
    """A value of a range that is short to say."""
    if isinstance(value, int | float) and not isinstance(value, bool) and among.low > -inf:
        return nearest(fact, among.low - 1, among) or value
    return value


def _sets(fact: Fact, now: frozenset[str], tests: Sequence[Test]) -> Iterator[frozenset[str]]:
    """The sets to choose among: words the tests ask for, added or dropped."""
    asked = dict.fromkeys(
        word
        for test in tests
        for word in (test.value if isinstance(test.value, frozenset) else [test.value])
        if isinstance(word, str)
    )
    any_word = any(test.counted or test.op in ("subset", "not subset") for test in tests)
    words = list(fact.choices) if any_word else list(asked)
    most = len(words) if len(words) <= MOST_WORDS else 2
    for count in range(1, most + 1):
        for some in combinations(words, count):
            yield now ^ frozenset(some)

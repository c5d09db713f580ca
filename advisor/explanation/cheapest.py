"""The cheapest choice of one option each for which a formula holds: best-first search."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from advisor.explanation.search import Formula, GaveUp, Lit, Masks, Steps, search, truth

MOST_STEPS = 200
"""Steps for finding any choice after the deadline."""

Costs = Sequence[Sequence[float]]
"""For each variable what each of its options costs."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The option taken for each variable, what they cost together, and whether it is proved
    that nothing is cheaper."""

    options: tuple[int, ...]
    cost: float
    optimal: bool


def cheapest(costs: Costs, goal: Formula, masks: Masks, deadline: float) -> Choice | None:
    """The cheapest options among those allowed; None where none make the goal hold.

    After the deadline (of `time.monotonic`) any that do, if some are soon found, are
    returned as not optimal.
    """
    bound, options = _least(costs, masks)
    waiting = [(bound, 0, masks, options)]
    count = 0
    while waiting:
        bound, _, masks, options = heappop(waiting)
        if time.monotonic() > deadline:
            return _any(costs, goal, [masks, *(one[2] for one in waiting)])
        if truth(masks, goal) is False:
            continue
        point = [1 << option for option in options]
        if truth(point, goal) is True:
            return Choice(options, bound, True)
        lit = _to_decide(goal, masks, point)
        for mask in (lit.mask, ~lit.mask):
            count += 1
            narrowed = list(masks)
            narrowed[lit.variable] &= mask
            bound, options = _least(costs, narrowed)
            heappush(waiting, (bound, count, narrowed, options))
    return None


def _least(costs: Costs, masks: Masks) -> tuple[float, tuple[int, ...]]:
    """The cheapest option that is left of each variable, and what they cost together."""
    options = tuple(
        min((n for n in range(len(own)) if mask >> n & 1), key=own.__getitem__)
        for own, mask in zip(costs, masks, strict=True)
    )
    return sum(own[option] for own, option in zip(costs, options, strict=True)), options


def _to_decide(goal: Formula, masks: Masks, point: Masks) -> Lit:
    """A test that is open, and that the cheapest options fail."""
    while not isinstance(goal, Lit):
        goal = next(
            part
            for part in goal.parts
            if truth(point, part) is not True and truth(masks, part) is None
        )
    return goal


def _any(costs: Costs, goal: Formula, left: list[Masks]) -> Choice | None:
    """Options that make the goal hold, looked for where the search had got to."""
    steps = Steps(MOST_STEPS)
    for masks in left:
        try:
            found = search(list(masks), [goal], steps)
        except GaveUp:
            return None
        if found is not None:
            cost, options = _least(costs, found)
            return Choice(options, cost, False)
    return None

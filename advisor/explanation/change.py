"""The smallest change that brings about what a creator wants.

Only facts a creator can change are changed, each in the direction it can be; what is
not known may be assumed, at the price of finding it out. It is a statement about the
rules, not a promise about TikTok.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import islice

from advisor.explanation.cheapest import Choice, cheapest
from advisor.explanation.moves import Offer, offers_for
from advisor.explanation.options import Options
from advisor.explanation.ranges import Range
from advisor.explanation.search import All, opposite, truth
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.kleene import truth as truth_of
from advisor.language.tree import And, Node, Not, Or, Value
from advisor.rulebase.model import Rule, Verdict

LIMIT = 0.2
"""Seconds after which the best found so far is told."""

WAYS = 3
"""How many different ways are told."""

BEYOND = 100
"""How much dearer it is to change what in truth cannot be changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, its value now (None: not known), and the one it should have.

    `among` is everything that would do as well as far as this fact goes.
    """

    fact: Fact
    now: Value | None
    to: Value
    among: Range

    @property
    def assumed(self) -> bool:
        """Whether this is not known, and only assumed."""
        return self.now is None

    @property
    def doable(self) -> bool:
        """Whether a creator can see to it, wherever they stand now."""
        fact, among = self.fact, self.among
        if isinstance(self.to, frozenset) or fact.change in ("free", "fixed"):
            return fact.change != "fixed" and self.to != frozenset()
        if among.values:
            order = fact.choices or (False, True)
            return order[-1 if fact.change == "up" else 0] in among.values
        return among.high == fact.max if fact.change == "up" else among.low == fact.min


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together bring about what is wanted, and what they cost."""

    changes: tuple[Change, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Ways:
    """Up to three different ways, the cheapest first.

    `reached`: it is so already. `optimal`: it is proved that no way is cheaper than the
    first; otherwise it is the best that was found in time.
    """

    ways: tuple[Way, ...]
    reached: bool
    optimal: bool
    beyond: tuple[Change, ...] = ()
    """Without any way: what would have to be otherwise that nobody can change at will."""


def verdict_is(verdict: Verdict, value: str) -> Node:
    """The condition that a verdict is certainly this value."""
    return verdict.gives(frozenset({value}))


def rule_applies(rule: Rule) -> Node:
    """The condition that a rule applies for certain."""
    return rule.when if rule.unless is None else And((rule.when, Not(rule.unless)))


def rule_is_silent(rule: Rule) -> Node:
    """The condition that a rule is certainly not given."""
    return Not(rule.when) if rule.unless is None else Or((Not(rule.when), rule.unless))


def smallest_changes(evaluation: Evaluation, wanted: Node, limit: float = LIMIT) -> Ways:
    """The cheapest ways to make a condition true."""
    if truth_of(wanted, evaluation.world) is True:
        return Ways((), True, True)
    deadline = time.monotonic() + limit
    found, optimal = _cheapest_ways(evaluation, wanted, deadline, WAYS)
    if found:
        return Ways(found, False, optimal)
    nearest_way, _ = _cheapest_ways(_freed(evaluation), wanted, deadline, 1)
    facts = evaluation.rulebase.facts
    beyond = tuple(
        replace(change, fact=facts[change.fact.name])
        for way in nearest_way
        for change in way.changes
        if facts[change.fact.name].change == "fixed"
    )
    return Ways((), False, time.monotonic() < deadline, beyond)


def _freed(evaluation: Evaluation) -> Evaluation:
    """The same as if everything could be changed; what cannot in truth is dear."""
    rulebase = evaluation.rulebase
    facts = {
        name: replace(fact, change="free", effort=fact.effort * BEYOND)
        if fact.change == "fixed"
        else fact
        for name, fact in rulebase.facts.items()
    }
    return replace(evaluation, rulebase=replace(rulebase, facts=facts))


def _cheapest_ways(
    evaluation: Evaluation, wanted: Node, deadline: float, most: int
) -> tuple[tuple[Way, ...], bool]:
    """Different ways, and whether it is proved that none is cheaper than the first."""
    senseless = [
        one.when
        for one in evaluation.rulebase.impossible
        if truth_of(one.when, evaluation.world) is not True
    ]
    offers = offers_for(evaluation, wanted, senseless)
    options = Options(evaluation, {name: [o.to for o in own] for name, own in offers.items()})
    whole = [(1 << len(own)) - 1 for own in offers.values()]
    sense = [opposite(options.formula(one), whole, {}) for one in senseless]
    goal = All((options.formula(wanted), *sense))
    costs = [[offer.cost for offer in own] for own in offers.values()]
    found = list(islice(_different(costs, goal, whole, deadline), most))
    return (
        tuple(_way(evaluation, offers, choice, goal) for choice in found),
        all(choice.optimal for choice in found[:1]),
    )


def _different(
    costs: list[list[float]], goal: All, whole: list[int], deadline: float
) -> Iterator[Choice]:
    """Ways from the cheapest on, each without some fact that every one before it changes."""
    if truth(whole, goal) is False:
        return
    first = cheapest(costs, goal, whole, deadline)
    waiting = [] if first is None else [(first.cost, 0, first, frozenset[int]())]
    told: list[set[int]] = []
    tried: set[frozenset[int]] = set()
    while waiting:
        _, _, choice, kept = heappop(waiting)
        changed = {n for n, option in enumerate(choice.options) if option}
        if not any(before <= changed for before in told):
            told.append(changed)
            yield choice
        for fact in changed:
            frozen = kept | {fact}
            if frozen in tried or time.monotonic() > deadline:
                continue
            tried.add(frozen)
            masks = [1 if n in frozen else mask for n, mask in enumerate(whole)]
            another = cheapest(costs, goal, masks, deadline)
            if another is not None:
                heappush(waiting, (another.cost, len(tried), another, frozen))


def _way(evaluation: Evaluation, offers: dict[str, list[Offer]], choice: Choice, goal: All) -> Way:
    changes = []
    for place, (name, own) in enumerate(offers.items()):
        option = choice.options[place]
        to = own[option].to
        if option and to is not None:
            as_well = [
                n
                for n in range(1, len(own))
                if truth(
                    [1 << o for o in (*choice.options[:place], n, *choice.options[place + 1 :])],
                    goal,
                )
            ]
            fact, now = evaluation.rulebase.facts[name], evaluation.profile.value(name)
            changes.append(Change(fact, now, to, _among(own, option, as_well)))
    return Way(tuple(changes), choice.cost)


def _among(own: list[Offer], option: int, as_well: list[int]) -> Range:
    """The range of an option with those beside it that would do as well; words wherever
    they stand."""
    found = own[option].among
    if found.values:
        values = (value for n in as_well for value in own[n].among.values)
        return Range(values=tuple(dict.fromkeys((*found.values, *values))))
    for n in range(option + 1, len(own)):
        if n not in as_well or own[n].among.low != found.high:
            break
        found = found.joined(own[n].among)
    for n in range(option - 1, 0, -1):
        if n not in as_well or own[n].among.high != found.low:
            break
        found = own[n].among.joined(found)
    return found

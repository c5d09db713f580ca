"""Rule bases and profiles made up at random, with everything the language has.

The same functions serve hypothesis (which shrinks what it finds) and `make fuzz`.
"""

from __future__ import annotations

from random import Random

from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact, Lookup
from advisor.language.document import Anchor, Document
from advisor.language.tree import (
    And,
    Arithmetic,
    Gives,
    Holds,
    Name,
    Node,
    Not,
    Or,
    Test,
    Value,
)
from advisor.rulebase.model import Branch, Conclusion, Rule, RuleBase, Verdict

HERE = Anchor(Document("generated", "", {}, lambda text: ()), ())
WORDS = ("red", "green", "blue", "none")
NUMBERS = (-3.5, -1, 0, 1e-05, 0.1, 0.30000000000000004, 1, 1.5, 2, 1e9, 9e15, 123456.789)
COUNTS = (0, 1, 2, 5, 1000, 2**53)
RATIOS = (0.0, 0.02, 0.3, 0.5, 1.0)
LIMITS = {"number": NUMBERS, "count": COUNTS, "ratio": RATIOS}


def rulebase(rng: Random, unknowns: bool = True) -> RuleBase:
    """A rule base; with `unknowns`, its rules may ask whether a fact is unknown."""
    facts = {fact.name: fact for fact in _facts(rng)}
    maker = _Maker(rng, facts, unknowns)
    order: list[Conclusion | Verdict] = []
    for index in range(rng.randint(1, 6)):
        if rng.random() < 0.7:
            conclusion = Conclusion(f"c{index}", maker.condition(3), "", HERE)
            order.append(conclusion)
            maker.conclusions.append(conclusion.name)
        else:
            verdict = _verdict(rng, maker, f"v{index}")
            order.append(verdict)
            maker.verdicts.append(verdict)
    maker.in_rule = True
    rules = tuple(_rule(rng, maker, index) for index in range(rng.randint(1, 8)))
    return RuleBase(
        facts=facts,
        conclusions={one.name: one for one in order if isinstance(one, Conclusion)},
        verdicts={one.name: one for one in order if isinstance(one, Verdict)},
        rules=rules,
        computed=tuple(fact for fact in facts.values() if fact.computed),
        order=tuple(order),
    )


def profile(rng: Random, base: RuleBase) -> Profile:
    """A profile with known, unasked and unknown facts."""
    entries: dict[str, Known | Unknown] = {}
    share = rng.choice((0.2, 0.6, 0.95))
    for fact in base.facts.values():
        roll = rng.random()
        if roll < share and not (fact.computed and rng.random() < 0.8):
            entries[fact.name] = Known(value(rng, fact))
        elif roll > 0.9:
            entries[fact.name] = Unknown.DONT_KNOW
    return Profile("generated", entries)


def value(rng: Random, fact: Fact) -> Value:
    """A value the fact can have, often one that rules compare with."""
    match fact.type:
        case "bool":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(fact.choices)
        case "choices":
            return frozenset(one for one in fact.choices if rng.random() < 0.4)
        case "count":
            return rng.choice((*COUNTS, 3, 999))
        case "ratio":
            return rng.choice((*RATIOS, 0.29, 0.019999999999999997))
    return rng.choice((*NUMBERS, 0.3, 1.0000000000000002, -0.0))


def _facts(rng: Random) -> list[Fact]:
    found = []
    for index in range(rng.randint(2, 8)):
        kind = rng.choice(("bool", "count", "number", "ratio", "choice", "choices"))
        choices = WORDS[: rng.randint(1, 4)] if kind in ("choice", "choices") else ()
        found.append(Fact(f"f{index}", kind, HERE, ask="?", choices=choices))
    numeric = [fact.name for fact in found if fact.type in LIMITS]
    if numeric and rng.random() < 0.6:
        parts = (Name(rng.choice(numeric)), Name(rng.choice(numeric)))
        formula = Arithmetic(rng.choice(("+", "-", "*", "/", "min", "max")), parts)
        found.append(Fact("quotient", "number", HERE, formula=formula))
        lookup = Lookup("quotient", ((0, 1.0), (2, 2.0)), 3.0)
        found.append(Fact("looked_up", "number", HERE, lookup=lookup))
    return found


class _Maker:
    """Makes conditions of the names there are so far."""

    def __init__(self, rng: Random, facts: dict[str, Fact], unknowns: bool) -> None:
        self.rng, self.facts, self.unknowns = rng, facts, unknowns
        self.conclusions: list[str] = []
        self.verdicts: list[Verdict] = []
        self.in_rule = False

    def condition(self, depth: int) -> Node:
        roll = self.rng.random()
        if depth == 0 or roll < 0.4:
            return self.leaf()
        if roll < 0.55:
            return Not(self.condition(depth - 1))
        parts = tuple(self.condition(depth - 1) for _ in range(self.rng.randint(1, 4)))
        return And(parts) if roll < 0.78 else Or(parts)

    def leaf(self) -> Node:
        roll = self.rng.random()
        if self.conclusions and roll < 0.25:
            return Holds(self.rng.choice(self.conclusions), self.rng.random() < 0.7)
        if self.verdicts and roll < 0.35:
            verdict = self.rng.choice(self.verdicts)
            values = sorted({branch.value for branch in verdict.branches})
            some = frozenset(one for one in values if self.rng.random() < 0.5)
            return Gives(verdict.name, some or frozenset(values[:1]), self.rng.random() < 0.7)
        fact = self.rng.choice(list(self.facts.values()))
        if self.in_rule and self.unknowns and roll > 0.95:
            return Test(fact.name, "unknown", True)
        return self.test(fact)

    def test(self, fact: Fact) -> Test:
        rng = self.rng
        match fact.type:
            case "bool":
                return Test(fact.name, rng.choice(("==", "!=")), rng.random() < 0.5)
            case "choice":
                if rng.random() < 0.5:
                    return Test(fact.name, rng.choice(("==", "!=")), rng.choice(fact.choices))
                return Test(fact.name, rng.choice(("in", "not in")), self.words(fact))
            case "choices":
                roll = rng.random()
                if roll < 0.3:
                    op = rng.choice(("==", "!=", "<", "<=", ">", ">="))
                    return Test(fact.name, op, rng.randint(0, 3), counted=True)
                if roll < 0.5:
                    op = rng.choice(("contains", "lacks"))
                    return Test(fact.name, op, rng.choice(fact.choices))
                op = rng.choice(("has_any", "has_none", "subset", "not subset"))
                return Test(fact.name, op, self.words(fact))
        op = rng.choice(("==", "!=", "<", "<=", ">", ">="))
        return Test(fact.name, op, rng.choice(LIMITS[fact.type]))

    def words(self, fact: Fact) -> frozenset[str]:
        some = frozenset(one for one in fact.choices if self.rng.random() < 0.5)
        return some or frozenset({self.rng.choice(fact.choices)})


def _verdict(rng: Random, maker: _Maker, name: str) -> Verdict:
    branches = [
        Branch(rng.choice("abc"), "", "", maker.condition(2)) for _ in range(rng.randint(1, 4))
    ]
    if rng.random() < 0.6:
        branches.append(Branch(rng.choice("abcd"), "", "", None))
    return Verdict(name, "", tuple(branches), maker.condition(1), HERE)


def _rule(rng: Random, maker: _Maker, index: int) -> Rule:
    return Rule(
        id=f"r.{index}",
        title="",
        kind="advice",
        stance="neutral",
        priority="low",
        evidence="opinion",
        topic="",
        group="",
        when=maker.condition(4),
        when_text="",
        unless=maker.condition(2) if rng.random() < 0.5 else None,
        unless_text="",
        advice="",
        action="",
        effort=2,
        sources=(),
        status="stable",
        tests=(),
        at=HERE,
    )

"""Answers about small rule bases found by trying everything: slow, plain, independent.

Nothing of the search through cells is used here: only profiles, the completion of a
profile, and the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random

from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.evaluation import Evaluation
from advisor.language.tree import And, Test, Value
from advisor.rulebase.model import Branch, Conclusion, Impossible, Rule, RuleBase, Verdict
from tests.inference.generate import HERE, _Maker

WORDS = ("red", "green", "blue")
VALUES: dict[str, tuple[Value, ...]] = {
    "bool": (False, True),
    "choice": WORDS,
    "count": (0, 1, 2, 3),
    "ratio": (0.0, 0.25, 0.5, 0.75, 1.0),
    "choices": tuple(
        frozenset(some) for size in range(3) for some in combinations(WORDS[:2], size)
    ),
}
"""Every value worth trying: constants of `small` and what lies between them."""


def small(rng: Random) -> RuleBase:
    """A rule base of three or four facts with guards, conclusions, a verdict and rules."""
    facts = {}
    for number in range(rng.randint(2, 4)):
        kind = rng.choice(tuple(VALUES))
        choices = WORDS if kind == "choice" else WORDS[:2] if kind == "choices" else ()
        guard = None
        if facts and rng.random() < 0.3:
            other = rng.choice(list(facts.values()))
            guard = _test(rng, other)
        facts[f"f{number}"] = Fact(
            f"f{number}", kind, HERE, ask="?", choices=choices, applies_if=guard,
            max=1.0 if kind == "ratio" else 3 if kind == "count" else float("inf"), min=0,
            change=rng.choice(("up", "down", "free", "fixed")), effort=rng.randint(1, 5),
        )  # fmt: skip
    maker = _Small(rng, facts, unknowns=True)
    order: list[Conclusion | Verdict] = []
    for number in range(rng.randint(0, 2)):
        order.append(Conclusion(f"c{number}", maker.condition(2), "", HERE))
        maker.conclusions.append(f"c{number}")
    verdict = Verdict(
        "v", "", tuple(Branch(value, "", "", maker.condition(2)) for value in "ab")
        + ((Branch("z", "", "", None),) if rng.random() < 0.7 else ()),
        maker.condition(1), HERE,
    )  # fmt: skip
    order.append(verdict)
    maker.verdicts.append(verdict)
    maker.in_rule = True
    return RuleBase(
        facts=facts,
        conclusions={one.name: one for one in order if isinstance(one, Conclusion)},
        verdicts={"v": verdict},
        rules=tuple(_rule(maker, rng, number) for number in range(rng.randint(1, 3))),
        impossible=_impossible(rng, list(facts.values())),
        order=tuple(order),
    )


def _impossible(rng: Random, facts: list[Fact]) -> tuple[Impossible, ...]:
    if rng.random() < 0.7:
        return ()
    return (Impossible(And(tuple(_test(rng, rng.choice(facts)) for _ in range(2))), "", HERE),)


class _Small(_Maker):
    """Conditions whose constants are among VALUES."""

    def test(self, fact: Fact) -> Test:
        return _test(self.rng, fact)


def _test(rng: Random, fact: Fact) -> Test:
    match fact.type:
        case "bool":
            return Test(fact.name, "==", rng.random() < 0.5)
        case "choice":
            return Test(fact.name, rng.choice(("==", "!=")), rng.choice(fact.choices))
        case "choices":
            if rng.random() < 0.4:
                return Test(fact.name, rng.choice((">=", "<", "==")), rng.randint(0, 2), True)
            some = frozenset({rng.choice(fact.choices)})
            return Test(fact.name, rng.choice(("has_any", "subset", "not subset")), some)
    constant = rng.choice((1, 2) if fact.type == "count" else (0.25, 0.75))
    return Test(fact.name, rng.choice(("==", "!=", "<", "<=", ">", ">=")), constant)


def _rule(maker: _Small, rng: Random, number: int) -> Rule:
    return Rule(
        f"r.{number}", "", "advice", "neutral", "low", "opinion", "", "", maker.condition(3), "",
        maker.condition(2) if rng.random() < 0.5 else None, "", "", "", 2, (), "stable", (), HERE,
    )  # fmt: skip


def partly_known(rng: Random, base: RuleBase) -> Profile:
    """A profile with some answers, some of them "don't know"."""
    entries: dict[str, Known | Unknown] = {}
    for fact in base.facts.values():
        roll = rng.random()
        if roll < 0.4:
            entries[fact.name] = Known(rng.choice(VALUES[fact.type]))
        elif roll < 0.5:
            entries[fact.name] = Unknown.DONT_KNOW
    return Profile("small", entries)


def evaluated(base: RuleBase, given: Profile) -> Evaluation:
    """The profile evaluated by the reference."""
    profile = complete(base, given)
    return Evaluation(base, profile, kleene.evaluate(base, profile))


def told(evaluation: Evaluation) -> object:
    """All that a person is told: advice with its status, and the verdicts that are wanted."""
    findings = evaluation.findings
    advice = {id: status for id, status in findings.rules.items() if status.given}
    shown = {n: o for n, o in findings.verdicts.items() if findings.wanted[n] is True}
    return advice, shown


def really_matters(base: RuleBase, given: Profile, fact: str) -> bool:
    """Whether there are answers to the open questions with which leaving out the one about
    the fact would change what is told."""
    now = evaluated(base, given).profile
    others = [
        name
        for name in base.facts
        if name != fact and now.state(name) in (Unknown.NOT_ASKED, Unknown.DONT_KNOW)
    ]
    impossible = [i.when for i in base.impossible if not _true(i.when, now)]
    for values in product(*((None, *VALUES[base.facts[name].type]) for name in others)):
        answers = {n: Known(v) for n, v in zip(others, values, strict=True) if v is not None}
        without = evaluated(base, given.having(answers))
        before = None
        for value in VALUES[base.facts[fact].type]:
            answered = evaluated(base, given.having({**answers, fact: Known(value)}))
            if any(_true(one, answered.profile) for one in impossible):
                continue
            if any(_out(base, answered.profile, name) for name in (*answers, fact)):
                continue
            before = told(without) if before is None else before
            if told(answered) != before:
                return True
    return False


def _true(node: object, profile: Profile) -> bool:
    return kleene.truth(node, profile.values()) is True  # type: ignore[arg-type]


def _out(base: RuleBase, profile: Profile, name: str) -> bool:
    """An answer to a question that does not apply."""
    guard = base.facts[name].applies_if
    return guard is not None and kleene.truth(guard, profile.values()) is False


STEPS = (0.0, 0.24, 0.25, 0.26, 0.5, 0.74, 0.75, 0.76, 1.0)
"""Shares in steps of one in a hundred, those beside the constants."""


def reachable(base: RuleBase, profile: Profile) -> Iterator[tuple[dict[str, Value], Profile]]:
    """Every set of changes to known facts that is allowed by their directions, and the
    profile with them."""
    known = {n: e.value for n, e in profile.entries.items() if isinstance(e, Known)}
    choices = []
    for name, now in known.items():
        fact = base.facts[name]
        values = STEPS if fact.type == "ratio" else VALUES[fact.type]
        choices.append([value for value in values if _may(fact, now, value)])
    for values in product(*choices):
        changes = {n: v for n, v in zip(known, values, strict=True) if v != known[n]}
        yield changes, profile.having({n: Known(v) for n, v in changes.items()})


def senseless(base: RuleBase, before: Profile, after: Profile) -> bool:
    """Whether a change makes something true that makes no sense."""
    return any(_true(i.when, after) and not _true(i.when, before) for i in base.impossible)


def price(base: RuleBase, profile: Profile, changes: dict[str, Value]) -> float:
    """What changes cost: the effort of each fact, up to doubled by how far it goes."""
    total = 0.0
    for name, to in changes.items():
        fact, now = base.facts[name], profile.value(name)
        if isinstance(now, frozenset) and isinstance(to, frozenset):
            far: float = len(now ^ to)
        elif isinstance(now, str) and isinstance(to, str):
            far = abs(fact.choices.index(now) - fact.choices.index(to)) / (len(fact.choices) - 1)
        else:
            assert isinstance(now, int | float)
            assert isinstance(to, int | float)
            far = abs(to - now) / max(abs(to), abs(now))
        total += fact.effort * (1 + far)
    return total


def _may(fact: Fact, now: Value, to: Value) -> bool:
    if now == to or fact.change == "free":
        return True
    if fact.change == "fixed":
        return False
    up = fact.change == "up"
    if isinstance(now, frozenset) and isinstance(to, frozenset):
        return now < to if up else to < now
    if isinstance(now, str) and isinstance(to, str):
        step = fact.choices.index(to) - fact.choices.index(now)
    else:
        assert isinstance(now, int | float)
        assert isinstance(to, int | float)
        step = 1 if to > now else -1
    return step > 0 if up else step < 0

"""What keeps a rule from being given, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.explanation.proof import Proof, prove
from advisor.explanation.relevance import TOPICS
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Status
from advisor.inference.kleene import truth
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, Value, pushed
from advisor.rulebase.model import Rule

WHOLE = 1.0
"""The distance of a test that has no nearer and farther: a choice, or something unknown."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A test that would have to come out otherwise, what was read, and where from.

    `distance` is how far off a number is, against its size or the bound's: 0 to 1.
    """

    test: Test
    value: Value | None
    origin: str
    distance: float

    @property
    def unknown(self) -> bool:
        """Whether it is an answer that is missing."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A rule that is not given for certain, and what keeps it from that, nearest first."""

    rule: Rule
    status: Status
    obstacles: tuple[Obstacle, ...]

    @property
    def steps(self) -> int:
        """How many facts would have to be otherwise."""
        return len({one.test.fact for one in self.obstacles})


def why_not(evaluation: Evaluation, rule: Rule) -> WhyNot:
    """What keeps a rule from applying: of an `or` the nearest part, of an `and` every part
    that is false or unknown, conclusions unfolded. Nothing where it applies."""
    return WhyNot(rule, evaluation.findings.rules[rule.id], _nearest(evaluation, _wanted(rule), {}))


def near_misses(evaluation: Evaluation) -> tuple[WhyNot, ...]:
    """The rules one step away: a single known fact keeps them out that may come to be
    otherwise. The smallest step comes first."""
    facts, found = evaluation.rulebase.facts, []
    known: Nearest = {}
    for rule in evaluation.rulebase.rules:
        status = evaluation.findings.rules[rule.id]
        if status.given:
            continue
        obstacles = _nearest(evaluation, _wanted(rule), known)
        one = WhyNot(rule, status, obstacles)
        if one.steps != 1 or any(obstacle.unknown for obstacle in obstacles):
            continue
        fact = facts[obstacles[0].test.fact]
        movable = fact.change != "fixed" or obstacles[0].distance < WHOLE
        # Nobody comes to no longer know what they told.
        told = any(obstacle.test.op == "unknown" for obstacle in obstacles)
        if movable and not told and fact.name != TOPICS:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.obstacles[0].distance))


def _wanted(rule: Rule) -> Node:
    return pushed(rule.when if rule.unless is None else And((rule.when, Not(rule.unless))))


Nearest = dict[Node, tuple[Obstacle, ...]]


def _nearest(evaluation: Evaluation, node: Node, known: Nearest) -> tuple[Obstacle, ...]:
    """The tests to turn so that a condition holds, the fewest and nearest ones."""
    if truth(node, evaluation.world) is True:
        return ()
    match node:
        case And(parts=parts):
            found = [one for part in parts for one in _nearest(evaluation, part, known)]
            return tuple(sorted(dict.fromkeys(found), key=lambda one: one.distance))
        case Or(parts=parts):
            ways = [_nearest(evaluation, part, known) for part in parts]
            return min(ways, key=_far, default=())
        case Test():
            if node not in known:
                known[node] = (_obstacle(evaluation, node),)
            return known[node]
        case Holds(conclusion=name, expected=expected):
            if node not in known:
                inner = pushed(evaluation.rulebase.conclusions[name].when, negated=not expected)
                known[node] = _nearest(evaluation, inner, known)
            return known[node]
        case Gives(verdict=name, values=values, expected=expected):
            if node not in known:
                gives = evaluation.rulebase.verdicts[name].gives(values)
                known[node] = _nearest(evaluation, pushed(gives, negated=not expected), known)
            return known[node]
    raise AssertionError(f"unresolved: {node}")


def _far(obstacles: tuple[Obstacle, ...]) -> tuple[int, float]:
    return len({one.test.fact for one in obstacles}), sum(one.distance for one in obstacles)


def _obstacle(evaluation: Evaluation, test: Test) -> Obstacle:
    proof = prove(evaluation, test)
    return Obstacle(test, proof.value, proof.origin, _distance(proof))


def _distance(proof: Proof) -> float:
    if proof.margin is None or proof.test is None or proof.test.op == "==":
        return WHOLE
    assert isinstance(proof.test.value, int | float)
    size = max(abs(proof.test.value), abs(proof.test.value + proof.margin))
    return abs(proof.margin) / size if size else 0.0

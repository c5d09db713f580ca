"""The tree from a finding through conclusions down to facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from advisor.facts.profile import Known
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Truth
from advisor.inference.kleene import truth
from advisor.language.document import Anchor
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, Value, pushed, write_test
from advisor.rulebase.model import Rule, Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """A condition, its truth, and the parts it is made of.

    `kind` is all, any, test, conclusion or verdict. A test has the fact it asks about,
    the value that was read (None: unknown), where that comes from, and for numbers the
    margin: how far the value is from the constant, in the unit of the fact.
    """

    kind: str
    text: str
    truth: Truth
    parts: tuple[Proof, ...] = ()
    test: Test | None = None
    value: Value | None = None
    origin: str = ""
    margin: float | None = None
    meaning: str = ""
    at: Anchor | None = None

    @property
    def decisive(self) -> tuple[Proof, ...]:
        """The parts that make the condition what it is."""
        return tuple(part for part in self.parts if part.truth is self.truth)


@dataclass(frozen=True, slots=True)
class Reason:
    """One test that holds, the value that was read, and where it comes from."""

    test: Test
    value: Value | None
    origin: str

    @property
    def fact(self) -> str:
        """The fact the test asks about."""
        return self.test.fact

    @property
    def text(self) -> str:
        """The test in the language of conditions."""
        return write_test(self.test)


def prove(evaluation: Evaluation, node: Node) -> Proof:
    """The proof of a condition, `not` pushed down to the facts."""
    return _prove(evaluation, pushed(node), {})


def prove_rule(evaluation: Evaluation, rule: Rule) -> tuple[Proof, Proof | None]:
    """The proofs of `when` and, where there is one, of `unless`."""
    unless = None if rule.unless is None else prove(evaluation, rule.unless)
    return prove(evaluation, rule.when), unless


def verdict_reasons(evaluation: Evaluation, verdict: Verdict) -> tuple[Reason, ...]:
    """Why a verdict has its value: what makes its branch true; for the last branch,
    which has no condition, what makes the others false."""
    value = evaluation.findings.verdicts[verdict.name].value
    for branch in verdict.branches:
        if branch.when is None:
            earlier = [one.when for one in verdict.branches if one.when is not None]
            proofs = [prove(evaluation, node) for node in earlier]
            return tuple(
                dict.fromkeys(
                    reason
                    for node, proof in zip(earlier, proofs, strict=True)
                    if proof.truth is False
                    for reason in reasons(prove(evaluation, Not(node)))
                )
            )
        if branch.value == value:
            proof = prove(evaluation, branch.when)
            if proof.truth is True:
                return reasons(proof)
    return ()


def reasons(proof: Proof) -> tuple[Reason, ...]:
    """The tests at the leaves that make the condition true, conclusions unfolded."""
    return tuple(dict.fromkeys(_reasons(proof, set())))


def _reasons(proof: Proof, seen: set[int]) -> Iterator[Reason]:
    if id(proof) in seen:
        return
    seen.add(id(proof))
    if proof.test is not None:
        yield Reason(proof.test, proof.value, proof.origin)
    for part in proof.decisive:
        yield from _reasons(part, seen)


Proved: TypeAlias = "dict[Node, Proof]"
"""Conclusions that were unfolded already: they may be asked for many times over."""


def _prove(evaluation: Evaluation, node: Node, proved: Proved) -> Proof:
    if node in proved:
        return proved[node]
    found = truth(node, evaluation.world)
    match node:
        case And(parts=parts) | Or(parts=parts):
            kind, word = ("all", " and ") if isinstance(node, And) else ("any", " or ")
            proofs = tuple(_prove(evaluation, part, proved) for part in parts)
            text = word.join(
                f"({proof.text})" if proof.kind in ("all", "any") else proof.text
                for proof in proofs
            )
            return Proof(kind, text, found, proofs)
        case Test():
            return _prove_test(evaluation, node, found)
        case Holds(conclusion=name, expected=expected):
            conclusion = evaluation.rulebase.conclusions[name]
            inner = _prove(evaluation, pushed(conclusion.when, negated=not expected), proved)
            text = name if expected else f"not {name}"
            proof = Proof(
                "conclusion", text, found, (inner,), meaning=conclusion.meaning, at=conclusion.at
            )
        case Gives(verdict=name, values=values, expected=expected):
            verdict = evaluation.rulebase.verdicts[name]
            inner = _prove(evaluation, pushed(verdict.gives(values), negated=not expected), proved)
            text = f"{name} {'is' if expected else 'is not'} {' or '.join(sorted(values))}"
            proof = Proof("verdict", text, found, (inner,), meaning=verdict.question, at=verdict.at)
        case _:
            raise AssertionError(f"unresolved: {node}")
    proved[node] = proof
    return proof


def _prove_test(evaluation: Evaluation, test: Test, found: Truth) -> Proof:
    state = evaluation.profile.state(test.fact)
    value = state.value if isinstance(state, Known) else None
    origin = state.origin if isinstance(state, Known) else state.value
    size = len(value) if test.counted and isinstance(value, frozenset) else value
    margin = None
    if isinstance(size, int | float) and not isinstance(size, bool):
        margin = size - test.value if isinstance(test.value, int | float) else None
    return Proof("test", write_test(test), found, (), test, value, origin, margin)

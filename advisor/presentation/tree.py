"""The proof of a rule as an indented tree."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explanation.proof import Proof, prove_rule
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Truth
from advisor.presentation.text import bold, dim, sources
from advisor.presentation.words import EVIDENCE, STATUS, fill
from advisor.problems import visible
from advisor.rulebase.model import Rule, RuleBase

MARKS: dict[Truth, str] = {True: "yes", False: "no ", None: "?  "}


def render_why(evaluation: Evaluation, rule: Rule) -> str:
    """What a rule says, what became of it, and the whole why down to the facts."""
    rulebase, profile = evaluation.rulebase, evaluation.profile
    status = evaluation.findings.rules[rule.id]
    when, unless = prove_rule(evaluation, rule)
    lines = [
        bold(visible(fill(rule.title, rulebase.facts, profile))),
        f"{rule.id} {STATUS[status]} ({status.value})",
        dim(f"{rule.at.place.file}:{rule.at.place.line}"),
        "",
        f"{MARKS[when.truth]} when {rule.when_text}",
        *_tree(rulebase, when, 1),
    ]
    if unless is not None:
        lines += ["", f"{MARKS[unless.truth]} unless {rule.unless_text}"]
        lines += _tree(rulebase, unless, 1)
    lines += ["", f"trust: {EVIDENCE[rule.evidence]}"]
    lines += [f"from: {visible(source)}" for source in sources(rulebase, rule)]
    for change in rule.changes:
        reason = f": {visible(change.reason)}" if change.reason else ""
        lines.append(f"changed: {change.key} by {change.at.place}{reason}")
    return "\n".join(lines) + "\n"


def render_failed_test(evaluation: Evaluation, rule: Rule, expected: str, at: str) -> str:
    """A test of a rule that came out otherwise: what was found, and why."""
    status = evaluation.findings.rules[rule.id]
    when, unless = prove_rule(evaluation, rule)
    lines = [
        f"{at}: {rule.id}: expected {expected}, found {status.value}",
        f"  {MARKS[when.truth]} when {rule.when_text}",
        *_tree(evaluation.rulebase, when, 1),
    ]
    if unless is not None:
        lines.append(f"  {MARKS[unless.truth]} unless {rule.unless_text}")
        lines += _tree(evaluation.rulebase, unless, 1)
    return "\n".join(lines) + "\n"


def _tree(rulebase: RuleBase, proof: Proof, depth: int) -> Iterator[str]:
    indent = "    " * depth
    if proof.kind in ("all", "any"):
        for part in proof.parts:
            if part.kind in ("all", "any"):
                word = "all of these" if part.kind == "all" else "any of these"
                yield f"{indent}{MARKS[part.truth]} {word}:"
                yield from _tree(rulebase, part, depth + 1)
            else:
                yield from _tree(rulebase, part, depth)
        return
    if proof.test is not None:
        yield f"{indent}{MARKS[proof.truth]} {visible(proof.text)}{dim(_read(rulebase, proof))}"
        return
    at = f"  [{proof.at.place.file}:{proof.at.place.line}]" if proof.at else ""
    yield f"{indent}{MARKS[proof.truth]} {proof.text}: {visible(proof.meaning)}{dim(at)}"
    for part in proof.parts:
        yield from _tree(rulebase, part, depth + 1)


def _read(rulebase: RuleBase, proof: Proof) -> str:
    """The value a test read, by how much it passes or fails, and where it comes from."""
    assert proof.test is not None
    fact = rulebase.facts[proof.test.fact]
    if proof.value is None:
        return f"  ({fact.called}: {proof.origin})"
    margin = ""
    if proof.margin:
        by = fact.show(abs(proof.margin)) if not proof.test.counted else f"{abs(proof.margin):g}"
        by = by.replace(" %", " points") if fact.type == "ratio" else by
        margin = f", {by} {'above' if proof.margin > 0 else 'below'}"
    elif proof.margin == 0:
        margin = ", exactly at it"
    shown = visible(fact.show(proof.value))
    return f"  ({fact.called}: {shown}{margin}; {visible(proof.origin)})"

"""The proof of a rule as an indented tree."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from advisor.explanation.proof import Proof, prove, prove_rule
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Truth
from advisor.presentation.text import bold, dim, sources
from advisor.presentation.words import EVIDENCE, STATUS, fill
from advisor.problems import visible
from advisor.rulebase.model import Case, Rule, RuleBase, Verdict

WIDE = 100
"""Columns of a failed test's report."""

MARKS: dict[Truth, str] = {True: "yes", False: "no ", None: "?  "}


def render_why(evaluation: Evaluation, rule: Rule, width: int = 80) -> str:
    """What a rule says, what became of it, and the whole why down to the facts."""
    rulebase, profile = evaluation.rulebase, evaluation.profile
    status = evaluation.findings.rules[rule.id]
    when, unless = prove_rule(evaluation, rule)
    lines = [bold(visible(fill(rule.title, rulebase.facts, profile)))]
    for text in (rule.advice, rule.action):
        lines += textwrap.wrap(visible(fill(text, rulebase.facts, profile)), width)
    lines += [
        "",
        f"{rule.id} {STATUS[status]}",
        dim(f"{rule.at.place.file}:{rule.at.place.line}"),
        "",
        *_line(0, when.truth, f"when {rule.when_text}", "", width),
        *_tree(rulebase, when, 1, width),
    ]
    if unless is not None:
        lines += ["", *_line(0, unless.truth, f"unless {rule.unless_text}", "", width)]
        lines += _tree(rulebase, unless, 1, width)
    lines += ["", f"trust: {EVIDENCE[rule.evidence]}"]
    for source in sources(rulebase, rule):
        lines += textwrap.wrap(f"from: {visible(source)}", width, subsequent_indent="  ")
    for change in rule.changes:
        reason = f": {visible(change.reason)}" if change.reason else ""
        lines.append(f"changed: {change.key} by {change.at.place}{reason}")
    return "\n".join(lines) + "\n"


def render_verdict(evaluation: Evaluation, verdict: Verdict, width: int = 80) -> str:
    """Why a verdict has its value, then what became of the branches before it."""
    outcome = evaluation.findings.verdicts[verdict.name]
    lines = [bold(visible(verdict.question))]
    if not outcome.certain:
        lines.append("Some answers are missing, so this can still change.")
    before: list[str] = []
    for branch in verdict.branches:
        if branch.when is None:
            lines += ["", *_line(0, True, f"{branch.label}: nothing before it holds", "", width)]
            break
        proof = prove(evaluation, branch.when)
        told = ["", *_line(0, proof.truth, branch.label, "", width)]
        told += _tree(evaluation.rulebase, proof, 1, width)
        if proof.truth is True:
            lines += told
            break
        before += told
    if before:
        lines += ["", bold("What comes before it")]
    return "\n".join([*lines, *before]) + "\n"


def _line(depth: int, truth: Truth, text: str, small: str, width: int) -> Iterator[str]:
    """One line of a tree, wrapped under its mark; `small` follows it dimmed."""
    indent = "  " * depth
    whole = f"{indent}{MARKS[truth]} {visible(text)}{visible(small)}"
    wrapped = textwrap.wrap(whole, max(width, 40), subsequent_indent=indent + "      ")
    if len(wrapped) == 1 and small:
        yield whole.removesuffix(visible(small)) + dim(visible(small))
    else:
        yield from wrapped


def render_failed_test(evaluation: Evaluation, owner: Rule | Verdict, case: Case) -> str:
    """A test that came out otherwise: what was found, and why."""
    if isinstance(owner, Verdict):
        outcome = evaluation.findings.verdicts[owner.name]
        found = f"{outcome.value}{'' if outcome.certain else ', not certain'}"
        expected = f"{case.expect}{'' if case.certain else ', not certain'}"
        head = f"{case.at.place}: {owner.name}: expected {expected}, found {found}\n"
        return head + render_verdict(evaluation, owner, WIDE)
    status = evaluation.findings.rules[owner.id]
    when, unless = prove_rule(evaluation, owner)
    lines = [
        f"{case.at.place}: {owner.id}: expected {case.expect}, found {status.value}",
        f"  {MARKS[when.truth]} when {owner.when_text}",
        *_tree(evaluation.rulebase, when, 1, WIDE),
    ]
    if unless is not None:
        lines.append(f"  {MARKS[unless.truth]} unless {owner.unless_text}")
        lines += _tree(evaluation.rulebase, unless, 1, WIDE)
    return "\n".join(lines) + "\n"


def _tree(rulebase: RuleBase, proof: Proof, depth: int, width: int) -> Iterator[str]:
    """The parts of a proof; a conclusion that comes up again is not unfolded again."""
    yield from _parts(rulebase, proof, depth, width, set())


def _parts(
    rulebase: RuleBase, proof: Proof, depth: int, width: int, seen: set[str]
) -> Iterator[str]:
    if proof.test is not None:
        yield from _line(depth, proof.truth, proof.text, _read(rulebase, proof), width)
        return
    if proof.kind in ("all", "any"):
        for part in proof.parts:
            if part.kind in ("all", "any"):
                word = "all of these:" if part.kind == "all" else "any of these:"
                yield from _line(depth, part.truth, word, "", width)
                yield from _parts(rulebase, part, depth + 1, width, seen)
            else:
                yield from _parts(rulebase, part, depth, width, seen)
        return
    at = f"  [{proof.at.place.file}:{proof.at.place.line}]" if proof.at else ""
    again = proof.text in seen
    seen.add(proof.text)
    small = "  (see above)" if again else at
    negated = "not so: " if proof.text.startswith("not ") else ""
    yield from _line(depth, proof.truth, f"{proof.text}: {negated}{proof.meaning}", small, width)
    if not again:
        for part in proof.parts:
            yield from _parts(rulebase, part, depth + 1, width, seen)


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

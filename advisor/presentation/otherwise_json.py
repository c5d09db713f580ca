"""The same as JSON: `advisor.why/1`, `advisor.why-not/1` and `advisor.what-if/1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.explanation.change import Change, Way, Ways
from advisor.explanation.proof import Proof, prove_rule
from advisor.explanation.whatif import Difference, what_if
from advisor.explanation.whynot import WhyNot
from advisor.facts.profile import Known, Unknown
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome
from advisor.presentation.json import extent, obstacles, plain
from advisor.presentation.otherwise import action
from advisor.rulebase.model import Rule


def proof_of(evaluation: Evaluation, rule: Rule) -> dict[str, Any]:
    """What became of a rule, and its whole why."""
    when, unless = prove_rule(evaluation, rule)
    return {
        "format": "advisor.why/1",
        "profile": evaluation.profile.name,
        "rule": rule.id,
        "status": evaluation.findings.rules[rule.id].value,
        "when": _proof(when),
        "unless": None if unless is None else _proof(unless),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": proof.kind, "text": proof.text, "truth": proof.truth}
    if proof.test is not None:
        found |= {
            "fact": proof.test.fact,
            "value": plain(proof.value),
            "origin": proof.origin,
            "margin": proof.margin,
        }
    if proof.at is not None:
        found["at"] = f"{proof.at.place.file}:{proof.at.place.line}"
    if proof.parts:
        found["parts"] = [_proof(part) for part in proof.parts]
    return found


def why_not(evaluation: Evaluation, found: Sequence[WhyNot]) -> dict[str, Any]:
    """What keeps rules out."""
    return {
        "format": "advisor.why-not/1",
        "profile": evaluation.profile.name,
        "rules": [obstacles(one) for one in found],
    }


def ways(evaluation: Evaluation, wanted: str, found: Ways) -> dict[str, Any]:
    """The smallest changes, and what else each changes."""
    return {
        "format": "advisor.what-if/1",
        "profile": evaluation.profile.name,
        "wanted": wanted,
        "reached": found.reached,
        "optimal": found.optimal,
        "ways": [_way(evaluation, way) for way in found.ways],
        "beyond": [_change(one) for one in found.beyond],
    }


def _way(evaluation: Evaluation, way: Way) -> dict[str, Any]:
    entries = {one.fact.name: Known(one.to, "tried here") for one in way.changes}
    return {
        "cost": round(way.cost, 4),
        "changes": [_change(one) | {"action": action(one)} for one in way.changes],
        **_difference(what_if(evaluation, entries)),
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "fact": one.fact.name,
        "now": plain(one.now),
        "to": plain(one.to),
        "range": extent(one.among),
        "assumed": one.assumed,
    }


def difference(
    evaluation: Evaluation, entries: Mapping[str, Known | Unknown], found: Difference
) -> dict[str, Any]:
    """What a change of some facts changes."""
    return {
        "format": "advisor.what-if/1",
        "profile": evaluation.profile.name,
        "set": {
            name: plain(entry.value) if isinstance(entry, Known) else None
            for name, entry in entries.items()
        },
        **_difference(found),
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "verdicts": [
            {"id": verdict.name, "before": _outcome(before), "after": _outcome(after)}
            for verdict, before, after in found.verdicts
        ],
        "gained": [rule.id for rule in found.gained],
        "lost": [rule.id for rule in found.lost],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"value": outcome.value, "certain": outcome.certain}

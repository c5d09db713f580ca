"""The result object, `advisor.result/1`, and its JSON Schema."""

from __future__ import annotations

from typing import Any

from advisor.explanation.proof import Reason
from advisor.inference.findings import Status
from advisor.language.tree import Value
from advisor.presentation.report import KINDS, PRIORITIES, Advice, Report
from advisor.presentation.words import EVIDENCE

FORMAT = "advisor.result/1"


def result(report: Report) -> dict[str, Any]:
    """The report as plain JSON values; sets become sorted lists."""
    return {
        "format": FORMAT,
        "profile": report.profile.name,
        "verdicts": [
            {
                "id": line.verdict.name,
                "value": line.outcome.value,
                "certain": line.outcome.certain,
                "possible": list(line.outcome.possible),
                "wanted": line.wanted,
                "because": [_reason(reason) for reason in line.because],
            }
            for line in report.verdicts
        ],
        "advice": [_advice(advice) for advice in report.advice],
        "set_aside": [
            {
                "rule": one.rule.id,
                "unless": one.rule.unless_text,
                "because": [_reason(reason) for reason in one.because],
            }
            for one in report.set_aside
        ],
        "undecided": [{"rule": one.rule.id, "needs": list(one.needs)} for one in report.undecided],
        "unknown": list(report.unknown),
        "next_question": report.questions[0].name if report.questions else None,
    }


def _advice(advice: Advice) -> dict[str, Any]:
    rule = advice.rule
    place = rule.at.place
    return {
        "rule": rule.id,
        "status": advice.status.value,
        "kind": rule.kind,
        "stance": rule.stance,
        "priority": rule.priority,
        "evidence": rule.evidence,
        "title": advice.title,
        "advice": advice.advice,
        "action": advice.action,
        "because": [_reason(reason) for reason in advice.because],
        "sources": list(rule.sources),
        "at": f"{place.file}:{place.line}",
        "also": [other.id for other in advice.also],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "fact": reason.fact,
        "value": plain(reason.value),
        "origin": reason.origin,
        "test": reason.text,
    }


def plain(value: Value | None) -> Any:
    """A value as JSON has it."""
    return sorted(value) if isinstance(value, frozenset) else value


def schema() -> dict[str, Any]:
    """The JSON Schema of a result object."""
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    value = {
        "type": ["string", "number", "boolean", "array", "null"],
        "items": text,
        "description": "What was read; null where the test is for being unknown.",
    }
    because = {
        "type": "array",
        "items": _object({"fact": text, "value": value, "origin": text, "test": text}),
        "description": "The tests that hold, conclusions unfolded, thresholds as numbers.",
    }
    verdict = {
        "id": text,
        "value": {"type": ["string", "null"]},
        "certain": {"type": "boolean"},
        "possible": texts,
        "wanted": {"type": "boolean", "description": "Whether texts and screens show it."},
        "because": because,
    }
    advice = {
        "rule": text,
        "status": {"enum": [Status.APPLIES.value, Status.PROVISIONAL.value]},
        "kind": {"enum": list(KINDS)},
        "stance": {"enum": ["for", "against", "caution", "neutral"]},
        "priority": {"enum": list(PRIORITIES)},
        "evidence": {"enum": list(EVIDENCE)},
        "title": text,
        "advice": text,
        "action": text,
        "because": because,
        "sources": texts,
        "at": {"type": "string", "description": "File and line of the rule."},
        "also": {**texts, "description": "Rules of the same group that hold too."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What advisor found about one profile",
        **_object(
            {
                "format": {"const": FORMAT},
                "profile": text,
                "verdicts": _list(verdict),
                "advice": _list(advice),
                "set_aside": _list({"rule": text, "unless": text, "because": because}),
                "undecided": _list({"rule": text, "needs": texts}),
                "unknown": {**texts, "description": "Every fact some undecided rule needs."},
                "next_question": {
                    "type": ["string", "null"],
                    "description": "The fact to ask for next; null when no answer can change "
                    "an advice or a wanted verdict of the chosen topics any more.",
                },
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}

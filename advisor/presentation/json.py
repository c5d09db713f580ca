"""The result object, `advisor.result/1`, and its JSON Schema."""

from __future__ import annotations

from math import isfinite
from typing import Any

from advisor.explanation.cases import Cases
from advisor.explanation.decided import Deciding
from advisor.explanation.proof import Reason
from advisor.explanation.ranges import Range
from advisor.explanation.whynot import WhyNot
from advisor.inference.findings import Status
from advisor.language.tree import Value, write_test
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
                "decided_by": [_deciding(one) for one in line.decided],
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
        "questions_left": len(report.questions),
        "near_misses": [obstacles(one) for one in report.near_misses],
        "cases": [_cases(one) for one in report.cases],
    }


def obstacles(one: WhyNot) -> dict[str, Any]:
    """What keeps a rule out."""
    return {
        "rule": one.rule.id,
        "status": one.status.value,
        "steps": one.steps,
        "obstacles": [
            {
                "fact": obstacle.test.fact,
                "value": plain(obstacle.value),
                "origin": obstacle.origin,
                "needs": write_test(obstacle.test),
                "distance": round(obstacle.distance, 4),
            }
            for obstacle in one.obstacles
        ],
    }


def _deciding(one: Deciding) -> dict[str, Any]:
    return {"fact": one.fact.name, "value": plain(one.value), "holds": extent(one.holds)}


def _cases(one: Cases) -> dict[str, Any]:
    return {
        "fact": one.fact.name,
        "cases": [
            {
                "if": extent(case.answer),
                "verdicts": {verdict.name: value for verdict, value in case.verdicts},
                "advice": [rule.id for rule in case.rules],
            }
            for case in one.cases
        ],
    }


def extent(among: Range) -> dict[str, Any]:
    """A range: its values, or its bounds, null where there is none."""
    if among.values:
        return {"values": [plain(value) for value in among.values]}
    return {
        "low": among.low if isfinite(among.low) else None,
        "high": among.high if isfinite(among.high) else None,
        "with_low": among.with_low,
        "with_high": among.with_high,
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
        "decided_by": {
            **_list({"fact": text, "value": value, "holds": _extent()}),
            "description": "As few known facts as fix the verdict, and where each may lie.",
        },
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
    near = {
        "rule": text,
        "status": {"enum": [status.value for status in Status]},
        "steps": {"type": "integer"},
        "obstacles": _list(
            {
                "fact": text,
                "value": value,
                "origin": text,
                "needs": {"type": "string", "description": "The test that would have to hold."},
                "distance": {"type": "number", "description": "0 to 1, against the bound's size."},
            }
        ),
    }
    case = {
        "if": _extent(),
        "verdicts": {"type": "object", "additionalProperties": text},
        "advice": texts,
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
                "questions_left": {
                    "type": "integer",
                    "description": "No more questions than this will follow, the next included.",
                },
                "near_misses": {
                    **_list(near),
                    "description": "Rules of the chosen topics that a single known fact keeps out.",
                },
                "cases": {
                    **_list({"fact": text, "cases": _list(case)}),
                    "description": "For facts answered don't know: what holds in which case.",
                },
            }
        ),
    }


def _extent() -> dict[str, Any]:
    bound, flag = {"type": ["number", "null"]}, {"type": "boolean"}
    values = {"type": "array", "items": {"type": ["string", "number", "boolean", "array"]}}
    numbers = {"low": bound, "high": bound, "with_low": flag, "with_high": flag}
    return {"oneOf": [_object({"values": values}), _object(numbers)]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}

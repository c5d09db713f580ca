"""The JSON Schema of rule files, which editors complete and check with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.rulebase.shape import CHANGEABLE, LISTED, SHAPES


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for kind, model in SHAPES.items():
        schema = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[model.__name__] = schema
        reference = {"$ref": f"#/$defs/{model.__name__}"}
        properties[kind] = (
            {"type": "array", "items": reference}
            if kind in LISTED
            else {"type": "object", "additionalProperties": reference}
        )
    properties["change"] = {
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/Change"},
    }
    definitions["Change"] = {
        "type": "object",
        "description": "What an overlay changes about something that is already there.",
        "additionalProperties": False,
        "properties": dict(_change_properties(definitions)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule file of advisor",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": definitions,
    }


def _change_properties(definitions: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "reason", {"type": "string"}
    yield "enabled", {"type": "boolean"}
    yield "and", {"type": "string"}
    seen: dict[str, list[Any]] = {}
    for kind, keys in CHANGEABLE.items():
        for key in sorted(keys):
            one = definitions[SHAPES[kind].__name__]["properties"][key]
            seen.setdefault(key, []).append({k: v for k, v in one.items() if k != "default"})
    for key, ones in sorted(seen.items()):
        different = [one for index, one in enumerate(ones) if one not in ones[:index]]
        yield key, different[0] if len(different) == 1 else {"anyOf": different}

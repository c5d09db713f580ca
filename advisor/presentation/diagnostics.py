"""Problems for other programs: JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from advisor.problems import Problem, render, visible


def as_text(problems: Iterable[Problem]) -> str:
    """Each with its place, the line and a caret."""
    return "\n".join(render(problem) for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects."""
    return json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=2)


def _plain(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "width": problem.width,
    }


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that a pull request shows beside the line."""
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    place = problem.place
    where = ""
    if place:
        end = place.column + problem.width
        where = (
            f"file={_property(place.file)},line={place.line},col={place.column},endColumn={end},"
        )
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    return f"::{problem.severity} {where}title={_property(problem.code)}::{_data(visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Iterable[Problem]) -> str:
    """A SARIF 2.1.0 log with one run."""
    found = list(problems)
    return json.dumps(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "advisor",
                            "rules": [{"id": code} for code in sorted({p.code for p in found})],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [_sarif(problem) for problem in found],
                }
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _sarif(problem: Problem) -> dict[str, Any]:
    text = problem.message + (f" ({problem.hint})" if problem.hint else "")
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": text},
    }
    if problem.place:
        place = problem.place
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + problem.width,
        }
        uri = quote(Path(place.file).as_posix())
        physical = {"artifactLocation": {"uri": uri}, "region": region}
        result["locations"] = [{"physicalLocation": physical}]
    return result


FORMATS: dict[str, Callable[[Iterable[Problem]], str]] = {
    "text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif,
}  # fmt: skip
"""Every form, by the name the command line knows it by."""

"""JSON text that holds one flat object -> a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from advisor.language.document import Document, Path, Spot
from advisor.problems import Place, Problem

_BLANK = re.compile(r"[ \t\n\r]*")

_DEEPEST = 8
"""Objects inside objects whose keys have places; each level is read once more."""


class _Twice(ValueError):
    """A key is there twice."""


def parse(name: str, text: str) -> Document | Problem:
    """Read an object; the first fault is the one problem."""
    try:
        data = json.loads(text, object_pairs_hook=_object)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        lines = text.split("\n")
        line = lines[min(error.lineno, len(lines)) - 1]
        message = error.msg[:1].lower() + error.msg[1:]
        place = Place(name, error.lineno, error.colno)
        return Problem("json", message, place, "is a quote, comma or brace missing?", excerpt=line)
    except _Twice as error:
        return _twice(name, text, str(error))
    except UnicodeEncodeError:
        return _half(name, text)
    except (ValueError, RecursionError):
        message = "a number is too long or objects are nested too deeply"
        return Problem("json", message, Place(name, 1, 1))
    if not isinstance(data, dict):
        return Problem(
            "json", "a profile is one object: { ... }", Place(name, 1, 1),
            excerpt=text.split("\n", 1)[0],
        )  # fmt: skip
    return Document(name, text, data, _walk)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return result


def _twice(name: str, text: str, key: str) -> Problem:
    """Point at the second of two equal keys."""
    quoted = re.escape(json.dumps(key, ensure_ascii=False))
    found = [match.start() for match in re.finditer(quoted + r"\s*:", text)] or [0]
    offset = found[min(1, len(found) - 1)]
    return _at(name, text, offset, f"`{key}` is given twice", len(key) + 2)


_HALF = re.compile(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]..")


def _half(name: str, text: str) -> Problem:
    """Point at an escape that stands for half a character, which no file can hold."""
    match = _HALF.search(text)
    offset = match.start() if match else 0
    return _at(name, text, offset, "this escape stands for half a character", 6)


def _at(name: str, text: str, offset: int, message: str, width: int) -> Problem:
    line = text.count("\n", 0, offset) + 1
    place = Place(name, line, offset - text.rfind("\n", 0, offset))
    return Problem("json", message, place, excerpt=text.split("\n")[line - 1], width=width)


def _walk(text: str, start: int = 0, path: Path = ()) -> Iterator[tuple[Path, Spot]]:
    """Where every key and value of an object stands; `text[start:]` begins the object."""
    decoder = json.JSONDecoder()
    at = _skip(text, start)
    if path == ():
        yield (), Spot((at, at + 1), (at, at + 1))
    at = _skip(text, at + 1)
    while text[at] != "}":
        key_start = at
        key, at = decoder.raw_decode(text, at)
        key_end = at
        at = _skip(text, _skip(text, at) + 1)
        value_start = at
        value, at = decoder.raw_decode(text, at)
        yield (*path, key), Spot((key_start, key_end), (value_start, at))
        if isinstance(value, dict) and len(path) < _DEEPEST:
            yield from _walk(text, value_start, (*path, key))
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at

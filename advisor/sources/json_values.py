"""JSON of any size -> its values; those of a huge file one by one, so that it is never held whole.

An object is a dict or an Object, a list is a list or an Array: the latter two are read from
the file while they are walked through, once and in their order, and what is not walked
through is skipped.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any, TypeAlias, TypeGuard

from advisor.language.decoding import decode
from advisor.problems import Place, Problem
from advisor.sources.found import Unreadable

WHOLE = 16_000_000
"""Bytes of the largest file held whole; a larger one has to be strict JSON, numbers in 64 bits."""

DEEPEST = 4
"""How deep in objects the entries lie that are looked at."""

Node: TypeAlias = Any
Path: TypeAlias = "tuple[str, ...]"
Event: TypeAlias = "tuple[str, Any]"


class _Open:
    """An object or list whose end has not been read yet."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._inner: _Open | None = None
        self._done = False

    def _value(self, event: str, value: object) -> Node:
        if event == "start_map":
            self._inner = Object(self._events)
            return self._inner
        if event == "start_array":
            self._inner = Array(self._events)
            return self._inner
        return value

    def _next(self) -> Event:
        """The next event of this one itself, what is left of the one in it being skipped."""
        inner, self._inner = self._inner, None
        if inner is not None:
            inner.skip()
        event = next(self._events)
        self._done = event[0] in ("end_map", "end_array")
        return event

    def skip(self) -> None:
        """Go to the end of it."""
        if self._done:
            return
        inner, self._inner = self._inner, None
        if inner is not None:
            inner.skip()
        depth = 1
        for event, _ in self._events:
            if event in ("start_map", "start_array"):
                depth += 1
            elif event in ("end_map", "end_array"):
                depth -= 1
                if not depth:
                    break
        self._done = True


class Object(_Open):
    """An object that is being read."""

    def items(self) -> Iterator[tuple[str, Node]]:
        """Its entries, those not yet walked through."""
        while not self._done:
            event, key = self._next()
            if event == "map_key":
                yield key, self._value(*next(self._events))


class Array(_Open):
    """A list that is being read."""

    def __iter__(self) -> Iterator[Node]:
        while not self._done:
            event, value = self._next()
            if not self._done:
                yield self._value(event, value)


def is_object(node: Node) -> TypeGuard[dict[str, Node] | Object]:
    """True for an object."""
    return isinstance(node, dict | Object)


def is_list(node: Node) -> TypeGuard[list[Node] | Array]:
    """True for a list."""
    return isinstance(node, list | Array)


def entries(node: dict[str, Node] | Object, above: Path = ()) -> Iterator[tuple[Path, Node]]:
    """The entries of an object and then of the objects in it, each with its path."""
    for key, value in node.items():
        path = (*above, key)
        yield path, value
        if is_object(value) and len(path) <= DEEPEST:
            yield from entries(value, path)


def objects(node: Node) -> Iterator[dict[str, Node] | Object]:
    """The objects in a list; null, {}, "" and the like are legal and empty."""
    if is_list(node):
        yield from filter(is_object, node)


def plain(node: Node, depth: int = 2) -> Any:
    """A value as Python's own types, so far as it is not nested deeper."""
    if is_object(node):
        return {key: plain(one, depth - 1) for key, one in node.items()} if depth else None
    if is_list(node):
        return [plain(one, depth - 1) for one in node] if depth else None
    return node


def values(name: str, file: BufferedReader) -> Iterator[Node]:
    """The value in a file, or those of JSON Lines; Unreadable where it breaks off."""
    data = file.read(WHOLE + 1)
    if len(data) > WHOLE:
        yield from Array(_events(name, _Counted(data, file)))
        return
    text = decode(name, data)
    if isinstance(text, Problem):
        raise Unreadable(text)
    try:
        yield json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise _broken(Place(name, error.lineno, error.colno), "here") from None
        yield from _lines(name, text)
    except (ValueError, RecursionError):
        message = "a number is too long or objects are nested too deeply"
        raise Unreadable(Problem("json", message, Place(name, 1, 1))) from None


def _lines(name: str, text: str) -> Iterator[Node]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            raise Unreadable(Problem(
                "json", "this line is no JSON", Place(name, number, 1),
                "each line holds one post",
            )) from None  # fmt: skip


def _broken(place: Place, where: str) -> Unreadable:
    message = f"this JSON file is cut off or broken {where}"
    return Unreadable(Problem("json", message, place, "download or copy it again"))


class _Counted:
    """A file read in pieces, with the place where the last piece began."""

    def __init__(self, begun: bytes, file: BufferedReader) -> None:
        self._begun, self._file = BytesIO(begun.removeprefix(BOM_UTF8)), file
        self._last = b""
        self.line = self.column = 1

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, none at the end."""
        if lines := self._last.count(b"\n"):
            self.line += lines
            self.column = 1
        self.column += len(self._last) - self._last.rfind(b"\n") - 1
        self._last = self._begun.read(size) or self._file.read(size)
        return self._last


def _events(name: str, file: _Counted) -> Iterator[Event]:
    """What a huge file holds, as one list; its break is placed where the last piece began."""
    import ijson

    try:
        yield from ijson.basic_parse(file, multiple_values=True, use_float=True)
    except ijson.JSONError as error:
        place = Place(name, file.line, file.column)
        if "UTF8" not in str(error):
            raise _broken(place, "soon after here") from None
        message = "the text after here is not all UTF-8"
        raise Unreadable(Problem("encoding", message, place, "save the file as UTF-8")) from None
    yield "end_array", None

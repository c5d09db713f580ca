"""TOML text -> a document.

`tomli` reads the data. The walk that finds the places only ever sees text that `tomli`
has accepted, so it finds tokens and never judges them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import tomli

from advisor.language.document import Document, Path, Spot, string_characters
from advisor.problems import Place, Problem


def parse(name: str, text: str) -> Document | Problem:
    """Read a document; the first fault of its syntax is the one problem."""
    try:
        return Document(name, text, tomli.loads(text), walk)
    except tomli.TOMLDecodeError as error:
        lines = text.split("\n")
        line = min(error.lineno, len(lines))
        message = error.msg[:1].lower() + error.msg[1:]
        column, width = error.colno, 1
        if _TWICE.match(error.msg):
            start, end = _second(text, error.pos)
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            message, width = f"`{text[start:end]}` is given twice", end - start
        return Problem(
            "toml", message, Place(name, line, column), _HINTS.get(error.msg.split(" (")[0], ""),
            excerpt=lines[line - 1], width=width,
        )  # fmt: skip
    except (ValueError, RecursionError):
        start = _too_much(text)
        return Problem(
            "toml", "a number is too long or lists are nested too deeply",
            Place(name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)),
        )  # fmt: skip


def walk(text: str) -> Iterator[tuple[Path, Spot]]:
    """Where everything in a valid text stands."""
    return _Walk(text).document()


def _too_much(text: str) -> int:
    """The character at which a number or the nesting of lists is more than can be read."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
        if depth > MAX_NESTING or token.lastgroup == "number":
            return token.start()
    return 0


_HINTS = {
    "Invalid value": "text stands in quotes; yes and no are written true and false",
    "Unclosed array": "a list ends with ]",
}


_TWICE = re.compile("Cannot (declare|overwrite|redefine|mutate)|Duplicate")
"""What `tomli` says of a key or table that is there already."""


def _second(text: str, found: int) -> tuple[int, int]:
    """The key or header that `tomli`, having read up to `found`, knows already.

    All before `found` is valid, which is as far as the walk goes.
    """
    for _, spot in _Walk(text + "\n").document():
        header = spot.key == spot.value and spot.key[0] < found <= spot.key[1]
        if header or spot.value[1] == found:
            return spot.key
    return found, found + 1


_BLANK = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)  # fmt: skip
MAX_NESTING = 401
"""Lists and tables inside each other that `tomli` reads."""

_TOKEN = re.compile(rf"#[^\n]*|{_STRING.pattern}|[\[\]{{}}]|(?P<number>[0-9_]{{4300,}})", re.DOTALL)
_BARE = re.compile(r"[^\s.=\]]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")


class _Walk:
    """One pass over a valid document, telling where everything stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lengths: dict[Path, int] = {}
        """How many tables each array of tables has so far."""

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def document(self) -> Iterator[tuple[Path, Spot]]:
        table: Path = ()
        yield (), Spot((0, 1), (0, 1))
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] != "[":
                yield from self.pair(table)
                continue
            start = self.at
            several = self.text.startswith("[[", start)
            self.at += 2 if several else 1
            parts = [name for name, _ in self.key()]
            self.at += 2 if several else 1
            table = (*self.resolved(parts[:-1]), parts[-1])
            if several:
                index = self.lengths[table] = self.lengths.get(table, 0) + 1
                table += (index - 1,)
            span = (start, self.at)
            yield table, Spot(span, span)

    def resolved(self, parts: list[str]) -> Path:
        """A header's path; where it leads through an array of tables, to its last."""
        path: Path = ()
        for part in parts:
            path += (part,)
            if path in self.lengths:
                path += (self.lengths[path] - 1,)
        return path

    def key(self) -> list[tuple[str, tuple[int, int]]]:
        """A possibly dotted key: each part with where it stands."""
        parts: list[tuple[str, tuple[int, int]]] = []
        while True:
            self.skip(_SPACE)
            start = self.at
            if self.text[start] in "\"'":
                self.skip(_STRING)
                name = "".join(char for _, char in string_characters(self.text[start : self.at]))
            else:
                self.skip(_BARE)
                name = self.text[start : self.at]
            parts.append((name, (start, self.at)))
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def pair(self, table: Path) -> Iterator[tuple[Path, Spot]]:
        """`key = value`, inside a table or an inline table."""
        parts = self.key()
        self.at += 1
        self.skip(_SPACE)
        path = table
        for name, span in parts[:-1]:
            path += (name,)
            yield path, Spot(span, span)
        name, span = parts[-1]
        yield from self.value((*path, name), span)

    def value(self, path: Path, key: tuple[int, int] | None) -> Iterator[tuple[Path, Spot]]:
        start = self.at
        opening = self.text[start]
        inner: list[tuple[Path, Spot]] = []
        if opening in "\"'":
            self.skip(_STRING)
        elif opening in "[{":
            self.at += 1
            index = 0
            while True:
                self.skip(_BLANK)
                if self.text[self.at] in "]}":
                    break
                inner += self.pair(path) if opening == "{" else self.value((*path, index), None)
                index += 1
            self.at += 1
        else:
            self.skip(_SCALAR)
            self.at = start + len(self.text[start : self.at].rstrip())
        span = (start, self.at)
        yield path, Spot(key or span, span)
        yield from inner

"""A document that knows where each key and value stands.

The data comes from a well-kept reader. Places come from a walk of our own over the
text, made only when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, TypeAlias

from advisor.problems import Place, Problem

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list positions that lead to a value: ("rule", 3, "when")."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Offsets of a key and of its value; a table's `[header]` counts as both."""

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(frozen=True, eq=False, repr=False)
class Document:
    """The data of a document, and the place of every piece of it."""

    name: str
    text: str
    data: dict[str, Any]
    walk: Callable[[str], Iterable[tuple[Path, Spot]]]
    """Tells where everything in a valid text stands."""

    opened: FilePath | None = None
    """The file itself, where the text came from one."""

    def at(self, path: Path, of: str = "value", inside: int | None = None) -> tuple[Place, int]:
        """The place of a key or value, and how many characters it takes.

        `inside` points at that character of a text value, escapes and all. A table
        without a header of its own stands where the first table inside it does; a path
        that does not exist gets the place of the nearest table around it.
        """
        spot = self._spots.get(path) or self._first_inside(path)
        while spot is None and path:
            path, of, inside = path[:-1], "key", None
            spot = self._spots.get(path) or self._first_inside(path)
        if spot is None:
            return Place(self.name, 1, 1), 1
        start, end = spot.value if of == "value" else spot.key
        if inside is not None:
            characters = [offset for offset, _ in string_characters(self.text[start:end])]
            start += characters[inside] if inside < len(characters) else end - start - 1
            end = start + 1
        first_line = self.text[start:end].split("\n", 1)[0]
        return self.place(start), max(1, len(first_line))

    def _first_inside(self, path: Path) -> Spot | None:
        inner = (spot for one, spot in self._spots.items() if one[: len(path)] == path)
        return next(inner, None)

    def place(self, offset: int) -> Place:
        """The place of a character of the text."""
        line = self.text.count("\n", 0, offset) + 1
        return Place(self.name, line, offset - self.text.rfind("\n", 0, offset))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""
        lines = self._lines
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def table(self, path: Path) -> str:
        """The lines of a table as they stand, with the tables inside it, up to the next
        table and the comment that introduces that one."""
        lines = self._lines
        first, last = self.at(path, "key")[0].line, len(lines)
        begin = sum(len(line) + 1 for line in lines[: first - 1])
        for other, spot in self._spots.items():
            if spot.key[0] >= begin and other[: len(path)] != path:
                last = self.place(spot.key[0]).line - 1
                while last > first and lines[last - 1].lstrip().startswith("#"):
                    last -= 1
                break
        return "\n".join(lines[first - 1 : last]).rstrip()

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _spots(self) -> dict[Path, Spot]:
        try:
            return dict(self.walk(self.text))
        except RecursionError:  # nested almost too deeply to be read at all
            return {}

    def problem(
        self, code: str, message: str, path: Path, *, of: str = "value",
        inside: tuple[int, int] | None = None, hint: str = "", severity: str = "error",
    ) -> Problem:  # fmt: skip
        """A problem at a key or value, with the line it stands in."""
        place, width = self.at(path, of, inside[0] if inside else None)
        if inside:
            width = max(1, inside[1] - inside[0])
        excerpt = self.line(place.line)
        return Problem(
            code, message, place, hint, severity, excerpt,
            min(width, max(1, len(excerpt) - place.column + 1)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """A table of a file. Its place is looked up only when somebody asks for it."""

    file: Document
    path: Path

    @property
    def place(self) -> Place:
        """Where the table begins."""
        return self.file.at(self.path, "key")[0]


def string_characters(token: str) -> Iterator[tuple[int, str]]:
    """Each character a string token stands for, with its offset in the token."""
    quotes = 3 if token[:3] in ('"""', "'''") else 1
    raw, position, end = token[0] == "'", quotes, len(token) - quotes
    if quotes == 3 and token[3:4] == "\n":
        position += 1
    while position < end:
        if raw or token[position] != "\\":
            yield position, token[position]
            position += 1
            continue
        escape = token[position + 1]
        if digits := {"x": 2, "u": 4, "U": 8}.get(escape):
            yield position, chr(int(token[position + 2 : position + 2 + digits], 16))
            position += 2 + digits
        elif escape in " \t\n":
            position += 1
            while position < end and token[position] in " \t\n":
                position += 1
        else:
            yield position, _ESCAPES.get(escape, escape)
            position += 2


_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}

"""What can go wrong, and how it is said.

Trouble in a file somebody wrote is a *value*, a `Problem`: it has a place, all of
them are collected and shown together. Only what stops a command is an exception:

    AdvisorError            exit code 2 unless a subclass says otherwise
    ├── Usage               the command line makes no sense
    └── Unreadable          nothing that was named could be read
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command says to the shell; 2 outranks 1, and 1 outranks 3."""

    FINE = 0
    PROBLEMS = 1
    """Problems in rules or in their tests."""

    USAGE = 2
    """A bad command line, or no input that could be evaluated."""

    REJECTED = 3
    """Some inputs were rejected; the others were evaluated."""

    INTERRUPTED = 130


class AdvisorError(Exception):
    """A command cannot go on; the message says why and what to do."""

    exit_code = ExitCode.USAGE


class Usage(AdvisorError):
    """The command line makes no sense."""


class Unreadable(AdvisorError):
    """Nothing that was named could be read; carries the problems found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(render(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands: line and column count characters from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file somebody wrote.

    `excerpt` is the line it stands in and `width` how many characters are at fault,
    both for the caret; `hint` says what to do about it.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: str = "error"
    excerpt: str = ""
    width: int = 1

    @property
    def is_error(self) -> bool:
        """True unless it is only a warning."""
        return self.severity == "error"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by place, those without one first; each only once."""
    nowhere = Place("", 0, 0)
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.place or nowhere, p.code, p.message),
        )
    )


def render(problem: Problem) -> str:
    """The problem as text: place, message, the line with a caret, the hint."""
    warning = "" if problem.is_error else "warning: "
    head = f"{warning}{problem.code}: {visible(_short(problem.message))}"
    if problem.place is None:
        return head + (f"\n  = {visible(_short(problem.hint))}" if problem.hint else "")
    lines = [f"{problem.place}: {head}"]
    margin = " " * len(str(problem.place.line))
    if problem.excerpt:
        shown, caret = _excerpt(problem.excerpt, problem.place.column, problem.width)
        lines += [
            f"{margin} |",
            f"{problem.place.line} | {shown}",
            f"{margin} | {caret}",
        ]
    if problem.hint:
        lines.append(f"{margin} = {visible(_short(problem.hint))}")
    return "\n".join(lines)


def _short(text: str) -> str:
    """The text without the middle where somebody wrote a very long word."""
    return text if len(text) <= 1_000 else f"{text[:600]} ... {text[-300:]}"


def _excerpt(line: str, column: int, width: int) -> tuple[str, str]:
    """A piece of at most 72 characters of the line, and the caret line under it."""
    begin = max(0, column - 1 - 48) if len(line) > 72 else 0
    piece = line[begin : begin + 72]
    before, at = line[begin : column - 1], line[column - 1 : column - 1 + width]
    indent = "".join("\t" if char == "\t" else " " * cells(visible(char)) for char in before)
    length = min(max(1, sum(cells(visible(char)) for char in at)), 72)
    return visible(piece), indent + "^" * length


def cells(text: str) -> int:
    """How many terminal columns the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def count(number: int, word: str) -> str:
    """`1 rule`, `2 rules`, `1,200 rules`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def visible(text: str) -> str:
    """The text with every control and direction-changing character made visible.

    Words from files reach terminals and pages; an escape sequence or a right-to-left
    override in them must show, not act. Tab and newline stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char
        if char in "\t\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else f"\\u{ord(char):04x}"
        for char in text
    )


def guess(word: str, names: Iterable[str]) -> str:
    """A hint that names what was probably meant, or nothing."""
    close = get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""

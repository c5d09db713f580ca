"""What commands write, and how they end. Nothing else writes to stderr or exits."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from advisor.problems import ExitCode, Problem, Usage, render

if TYPE_CHECKING:
    from advisor.inference.engine import Engine
    from advisor.rulebase.library import Library


def say(text: str) -> None:
    """A result, to stdout; bold and dim only on a terminal that wants them."""
    click.echo(text, nl=not text.endswith("\n"), color=_color(sys.stdout))


def tell(text: str) -> None:
    """Everything that is no result, to stderr."""
    sys.stdout.flush()
    click.echo(text, err=True, color=_color(sys.stderr))


def _color(stream: object) -> bool:
    terminal = getattr(stream, "isatty", lambda: False)()
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def tell_problems(problems: Iterable[Problem]) -> None:
    """Each problem with its place, the line, and what to do."""
    for problem in problems:
        tell(render(problem))


class Ending:
    """Collects how a command went; `leave` exits with the first code that holds of
    2 (nothing could be evaluated), 1 (problems in rules) and 3 (some inputs rejected)."""

    def __init__(self) -> None:
        self.evaluated = 0
        self.rejected = 0
        self.rule_problems = False

    def leave(self) -> NoReturn:
        """End the process."""
        if self.rejected and not self.evaluated:
            code = ExitCode.USAGE
        elif self.rule_problems:
            code = ExitCode.PROBLEMS
        elif self.rejected:
            code = ExitCode.REJECTED
        else:
            code = ExitCode.FINE
        raise SystemExit(int(code))


def open_library(rules: tuple[str, ...], ending: Ending) -> Library:
    """The rules in use; errors in them are told, and the rest goes on."""
    from advisor.rulebase.library import load
    from advisor.rulebase.places import overlays

    library = load(overlays(rules))
    if library.overlays:
        tell("rules: shipped, then " + ", then ".join(str(path) for path in library.overlays))
    errors = [problem for problem in library.problems if problem.is_error]
    tell_problems(errors)
    ending.rule_problems = bool(errors)
    return library


def open_engine(library: Library) -> Engine:
    """The engine for the rules; a defect of ours is told on stderr."""
    from advisor.inference.engine import Engine

    return Engine(library.rulebase, lambda defect: tell(f"advisor: {defect}"))


def replace_file(target: Path, text: str) -> None:
    """Write the file whole or not at all. Raises Usage."""
    try:
        handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(unfinished, target)
        except BaseException:
            os.unlink(unfinished)
            raise
    except OSError as error:
        raise Usage(f"`{target}` cannot be written: {error.strerror}") from None

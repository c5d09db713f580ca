"""Which command opens a file at a line in the person's own editor."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from advisor.problems import Usage

AT_LINE = {
    "code": ["--wait", "--goto", "{file}:{line}"], "codium": ["--wait", "--goto", "{file}:{line}"],
    "subl": ["--wait", "{file}:{line}"], "zed": ["--wait", "{file}:{line}"],
    "hx": ["{file}:{line}"],
}  # fmt: skip
"""How editors that do not take `+LINE FILE` are told the line."""


def command(file: Path, line: int) -> list[str]:
    """The words of the command. Raises Usage where no editor is named."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise Usage(f"EDITOR is `{named}`, which is no command: {error}") from None
    if not words:
        raise Usage(f"set EDITOR to the editor you use; the rule stands at {file}:{line}")
    form = AT_LINE.get(Path(words[0]).name, ["+{line}", "{file}"])
    return words + [word.format(file=file, line=line) for word in form]

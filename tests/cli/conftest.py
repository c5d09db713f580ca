"""Runs the command line as a process, the way a person does."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def environment(tmp_path):
    """A home of the test's own and no colours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ADVISOR", "XDG"))}
    return kept | {"HOME": str(tmp_path / "home"), "NO_COLOR": "1", "TERM": "xterm-256color"}


@pytest.fixture
def advisor(tmp_path, environment):
    """Runs `advisor` in an empty folder; what is given goes to its standard input."""

    def run(*arguments: str, given: str | bytes = "", **more: str) -> Ran:
        data = given if isinstance(given, bytes) else given.encode()
        done = subprocess.run(
            [str(Path(sys.executable).parent / "advisor"), *arguments],
            input=data, capture_output=True, cwd=tmp_path, env=environment | more, timeout=300,
            check=False,
        )  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err
        return Ran(done.returncode, out, err)

    return run

"""Opening a file: its bytes, or a problem with a remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from advisor.problems import Place, Problem


def opened(path: Path) -> BinaryIO | Problem:
    """The file, open to be read."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        return Problem("missing", f"there is no file `{path}`", hint="check the spelling")
    except IsADirectoryError:
        return Problem("folder", f"`{path}` is a folder, not a file", hint="name a file in it")
    except PermissionError:
        return Problem("permission", f"`{path}` may not be read", hint="change its permissions")
    except (OSError, ValueError) as error:
        return Problem("unreadable", f"`{path}` cannot be read: {error}")


def read_bytes(path: Path, limit: int, what: str = "file") -> bytes | Problem:
    """The bytes of a file of at most `limit`; never more than that is held in memory."""
    file = opened(path)
    if isinstance(file, Problem):
        return file
    try:
        with file:
            data = file.read(limit + 1)
    except OSError as error:
        return Problem("unreadable", f"`{path}` cannot be read: {error}")
    if len(data) > limit:
        return Problem(
            "too-large", f"this {what} is larger than {limit // 1_000_000} MB",
            Place(str(path), 1, 1), f"a {what} is small; is this the right file?",
        )  # fmt: skip
    return data


def read_standard_input(limit: int) -> bytes | Problem:
    """What is piped in, up to `limit` bytes."""
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        return Problem(
            "too-large", f"more than {limit // 1_000_000} MB came in", Place("stdin", 1, 1)
        )
    return data

"""Opening a file that may be compressed, recognised by its first bytes."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from errno import EINVAL
from pathlib import Path
from typing import IO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DAMAGED = (OSError, EOFError, zlib.error, zstd.ZstdError)
"""What reading can raise."""


def opener(path: Path) -> tuple[Callable[[], IO[bytes]], int | None]:
    """How to open the file for reading what is in it, and how many bytes that is, if that
    is known. Raises OSError, also for a pipe, which cannot be read twice."""
    if not path.is_file() and path.exists() and not path.is_dir():
        raise OSError(EINVAL, "it is a pipe or device; save what it gives as a file")
    with path.open("rb") as file:
        magic = file.read(4)
    if magic.startswith(b"\x1f\x8b"):
        return lambda: cast("IO[bytes]", gzip.open(path)), None
    if magic == b"\x28\xb5\x2f\xfd":
        return lambda: cast("IO[bytes]", zstd.open(path)), None
    return lambda: path.open("rb"), path.stat().st_size

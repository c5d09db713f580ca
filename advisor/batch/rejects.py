"""The file of rejects: every row that was left out, and why."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from advisor.batch.table import Reject

HEADER = b"file,row,column,reason\n"


def as_csv(rejects: Sequence[Reject]) -> bytes:
    """Lines of the file."""
    text = io.StringIO()
    lines = ((one.file, one.row or "", one.column, one.reason) for one in rejects)
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8", "replace")


class Rejects:
    """Writes the file, if one is wanted; it appears when all is done."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self._unfinished = path.with_name(f".{path.name}.unfinished")
            self._unfinished.write_bytes(HEADER)

    def add(self, rejects: Sequence[Reject]) -> None:
        """Write some more."""
        if self.path is not None:
            with self._unfinished.open("ab") as file:
                file.write(as_csv(rejects))

    def finish(self) -> None:
        """Put the file in its place."""
        if self.path is not None:
            os.replace(self._unfinished, self.path)

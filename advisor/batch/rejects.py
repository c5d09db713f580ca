"""The file of rejects: every row that was left out, and why."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from advisor.batch.table import Reject
from advisor.problems import Usage

HEADER = b"file,row,column,reason\n"


def as_csv(rejects: Sequence[Reject]) -> bytes:
    """Lines of the file."""
    text = io.StringIO()
    lines = ((one.file, one.row or "", one.column, one.reason) for one in rejects)
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8", "replace")


class Rejects:
    """Writes the file, if one is wanted; it appears when all is done. Raises Usage."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self._unfinished = path.with_name(f".{path.name}.unfinished")
            with self._writing():
                self._unfinished.write_bytes(HEADER)

    def add(self, rejects: Sequence[Reject]) -> None:
        """Write some more."""
        if self.path is not None:
            with self._writing(), self._unfinished.open("ab") as file:
                file.write(as_csv(rejects))

    def finish(self) -> None:
        """Put the file in its place."""
        if self.path is not None:
            with self._writing():
                os.replace(self._unfinished, self.path)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Usage(f"`{self.path}` cannot be written: {error.strerror}") from None

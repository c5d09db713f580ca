"""A run that can be taken up again: what is done is kept in parts beside the result.

The hidden folder `.RESULT.parts` holds `run.json`, which says what the run is of, and
for every slice that is done its rows, its rejects and, written last, a note of how far
the run has come. Only at the end the parts become the result, in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from advisor.batch.formats import format_of
from advisor.batch.rejects import HEADER, as_csv
from advisor.batch.run import Done, Note
from advisor.batch.table import Place, Reject
from advisor.problems import Usage


class Parts:
    """The parts of one result. Raises Usage where they cannot be written or resumed."""

    def __init__(
        self, output: Path, rejects: Path | None, fingerprint: dict[str, Any], resume: bool
    ) -> None:
        self.output, self.rejects = output, rejects
        self.format = format_of(output)
        self.folder = output.parent / f".{output.name}.parts"
        self.notes: list[Note] = []
        run = self.folder / "run.json"
        with self._writing():
            if resume and run.exists():
                self._compare(json.loads(run.read_bytes()), fingerprint)
                self.notes = list(self._kept())
            else:
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.mkdir()
                _replace(run, json.dumps(fingerprint).encode())

    def _compare(self, begun: dict[str, Any], now: dict[str, Any]) -> None:
        changed = [name for name in now if begun.get(name) != now[name]]
        if changed:
            raise Usage(
                f"`{self.output}` cannot be resumed: the {changed[0]} changed since it was "
                "begun; start over without --resume"
            )

    def _kept(self) -> Iterator[Note]:
        """The notes of the slices that are done, up to the first that is not."""
        for number in count():
            note = self._path(number, "json")
            if not note.exists():
                return
            yield _note(json.loads(note.read_bytes()))

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06}.{kind}"

    @property
    def reached(self) -> tuple[int, Place | None]:
        """The table and place to go on at."""
        return (self.notes[-1].table, self.notes[-1].place) if self.notes else (0, None)

    stopped = "what is done is kept; --resume goes on from there"

    def add(self, done: Done) -> None:
        """Keep a slice. The note comes last: without it the slice is not done."""
        number = len(self.notes)
        with self._writing():
            self.format.write(done.rows, self._path(number, "rows"))
            self._path(number, "rejects").write_bytes(as_csv(done.rejects))
            _replace(self._path(number, "json"), json.dumps(asdict(done.note)).encode())
        self.notes.append(done.note)

    def finish(self) -> None:
        """The result, and the rejects if they are wanted, in place of what was there."""
        numbers = range(len(self.notes))
        whole = self.folder / "whole"
        with self._writing():
            if self.rejects is not None:
                with whole.open("wb") as target:
                    target.write(HEADER)
                    for number in numbers:
                        target.write(self._path(number, "rejects").read_bytes())
                shutil.move(whole, self.rejects)
            self.format.join([self._path(number, "rows") for number in numbers], whole)
            os.replace(whole, self.output)
            shutil.rmtree(self.folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell what goes wrong with the disk. Raises Usage."""
        try:
            yield
        except (OSError, pl.exceptions.PolarsError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise Usage(
                f"`{self.output}` cannot be written: {reason}; what is done is kept in "
                f"`{self.folder}`, and --resume goes on from there"
            ) from None


def _note(data: dict[str, Any]) -> Note:
    rejects = tuple(Reject(**one) for one in data.pop("first_rejects"))
    return Note(**{**data, "place": Place(**data["place"]), "first_rejects": rejects})


def _replace(path: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    unfinished = path.with_suffix(".tmp")
    unfinished.write_bytes(data)
    os.replace(unfinished, path)


def digest(files: Sequence[Path]) -> str:
    """What tells one state of rule files from another; one that cannot be read was told of
    and has no rules."""
    found = hashlib.sha256()
    for file in files:
        with suppress(OSError):
            data = file.read_bytes()
            found.update(f"{file.name}\n".encode("utf-8", "replace") + data + b"\0")
    return found.hexdigest()

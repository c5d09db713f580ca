"""The formats of results: how a part is written, and how parts become one file."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

from advisor.batch.parquet_parts import join_parquet
from advisor.problems import Usage

BATCH = 100_000
"""Rows in a batch of an Arrow file."""


class Format(Protocol):
    """One format of results."""

    def write(self, rows: pl.DataFrame, part: Path) -> None:
        """Some rows, as a part."""

    def join(self, parts: Sequence[Path], whole: Path) -> None:
        """The parts, at least one, in one file. The same parts give the same bytes."""


class _Parquet:
    def write(self, rows: pl.DataFrame, part: Path) -> None:
        # Level 1 is a tenth faster than the usual one, and a twentieth larger.
        rows.write_parquet(part, compression_level=1)

    def join(self, parts: Sequence[Path], whole: Path) -> None:
        join_parquet(parts, whole)


class _Arrow:
    def write(self, rows: pl.DataFrame, part: Path) -> None:
        rows.write_ipc(part, record_batch_size=BATCH)

    def join(self, parts: Sequence[Path], whole: Path) -> None:
        pl.scan_ipc(list(parts), glob=False).sink_ipc(whole, record_batch_size=BATCH)


class _Csv:
    """CSV: a part has a header of its own, the whole that of the first."""

    def write(self, rows: pl.DataFrame, part: Path) -> None:
        rows.write_csv(part)

    def join(self, parts: Sequence[Path], whole: Path) -> None:
        with whole.open("wb") as target:
            for number, part in enumerate(parts):
                with part.open("rb") as source:
                    if number:
                        source.readline()
                    shutil.copyfileobj(source, target, 1 << 20)


class _JsonLines:
    def write(self, rows: pl.DataFrame, part: Path) -> None:
        rows.write_ndjson(part)

    def join(self, parts: Sequence[Path], whole: Path) -> None:
        with whole.open("wb") as target:
            for part in parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)


FORMATS: dict[str, Format] = {
    ".parquet": _Parquet(),
    ".csv": _Csv(),
    ".jsonl": _JsonLines(),
    ".ndjson": _JsonLines(),
    ".arrow": _Arrow(),
    ".feather": _Arrow(),
    ".ipc": _Arrow(),
}


def format_of(output: Path) -> Format:
    """The format by the end of the name. Raises Usage."""
    found = FORMATS.get(output.suffix.lower())
    if found is None:
        known = ", ".join(FORMATS)
        raise Usage(f"`{output}` does not say in which format to write; end the name in {known}")
    return found

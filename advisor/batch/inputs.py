"""The files that are named: patterns resolved, each recognised by its content."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from advisor.batch.column_files import ColumnFile
from advisor.batch.compressed import DAMAGED, opener
from advisor.batch.csv_text import Csv
from advisor.batch.json_lines import JsonLines
from advisor.batch.table import BadTable, Table
from advisor.batch.text_files import Format, TextFile
from advisor.facts.vocabulary import Vocabulary

HEAD = 1_000_000
"""Bytes at the beginning that names and format are taken from."""

REMEDIES = {
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"PK\x03\x04": "is a zip archive or a spreadsheet; unpack it or save it as CSV",
    b"\xff\xff\xff\xff": "is an Arrow stream; write it as an Arrow file",
    b"[": "is one JSON list; write one object per line",
}


def files(patterns: Sequence[str]) -> list[str]:
    """The files, in order; of a pattern all that fit, by name. Raises BadTable."""
    found: list[str] = []
    for pattern in patterns:
        names = (
            [pattern] if os.path.lexists(pattern) else sorted(glob.glob(pattern, recursive=True))
        )
        if not names:
            raise BadTable(f"there is no file `{pattern}`; check the spelling")
        found += names
    return list(dict.fromkeys(found))


def open_table(name: str, facts: Vocabulary) -> Table:
    """The file, ready to be read. Raises BadTable."""
    try:
        opened, size = opener(Path(name))
        with opened() as file:
            head = file.read(HEAD)
    except DAMAGED as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BadTable(f"`{name}` cannot be read: {reason}") from None
    if head.startswith(b"PAR1") and size is not None:
        return ColumnFile(name, lambda path: pl.scan_parquet(path, glob=False))
    if head.startswith(b"ARROW1") and size is not None:
        return ColumnFile(name, lambda path: pl.scan_ipc(path, glob=False))
    return TextFile(name, _format(name, head, facts), opened, size)


def _format(name: str, head: bytes, facts: Vocabulary) -> Format:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, remedy in REMEDIES.items():
        if head.startswith(magic) or (text.startswith(magic) and magic == b"["):
            raise BadTable(f"`{name}` {remedy}")
    if not text:
        raise BadTable(f"`{name}` is empty")
    if b"\0" in head:
        raise BadTable(f"`{name}` is no table that can be read: CSV, JSON Lines, Parquet or Arrow")
    return JsonLines(name, head, facts) if text.startswith(b"{") else Csv(name, head)

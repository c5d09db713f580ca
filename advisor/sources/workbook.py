"""A workbook of Excel -> its sheets as rows of text, the way CSV would have them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, TypeAlias

from openpyxl import load_workbook

from advisor.problems import Place, Problem

MOST_ROWS = 200_000
"""Rows of a sheet that hold something."""

MOST_COLUMNS = 500
LAST_ROW = 2**20
"""Where a sheet is no longer looked at; it can claim to have any number of cells."""

EXACT = 2**53
"""Numbers in a workbook are floating-point: a larger one may have lost digits."""

Rows: TypeAlias = "list[list[str]]"


def sheets(name: str, file: IO[bytes]) -> list[Rows] | Problem:
    """The sheets that hold something; of a formula its last result, as nothing is computed.

    All rows of a sheet that are no longer than its first have the length of that.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and parts that are not known
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            found = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a sheet says of its size is not believed
                found.append(_rows(sheet.iter_rows(values_only=True)))
    except Exception:  # whatever goes wrong inside, the file is not as it should be
        return Problem(
            "workbook", "this workbook is damaged", Place(name, 1, 1),
            "download it again, or save it as CSV",
        )  # fmt: skip
    if any(len(rows) > MOST_ROWS for rows in found):
        return Problem(
            "too-large", f"a sheet of this workbook has more than {MOST_ROWS:,} rows",
            Place(name, 1, 1), "save it as CSV",
        )  # fmt: skip
    return [rows for rows in found if rows]


def _rows(raw: Iterable[Sequence[object]]) -> Rows:
    """The rows that are not empty, without the empty cells at their ends."""
    filled = filter(None, map(_trimmed, islice(raw, LAST_ROW)))
    rows = list(islice(filled, MOST_ROWS + 1))
    width = len(rows[0]) if rows else 0
    return [row + [""] * (width - len(row)) for row in rows]


def _trimmed(row: Sequence[object]) -> list[str]:
    cells = [_text(cell) for cell in row[:MOST_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: object) -> str:
    """A cell as CSV would have it; a number that may have lost digits looks like one."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case int() | float():
            whole = abs(cell) < EXACT and cell == int(cell)
            return str(int(cell)) if whole else repr(float(cell))
        case datetime():
            return cell.isoformat(" ")
    return str(cell)

"""Files -> what they tell, each by the importer its content calls for.

Names decide nothing but which list of the TXT form it is where two look alike.
"""

from __future__ import annotations

import csv
import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader, StringIO
from pathlib import Path

from advisor.language.decoding import decode
from advisor.problems import Place, Problem
from advisor.sources import archive, posts_table, studio, text_form
from advisor.sources.found import Creators, Found, Input, Unreadable
from advisor.sources.json_data import read_json

UNKNOWN = "not-recognised"
"""The code of a file that is nothing we read; in an archive such files are passed over."""

_END = "end"
"""A row put after the last one of a table: an open quote takes it in."""

MAX_TEXT = 128_000_000
"""Bytes of a file that is no JSON; such files are held whole."""


def read_paths(
    paths: Iterable[Path], chosen: Creators, tell: Callable[[str], None] = lambda name: None
) -> tuple[list[Found], list[Problem]]:
    """What the files at these paths tell, and what is wrong with the others.

    `tell` hears the name of each file before it is read.
    """
    results: dict[str, list[Found | Problem]] = {}
    for given in archive.gather(paths):
        if isinstance(given, Input):
            tell(given.name)
        result = given if isinstance(given, Problem) else read_input(given, chosen)
        container = given.container if isinstance(given, Input) else ""
        results.setdefault(container, []).append(result)
    told = [
        one
        for container, inside in results.items()
        for one in (_together(container, inside) if container else inside)
    ]
    problems = dict.fromkeys(one for one in told if isinstance(one, Problem))
    return _once(one for one in told if isinstance(one, Found)), list(problems)


def _once(founds: Iterable[Found]) -> list[Found]:
    """Each once that tells the same, under whatever name and however late it was exported."""
    kept: dict[Found, Found] = {}
    for found in founds:
        content = replace(found, file="", ends=None)
        first = kept.get(content)
        if first is None:
            kept[content] = found
            continue
        note = f"{os.path.basename(found.file)} tells the same and is read once"
        ends = max(filter(None, (first.ends, found.ends)), default=None)
        notes = tuple(dict.fromkeys((*first.notes, note)))
        kept[content] = replace(first, ends=ends, notes=notes)
    return list(kept.values())


def _together(container: str, inside: Sequence[Found | Problem]) -> list[Found | Problem]:
    """What an archive or folder tells: of files we do not read, only if there are no others."""
    kept = [
        one for one in inside
        if (one.kind != text_form.KIND if isinstance(one, Found)
            else one.code not in (UNKNOWN, text_form.UNCLEAR))
    ]  # fmt: skip
    parts = [one for one in inside if isinstance(one, Found) and one.kind == text_form.KIND]
    kept += text_form.united(container, parts)
    unclear = any(isinstance(one, Problem) and one.code == text_form.UNCLEAR for one in inside)
    if unclear and not any(isinstance(one, Found) and one.likes is not None for one in kept):
        kept.append(text_form.unclear(container))
    return kept or [_unknown(container)]


def read_input(given: Input, chosen: Creators) -> Found | Problem:
    """What one file tells."""
    try:
        return _read(given, chosen)
    except Unreadable as error:
        return error.problem


def _read(given: Input, chosen: Creators) -> Found | Problem:
    if not isinstance(given.content, BufferedReader):
        return _rows(given, given.content, chosen)
    head = given.content.peek()
    if head.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        return read_json(given, given.content, chosen) or _unknown(given.name)
    text = _text(given, given.content)
    if isinstance(text, Problem):
        return text if not given.container else _unknown(given.name)
    return text_form.read_text(given, text.lstrip()) or _csv(given, text, chosen)


def _text(given: Input, file: BufferedReader) -> str | Problem:
    data = file.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        return Problem(
            "too-large", f"this file is larger than {MAX_TEXT // 1_000_000} MB",
            Place(given.name, 1, 1), "is this the right file?",
        )  # fmt: skip
    return decode(given.name, data)


def _unknown(name: str) -> Problem:
    return Problem(
        UNKNOWN, "nothing in here is data of TikTok that is read", Place(name, 1, 1),
        "advisor import --help lists what is read",
    )  # fmt: skip


def _csv(given: Input, text: str, chosen: Creators) -> Found | Problem:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter)
    lines: list[list[str]] = []
    begun = last = 1
    try:
        for line in reader:
            lines.append(line)
            last, begun = begun, reader.line_num + 1
    except csv.Error:  # a cell larger than any caption
        return _unclosed(given, lines, begun)
    if lines.pop() != [_END]:
        return _unclosed(given, lines, last)
    return _rows(given, lines, chosen)


def _unclosed(given: Input, lines: Sequence[Sequence[str]], line: int) -> Problem:
    """A quote took the rest of the table for one cell: to go on would leave out posts."""
    if not lines or not _is_read([posts_table.column(name) for name in lines[0]]):
        return _unknown(given.name)
    return Problem(
        "quote", "a cell of this row or one before it does not end", Place(given.name, line, 1),
        "a quote may not be closed: take it out, or save the table again with its program",
    )  # fmt: skip


def _is_read(names: Sequence[str]) -> bool:
    return studio.reader_for(names) is not None or posts_table.is_posts(names)


def _rows(given: Input, lines: Sequence[Sequence[str]], chosen: Creators) -> Found | Problem:
    """What a table tells, its first row naming the columns."""
    header, *lines = lines or [()]
    names = [posts_table.column(name) for name in header]
    # In a row of another length the cells stand in wrong columns, private ones in read ones.
    rows = [
        dict(zip(names, line, strict=True))
        for line in lines
        if any(line) and len(line) == len(names)
    ]
    result = _table(given, names, rows, chosen)
    odd = sum(any(line) for line in lines) - len(rows)
    if odd > 0 and isinstance(result, Found):
        note = f"warning: {odd} rows have more or fewer cells than the first and are left out"
        return replace(result, notes=(*result.notes, note))
    return result


def _table(
    given: Input, names: Sequence[str], rows: Sequence[Mapping[str, str]], chosen: Creators
) -> Found | Problem:
    if read := studio.reader_for(names):
        return read(given, rows)
    if not posts_table.is_posts(names):
        return _unknown(given.name)
    if not rows:
        return Problem(
            "no-posts", "this is a table of posts without a row that can be read",
            Place(given.name, 1, 1), "its rows need as many cells as the first one",
        )  # fmt: skip
    return posts_table.read_posts(given, [posts_table.flat(row) for row in rows], chosen)

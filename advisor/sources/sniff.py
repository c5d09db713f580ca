"""Files -> what they tell, each by the importer its content calls for; names decide nothing."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader, StringIO
from pathlib import Path

from advisor.language.decoding import decode
from advisor.problems import Place, Problem
from advisor.sources import archive, posts_table, studio
from advisor.sources.found import Creators, Found, Input, Unreadable
from advisor.sources.json_data import read_json

UNKNOWN = "not-recognised"
"""The code of a file that is nothing we read; in an archive such files are passed over."""

MAX_TEXT = 256_000_000
"""Bytes of a file that is no JSON; such files are held whole."""

_TEXT_FORM = re.compile(r"\w[\w ]*: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def read_paths(
    paths: Iterable[Path], chosen: Creators, tell: Callable[[str], None] = lambda name: None
) -> tuple[list[Found], list[Problem]]:
    """What the files at these paths tell, and what is wrong with the others.

    `tell` hears the name of each file before it is read.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    passed: dict[str, bool] = {}
    for given in archive.gather(paths):
        if isinstance(given, Input):
            tell(given.name)
        result = given if isinstance(given, Problem) else read_input(given, chosen)
        if isinstance(result, Found):
            found.append(result)
        elif isinstance(given, Input) and given.container and result.code == UNKNOWN:
            passed.setdefault(given.container, False)
            continue
        else:
            problems.append(result)
        if isinstance(given, Input):
            passed[given.container] = True
    problems += [_unknown(name) for name, used in passed.items() if not used]
    return found, list(dict.fromkeys(problems))


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
    if _TEXT_FORM.match(text.lstrip()):
        return Problem(
            "text-form", "this is the TXT form of TikTok's export, which is not read",
            Place(given.container or given.name, 1, 1), "request your data again and choose JSON",
        )  # fmt: skip
    return _csv(given, text, chosen)


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
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return _unknown(given.name)
    return _rows(given, lines, chosen)


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
    if posts_table.is_posts(names) and rows:
        return posts_table.read_posts(given, [posts_table.flat(row) for row in rows], chosen)
    return _unknown(given.name)

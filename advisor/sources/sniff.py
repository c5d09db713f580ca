"""Files -> what they tell, each by the importer its content calls for; names decide nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from advisor.language.decoding import decode
from advisor.problems import Place, Problem
from advisor.sources import archive, posts_table, studio
from advisor.sources.cells import count, handle
from advisor.sources.data_export import lists_of, read_export
from advisor.sources.found import Creators, Found, Input

UNKNOWN = "not-recognised"
"""The code of a file that is nothing we read; in an archive such files are passed over."""

_LISTS = ("videos", "entries", "collector", "itemList", "items", "data")
"""Where tools put the posts in an object of JSON."""

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
    text = decode(given.name, given.data)
    if isinstance(text, Problem):
        return text if not given.container else _unknown(given.name)
    begins = text.lstrip()
    if begins[:1] in ("{", "["):
        return _json(given, begins, chosen)
    if _TEXT_FORM.match(begins):
        return Problem(
            "text-form", "this is the TXT form of TikTok's export, which is not read",
            Place(given.container or given.name, 1, 1), "request your data again and choose JSON",
        )  # fmt: skip
    return _csv(given, text, chosen)


def _unknown(name: str) -> Problem:
    return Problem(
        UNKNOWN, "nothing in here is data of TikTok that is read", Place(name, 1, 1),
        "advisor import --help lists what is read",
    )  # fmt: skip


def _json(given: Input, text: str, chosen: Creators) -> Found | Problem:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            return Problem(
                "json", "this JSON file is cut off or broken here",
                Place(given.name, error.lineno, error.colno), "download or copy it again",
            )  # fmt: skip
        return _json_lines(given, text, chosen)
    except (ValueError, RecursionError):
        message = "a number is too long or objects are nested too deeply"
        return Problem("json", message, Place(given.name, 1, 1))
    if lists := lists_of(data):
        return read_export(given, lists)
    return _posts(given, _rows(data), chosen) or _user(given, data) or _unknown(given.name)


def _json_lines(given: Input, text: str, chosen: Creators) -> Found | Problem:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except (ValueError, RecursionError):
            return Problem(
                "json", "this line is no JSON", Place(given.name, number, 1),
                "each line holds one post",
            )  # fmt: skip
    return _posts(given, rows, chosen) or _unknown(given.name)


def _rows(data: object) -> Sequence[object]:
    """The list of posts in the object of a tool; an object that is one post is a list of one."""
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping):
        return ()
    inner = data.get("data")
    for holder in (data, inner if isinstance(inner, Mapping) else {}):
        for key in _LISTS:
            if isinstance(holder.get(key), list):
                return list(holder[key])
    return (data,)


def _posts(given: Input, rows: Sequence[object], chosen: Creators) -> Found | Problem | None:
    """The posts in rows of JSON; None where they are rows of something else."""
    flat = [posts_table.flat(row) for row in rows if isinstance(row, Mapping)]
    if not any(map(posts_table.is_posts, flat)):
        return None
    return posts_table.read_posts(given, flat, chosen)


def _user(given: Input, data: Any) -> Found | None:
    """The answer of TikTok's APIs about an account."""
    inner = data.get("data") if isinstance(data, Mapping) else None
    user = inner.get("user", inner) if isinstance(inner, Mapping) else None
    followers = count(user.get("follower_count")) if isinstance(user, Mapping) else None
    if followers is None or not isinstance(user, Mapping):
        return None
    return Found(
        given.name, "TikTok API user", handle(user.get("username")),
        followers=followers.value,
    )  # fmt: skip


def _csv(given: Input, text: str, chosen: Creators) -> Found | Problem:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        header, *lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except (csv.Error, ValueError):
        return _unknown(given.name)
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

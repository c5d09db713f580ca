"""A file of JSON -> what it tells: an export of TikTok, posts as a tool lists them, an account."""

from __future__ import annotations

from collections.abc import Iterable
from io import BufferedReader
from itertools import islice
from typing import Any

from advisor.problems import Place, Problem
from advisor.sources.cells import count, handle
from advisor.sources.data_export import Export
from advisor.sources.found import Creators, Found, Input, Unreadable
from advisor.sources.json_values import (
    Node,
    Object,
    Path,
    entries,
    is_list,
    is_object,
    objects,
    plain,
    values,
)
from advisor.sources.posts_table import Row, add, flat, is_posts, read_posts

MOST = 300_000
"""Posts in one file of a tool."""

_LISTS = ("videos", "entries", "collector", "itemList", "items", "data")
"""Where tools put the posts in an object, or in the `data` of it; the surest first."""

_ACCOUNT = ("username", "follower_count")


def read_json(given: Input, file: BufferedReader, chosen: Creators) -> Found | Problem | None:
    """What a file of JSON tells, None where that is nothing we read; may raise Unreadable."""
    export = Export()
    account: dict[str, Any] = {}
    rows: list[Row] = []
    for value in values(given.name, file):
        if is_list(value):
            rows += _rows(given, value)
        elif is_object(value):
            rows += _of_object(given, value, export, account)
        if len(rows) > MOST:
            raise _too_many(given)
    if export.sections:
        return export.found(given, "TikTok data export")
    if any(map(is_posts, rows)):
        return read_posts(given, rows, chosen)
    return _account(given, account)


def _of_object(
    given: Input, value: dict[str, Node] | Object, export: Export, account: dict[str, Any]
) -> list[Row]:
    """The posts an object lists, or the one it is; parts of an export and accounts go apart."""
    lists: dict[Path, list[Row]] = {}
    own: dict[str, Any] = {}
    for path, node in entries(value):
        *above, name = path
        if export.take(path, node):
            continue
        if is_list(node) and name in _LISTS and above in ([], ["data"]):
            lists[path] = _rows(given, node)
        elif name in _ACCOUNT and above in (["data"], ["data", "user"]):
            account[name] = plain(node)
        elif len(path) <= 2:
            add(own, path, node)
    first = min(lists, key=lambda path: (len(path), _LISTS.index(path[-1])), default=None)
    return [own] if first is None else lists[first]


def _rows(given: Input, node: Node) -> list[Row]:
    rows: Iterable[Row] = filter(None, map(flat, objects(node)))
    found = list(islice(rows, MOST + 1))
    if len(found) > MOST:
        raise _too_many(given)
    return found


def _too_many(given: Input) -> Unreadable:
    return Unreadable(Problem(
        "too-large", f"this file lists more than {MOST:,} posts", Place(given.name, 1, 1),
        "give a file with the posts of one creator",
    ))  # fmt: skip


def _account(given: Input, account: dict[str, Any]) -> Found | None:
    """The answer of TikTok's APIs about an account."""
    followers = count(account.get("follower_count"))
    if followers is None:
        return None
    return Found(
        given.name, "TikTok API user", handle(account.get("username")), followers=followers.value
    )

"""The TXT form of TikTok's "Download your data" -> the same as its JSON tells.

Labels and names of files are translated, so a list is known by the shape of its blocks. Lists
that look alike, such as likes given and videos watched, are told apart by the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, TypeAlias

from advisor.problems import Place, Problem
from advisor.sources.cells import id_in_link
from advisor.sources.data_export import Export
from advisor.sources.found import Found, Input

KIND = "TikTok data export (TXT)"
UNCLEAR = "which-list"
"""The code of a list that may be of the likes given, or of something else."""

Block: TypeAlias = "list[tuple[str, str]]"
"""Labels, lower case, with their values."""

_DATED = re.compile(r"(\w[^:：\n]{0,60})[:：] ?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?$", re.M)
_LINE = re.compile(r"(\w[^:：]{0,60})[:：](?: (.*)|)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?")
_COPY = re.compile(r"(?:[ -]*\(\d+\)|[ -]+\d+)?\.txt$")

_NAMES = {
    "posts": "VideoList", "post": "VideoList", "videos": "VideoList",
    "like list": "ItemFavoriteList", "likelijst": "ItemFavoriteList",
    "follower": "FansList", "followers": "FansList", "volger": "FansList",
    "comments": "CommentsList", "comment": "CommentsList", "reacties": "CommentsList",
    "profile info": "ProfileMap", "profile information": "ProfileMap",
    "profielinformatie": "ProfileMap",
}  # fmt: skip
"""The lists of the export by the names of their files, as far as these are known.

The number of a copy, as in `Like List (1).txt`, is no part of the name.
"""

_NOT_LIKES = {
    "watch history", "video browsing history", "favorite videos", "share history", "reposts",
    "kijkgeschiedenis", "favoriete video's", "geschiedenis delen", "herplaatsingen",
}  # fmt: skip

_LABELS = {
    "userName": {"username", "gebruikersnaam"},
    "likesReceived": {"like(s) received", "likes received"},
    "Title": {"title", "titel", "titre", "título", "titolo"},
}
_EVERYONE = {
    "everyone", "iedereen", "alle", "jeder", "tout le monde", "todos", "todo el mundo", "tutti",
    "n/a",
}  # fmt: skip

_ALLOWED = slice(1, 6)
"""Of what follows the likes of a post: comments, stitches, duets, stickers, stories allowed."""


def read_text(given: Input, text: str) -> Found | Problem | None:
    """What a file of the TXT form tells, None where it is not of that form."""
    file = re.split(r"[/\\:]", given.name)[-1].casefold().replace("_", " ")
    file = _COPY.sub("", file)
    section = _NAMES.get(file)
    blocks = _blocks(text)
    first = list(islice(blocks, 9))
    every = chain(first, blocks)
    if section == "ProfileMap" or not first:
        return _undated(given, text, section)
    if section in (None, "VideoList") and _are_posts(first, section is not None):
        return _posts(given, every)
    if section in ("FansList", "CommentsList"):
        return _found(given, section, ({"Date": block[0][1]} for block in every))
    if not any(id_in_link(_link(block)) for block in first):
        return None
    if section == "ItemFavoriteList":
        likes = ({"Date": block[0][1], "Link": _link(block)} for block in every)
        return _found(given, section, likes)
    return None if file in _NOT_LIKES else unclear(given.name)


def unclear(name: str) -> Problem:
    """A list of videos was found, and it is not known which."""
    return Problem(
        UNCLEAR, "a list in here may be of videos you liked or only of videos you watched",
        Place(name, 1, 1), "give the file with your likes the name `Like List.txt`",
    )  # fmt: skip


def united(container: str, parts: Iterable[Found]) -> list[Found]:
    """The files of one export as one; a second file of a kind begins a second export."""
    sections = ("creator", "posts", "likes", "likes_received", "fans_listed", "comments_written")
    exports: list[Found] = []
    for part in parts:
        told = {name: one for name in sections if (one := getattr(part, name)) is not None}
        last = exports[-1] if exports else None
        if last is None or any(getattr(last, name) is not None for name in told):
            exports.append(replace(part, file=container))
            continue
        ends = max(filter(None, (last.ends, part.ends)), default=None)
        more: dict[str, Any] = told | {"ends": ends, "notes": (*last.notes, *part.notes)}
        exports[-1] = replace(last, **more)
    return exports


def _found(given: Input, section: str, rows: Iterable[dict[str, str]]) -> Found:
    export = Export()
    export.read(section, rows)
    return export.found(given, KIND)


def _blocks(text: str) -> Iterator[Block]:
    """Each block begins with a date; its label is the one the first line has."""
    first = _DATED.match(text)
    block: Block = []
    if first is None:
        return
    for label, value in _lines(text):
        if label == first[1].casefold() and _DATE.fullmatch(value):
            if block:
                yield block
            block = []
        block.append((label, value))
    yield block


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines with a label; others go on with the value before them."""
    for line in text.split("\n"):
        if found := _LINE.fullmatch(line):
            yield found[1].casefold(), (found[2] or "").strip()


def _undated(given: Input, text: str, section: str | None) -> Found | None:
    """The profile, or a list that says in one sentence of any language that it is empty."""
    fields = _fields(list(_lines(text)))
    if "userName" in fields and (section == "ProfileMap" or "likesReceived" in fields):
        return _found(given, "ProfileMap", [fields])
    sentence = text.strip()
    if section in (None, "ProfileMap") or "\n" in sentence or _LINE.fullmatch(sentence):
        return None
    return _found(given, section, [])


def _fields(block: Block) -> dict[str, str]:
    """The values whose labels are known, the first of each."""
    return {
        field: value
        for label, value in reversed(block)
        for field, labels in _LABELS.items()
        if label in labels
    }


def _link(block: Block) -> str:
    return next((value for _, value in block if value.startswith("http")), "")


def _likes_at(block: Block) -> int | None:
    """Where the likes of a post stand: they are its first number."""
    return next((at for at, (_, value) in enumerate(block) if value.isdecimal()), None)


def _are_posts(blocks: Sequence[Block], named: bool) -> bool:
    """True for own posts: a link that leads to no post, likes, and what others may do with it.

    Deleted posts have a second date, and broadcasts have counts but nothing that is allowed.
    """
    for block in blocks:
        at = _likes_at(block)
        if at is None or id_in_link(_link(block)):
            continue
        allowed = [value for _, value in block[at + 1 :]][_ALLOWED]
        dates = sum(bool(_DATE.fullmatch(value)) for _, value in block)
        switches = len(allowed) == 5 and len(set(allowed)) <= 2
        if dates == 1 and (switches or named):
            return True
    return False


def _posts(given: Input, blocks: Iterable[Block]) -> Found:
    """Who can view a post follows its likes; in words not known that is everyone."""
    rows = []
    for block in blocks:
        at = _likes_at(block)
        row = {"Date": block[0][1]} | {k: v for k, v in _fields(block).items() if k == "Title"}
        if at is not None:
            row["Likes"] = block[at][1]
            row["WhoCanView"] = block[at + 1][1] if at + 1 < len(block) else "Everyone"
        rows.append(row)
    known = any(_is_everyone(row) for row in rows)
    for row in rows:
        if not known or _is_everyone(row):
            row["WhoCanView"] = "Everyone"
    found = _found(given, "VideoList", rows)
    if known:
        return found
    note = "warning: who can view the posts is told in words not known; all are counted"
    return replace(found, notes=(*found.notes, note))


def _is_everyone(row: dict[str, str]) -> bool:
    return row.get("WhoCanView", "everyone").casefold() in _EVERYONE

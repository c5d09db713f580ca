"""What an importer yields: the one shape in which every kind of file is told of.

A field that is None was not in the file, which is not the same as empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from io import BufferedReader
from typing import TypeAlias

from advisor.analysis.audience import Day
from advisor.analysis.computed import Result
from advisor.analysis.post import Post
from advisor.problems import Problem


class Coverage(Enum):
    """Which of the creator's posts a file lists."""

    WHOLE = "every post"
    LISTED = "posts, maybe not the oldest"
    TOP = "top posts only"


@dataclass(frozen=True, slots=True)
class GivenLike:
    """A like the creator gave: the id of the video, and when."""

    id: int
    at: datetime | None


MonthDay: TypeAlias = "tuple[int, int]"
"""Month and day of a date that has no year."""

Hour: TypeAlias = "tuple[MonthDay, int, int | None]"
"""A day, an hour of it from 0 to 23 in a time zone not stated, and the followers active then."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one file tells of one creator."""

    file: str
    kind: str
    creator: str | None = None
    posts: tuple[Post, ...] | None = None
    coverage: Coverage = Coverage.LISTED
    likes: tuple[GivenLike, ...] | None = None
    followers: int | None = None
    likes_received: int | None = None
    fans_listed: int | None = None
    comments_written: tuple[datetime, ...] | None = None
    days: tuple[tuple[MonthDay, Day], ...] = ()
    followers_by_day: tuple[tuple[MonthDay, int | None], ...] = ()
    activity: tuple[Hour, ...] | None = None
    segments: int = 0
    ends: datetime | None = None
    notes: tuple[str, ...] = ()
    surely_tiktok: bool = True


@dataclass(frozen=True, slots=True)
class Input:
    """A file as it was given or stood in an archive, or a sheet of a workbook.

    `content` is the file opened at its start, or the rows of the sheet; it is read once,
    and reading it may raise Unreadable. `stamp` is when it was exported, if the name of its
    archive carries that; `container` the archive or folder it stood in, where the person
    did not name it directly.
    """

    name: str
    content: BufferedReader | Sequence[Sequence[str]] = field(repr=False)
    stamp: datetime | None = None
    container: str = ""


class Unreadable(Exception):
    """A file turned out not to be readable to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


Creators: TypeAlias = "frozenset[str]"
"""The names chosen with --creator, case folded; none chosen is empty."""

Told: TypeAlias = "tuple[Result, str]"
"""What came out of a computation, and the files it rests on."""


def names_of(founds: Iterable[Found]) -> str:
    """The names of the files, each once."""
    return ", ".join(dict.fromkeys(os.path.basename(found.file) for found in founds))

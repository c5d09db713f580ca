"""TikTok's "Download your data" -> what it tells of posts, likes given and followers.

Wrappers were renamed at least four times while the names of the lists stayed: lists are
looked for by name and parent. Only the fields of `formats.md` 1.6 are ever read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from advisor.analysis.post import Post, hashtags_in
from advisor.sources.cells import count, handle, id_in_link, is_video, moment
from advisor.sources.found import Coverage, Found, GivenLike, Input
from advisor.sources.json_values import Node, Path, is_object, objects, plain

MOST = 1_000_000
"""Entries of one list that are read; lists begin with the newest."""

Row = Mapping[str, Any]

_LISTS = {
    "VideoList": {"posts", "videos"},
    "ItemFavoriteList": {"like list"},
    "FansList": {"follower", "follower list"},
    "CommentsList": {"comments"},
    "ProfileMap": {"profile info", "profile information"},
}
"""Each list and what it has to stand in: three different lists are called VideoList."""

_FIELDS = {
    "VideoList": {"Date", "date", "Likes", "WhoCanView", "Title"},
    "ItemFavoriteList": {"Date", "date", "Link", "link", "VideoLink"},
    "FansList": {"Date", "date"},
    "CommentsList": {"Date", "date"},
    "ProfileMap": {"userName", "followerCount", "likesReceived"},
}
"""What is read of each."""

_EMPTY = {"", "N/A", "None"}


@dataclass(slots=True)
class Export:
    """The sections of one export as they are read; None for one that is not in it."""

    profile: Row = field(default_factory=dict)
    posts: list[Post] | None = None
    likes: list[GivenLike] | None = None
    fans: list[datetime | None] | None = None
    comments: list[datetime | None] | None = None
    hidden: int = 0
    broken: int = 0
    cut: bool = False
    sections: int = 0

    def take(self, path: Path, node: Node) -> bool:
        """Read an entry of the export if it is one of its lists."""
        name, parent = path[-1], path[-2] if len(path) > 1 else ""
        if parent.casefold() not in _LISTS.get(name, ()):
            return False
        rows = [node] if name == "ProfileMap" and is_object(node) else objects(node)
        fields = _FIELDS[name]
        self.read(name, ({k: plain(v, 0) for k, v in row.items() if k in fields} for row in rows))
        return True

    def read(self, name: str, rows: Iterable[Row]) -> None:
        """Read a list, each row made small at once."""
        self.sections += 1
        rows = iter(rows)
        first = islice(rows, MOST)
        match name:
            case "VideoList":
                every = [(_post(row), _is_public(row)) for row in first]
                self.posts = [post for post, public in every if public]
                self.hidden = len(every) - len(self.posts)
            case "ItemFavoriteList":
                given = [_like(row) for row in first]
                self.likes = [like for like in given if like]
                self.broken = len(given) - len(self.likes)
            case "FansList":
                self.fans = [_date(row) for row in first]
            case "CommentsList":
                self.comments = [_date(row) for row in first]
            case "ProfileMap":
                self.profile = next(first, {})
        self.cut = self.cut or next(rows, None) is not None

    def found(self, given: Input, kind: str) -> Found:
        """What the export tells, whichever of its sections are in it."""
        comments = None if self.comments is None else tuple(filter(None, self.comments))
        moments = [post.created for post in self.posts or () if post.created]
        moments += [like.at for like in self.likes or () if like.at]
        moments += [*(comments or ()), *filter(None, self.fans or ())]
        newest = max(moments, default=None)
        return Found(
            given.name, kind, handle(_text(self.profile.get("userName"))),
            None if self.posts is None else tuple(self.posts), Coverage.WHOLE,
            None if self.likes is None else tuple(self.likes),
            followers=_amount(self.profile.get("followerCount")),
            likes_received=_amount(self.profile.get("likesReceived")),
            fans_listed=None if self.fans is None else len(self.fans),
            comments_written=comments,
            ends=newest if given.stamp is None else max(given.stamp, newest or given.stamp),
            notes=tuple(self._notes()),
        )  # fmt: skip

    def _notes(self) -> Iterator[str]:
        if self.hidden:
            yield f"{self.hidden} posts that not everyone can view are left out"
        if self.broken:
            yield f"warning: {self.broken} likes have a link without a video id and are left out"
        if odd := sum(not is_video(like.id) for like in self.likes or ()):
            yield f"warning: {odd} likes have an id unlike those of videos; they are kept"
        if self.cut:
            yield f"warning: a list goes on after its newest {MOST:,} entries; they are not read"


def _date(row: Row) -> datetime | None:
    return moment(row.get("Date") or row.get("date"))[0]


def _is_public(row: Row) -> bool:
    return (row.get("WhoCanView") or "Everyone") in ("Everyone", "N/A")


def _post(row: Row) -> Post:
    caption = _text(row.get("Title"))
    return Post(
        created=_date(row),
        likes=_amount(row.get("Likes")),
        caption=caption,
        hashtags=None if caption is None else hashtags_in(caption),
    )


def _like(row: Row) -> GivenLike | None:
    """A like given; None where its link has no id."""
    one = id_in_link(row.get("link") or row.get("Link") or row.get("VideoLink"))
    return GivenLike(one, _date(row)) if one else None


def _text(raw: object) -> str | None:
    return raw.strip() if isinstance(raw, str) and raw.strip() not in _EMPTY else None


def _amount(raw: object) -> int | None:
    number = count(raw)
    return number.value if number and number.value >= 0 else None

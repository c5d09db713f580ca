"""TikTok's "Download your data" in JSON -> what it tells of posts, likes given and followers.

Wrappers were renamed at least four times while the names of the lists stayed: lists are
looked for by name and parent. Only the fields of `formats.md` 1.6 are ever read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from advisor.analysis.post import Post, hashtags_in
from advisor.sources.cells import count, handle, id_in_link, is_video, moment
from advisor.sources.found import Coverage, Found, GivenLike, Input

_LISTS = {
    "VideoList": {"posts", "videos"},
    "ItemFavoriteList": {"like list"},
    "FansList": {"follower", "follower list"},
    "CommentsList": {"comments"},
    "ProfileMap": {"profile info", "profile information"},
}
"""Each list and what it has to stand in: three different lists are called VideoList."""

_DEEPEST = 4

_EMPTY = {"", "N/A", "None"}


def lists_of(data: object) -> dict[str, Any]:
    """The lists of an export by name; none for any other data."""
    return dict(_walk(data, "", 0)) if isinstance(data, Mapping) else {}


def _walk(node: Mapping[str, Any], parent: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        if parent.casefold() in _LISTS.get(key, ()):
            yield key, value
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _walk(value, key, depth + 1)


def read_export(given: Input, lists: Mapping[str, Any]) -> Found:
    """What an export tells, whichever of its sections are in it."""
    profile = lists.get("ProfileMap")
    profile = profile if isinstance(profile, Mapping) else {}
    creator = handle(_text(profile.get("userName")))
    posts, hidden = _posts(lists["VideoList"]) if "VideoList" in lists else (None, 0)
    likes, broken = _likes(lists["ItemFavoriteList"]) if "ItemFavoriteList" in lists else (None, 0)
    fans = _rows(lists.get("FansList"))
    comments = tuple(_dates(lists.get("CommentsList")))
    moments = [post.created for post in posts or () if post.created]
    moments += [like.at for like in likes or () if like.at]
    moments += [*comments, *_dates(fans)]
    newest = max(moments, default=None)
    return Found(
        given.name, "TikTok data export", creator, posts, Coverage.WHOLE,
        likes,
        followers=_amount(profile.get("followerCount")),
        likes_received=_amount(profile.get("likesReceived")),
        fans_listed=len(fans) if "FansList" in lists else None,
        comments_written=comments if "CommentsList" in lists else None,
        ends=newest if given.stamp is None else max(given.stamp, newest or given.stamp),
        notes=tuple(_notes(hidden, broken, likes or ())),
    )  # fmt: skip


def _notes(hidden: int, broken: int, likes: tuple[GivenLike, ...]) -> Iterator[str]:
    if hidden:
        yield f"{hidden} posts that not everyone can view are left out"
    if broken:
        yield f"warning: {broken} likes have a link without a video id and are left out"
    if odd := sum(not is_video(like.id) for like in likes):
        yield f"warning: {odd} likes have an id unlike those of videos; they are kept"


def _rows(raw: object) -> list[Mapping[str, Any]]:
    """The entries of a list; null, {}, "" and the like are legal and empty."""
    return [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []


def _dates(raw: object) -> Iterator[datetime]:
    for row in _rows(raw):
        if at := moment(row.get("Date") or row.get("date"))[0]:
            yield at


def _posts(raw: object) -> tuple[tuple[Post, ...], int]:
    """The posts everyone can view, and how many others there are."""
    rows = _rows(raw)
    public = [row for row in rows if (row.get("WhoCanView") or "Everyone") in ("Everyone", "N/A")]
    return tuple(_post(row) for row in public), len(rows) - len(public)


def _post(row: Mapping[str, Any]) -> Post:
    caption = _text(row.get("Title"))
    return Post(
        created=moment(row.get("Date") or row.get("date"))[0],
        likes=_amount(row.get("Likes")),
        caption=caption,
        hashtags=None if caption is None else hashtags_in(caption),
    )


def _likes(raw: object) -> tuple[tuple[GivenLike, ...], int]:
    """The likes given, and how many entries have no id in their link."""
    likes = []
    rows = _rows(raw)
    for row in rows:
        link = row.get("link") or row.get("Link") or row.get("VideoLink")
        if one := id_in_link(link):
            likes.append(GivenLike(one, moment(row.get("date") or row.get("Date"))[0]))
    return tuple(likes), len(rows) - len(likes)


def _text(raw: object) -> str | None:
    return raw.strip() if isinstance(raw, str) and raw.strip() not in _EMPTY else None


def _amount(raw: object) -> int | None:
    number = count(raw)
    return number.value if number and number.value >= 0 else None

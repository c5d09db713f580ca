"""Posts of several files -> each post once, with all that any file tells of it.

TikTok's export knows the second and the likes of a post but not its id; other files know
the id, whose upper half is the second of the upload.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from advisor.analysis.post import Post, minted
from advisor.sources.found import Coverage, Found

NEAR = timedelta(seconds=200)
"""From the upload to the post, unless it was scheduled."""

SCHEDULED = timedelta(hours=1)
"""A post so long after its upload was scheduled."""

A_DAY = timedelta(hours=36)
"""A scheduled post is dated by day, in a time zone that is not known."""


@dataclass(frozen=True, slots=True)
class United:
    """All posts, and those of them that make up a timeline without a choice of top posts."""

    every: tuple[Post, ...]
    timeline: tuple[Post, ...]
    whole: bool


def unite_posts(founds: Sequence[Found]) -> United:
    """The posts of all files, each once. A complete list alone makes the timeline."""
    founds = [found for found in founds if found.posts is not None]
    whole = any(found.coverage is Coverage.WHOLE for found in founds)
    trusted = Coverage.WHOLE if whole else Coverage.LISTED
    base = [found for found in founds if found.coverage is trusted]
    others = [found for found in founds if found.coverage is not trusted]
    base_ids = {post.id for found in base for post in found.posts or ()}
    named = _by_id(post for found in founds for post in found.posts or ())
    joined, left = _join(_nameless(base), [*named, *_nameless(others)])
    timeline = [*joined, *(post for post in left if post.id is not None and post.id in base_ids)]
    return United((*joined, *left), tuple(timeline), whole)


def combined(newer: Post, older: Post) -> Post:
    """What either tells; where both do, the newer."""
    gaps = {
        one.name: getattr(older, one.name)
        for one in fields(Post)
        if getattr(newer, one.name) is None
    }
    return replace(newer, **gaps)


def _by_id(posts: Iterable[Post]) -> list[Post]:
    """Each id once; of two tellings the one with more views is the newer."""
    found: dict[int, Post] = {}
    for post in posts:
        if post.id is None:
            continue
        other = found.get(post.id, post)
        newer = (post.views or 0, post.likes or 0) >= (other.views or 0, other.likes or 0)
        found[post.id] = combined(post, other) if newer else combined(other, post)
    return list(found.values())


def _nameless(founds: Sequence[Found]) -> list[Post]:
    """The posts without an id, each second as often as the file has it that has it most.

    Two posts in one second are two; the same second in two exports is one post.
    """
    kept: dict[datetime | None, list[Post]] = defaultdict(list)
    newest_first = sorted(
        founds, key=lambda found: found.ends.timestamp() if found.ends else 0, reverse=True
    )
    for found in newest_first:
        here: dict[datetime | None, list[Post]] = defaultdict(list)
        for post in found.posts or ():
            if post.id is None:
                here[post.created].append(post)
        for moment, posts in here.items():
            kept[moment] += posts[len(kept[moment]) :]
    return [post for posts in kept.values() for post in posts]


def _join(base: Sequence[Post], others: Sequence[Post]) -> tuple[list[Post], list[Post]]:
    """The base with what others tell of the same posts, and the others that fit nowhere."""
    dated = sorted((post for post in base if post.created), key=_moment)
    moments = [_moment(post) for post in dated]
    joined: list[Post] = list(dated)
    free = [True] * len(dated)
    left = []
    for other in others:
        place = _place(other, dated, moments, free)
        if place is None:
            left.append(other)
        else:
            free[place] = False
            joined[place] = replace(
                combined(dated[place], other), likes=_likes(dated[place], other)
            )
    return [*joined, *(post for post in base if not post.created)], left


def _moment(post: Post) -> datetime:
    assert post.created is not None
    return post.created


def _likes(listed: Post, other: Post) -> int | None:
    """The likes counted together with the views, so that their rate is of one moment."""
    return listed.likes if other.likes is None or other.views is None else other.likes


def _place(
    other: Post, base: Sequence[Post], moments: Sequence[datetime], free: Sequence[bool]
) -> int | None:
    """Which post of the base this is; None where none fits or two fit alike."""
    made = minted(other.id) if other.id is not None else other.created
    if made is None:
        return None
    starts = [made] if other.created is None else [made, other.created]
    near = {
        place
        for start in starts
        for place in range(bisect_left(moments, start), bisect_right(moments, start + NEAR))
        if free[place]
    }
    alike = [place for place in near if _same_likes(base[place], other)]
    if alike:
        return min(alike, key=lambda place: moments[place] - made)
    if len(near) == 1:  # exports of different days: likes have grown since
        return near.pop()
    if other.created is None or other.created - made < SCHEDULED:
        return None
    day = range(
        bisect_left(moments, other.created - A_DAY), bisect_right(moments, other.created + A_DAY)
    )
    same = [place for place in day if free[place] and base[place].likes == other.likes]
    return same[0] if len(same) == 1 and other.likes is not None else None


def _same_likes(one: Post, other: Post) -> bool:
    """Equal, or as near as two downloads on one day are."""
    if one.likes is None or other.likes is None:
        return False
    return abs(one.likes - other.likes) <= 0.03 * max(one.likes, other.likes)

"""How much creators like their own posts: exactly where ids are known, else only as a note.

TikTok's own export lists own posts without ids. What a match in time or a bound says is
worth telling and is no fact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil, sqrt

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.post import Post
from advisor.analysis.window import LONG, last_days
from advisor.problems import count

NEAR = 120
"""Seconds from the making of an id to the post: 93 to 98 of 100 posts are that quick."""

SHIFTS = tuple(sign * minutes * 60 for minutes in range(10, 601, 30) for sign in (-1, 1))
"""Seconds by which ids are moved to see how many matches chance makes."""


@dataclass(frozen=True, slots=True)
class Likes:
    """The likes the creator gave: ids of the videos, and from when to when the list goes.

    `complete_to` is when the list was saved: later posts cannot stand in it.
    """

    ids: frozenset[int]
    first: datetime | None
    last: datetime | None
    complete_to: datetime | None


def mark(posts: Sequence[Post], likes: Likes) -> tuple[Post, ...]:
    """The posts, each with whether the creator liked it where its id can tell."""
    return tuple(_marked(post, likes) for post in posts)


def _marked(post: Post, likes: Likes) -> Post:
    if post.id is None:
        return post
    if post.id in likes.ids:
        return replace(post, own_like=True)
    late = post.created is None or likes.complete_to is None or post.created > likes.complete_to
    return post if late or post.own_like else replace(post, own_like=False)


def self_likes(
    posts: Sequence[Post], listed: int, likes: Likes | None, received: int | None, end: datetime
) -> tuple[Result, tuple[str, ...]]:
    """`self_like_share`, and what else can be said; `posts` are marked.

    `listed` is how many posts there are in all, `received` how many likes they got.
    """
    window = last_days(LONG, end)
    recent = window.of(posts)
    told = [post.own_like for post in recent if post.own_like is not None]
    if likes is None:
        seen = sum(post.own_like is True for post in posts)
        reason = "no file tells which videos you liked" if posts else "no file lists your posts"
        told_so = f"You liked at least {seen} of your own posts."
        return NotComputable("self_like_share", reason), (told_so,) if seen else ()
    notes = _elsewhere(posts, listed, likes, received)
    if not told:
        reason = "the ids of your posts of the last 90 days are not known"
        return NotComputable("self_like_share", reason), notes
    coverage = f"ids known for {len(told)} of the {len(recent)} posts"
    formula = "own posts found by id in your likes / own posts whose id is known"
    caveat = f"{coverage}; {_span(likes)}; a like taken back leaves no trace"
    value = sum(told) / len(told)
    return Computed("self_like_share", value, formula, window, len(told), caveat), notes


def own_share(posts: Sequence[Post], likes: Likes | None, end: datetime) -> Result:
    """How much of all reactions the creator's own likes are; `posts` are marked."""
    window = last_days(LONG, end)
    rows = [
        (post.own_like, post.likes + post.comments + post.shares)
        for post in window.of(posts)
        if post.own_like is not None and post.likes is not None
        and post.comments is not None and post.shares is not None
    ]  # fmt: skip
    reactions = sum(row[1] for row in rows)
    if likes is None or not reactions:
        reason = "no post of the last 90 days has its reactions and whether you liked it"
        return NotComputable("self_share_of_engagement", reason)
    return Computed(
        "self_share_of_engagement", sum(row[0] for row in rows) / reactions,
        "own likes / (likes + comments + shares) of posts whose id is known", window, len(rows),
        _span(likes),
    )  # fmt: skip


def _span(likes: Likes) -> str:
    """From when to when the like list goes; TikTok does not say that it is complete."""
    if likes.first is None or likes.last is None:
        return "your list of likes is empty"
    return f"your list of likes goes from {likes.first:%Y-%m-%d} to {likes.last:%Y-%m-%d}"


def _elsewhere(
    posts: Sequence[Post], listed: int, likes: Likes, received: int | None
) -> tuple[str, ...]:
    """A note on the posts whose id is not known: an estimate by time, and a bound."""
    nameless = [post.created for post in posts if post.id is None and post.created is not None]
    if not nameless:
        return ()
    known = {post.id for post in posts}
    free = [one for one in likes.ids if one not in known]
    return (_estimate(nameless, free), _bound(listed, likes, received))


def _bound(listed: int, likes: Likes, received: int | None) -> str:
    most = min(listed, len(likes.ids), received or listed)
    # Rounded up, as befits a bound.
    share = (
        f", at most {ceil(1000 * most / received) / 10:g} % of the {count(received, 'like')} "
        "you received" if received else ""
    )  # fmt: skip
    return (
        f"You liked at most {most} of your {count(listed, 'post')}{share}, "
        f"if the list is complete: {_span(likes)}."
    )


def _estimate(posted: Sequence[datetime], ids: Sequence[int]) -> str:
    hits, chance = by_time(posted, ids)
    where = f"{count(len(posted), 'post')} without a known id"
    matches = f"{hits:,} match" + ("" if hits == 1 else "es")
    if chance > 1 and hits - chance < 3 * sqrt(chance):
        return (
            f"Own likes on {where} are not computable from time: {matches}, "
            f"and chance alone makes {chance:.2f}."
        )
    about = min(len(posted), max(0, hits - chance))
    return (
        f"Own likes on {where}: about {about:.0f}, estimated from time "
        f"({matches}, {chance:.2f} by chance; scheduled posts are missed)."
    )


def by_time(posted: Sequence[datetime], ids: Sequence[int]) -> tuple[int, float]:
    """Liked videos made at most 120 s before a post, and how many chance would make."""
    moments = sorted(int(one.astimezone(UTC).timestamp()) for one in posted)
    made = [one >> 32 for one in ids]
    reach = max(SHIFTS) + NEAR
    made = [one for one in made if moments[0] - reach <= one <= moments[-1] + reach]
    by_chance = sum(_hits(moments, made, shift) for shift in SHIFTS) / len(SHIFTS)
    return _hits(moments, made, 0), by_chance


def _hits(moments: Sequence[int], made: Sequence[int], shift: int) -> int:
    """How many of the ids, moved by so much, were made just before a post."""
    return sum(
        bisect_left(moments, one + shift) < bisect_right(moments, one + shift + NEAR)
        for one in made
    )

"""The posts and likes in all files -> facts, and what can be said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from advisor.analysis.benchmark import Standing, standing
from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.hashtag_effects import TagEffects, hashtag_effects
from advisor.analysis.post import Post
from advisor.analysis.posting_hours import counted, own_times, peak_share
from advisor.analysis.reactions import reactions, weekly
from advisor.analysis.rhythm import Timeline, rhythm
from advisor.analysis.self_likes import Likes, mark, own_share, self_likes
from advisor.analysis.tags import tags
from advisor.analysis.timing import Timing, timing
from advisor.analysis.window import LONG, last_days
from advisor.facts.hours import Hours
from advisor.sources.found import Coverage, Found, Told, names_of
from advisor.sources.joining import United, unite_posts

TOP_ONLY = "of top posts only, so it may well be too high"

NEEDS_EVERY_POST = (
    "posts_in_window", "posts_per_week", "longest_gap_days", "months_active",
    "comments_per_week", "views_trend", "peak_post_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FromPosts:
    """Facts with the files they rest on, notes, and patterns that are no facts.

    `timing` is the number of usable posts where they are too few to compare times.
    """

    told: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()
    hours: Hours | None = None
    timing: Timing | int | None = None
    tags: TagEffects | None = None
    standing: Standing | None = None


def from_posts(
    founds: Sequence[Found],
    zone: ZoneInfo | None,
    followers: int | None,
    active: Mapping[int, float],
) -> FromPosts:
    """What follows from posts and likes.

    Hours are told in `zone`; `active` is how many followers are active in each of its hours.
    """
    listing = [found for found in founds if found.posts is not None]
    last = max((found.ends for found in listing if found.ends), default=None)
    if last is None:
        reason = "no post in the list has a date"
        gaps = [NotComputable(name, reason) for name in NEEDS_EVERY_POST if listing]
        return FromPosts(tuple(_with(gaps)))
    united = unite_posts(listing)
    trusted = [found for found in listing if found.coverage is not Coverage.TOP]
    if united.whole:
        trusted = [found for found in trusted if found.coverage is Coverage.WHOLE]
    end = max((found.ends for found in trusted if found.ends), default=None)
    likes, like_files = _likes(founds)
    united = _marked(united, likes)
    measured = Timeline(united.every, last, False)
    seen = [found for found in listing if any(post.views for post in found.posts or ())] or listing
    tagged = [found for found in listing if any(p.hashtags is not None for p in found.posts or ())]
    top = all(found.coverage is Coverage.TOP for found in seen)
    received = max((found.likes_received or 0 for found in founds), default=0)
    listed = len(united.timeline) or len(united.every)
    share, notes = self_likes(united.every, listed, likes, received, last)
    named = [found for found in listing if any(post.id for post in found.posts or ())]
    told = [
        *_with(reactions(measured), names_of(seen), TOP_ONLY if top else ""),
        *_with(tags(measured), names_of(tagged), TOP_ONLY if top else ""),
        (share, names_of([*like_files, *named])),
        (own_share(united.every, likes, last), names_of([*like_files, *named])),
    ]
    if end is None:
        reason = (
            "the list of posts has no date" if trusted
            else f"{names_of(listing)} lists top posts only"
        )  # fmt: skip
        gaps = [NotComputable(name, reason) for name in NEEDS_EVERY_POST]
        return FromPosts((*told, *_with(gaps), *_with(own_times(None, zone))), notes)
    timed = Timeline(united.timeline, end, united.whole)
    told += _with(rhythm(timed), names_of(trusted))
    told += _with(weekly(timed), names_of([*trusted, *seen]))
    if zone is not None:
        activity = [found for found in founds if found.activity]
        told.append((peak_share(timed, zone, active), names_of([*trusted, *activity])))
    # Top posts were chosen for their views: they say nothing about times and hashtags.
    fair = () if top else united.timeline
    found_times = timing(fair, end, zone, active) if zone and not top else None
    told += _with(own_times(found_times, zone), names_of([*trusted, *seen]))
    here = zone or ZoneInfo("UTC")
    return FromPosts(
        tuple(told), notes, counted(united.timeline, end, here, active if zone else {}),
        found_times, hashtag_effects(fair, end, here),
        None if top else standing(united.every, last_days(LONG, last), followers),
    )  # fmt: skip


def _with(results: Iterable[Result], files: str = "", caveat: str = "") -> list[Told]:
    """Each result with its files and one more caveat."""
    return [
        (replace(one, caveat="; ".join(filter(None, (caveat, one.caveat)))), files)
        if isinstance(one, Computed) else (one, files)
        for one in results
    ]  # fmt: skip


def _likes(founds: Sequence[Found]) -> tuple[Likes | None, list[Found]]:
    """The likes given in all files, None where no file has a list of them."""
    having = [found for found in founds if found.likes is not None]
    if not having:
        return None, []
    given = [like for found in having for like in found.likes or ()]
    moments = [like.at for like in given if like.at]
    saved: datetime | None = max((found.ends for found in having if found.ends), default=None)
    ids = frozenset(like.id for like in given)
    return Likes(ids, min(moments, default=None), max(moments, default=None), saved), having


def _marked(united: United, likes: Likes | None) -> United:
    """The posts, each with whether the creator liked it where that can be told."""
    if likes is None:
        return united
    every: tuple[Post, ...] = mark(united.every, likes)
    return replace(united, every=every, timeline=mark(united.timeline, likes))

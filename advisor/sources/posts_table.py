"""Tables of posts: yt-dlp, TikTok-Api, Apify, TikTok's two APIs, and any other with known columns.

The names of columns differ between tools; one table of aliases serves all, and columns
outside of it are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from advisor.analysis.post import Post, hashtags_in, minted
from advisor.problems import Place, Problem
from advisor.sources import cells
from advisor.sources.found import Coverage, Creators, Found, Input
from advisor.sources.json_values import Node, Object, Path, is_object, plain
from advisor.sources.studio import foreign

Row: TypeAlias = Mapping[str, Any]

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "video_id", "vid_id", "aweme_id", "item_id"),
    "link": ("webvideourl", "video_url", "vid_url", "share_url", "video link", "webpage_url", "url",
             "permalink"),
    "caption": ("text", "desc", "description", "video_description", "vid_caption", "video title",
                "caption", "title"),
    "created": ("createtime", "create_time", "createtimeiso", "timestamp", "vid_posttime",
                "posted_time", "posted_at", "created_at", "created", "post time", "published date",
                "upload_date"),
    "clock": ("published time",),
    "collected": ("collected_at", "collecttime", "scraped_at", "scrapedat", "fetched_at"),
    "views": ("playcount", "stats.playcount", "play_count", "plays", "n_plays", "view_count",
              "views", "vid_nview", "total views", "video_view_count", "statsv2.playcount"),
    "likes": ("diggcount", "stats.diggcount", "digg_count", "likes", "n_likes", "like_count",
              "vid_nlike", "total likes", "video_like_count", "statsv2.diggcount"),
    "comments": ("commentcount", "stats.commentcount", "comment_count", "comments", "n_comments",
                 "vid_ncomment", "total comments", "statsv2.commentcount"),
    "shares": ("sharecount", "stats.sharecount", "share_count", "shares", "n_shares", "vid_nshare",
               "total shares", "statsv2.sharecount", "repost_count"),
    "saves": ("collectcount", "stats.collectcount", "collect_count", "save_count", "saves",
              "favorites_count", "favourites_count", "vid_nsave"),
    "duration": ("duration", "duration_s", "video_duration", "videometa.duration",
                 "video.duration"),
    "hashtags": ("hashtags", "hashtag_names", "textextra", "challenges"),
    "followers": ("authormeta.fans", "authorstats.followercount", "follower_count", "followers",
                  "n_followers", "user_nfollower", "author_followercount", "subscribers"),
    "posts in all": ("authorstats.videocount", "authormeta.video", "video_count"),
    "creator": ("creator", "author.uniqueid", "authormeta.name", "username", "author", "uploader",
                "handle", "author_username"),
    "own like": ("digged",),
}  # fmt: skip
"""What is read, and the columns it is read from, the surest first; lower case, `.` for `/`."""

_READ = {name: field for field, names in ALIASES.items() for name in names}
_PARENTS = {name.split(".")[0] for name in _READ if "." in name}
TAG = re.compile(r"hashtags\.\d+\.name")
_ELSEWHERE = re.compile(r"https?://(?:[\w-]+\.)*(?:instagram|facebook|youtube)\.com/|https?://fb\.")
_COUNTS = ("views", "likes", "comments", "shares", "saves")


def column(name: str) -> str:
    """The name of a column as the aliases have it."""
    return name.strip().casefold().replace("/", ".")


def is_posts(columns: Iterable[str]) -> bool:
    """True if these columns are of a table of posts: one to date it by, one to count."""
    fields = {_READ.get(name) for name in columns}
    return bool(fields & {"created", "id", "link"}) and bool(fields & {"views", "likes"})


def flat(row: Mapping[str, Any] | Object) -> Row:
    """The columns of a row that are read, nested ones by their path."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        name = column(key)
        if is_object(value):
            if name in _PARENTS:
                for sub, one in value.items():
                    add(found, (name, sub), one)
        else:
            add(found, (name,), value)
    return found


def add(row: dict[str, Any], path: Path, value: Node) -> None:
    """Add an entry of an object to its row, if it is read."""
    name = ".".join(map(column, path))
    if (name in _READ or TAG.fullmatch(name)) and not is_object(value):
        row[name] = plain(value)


def _first(row: Row, field: str) -> Any:
    """The first value a row has for a field; empty cells and `undefined` are none."""
    for name in ALIASES[field]:
        value = row.get(name)
        if value is not None and value not in ("", "undefined", "null", "-"):
            return value
    return None


@dataclass(frozen=True, slots=True)
class _Read:
    """A row read, with what has to be said about it."""

    post: Post
    assumed: bool
    dated_by_id: bool
    rounded: bool
    damaged: bool
    collected: datetime | None
    followers: int | None
    in_all: int | None


def read_posts(given: Input, rows: Sequence[Row], chosen: Creators) -> Found | Problem:
    """The posts of one creator: the chosen one, or the only one there is."""
    links = [link for row in rows if isinstance(link := _first(row, "link"), str)]
    if any(map(_ELSEWHERE.match, links)) and not any(map(cells.leads_to_tiktok, links)):
        return foreign(given)
    by_creator: dict[str | None, list[Row]] = {}
    for row in rows:
        by_creator.setdefault(_creator(row), []).append(row)
    names = {name for name in by_creator if name is not None}
    wanted = {name for name in names if name.casefold() in chosen} if chosen else names
    if names and (not wanted or (len(wanted) > 1 and not chosen)):
        return _which(given, sorted(names), bool(chosen))
    taken = [row for name in ([*sorted(wanted)] if wanted else [None]) for row in by_creator[name]]
    found = _found(given, [_row(row) for row in taken], next(iter(sorted(wanted)), None))
    nobodys = len(by_creator[None]) if wanted and None in by_creator else 0
    note = f"warning: {nobodys} rows name no creator and are left out"
    return replace(found, notes=(*found.notes, note)) if nobodys else found


def _which(given: Input, names: list[str], chosen: bool) -> Problem:
    some = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    message = "this file has no posts of the chosen creator; it has " if chosen else "posts of "
    many = f"{len(names)} creators are in this file"
    return Problem(
        "which-creator", message + some if chosen else many, Place(given.name, 1, 1),
        f"choose one with --creator: {some}",
    )  # fmt: skip


def _creator(row: Row) -> str | None:
    return cells.handle(_first(row, "creator")) or cells.handle_in_link(_first(row, "link"))


def _row(row: Row) -> _Read:
    raw = _first(row, "id")
    one = cells.post_id(raw) or cells.id_in_link(_first(row, "link"))
    counts = {name: cells.count(_first(row, name)) for name in _COUNTS}
    created, assumed = _created(row)
    uploaded = minted(one) if created is None and one and cells.is_video(one) else None
    caption = _first(row, "caption")
    caption = caption if isinstance(caption, str) else None
    collected, _ = cells.moment(_first(row, "collected"))
    followers, in_all = (cells.count(_first(row, name)) for name in ("followers", "posts in all"))
    post = Post(
        id=one,
        created=created or uploaded,
        **{name: one.value for name, one in counts.items() if one and one.value >= 0},
        caption=caption,
        hashtags=_hashtags(row, caption),
        duration=cells.seconds(_first(row, "duration")),
        own_like=cells.is_true(_first(row, "own like")) or None,
    )
    return _Read(
        post, assumed, uploaded is not None, any(one.rounded for one in counts.values() if one),
        cells.damaged_id(raw) and one is None, collected,
        followers.value if followers else None, in_all.value if in_all else None,
    )  # fmt: skip


def _created(row: Row) -> tuple[datetime | None, bool]:
    raw, clock = _first(row, "created"), _first(row, "clock")
    if isinstance(raw, str) and isinstance(clock, str):
        raw = f"{raw.strip()} {clock.strip()}"
    return cells.moment(raw)


def _hashtags(row: Row, caption: str | None) -> tuple[str, ...] | None:
    """The hashtags a row lists, else those in its caption."""
    for name in ALIASES["hashtags"]:
        if name in row and (listed := cells.hashtags(row[name])) is not None:
            return listed if listed or caption is None else hashtags_in(caption)
    apart = [row[name] for name in row if TAG.fullmatch(name) and row[name]]
    if apart:
        return cells.hashtags(apart)
    return None if caption is None else hashtags_in(caption)


def _found(given: Input, rows: Sequence[_Read], creator: str | None) -> Found:
    moments = [one for row in rows for one in (row.post.created, row.collected) if one]
    oldest = datetime.min.replace(tzinfo=UTC)
    latest = sorted(rows, key=lambda row: row.collected or row.post.created or oldest)
    in_all = max((row.in_all for row in rows if row.in_all), default=None)
    posts = tuple(row.post for row in rows)
    whole = in_all is not None and len({post.id for post in posts if post.id}) >= in_all
    return Found(
        given.name, "table of posts", creator, posts,
        Coverage.WHOLE if whole else Coverage.LISTED,
        followers=next((row.followers for row in reversed(latest) if row.followers is not None),
                       None),
        ends=max(moments, default=None),
        notes=tuple(_notes(rows)),
    )  # fmt: skip


def _notes(rows: Sequence[_Read]) -> Iterator[str]:
    if assumed := sum(row.assumed for row in rows):
        yield f"{assumed} times have no time zone; they are taken as UTC"
    if by_id := sum(row.dated_by_id for row in rows):
        yield f"{by_id} posts have no date that can be read; their ids tell when they were uploaded"
    if rounded := sum(row.rounded for row in rows):
        yield f"{rounded} posts have rounded counts, such as 541.2K"
    if damaged := sum(row.damaged for row in rows):
        yield (
            f"warning: {damaged} ids went through a spreadsheet and lost digits; "
            "they are treated as absent"
        )
    if undated := sum(row.post.created is None for row in rows):
        yield f"warning: {undated} posts have no date that can be read; no window holds them"
    odd = sum(row.post.id is not None and not cells.is_video(row.post.id) for row in rows)
    if odd:
        yield f"warning: {odd} posts have an id unlike those of videos; they are kept"

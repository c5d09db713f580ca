"""What several files tell of one creator -> one profile, each fact with origin and doubts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from advisor.analysis import audience
from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.reactions import reactions, weekly
from advisor.analysis.rhythm import Timeline, rhythm
from advisor.analysis.self_likes import Likes, mark, self_likes
from advisor.analysis.tags import tags
from advisor.analysis.window import NO_YEAR, SHORT, last_days
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import NotAValue, Vocabulary
from advisor.problems import Place, Problem
from advisor.sources.found import Coverage, Creators, Found, MonthDay
from advisor.sources.joining import unite_posts
from advisor.sources.studio import dates

T = TypeVar("T")

_EXPORT = "TikTok's data export with your posts (JSON)"
_POSTS = "a yt-dlp list of your posts or TikTok Studio's Content.csv"
_DAYS = "TikTok Studio's Overview.csv of 60 days or more"

ADDED_BY = {
    "posts_in_window": _EXPORT, "posts_per_week": _EXPORT, "longest_gap_days": _EXPORT,
    "months_active": _EXPORT, "median_views": _POSTS, "like_rate": _POSTS,
    "engagement_rate": _DAYS, "comment_to_like": _POSTS, "max_like_to_view": _POSTS,
    "silent_like_share": _POSTS, "comments_per_week": _DAYS, "views_trend": _DAYS,
    "hashtags_per_post": _POSTS, "best_topic_lift": "a yt-dlp list of your posts",
    "self_like_share": "TikTok's data export with your likes, together with a yt-dlp list of your "
                       "posts or Content.csv",
    "follower_count": "TikTok Studio's FollowerHistory.csv",
    "follower_growth_28d": "TikTok Studio's FollowerHistory.csv of 28 days or more",
    "follows_per_1k_views": "TikTok Studio's FollowerHistory.csv and Overview.csv",
    "follower_activity_known": "TikTok Studio's FollowerActivity.csv",
}  # fmt: skip
"""Each fact that files can tell, and the file that would."""

TOP_ONLY = "of top posts only, so it may well be too high"


@dataclass(frozen=True, slots=True)
class Imported:
    """The profile, what each of its facts rests on, and what could not be known."""

    profile: Profile
    facts: tuple[tuple[Computed, str], ...]
    missing: tuple[NotComputable, ...]
    notes: tuple[str, ...]


def of_one_creator(founds: Sequence[Found], chosen: Creators) -> tuple[list[Found], list[Problem]]:
    """The files of the chosen creator, or of the one the first file names."""
    problems = []
    kept: list[Found] = []
    names = chosen
    proven = any(found.surely_tiktok for found in founds)
    for found in founds:
        place = Place(found.file, 1, 1)
        if found.creator and not names:
            names = frozenset({found.creator.casefold()})
        if found.creator and found.creator.casefold() not in names:
            problems.append(Problem(
                "which-creator", f"this file is of another creator, {found.creator}", place,
                "choose with --creator; give it twice for two names of one creator",
            ))  # fmt: skip
        elif not found.surely_tiktok and not proven:
            problems.append(Problem(
                "maybe-not-tiktok", "Facebook and Instagram have files just like this one", place,
                "name Overview.csv or Content.csv of TikTok Studio with it",
            ))  # fmt: skip
        else:
            kept.append(found)
    return kept, problems


def unite(founds: Sequence[Found], vocabulary: Vocabulary) -> Imported:
    """One profile out of all files."""
    results, notes = _posts(founds)
    for result, files in _audience(founds):
        if isinstance(result, Computed) or result.name not in results:
            results[result.name] = (result, files)
    facts: list[tuple[Computed, str]] = []
    missing = []
    for name in ADDED_BY:
        result, files = results.get(name, (NotComputable(name, "no file tells of it"), ""))
        result = _checked(result, vocabulary)
        if isinstance(result, Computed):
            facts.append((result, files))
        else:
            missing.append(result)
    creator = next((found.creator for found in founds if found.creator), None)
    entries = {
        one.name: Known(vocabulary[one.name].read(one.value), _origin(one, files))
        for one, files in facts
    }
    profile = Profile(creator or "profile", entries)
    return Imported(profile, tuple(facts), tuple(missing), (*notes, *_hints(founds)))


def _origin(result: Computed, files: str) -> str:
    """The files, and what the value rests on."""
    rests = [f"{result.posts} post" + "s" * (result.posts != 1)] if result.posts else []
    rests += [str(result.window)] if result.window else []
    return f"imported from {files}" + (f" ({', '.join(rests)})" if rests else "")


def _checked(result: Result, vocabulary: Vocabulary) -> Result:
    """A value no such fact can have is none: rounded counts may give more likes than views."""
    if isinstance(result, NotComputable):
        return result
    fact = vocabulary.get(result.name)
    if fact is None:
        return NotComputable(result.name, "the rules in use know no such fact")
    try:
        fact.read(result.value)
    except NotAValue:
        return NotComputable(result.name, f"the files give {result.value:g}, which cannot be")
    return result


def _names(founds: Iterable[Found]) -> str:
    return ", ".join(dict.fromkeys(os.path.basename(found.file) for found in founds))


def _posts(founds: Sequence[Found]) -> tuple[dict[str, tuple[Result, str]], tuple[str, ...]]:
    """What follows from posts and likes, and what is said beside it."""
    listing = [found for found in founds if found.posts is not None]
    united = unite_posts(listing)
    trusted = [found for found in listing if found.coverage is not Coverage.TOP]
    if united.whole:
        trusted = [found for found in trusted if found.coverage is Coverage.WHOLE]
    end = max((found.ends for found in trusted if found.ends), default=None)
    last = max((found.ends for found in listing if found.ends), default=None)
    likes, like_files = _likes(founds)
    if last is None:
        return {}, ()
    every = mark(united.every, likes) if likes else united.every
    timeline = mark(united.timeline, likes) if likes else united.timeline
    measured = Timeline(every, last, False)
    seen = [found for found in listing if any(post.views for post in found.posts or ())] or listing
    tagged = [found for found in listing if any(p.hashtags is not None for p in found.posts or ())]
    top = all(found.coverage is Coverage.TOP for found in seen)
    received = max((found.likes_received or 0 for found in founds), default=0)
    share, notes = self_likes(every, len(timeline) or len(every), likes, received, measured.end)
    named = [found for found in listing if any(post.id for post in found.posts or ())]
    found_facts = [
        *_with(reactions(measured), _names(seen), TOP_ONLY if top else ""),
        *_with(tags(measured), _names(tagged), TOP_ONLY if top else ""),
        *_with([share], _names([*like_files, *named]), ""),
    ]
    if end is not None:
        timed = Timeline(timeline, end, united.whole)
        found_facts += _with(rhythm(timed), _names(trusted), "")
        found_facts += _with(weekly(timed), _names([*trusted, *seen]), "")
    else:
        reason = (
            "the list of posts has no date"
            if trusted
            else (f"{_names(listing)} lists top posts only")
        )
        names = ("posts_in_window", "posts_per_week", "longest_gap_days", "months_active",
                 "comments_per_week", "views_trend")  # fmt: skip
        found_facts += [(NotComputable(name, reason), "") for name in names]
    return {result.name: (result, files) for result, files in found_facts}, notes


def _with(results: Iterable[Result], files: str, caveat: str) -> list[tuple[Result, str]]:
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
    saved = max((found.ends for found in having if found.ends), default=None)
    ids = frozenset(like.id for like in given)
    return Likes(ids, min(moments, default=None), max(moments, default=None), saved), having


def _latest(found: Found, founds: Sequence[Found]) -> date:
    """A day that the last row of a file without years is not after."""
    if found.ends:
        return found.ends.date() + timedelta(days=1)
    known = max((one.ends for one in founds if one.ends), default=None)
    return known.date() + timedelta(days=182) if known else date(NO_YEAR, 12, 31)


def _audience(founds: Sequence[Found]) -> list[tuple[Result, str]]:
    """What follows from TikTok Studio's daily totals and from counts of followers."""
    days: dict[date, audience.Day] = {}
    followers: dict[date, int] = {}
    for found in founds:
        latest = _latest(found, founds)
        days |= _dated(found.days, latest)
        history = _dated(found.followers_by_day, latest)
        followers |= {day: number for day, number in history.items() if number is not None}
    totals = _names(found for found in founds if found.days)
    histories = _names(found for found in founds if found.followers_by_day)
    results: list[tuple[Result, str]] = []
    if days:
        results += _with(audience.totals(days), totals, "")
    results += [
        (one, histories if one.name == "follower_growth_28d" else f"{histories}, {totals}")
        for one in audience.growth(followers, days)
    ]
    stated = [found for found in founds if found.followers is not None]
    stated.sort(key=lambda found: found.ends.timestamp() if found.ends else 0)
    if followers:
        last = followers[max(followers)]
        results.append((Computed("follower_count", last, "newest row"), histories))
    elif stated and stated[-1].followers is not None:
        count = Computed("follower_count", stated[-1].followers, "as the file states it")
        results.append((count, _names(stated[-1:])))
    active = [found for found in founds if found.activity]
    if active:
        formula = "true where the file has hours"
        known = Computed("follower_activity_known", True, formula)
        results.append((known, _names(active)))
    return results


def _dated(rows: Sequence[tuple[MonthDay, T]], latest: date) -> dict[date, T]:
    """The rows by date, those of dates that cannot be placed left out."""
    days = dates([day for day, _ in rows], latest)
    return dict(zip(days, (value for _, value in rows), strict=bool(days)))


def _hints(founds: Sequence[Found]) -> Iterable[str]:
    """What files tell that is no fact but helps to answer."""
    if not any(found.followers is not None or found.followers_by_day for found in founds):
        listed = max((found.fans_listed or 0 for found in founds), default=0)
        if listed:
            yield f"You have about {listed} followers or more: so many are in your list."
    for found in founds:
        if found.comments_written and found.ends:
            window = last_days(SHORT, found.ends)
            weekly_count = sum(moment in window for moment in found.comments_written) / 4
            yield (
                f"You wrote {weekly_count:g} comments a week ({window}), answers to your own "
                "viewers included."
            )

"""What several files tell of one creator -> one profile, each fact with origin and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.posting_hours import IN_A_ZONE, NO_ZONE
from advisor.analysis.window import SHORT, last_days
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import NotAValue, Vocabulary
from advisor.problems import Place, Problem
from advisor.sources.found import Creators, Found, Told
from advisor.sources.from_days import followers_by_hour, from_days
from advisor.sources.from_posts import FromPosts, from_posts

_EXPORT = "TikTok's data export with your posts"
_POSTS = "a yt-dlp list of your posts or TikTok Studio's Content.csv"
_MANY = "a yt-dlp list of more of your posts"
_ACTIVITY = "TikTok Studio's FollowerActivity.csv"
_DAYS = "TikTok Studio's Overview.csv of 60 days or more"

ADDED_BY = {
    "posts_in_window": _EXPORT, "posts_per_week": _EXPORT, "longest_gap_days": _EXPORT,
    "months_active": _EXPORT, "median_views": _POSTS, "like_rate": _POSTS,
    "engagement_rate": _DAYS, "comment_to_like": _POSTS, "max_like_to_view": _POSTS,
    "silent_like_share": _POSTS, "comments_per_week": _DAYS, "views_trend": _DAYS,
    "hashtags_per_post": _POSTS, "best_topic_lift": "a yt-dlp list of your posts",
    "self_like_share": "TikTok's data export with your likes, together with a yt-dlp list of your "
                       "posts or Content.csv",
    "self_share_of_engagement": "TikTok's data export with your likes, together with Content.csv",
    "follower_count": "TikTok Studio's FollowerHistory.csv",
    "follower_growth_28d": "TikTok Studio's FollowerHistory.csv of 28 days or more",
    "follows_per_1k_views": "TikTok Studio's FollowerHistory.csv and Overview.csv",
    "top_segment_known": "TikTok Studio's FollowerGender.csv or FollowerTopTerritories.csv",
    "follower_activity_known": _ACTIVITY, "busiest_hours": _ACTIVITY,
    "peak_post_share": f"{_EXPORT} together with {_ACTIVITY}",
    "own_best_time": _MANY, "own_best_gain": _MANY,
}  # fmt: skip
"""Each fact that files can tell, and the file that would."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The profile, what each of its facts rests on, and what could not be known."""

    profile: Profile
    facts: tuple[tuple[Computed, str], ...]
    missing: tuple[NotComputable, ...]
    notes: tuple[str, ...]
    patterns: FromPosts


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


def unite(founds: Sequence[Found], vocabulary: Vocabulary, zone: ZoneInfo | None) -> Imported:
    """One profile out of all files; hours of the day are told in the creator's time zone."""
    days = from_days(founds, zone)
    values = {one.name: one.value for one, _ in days if isinstance(one, Computed)}
    followers = values.get("follower_count")
    patterns = from_posts(
        founds, zone, followers if isinstance(followers, int) else None, followers_by_hour(founds)
    )
    results: dict[str, Told] = {}
    for told in (*patterns.told, *days):
        if isinstance(told[0], Computed) or told[0].name not in results:
            results[told[0].name] = told
    facts: list[tuple[Computed, str]] = []
    missing = []
    for name in ADDED_BY:
        result, files = results.get(name, (NotComputable(name, _why_none(name, zone)), ""))
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
    profile = Profile(creator or "profile", entries, patterns.hours)
    notes = (*patterns.notes, *_hints(founds))
    return Imported(profile, tuple(facts), tuple(missing), notes, patterns)


def _why_none(name: str, zone: ZoneInfo | None) -> str:
    """Why no file told of a fact."""
    return NO_ZONE if zone is None and name in IN_A_ZONE else "no file tells of it"


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
        return NotComputable(result.name, f"the files give {result.value}, which cannot be")
    return result


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

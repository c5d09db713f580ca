"""What posts show beside the facts: times, hashtags and standing, in words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.analysis.benchmark import SECOND, SOURCE, Standing
from advisor.analysis.hashtag_effects import USES, TagEffects
from advisor.analysis.reactions import SEEN
from advisor.analysis.timing import FEWEST, SETTLED, Gain, Timing
from advisor.analysis.window import LONG
from advisor.facts.hours import Hours
from advisor.problems import count
from advisor.sources.from_posts import FromPosts

TAGS = 5
"""Hashtags told of at most."""


def patterns(found: FromPosts) -> Iterator[str]:
    """A line for each thing the posts show, or for why they do not."""
    if found.timing is not None:
        yield from times(found.timing, found.hours)
    if found.tags is not None:
        yield from hashtags(found.tags)
    if found.standing is not None:
        yield like_rate(found.standing)


def times(found: Timing | int, hours: Hours | None) -> Iterator[str]:
    """When the creator's own posts did better, or what it would take to know."""
    if isinstance(found, int):
        yield (
            "Posting times: not enough data. Of the last year, without its last "
            f"{SETTLED.days} days, {count(found, 'post')} with views and a time can be used; "
            f"{FEWEST} would be needed to look."
        )
        return
    if found.best is None or found.gain is None:
        yield (
            f"Posting times: not enough data. Your {found.posts} posts nearly all went out on "
            f"{found.usual}."
        )
        return
    if found.sure:
        yield (
            f"Posting times: your posts on {found.best} got {_more(found.gain)} than those on "
            f"{found.usual}, your usual time ({found.posts} posts). A pattern, not a proof."
        )
    else:
        yield (
            f"Posting times: not enough data. For {found.best} against {found.usual}, your usual "
            f"time, your {found.posts} posts allow anything from {_signed(found.gain.low)} to "
            f"{_signed(found.gain.high)} views (80 % sure)."
        )
    yield (
        f"A test: post on {found.best} and on {found.usual} in turn. {found.each} posts at each "
        "would show a difference of half as many views again in 8 of 10 cases."
    )
    if hours is not None and hours.followers:
        top = sorted(range(24), key=lambda hour: (-hours.followers[hour], hour))[:3]
        named = ", ".join(f"{hour:02}:00" for hour in sorted(top))
        yield f"Your followers are most active at {named} ({hours.zone})."


def hashtags(found: TagEffects) -> Iterator[str]:
    """Which hashtags go with more views, if that can be told."""
    if not found.effects:
        yield (
            f"Hashtags: not enough data. {FEWEST} posts with views and a caption would be needed, "
            f"and a hashtag that {USES} of them or more have and {USES} or more have not. Of the "
            f"last year, without its last {SETTLED.days} days, {count(found.posts, 'post')} can "
            "be used."
        )
        return
    sure = [one for one in found.effects if one.sure][:TAGS]
    for one in sure:
        names = " ".join(f"#{tag}" for tag in one.tags)
        yield (
            f"Hashtags: posts with {names} got {_more(one.gain)} ({one.posts} of {found.posts} "
            "posts). A pattern, not a proof."
        )
    if not sure:
        compared = sum(len(one.tags) for one in found.effects)
        yield (
            f"Hashtags: cannot tell. Of the hashtags that {USES} of your posts or more have and "
            f"{USES} or more have not, none goes surely with more or fewer views "
            f"({count(found.posts, 'post')}, {count(compared, 'hashtag')})."
        )


def like_rate(found: Standing) -> str:
    """Where the likes per view stand among others."""
    half = f"{found.rate * 100:.1f} %"
    others = f"{found.low}" if found.low == found.high else f"{found.low} to {found.high}"
    return (
        f"Likes: of your {found.posts} posts of the last {LONG} days with {SEEN} views or more, "
        f"half got a like for more than {half} of views. "
        f"That is more than {others} of 100 creators of about your size get. Compared with "
        f"{found.tier.creators} of {SOURCE}; {SECOND}."
    )


def _more(gain: Gain) -> str:
    """A gain with its interval, in words."""
    way = "more" if gain.middle >= 0 else "fewer"
    return (
        f"about {abs(gain.middle) * 100:.0f} % {way} views (80 % sure: {_signed(gain.low)} to "
        f"{_signed(gain.high)})"
    )


def _signed(share: float) -> str:
    return f"{share * 100:+.0f} %"

"""Hashtags: how many, and whether one topic is liked more; posts of unknown caption count not."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from advisor.analysis.computed import Computed, NotComputable, Result
from advisor.analysis.rhythm import Timeline
from advisor.analysis.window import LONG, last_days

GROUP = 3
"""Posts that make a topic."""


def tags(timeline: Timeline) -> tuple[Result, ...]:
    """Hashtags a post, and the likes of the best topic against those of a usual post."""
    window = last_days(LONG, timeline.end)
    posts = window.of(timeline.posts)
    tagged = [(post.hashtags, post.likes_of_others) for post in posts if post.hashtags is not None]
    if 2 * len(tagged) < len(posts) or not tagged:
        # TikTok's export has the captions of photos and not those of videos.
        reason = f"captions are known for {len(tagged)} of the {len(posts)} posts of 90 days"
        return tuple(
            NotComputable(name, reason) for name in ("hashtags_per_post", "best_topic_lift")
        )
    each = Computed(
        "hashtags_per_post", median(len(names) for names, _ in tagged),
        "median of the hashtags of the posts", window, len(tagged),
    )  # fmt: skip
    likes_by_topic: dict[str, list[int]] = defaultdict(list)
    likes = []
    for names, liked in tagged:
        if liked is not None:
            likes.append(liked)
            for name in {name.casefold() for name in names}:
                likes_by_topic[name].append(liked)
    groups = [median(group) for group in likes_by_topic.values() if len(group) >= GROUP]
    if not groups or not median(likes):
        reason = (
            "a usual post has no likes" if groups else "no hashtag stands on 3 posts of 90 days"
        )
        return each, NotComputable("best_topic_lift", reason)
    return each, Computed(
        "best_topic_lift", max(groups) / median(likes),
        "highest median likes of a hashtag on 3 posts or more / median likes of all",
        window, len(likes),
    )  # fmt: skip

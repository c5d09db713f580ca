"""A post as far as a file tells of it; what no file told is None, never 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

HASHTAG = re.compile(r"#(\w+)")


@dataclass(frozen=True, slots=True)
class Post:
    """One public post of the creator."""

    id: int | None = None
    created: datetime | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    caption: str | None = None
    hashtags: tuple[str, ...] | None = None
    duration: float | None = None
    own_like: bool | None = None

    @property
    def likes_of_others(self) -> int | None:
        """The likes without the creator's own, as far as that one is known."""
        if self.likes is None:
            return None
        return max(0, self.likes - (self.own_like is True))


def minted(post_id: int) -> datetime:
    """When TikTok made this id: its upper half counts seconds, and that is the upload."""
    return datetime.fromtimestamp(post_id >> 32, UTC)


def hashtags_in(caption: str) -> tuple[str, ...]:
    """The hashtags of a caption in the order they stand, without the sign."""
    return tuple(HASHTAG.findall(caption))

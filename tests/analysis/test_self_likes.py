"""Own likes: exact, estimated, bounded, not computable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from advisor.analysis.computed import Computed, NotComputable
from advisor.analysis.post import Post
from advisor.analysis.self_likes import Likes, by_time, mark, self_likes

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 3, 1, tzinfo=UTC)


def made(moment: datetime) -> int:
    """An id made at a moment."""
    return int(moment.timestamp()) << 32


def likes(*ids: int) -> Likes:
    """A list of likes that goes to the end."""
    return Likes(frozenset(ids), START, END, END)


def posts(count: int, known: bool) -> list[Post]:
    """A post a day, with ids or without."""
    moments = [START + timedelta(days=n, seconds=n * 997) for n in range(count)]
    return [Post(id=made(one) if known else None, created=one) for one in moments]


def test_exact_where_ids_are_known():
    """Half of the posts of known id are liked; unknown ones are neither yes nor no."""
    all_posts = [*posts(4, known=True), *posts(4, known=False)]
    given = likes(all_posts[0].id, all_posts[1].id, 5 << 32)
    share, notes = self_likes(mark(all_posts, given), 8, given, 100, END)
    assert isinstance(share, Computed)
    assert (share.value, share.posts) == (0.5, 4)
    assert "ids known for 4 of the 8 posts" in share.caveat
    assert notes[1].startswith(
        "You liked at most 3 of your 8 posts, at most 3 % of the 100 likes you received, if"
    )


def test_a_post_after_the_list_was_saved_is_not_judged():
    """A list of likes says nothing of a later post."""
    late = Post(id=made(END + timedelta(days=1)), created=END + timedelta(days=1))
    assert mark([late], likes())[0].own_like is None


def test_an_empty_list_is_no_own_like():
    """Who gave no like gave none to the own posts."""
    given = Likes(frozenset(), None, None, END)
    share, _ = self_likes(mark(posts(3, known=True), given), 3, given, None, END)
    assert isinstance(share, Computed)
    assert share.value == 0
    assert "your list of likes is empty" in share.caveat


def test_estimated_from_time_where_chance_is_small():
    """Ids made within two minutes before a post are counted; the fact stays open."""
    own = posts(20, known=False)
    given = likes(*(made(post.created - timedelta(seconds=30)) for post in own[:5]))
    share, notes = self_likes(mark(own, given), 20, given, None, END)
    assert isinstance(share, NotComputable)
    assert notes[0].startswith("Own likes on 20 posts without a known id: about 5, estimated")
    assert notes[1].startswith("You liked at most 5 of your 20 posts, if the list is complete")


def test_nobody_likes_more_than_there_is():
    """Bounds are no larger than the likes received, estimates no larger than the posts."""
    own = posts(2, known=False)
    given = likes(*(made(post.created - timedelta(seconds=n)) for post in own for n in range(9)))
    _, notes = self_likes(mark(own, given), 2, given, 1, END)
    assert "2 posts without a known id: about 2, estimated from time (18 matches" in notes[0]
    assert "at most 1 of your 2 posts, at most 100 % of the 1 like you received" in notes[1]


def test_refused_where_chance_makes_as_many():
    """Among very many likes matches mean nothing."""
    own = posts(20, known=False)
    thick = (made(START + timedelta(seconds=120 * n)) for n in range(20 * 720))
    given = likes(*thick)
    share, notes = self_likes(mark(own, given), 20, given, None, END)
    assert isinstance(share, NotComputable)
    assert "are not computable from time" in notes[0]


def test_matches_are_from_0_to_120_seconds():
    """The id comes first, and not by more than two minutes."""
    post = [START]
    for seconds, hits in ((-1, 0), (0, 1), (120, 1), (121, 0)):
        assert by_time(post, [made(START - timedelta(seconds=seconds))])[0] == hits


def test_without_a_list_of_likes_a_seen_like_is_a_note():
    """A crawl that shows a like of the viewer gives a lower limit and no share."""
    share, notes = self_likes([Post(id=1, created=END, own_like=True)], 1, None, None, END)
    assert isinstance(share, NotComputable)
    assert notes == ("You liked at least 1 of your own posts.",)


@pytest.mark.parametrize("listed", [[], posts(2, known=False)])
def test_without_posts_of_known_id_the_share_is_not_computable(listed):
    """The reason is told."""
    share, _ = self_likes(listed, len(listed), likes(), None, END)
    assert share == NotComputable(
        "self_like_share", "the ids of your posts of the last 90 days are not known"
    )

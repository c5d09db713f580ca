"""Where a like rate stands among others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from advisor.analysis.benchmark import standing
from advisor.analysis.post import Post
from advisor.analysis.window import last_days

END = datetime(2026, 3, 31, tzinfo=UTC)
WINDOW = last_days(90, END)


def posts(*rates: float, views: int = 1_000_000) -> list[Post]:
    """Posts with these likes per view."""
    return [
        Post(created=END - timedelta(days=day), views=views, likes=round(rate * views))
        for day, rate in enumerate(rates)
    ]


@pytest.mark.parametrize(
    ("rate", "followers", "percentile"),
    [(0.0297, 3162, 50), (0.0104, 3162, 10), (0.1004, 3162, 90), (0.0503, 3_162_278, 50)],
)
def test_the_table_is_met_at_the_centre_of_a_tier(rate, followers, percentile):
    """At the middle of a tier the published percentiles come out."""
    found = standing(posts(*[rate] * 8), WINDOW, followers)
    assert found is not None
    assert found.low <= percentile <= found.high
    assert found.high - found.low <= 1


def test_between_tiers_nothing_jumps():
    """9,999 and 10,001 followers stand alike; scattered posts give a wider band."""
    rates = [0.02, 0.03, 0.05, 0.08, 0.03, 0.04]
    below, above = (standing(posts(*rates), WINDOW, count) for count in (9_999, 10_001))
    assert below is not None
    assert above is not None
    assert (below.low, below.high) == (above.low, above.high)
    assert below.high - below.low > 10


def test_too_little_is_not_compared():
    """Few posts, few views; followers unknown, or fewer or more than anyone compared with has."""
    assert standing(posts(*[0.03] * 4), WINDOW, 3000) is None
    assert standing(posts(*[0.03] * 8, views=99), WINDOW, 3000) is None
    assert standing(posts(*[0.03] * 8), WINDOW, 99) is None
    assert standing(posts(*[0.03] * 8), WINDOW, 10_000_001) is None
    assert standing(posts(*[0.03] * 8), WINDOW, None) is None


def test_posts_without_likes_count():
    """A rate of zero is low, not impossible."""
    found = standing(posts(0, 0, 0, 0, 0, 0), WINDOW, 3000)
    assert found is not None
    assert found.high == 1

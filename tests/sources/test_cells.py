"""Single values as files write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisor.sources import cells
from advisor.sources.cells import Count


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("120", Count(120)), (120, Count(120)), ("541.2K", Count(541_200, True)),
        ("1.2M", Count(1_200_000, True)), ("1,234", Count(1234)), ("12.345", Count(12345)),
        ("1.234.567", Count(1_234_567)), ("6.51e+04", Count(65_100, True)), (88.0, Count(88)),
        ("-1", Count(-1)), ("", None), ("undefined", None), ("-", None), (None, None),
        (True, None), ("nan", None), (float("inf"), None), ("1e999", None), ([], None),
        ("9" * 30, None), (10**400, None),
    ],
)  # fmt: skip
def test_counts_in_every_notation(raw, value):
    """Plain, shortened, with separators of two languages, exponents; else unknown."""
    assert cells.count(raw) == value


@pytest.mark.parametrize(
    ("raw", "iso", "assumed"),
    [
        (1772608510, "2026-03-04T07:15:10", False), ("1772608511", "2026-03-04T07:15:11", False),
        (1772608510000, "2026-03-04T07:15:10", False),
        ("2026-03-04T07:15:10.000Z", "2026-03-04T07:15:10", False),
        ("2026-03-04 14:15:10+07:00", "2026-03-04T07:15:10", False),
        ("2026-03-04 07:15:10 UTC", "2026-03-04T07:15:10", False),
        ("2026-03-04 07:15:10", "2026-03-04T07:15:10", True),
        ("7/29/19 11:30 AM", "2019-07-29T11:30:00", True),
        ("20260304", "2026-03-04T00:00:00", True),
    ],
)  # fmt: skip
def test_moments_in_every_notation(raw, iso, assumed):
    """Seconds, milliseconds, ISO with an offset and without; a missing zone is told."""
    assert cells.moment(raw) == (datetime.fromisoformat(iso).replace(tzinfo=UTC), assumed)


@pytest.mark.parametrize("raw", ["", "N/A", "soon", None, True, 3, "0001-01-01", [], 10**15, 9e15])
def test_what_is_no_moment_is_unknown(raw):
    """Nothing is guessed from what cannot be a date."""
    assert cells.moment(raw) == (None, False)


@pytest.mark.parametrize(
    "raw",
    [
        ["a", "b"], '["a", "b"]', "['a', 'b']", "a,b", "a b", "#a #b",
        [{"name": "a"}, {"title": "b"}], [{"hashtagName": "a"}, {"name": "b"}],
    ],
)  # fmt: skip
def test_hashtags_in_every_notation(raw):
    """Lists, lists as text, and words between commas or spaces."""
    assert cells.hashtags(raw) == ("a", "b")


@pytest.mark.parametrize(
    ("raw", "value"),
    [(34, 34), ("8.98s", 8.98), ("00:31", 31), ("1:02:03", 3723), (34_000, 34), ("x", None)],
)
def test_durations_in_every_notation(raw, value):
    """Seconds, minutes and seconds, milliseconds."""
    assert cells.seconds(raw) == value

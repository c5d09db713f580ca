"""Hours as a profile file has them."""

from __future__ import annotations

import pytest

from advisor.facts.hours import Hours, NotHours, read_hours, time_zone, written

HOURS = Hours("Europe/Berlin", (tuple(range(24)), *((0,) * 24,) * 6), (1.5,) * 24)


def test_what_is_written_is_read():
    """Days that are left out are empty."""
    assert read_hours(written(HOURS)) == HOURS
    assert read_hours({"zone": "UTC"}) == Hours("UTC", ((0,) * 24,) * 7)
    assert HOURS.total == 276


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (5, "a table with a `zone`"),
        ({}, "a table with a `zone`"),
        ({"zone": "UTC", "montag": []}, "`montag` is no part"),
        ({"zone": "UTC", "monday": [1]}, "24 counts"),
        ({"zone": "UTC", "monday": [-1] * 24}, "24 counts"),
        ({"zone": "UTC", "followers": [float("nan")] * 24}, "24 counts"),
        ({"zone": "UTC", "friday": [True] * 24}, "24 counts"),
        ({"zone": "Europe/Berln"}, "did you mean `Europe/Berlin`"),
        ({"zone": "../../etc/passwd"}, "is no time zone"),
    ],
)
def test_what_is_no_table_of_hours(raw, words):
    """Each mistake in words."""
    with pytest.raises(NotHours, match=words):
        read_hours(raw)


def test_the_name_of_a_folder_is_no_time_zone():
    """Zones are files in folders on many systems."""
    with pytest.raises(NotHours, match="`Europe` is no time zone"):
        time_zone("Europe")

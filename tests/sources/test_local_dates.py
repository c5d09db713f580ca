"""Dates of TikTok Studio: many languages, no year."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.sources.local_dates import month_day, with_years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("February 28", (2, 28)), ("28 August", (8, 28)), ("8 de marzo", (3, 8)),
        ("11 septembre", (9, 11)), ("25 Μαρτίου", (3, 25)), ("18 tháng Sáu", (6, 18)),
        ("5 tháng 11", (11, 5)), ("2 tháng Mười hai", (12, 2)), ("8 Juli", (7, 8)),
        ("25 de setembro", (9, 25)), ("3. März", (3, 3)), ("Sept. 4", (9, 4)),
        ("31 décembre", (12, 31)), ("8 мая", (5, 8)), ("1 sierpnia", (8, 1)), ("8月28日", (8, 28)),
        ("8월 28일", (8, 28)), ("29 Ağustos", (8, 29)), ("4 สิงหาคม", (8, 4)),
        ("30 February", None), ("March", None), ("12 13", None), ("3 Ma", None), ("", None),
        ("4 Smarch", None),
    ],
)  # fmt: skip
def test_a_day_and_a_month_are_found_in_any_order(text, found):
    """Eight seen languages and more; what is no day of a month is not guessed."""
    assert month_day(text) == found


def test_years_are_counted_back_from_the_end():
    """A file of 365 days begins and ends near one date; each year is right."""
    days = [(2, 28), (7, 1), (12, 31), (1, 1), (2, 27)]
    assert with_years(days, date(2026, 3, 1)) == [
        date(2025, 2, 28), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1),
        date(2026, 2, 27),
    ]  # fmt: skip
    assert with_years([(12, 31)], date(2026, 3, 1)) == [date(2025, 12, 31)]


def test_a_leap_day_needs_a_leap_year():
    """A 29 February in a year without one is not moved to another day."""
    assert with_years([(2, 29)], date(2026, 3, 1)) is None
    assert with_years([(2, 29)], date(2024, 3, 1)) == [date(2024, 2, 29)]

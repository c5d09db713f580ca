"""What keeps advice out, and what would change it, in words."""

from __future__ import annotations

import pytest

from advisor.explanation.whynot import near_misses
from advisor.presentation import otherwise

BASE = """\
[fact.words]
type = "choices"
choices = ["red", "green"]
ask = "?"
change = "free"
[[rule]]
id = "x.y"
title = "T"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
advice = "A"
"""


@pytest.mark.parametrize(
    ("when", "needs"),
    [
        ("'green' in words and 'red' not in words",
         ["words: “green”; now red", "words: not “red”; now red"]),
        ("len(words) == 0", ["words: none ticked; now red"]),
        ("len(words) >= 2", ["words: at least 2 of them; now red"]),
    ],
)  # fmt: skip
def test_a_step_is_told_whole(make_rulebase, find, when, needs):
    """All that one fact would have to be, in words a person uses."""
    evaluation = find(make_rulebase(f'{BASE}when = "{when}"\n'), "words = ['red']")
    text = otherwise.near_misses(evaluation, near_misses(evaluation), 200)
    for need in needs:
        assert need in text

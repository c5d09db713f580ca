"""What keeps advice out, and what would change it, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.explanation.change import Change, smallest_changes
from advisor.explanation.ranges import Range
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


SHARE = """\
[fact.answered]
type = "ratio"
ask = "How many do you answer?"
act = "Answer {count} more of your next {of}"
"""


@pytest.mark.parametrize(
    ("help", "now", "to", "says"),
    [
        # 3 % of 20 is 0.6, so 9 more would be 9.6 of 20: not half of them.
        ("Look at your last 20 comments.", 0.03, 0.5, "Answer 10 more of your next 20."),
        ("Look at your last 20 comments.", 0.2, 0.5, "Answer 6 more of your next 20."),
        ("Look at your last 20 comments.", 0.45, 0.5, "Answer 1 more of your next 20."),
        ("Take the last 28 days.", 0.01, 0.02, "Answer 1 more of your next 100."),
        ("", 0.1, 0.35, "Answer 25 more of your next 100."),
        ("Of your last 0 comments.", 0.1, 0.35, "Answer 25 more of your next 100."),
    ],
)
def test_so_many_more_are_enough(make_rulebase, help, now, to, says):
    """Counted of as many as the question names, which is no number of days; else of 100."""
    fact = replace(make_rulebase(SHARE).facts["answered"], help=help)
    assert otherwise.action(Change(fact, now, to, Range(to, 1.0))) == says


def test_that_none_is_ticked_is_no_example(make_rulebase, find):
    """One of several sets that would do is an example; the empty set is all there is."""
    base = make_rulebase(f'{BASE}when = "len(words) == 0"\n')
    evaluation = find(base, "")
    text = otherwise.ways(evaluation, "it", smallest_changes(evaluation, base.rules[0].when))
    assert "words: none ticked." in text


WATCHED = """\
[fact.watched]
type = "choices"
choices = ["likes", "views"]
ask = "?"
act = "Watch these: {to}"
"""


@pytest.mark.parametrize(
    ("change", "when", "says"),
    [
        ("free", "not subset(watched, {'likes'})", "Watch these: likes, views."),
        ("free", "'likes' not in watched", "Watch these: none ticked."),
        ("up", "'views' in watched", "Watch these: views."),
    ],
)
def test_a_set_is_told_as_it_should_be(make_rulebase, find, change, when, says):
    """The whole of it, what is dropped left out; of one that may only grow what is added."""
    rule = BASE[BASE.index("[[rule]]") :]
    base = make_rulebase(f'{WATCHED}change = "{change}"\n{rule}when = "{when}"\n')
    evaluation = find(base, "watched = ['likes']")
    (first, *_) = smallest_changes(evaluation, base.rules[0].when).ways
    assert [otherwise.action(one) for one in first.changes] == [says]

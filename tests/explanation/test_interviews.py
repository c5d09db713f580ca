"""Whole interviews with the people, on the shipped rules."""

from __future__ import annotations

import statistics
from itertools import pairwise

import pytest

from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import questions
from advisor.facts.profile import Unknown
from tests.benchmarks.questions import full_form, interview, people, told, verdict_after


@pytest.mark.parametrize("topic", [None, "self_liking", "wellbeing"])
def test_the_advice_is_that_of_the_full_form(library, topic):
    """Who is asked only what matters is told what who fills in everything is told."""
    base = library.rulebase
    for person in people(base):
        held = interview(base, person, topic)
        assert told(held.end) == told(full_form(base, person, topic)), person.name


def test_few_questions_settle_the_main_verdict(library):
    """Medians: 8 questions for the verdict on own likes, 16 for all advice on them, 62 for
    everything."""
    base = library.rulebase
    liking = [interview(base, person, "self_liking") for person in people(base)]
    assert statistics.median(verdict_after(one) for one in liking) <= 8
    assert statistics.median(len(one.asked) for one in liking) <= 16
    everything = [interview(base, person, None) for person in people(base)]
    assert statistics.median(len(one.asked) for one in everything) <= 62


def test_at_most_so_many_are_left(library):
    """With each answer, also "don't know", fewer questions are left than before."""
    base = library.rulebase
    for person in people(base)[:3]:
        left: list[int] = []

        def first(open_questions, left=left):
            left.append(len(open_questions))
            return open_questions[0]

        interview(base, person, None, first)
        assert all(after < before for before, after in pairwise(left))


def test_the_order_is_always_the_same(library, find):
    """Two people with the same answers are asked the same."""
    base = library.rulebase
    orders = [questions(Outlook(find(base, 'questions = ["self_like"]'))) for _ in range(2)]
    assert orders[0] == orders[1]
    assert all(find(base, "").profile.state(fact.name) is Unknown.NOT_ASKED for fact in orders[0])

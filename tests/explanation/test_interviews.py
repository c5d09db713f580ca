"""Whole interviews with the people, on the shipped rules."""

from __future__ import annotations

import statistics
from contextlib import suppress
from itertools import pairwise
from random import Random

import pytest

from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import TOPICS, questions
from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact, NotAValue
from advisor.inference.completion import doubts
from advisor.language.tree import Value
from tests.benchmarks.questions import full_form, interview, people, told, verdict_after
from tests.inference.generate import value


def test_the_advice_is_that_of_the_full_form(library):
    """Who is asked only what matters is told what who fills in everything is told."""
    base = library.rulebase
    for topic in (None, *base.topics):
        for person in people(base):
            held = interview(base, person, topic)
            assert told(held.end) == told(full_form(base, person, topic)), (person.name, topic)


@pytest.mark.parametrize("seed", range(12))
def test_made_up_people_are_told_all_as_well(library, seed):
    """Any answers, some of them "don't know", in any topic."""
    base, rng = library.rulebase, Random(seed)
    person = Profile("somebody")
    for fact in base.facts.values():
        if fact.askable and fact.name != TOPICS:
            told_so = Unknown.DONT_KNOW if rng.random() < 0.1 else Known(answer(rng, fact))
            more = person.having({fact.name: told_so})
            # Nobody is asked what makes no sense, so nobody here says it.
            person = person if doubts(base, more) else more
    for topic in rng.sample([None, *base.topics], 4):
        held = interview(base, person, topic)
        assert told(held.end) == told(full_form(base, person, topic)), topic


def answer(rng: Random, fact: Fact) -> Value:
    """Any value the fact can have."""
    while True:
        with suppress(NotAValue):
            return fact.read(value(rng, fact))


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

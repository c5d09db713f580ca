"""Where advice comes out otherwise when one fact is moved."""

from __future__ import annotations

from itertools import pairwise

import pytest

from advisor.explanation.flips import movable, track
from advisor.facts.profile import Known, Profile
from advisor.inference.engine import Engine
from advisor.pipeline import evaluate
from advisor.rulebase.library import load


@pytest.fixture(name="engine", scope="module")
def _engine():
    engine = Engine(load().rulebase, pytest.fail)
    yield engine
    engine.close()


GIVEN = {
    "questions": frozenset({"self_like", "community"}), "posts_in_window": 12,
    "self_like_share": 0.95, "reply_rate": 0.05, "outbound_comments_per_week": 0,
    "collabs_90d": 0, "goal": "reach", "follower_count": 1200, "comments_per_week": 3,
}  # fmt: skip


@pytest.fixture(name="looked_at")
def _looked_at(engine):
    """The evaluation of these answers, some of them otherwise."""

    def looked_at(**other):
        entries = {name: Known(value) for name, value in (GIVEN | other).items()}
        return evaluate(engine, Profile("you", entries))

    return looked_at


def told(evaluation):
    """What a person is told."""
    found = evaluation.findings
    verdicts = [o.value for name, o in found.verdicts.items() if found.wanted[name] is True]
    return verdicts, {id for id, status in found.rules.items() if status.given}


@pytest.mark.parametrize("name", ["self_like_share", "posts_in_window", "goal", "reply_rate"])
def test_every_flip_is_marked_and_nothing_else(looked_at, name):
    """Between stops that are not marked nothing changes, also at values in between."""
    evaluation = looked_at()
    found = track(evaluation, evaluation.rulebase.facts[name])
    assert found.stops[found.now].value == GIVEN[name]
    before = None
    for stop in found.stops:
        here = told(looked_at(**{name: stop.value}))
        assert stop.flips is (before is not None and here != before)
        assert stop.verdict is (before is not None and here[0] != before[0])
        before = here
    if name == "self_like_share":
        for before, after in pairwise(found.stops):
            if not after.flips:
                between = before.value + (after.value - before.value) * 0.37
                same = told(looked_at(self_like_share=between))
                assert same == told(looked_at(self_like_share=before.value))


def test_what_turns_a_verdict_comes_first(looked_at):
    """The answers that move something alone; topics are no answer to move."""
    evaluation = looked_at()
    facts = [fact.name for fact in movable(evaluation)]
    assert facts[0] == "self_like_share"
    assert "questions" not in facts
    idle = [name for name in GIVEN if name not in facts and name != "questions"]
    for name in idle:
        stops = track(evaluation, evaluation.rulebase.facts[name]).stops
        assert not any(stop.flips for stop in stops)


def test_jumping_goes_from_flip_to_flip(looked_at):
    """Up to the first value of the next range, down to the last of the one before."""
    evaluation = looked_at()
    found = track(evaluation, evaluation.rulebase.facts["self_like_share"])
    down = found.next_flip(found.now, -1)
    assert down < found.now
    assert found.stops[down + 1].flips
    assert found.next_flip(down, 1) == down + 1
    assert found.next_flip(len(found.stops) - 1, 1) == len(found.stops) - 1
    assert found.next_flip(0, -1) == 0


def test_large_numbers_have_stops_of_growing_width(looked_at):
    """From one follower to millions in a few dozen stops, all whole."""
    evaluation = looked_at()
    values = [
        one.value for one in track(evaluation, evaluation.rulebase.facts["follower_count"]).stops
    ]
    assert len(values) < 80
    assert 1200 in values
    assert 1000 in values
    assert all(isinstance(value, int) for value in values)
    assert values == sorted(values)


def test_moving_changes_no_answer(looked_at):
    """Tracks are looked at; the evaluation stays as it is."""
    evaluation = looked_at()
    before = evaluation.profile
    movable(evaluation)
    assert evaluation.profile == before

"""The shipped rules as a whole, and the people they advise."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from advisor.authoring.coverage import coverage
from advisor.authoring.trial import run
from advisor.facts.profile import Known
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.pipeline import advise
from advisor.presentation.json import result, schema
from advisor.presentation.reference import pages
from advisor.presentation.text import render
from advisor.rulebase.library import load
from advisor.sources.profile_file import read_profile

ROOT = Path(__file__).parents[2]
PEOPLE = sorted((ROOT / "tests/people").glob("*.toml"))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Golden(SingleFileSnapshotExtension):
    """A report as a text file."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture(scope="module")
def engine():
    """The shipped rules, ready to evaluate; a difference between the engines fails."""
    engine = Engine(load().rulebase, pytest.fail)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def trials(engine):
    """Every test that stands beside a rule, run."""
    base = engine.rulebase
    return list(run(engine, [*base.rules, *base.verdicts.values()]))


def person(engine, file: Path):
    """The profile of one of the people."""
    profile, problems = read_profile(file.name, file.read_bytes(), engine.rulebase.facts, file.stem)
    assert problems == []
    return profile


def test_there_are_no_problems():
    """Every shipped file is right, and nothing in it is doubtful."""
    assert load().problems == ()


def test_the_rule_base_is_whole(engine):
    """156 rules, 24 subjects' worth; every one enabled and in a topic."""
    base = engine.rulebase
    assert len(base.rules) >= 156
    assert base.disabled == ()
    assert {rule.topic for rule in base.rules} == set(base.topics)


def test_every_rule_test_passes(trials):
    """The cases beside the rules come out as they say."""
    failed = [f"{t.case.at.place}: {t.name}: {t.found}" for t in trials if not t.passed]
    assert failed == []


def test_the_tests_reach_everything(engine, trials):
    """Rules, branches and exceptions: 100 %."""
    missing = [words for count in coverage(engine.rulebase, trials) for words in count.missing]
    assert missing == []


def test_texts_are_short_and_headlines_differ(engine):
    """Advice under 40 words, actions under 30, every title once."""
    rules = engine.rulebase.rules
    assert [rule.id for rule in rules if len(rule.advice.split()) >= 40] == []
    assert [rule.id for rule in rules if not 0 < len(rule.action.split()) < 30] == []
    titles = [rule.title for rule in rules]
    assert sorted(titles) == sorted(set(titles))


def test_every_rule_names_its_source_and_how_far_to_trust_it(engine):
    """No claim without a source and a label."""
    assert [rule.id for rule in engine.rulebase.rules if not rule.sources] == []


def test_an_empty_profile_gets_no_advice(engine):
    """Four verdicts, none certain, none shown; the topic is asked for first."""
    from advisor.facts.profile import Profile

    report = advise(engine, Profile())
    assert report.empty
    found = result(report)
    assert [line["certain"] for line in found["verdicts"]] == [False] * 4
    assert found["advice"] == []
    assert found["next_question"] == "questions"


def test_privacy_questions_get_privacy_answers(engine):
    """Who asks only who liked a video gets answers about that and nothing about growth."""
    from advisor.facts.profile import Profile

    asked = frozenset(engine.rulebase.topics["privacy"].answers)
    report = advise(engine, Profile("p", {"questions": Known(asked)}))
    topics = {a.rule.topic for a in report.advice if a.rule.kind not in ("knowledge",)}
    assert topics == {"privacy"}
    assert report.sections[0].heading == "Answers to your questions"
    assert report.sections[0].advice[0].rule.id == "privacy.no-full-list"
    assert report.shown_verdicts == ()


@pytest.mark.parametrize(
    ("given", "both"),
    [
        (
            {"posts_in_window": 0, "posts_per_week": 5},
            ("posts_in_window = 0", "posts_per_week = 5"),
        ),
        ({"posts_in_window": 0, "self_like_share": 0.4}, ("= 40 %", "posts_in_window = 0")),
        (
            {"like_rate": 0.9, "engagement_rate": 0.1},
            ("like_rate = 90 %", "engagement_rate = 10 %"),
        ),
    ],
)
def test_a_profile_that_contradicts_itself_is_used_with_a_warning(engine, given, both):
    """Both values are named, and both stand."""
    from advisor.facts.profile import Profile

    report = advise(engine, Profile("p", {k: Known(v) for k, v in given.items()}))
    messages = "\n".join(doubt.message for doubt in report.doubts)
    assert all(words in messages for words in both)
    assert all(not doubt.is_error for doubt in report.doubts)
    assert all(report.profile.value(name) == value for name, value in given.items())


def test_without_posts_there_is_no_share_of_posts(engine):
    """What does not apply is not asked, and is not zero."""
    from advisor.facts.profile import Profile, Unknown

    report = advise(engine, Profile("p", {"posts_in_window": Known(0)}))
    assert report.profile.state("self_like_share") is Unknown.NOT_APPLICABLE
    assert "self_like_share" not in report.unknown
    assert "self_like_share" not in {fact.name for fact in report.questions}


def test_the_reference_is_fresh(engine, pytestconfig):
    """docs/rules is what `advisor rules docs` writes today."""
    folder = ROOT / "docs/rules"
    written = dict(pages(engine.rulebase))
    if pytestconfig.option.update_snapshots:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (folder / name).write_text(text)
    assert {file.name: file.read_text() for file in folder.glob("*.md")} == written


def test_there_are_enough_people():
    """At least twelve creators."""
    assert len(PEOPLE) >= 12


@pytest.mark.parametrize("file", PEOPLE, ids=lambda file: file.stem)
def test_a_person_gets_this_report(engine, snapshot, file):
    """The golden report; its JSON is valid, and nothing given is lost by grouping."""
    report = advise(engine, person(engine, file))
    found = result(report)
    jsonschema.validate(found, schema())
    assert report.doubts == ()
    told = {a["rule"] for a in found["advice"]} | {o for a in found["advice"] for o in a["also"]}
    evaluation = engine.evaluate(report.profile)
    assert told == {id for id, status in evaluation.rules.items() if status.given}
    first = [s for s in report.sections if s.heading == "What to do first"]
    assert all(len(section.advice) <= 5 for section in first)
    text = ANSI.sub("", render(report, 80))
    assert text == snapshot.use_extension(Golden)


def test_the_people_reach_every_verdict(engine):
    """Each value of each verdict is somebody's."""
    reached = {
        (line.verdict.name, line.outcome.value)
        for file in PEOPLE
        for line in advise(engine, person(engine, file)).verdicts
    }
    wanted = {
        (name, branch.value)
        for name, verdict in engine.rulebase.verdicts.items()
        for branch in verdict.branches
    }
    assert wanted - reached == set()


def test_two_people_are_mostly_unknown(engine):
    """Advice on little is tested as well as advice on much."""
    few = [file for file in PEOPLE if len(person(engine, file).values()) <= 12]
    assert len(few) >= 2


def test_doing_more_gives_way_to_being_worn_out(engine, trials):
    """Rules that ask for more work are set aside for somebody who is worn out."""
    tired = [t for t in trials if t.evaluation.findings.conclusions["worn_out"] is True]
    assert any(t.found is Status.SET_ASIDE for t in tired)

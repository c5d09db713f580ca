"""Problems of a rule base that need no inference."""

from __future__ import annotations

import pytest

BASE = """\
[fact.share]
type = "ratio"
[fact.posts]
type = "count"
[fact.liked]
type = "bool"
[conclusion.often]
when = "share > 0.5 and posts > 3"
meaning = "m"
[conclusion.either]
when = "share > 0.5 or posts > 3"
meaning = "m"
[verdict.v]
question = "Q"
branch = [{ value = "a", label = "A", when = "share > 0.5" }]
[[rule]]
id = "x.y"
title = "T"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
"""
"""A rule without `when` and texts; what comes after it is line 23."""

TEST = '[[rule.test]]\ngiven = { share = 0.9 }\nexpect = "applies"\n'


@pytest.fixture(name="wrong")
def _wrong(make_library):
    """The problems of BASE with lines added to its rule."""

    def wrong(rest: str, test: str = TEST) -> list[tuple[str, str, str, str]]:
        return [
            (one.code, f"{one.place.line}:{one.place.column}", one.message, one.hint)
            for one in make_library(BASE + rest + "\n" + test).problems
        ]

    return wrong


@pytest.mark.parametrize(
    "when",
    [
        "share > 0.5",
        "not share > 0.5",
        "often",
        "often and liked",
        "share > 0.5 or share < 0.1",
        "not either",
        "not unknown(share) and liked",
        "often or (share == 0 and liked)",
    ],
)
def test_a_fact_that_must_be_known_may_stand_in_a_text(wrong, when):
    """Where a condition can only be true with the fact known, no other words are needed."""
    assert wrong(f'when = "{when}"\nadvice = "You like {{share}}."') == []


@pytest.mark.parametrize(
    "when",
    ["liked", "either", "not often", "share > 0.5 or liked", "v == 'a'", "unknown(share)",
     "not (often and liked)"],
)  # fmt: skip
def test_a_fact_that_may_be_unknown_needs_other_words(wrong, when):
    """A text that could have a hole is a load error at the placeholder, with the remedy."""
    assert wrong(f'when = "{when}"\nadvice = "You like {{share}}."') == [
        ("placeholder", "24:20", "`share` may be unknown when this rule applies",
         "say what to print then: {share|words}"),
    ]  # fmt: skip
    assert wrong(f'when = "{when}"\nadvice = "You like {{share|most}}."') == []


@pytest.mark.parametrize("key", ["title", "advice", "action"])
def test_every_text_is_checked(make_library, key):
    """Titles, advice and actions are looked through alike."""
    text = BASE + 'when = "liked"\nadvice = "A"\naction = "B"\n' + TEST
    old = {"title": "T", "advice": "A", "action": "B"}[key]
    (problem,) = make_library(text.replace(f'{key} = "{old}"', f'{key} = "{{shar}}"')).problems
    assert (problem.code, problem.message) == ("unknown-name", "`shar` is no fact")
    assert problem.hint == "did you mean `share`?"


def test_a_stray_brace_is_told(wrong):
    """An opening brace without its closing one, or the other way round, is an error."""
    assert wrong('when = "liked"\nadvice = "You {share like"') == [
        ("placeholder", "24:15", "a brace without its partner", "")
    ]
    assert wrong('when = "liked"\nadvice = "{share|x} }"') == [
        ("placeholder", "24:21", "a brace without its partner", "")
    ]


def test_a_rule_without_test_is_a_warning(make_library):
    """A rule nobody tests is sound, but it is told."""
    library = make_library(BASE + 'when = "liked"\nadvice = "A"\n')
    (problem,) = library.problems
    assert (problem.code, problem.severity, problem.place.line) == ("no-test", "warning", 16)
    assert problem.hint == 'add [[rule.test]] with given = { ... } and expect = "applies"'
    assert library.sound


def test_what_a_test_gives_is_checked(make_library):
    """Names and values in `given` are checked like those of a profile."""
    text = BASE + (
        'when = "liked"\nadvice = "A"\n'
        '[[rule.test]]\ngiven = { shar = 0.9, posts = 2.5, liked = "?" }\nexpect = "applies"\n'
        '[[rule.test]]\ngiven = { share = 40 }\nexpect = "silent"\n'
    )
    library = make_library(text)
    assert [(one.code, str(one.place), one.message, one.hint) for one in library.problems] == [
        ("unknown-name", "rules/base.toml:26:11", "`shar` is no fact", "did you mean `share`?"),
        ("value", "rules/base.toml:26:31", "`posts` takes a whole number from 0, not 2.5", ""),
        ("value", "rules/base.toml:29:19",
         "`share` takes a number from 0 up to 1, not 40; a share is written as a fraction: "
         "0.4 is 40 %", ""),
    ]  # fmt: skip


def test_a_test_that_cannot_be_run_is_left_out(make_library):
    """A rule keeps the tests that give facts and values there are; only these can be run."""
    library = make_library(
        BASE + 'when = "liked"\nadvice = "A"\n'
        '[[rule.test]]\ngiven = { shar = 0.9 }\nexpect = "applies"\n'
        '[[rule.test]]\ngiven = { liked = "?" }\nexpect = "undecided"\n'
    )  # fmt: skip
    (rule,) = library.rulebase.rules
    assert [(test.given, test.expect) for test in rule.tests] == [({"liked": "?"}, "undecided")]
    assert rule.tests[0].at.place.line == 28


def test_the_name_of_a_group_is_one_word(wrong):
    """A group is named in small letters, digits and dashes."""
    assert wrong('when = "liked"\nadvice = "A"\ngroup = "Two words"') == [
        ("bad-name", "25:9", "`Two words` is no group name", "")
    ]
    assert wrong('when = "liked"\nadvice = "A"\ngroup = "one-word2"') == []

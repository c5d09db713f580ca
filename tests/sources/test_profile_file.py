"""Profile files, TOML and JSON."""

from __future__ import annotations

import json

import pytest

from advisor.facts.profile import Known, Profile, Unknown
from advisor.problems import Place, Problem
from advisor.sources.profile_file import read_profile, table


@pytest.fixture(name="take")
def _take(library):
    """Reads the content of a file as a profile called me."""

    def take(content: str | bytes, name: str = "me.toml"):
        data = content.encode() if isinstance(content, str) else content
        return read_profile(name, data, library.rulebase.facts, "me")

    return take


@pytest.fixture(name="wrong")
def _wrong(take):
    """Everything wrong with a file, as code, place and message; there is no profile then."""

    def wrong(content: str | bytes, name: str = "me.toml") -> list[tuple[str, str, str]]:
        profile, problems = take(content, name)
        assert profile is None
        return [(one.code, str(one.place), one.message) for one in problems]

    return wrong


TOML = """
profile    = "Ana"
reply_rate = 0.4
goal       = "?"
self_like_motives = ["proud"]
[origin]
reply_rate = "imported from Content.csv"
"""
JSON = """
{"profile": "Ana", "reply_rate": 0.4, "goal": "?", "self_like_motives": ["proud"],
 "posts_in_window": null, "origin": {"reply_rate": "imported from Content.csv"}}
"""


@pytest.mark.parametrize(("text", "name"), [(TOML, "a.toml"), (JSON, "stdin"), (JSON, "a.json")])
def test_toml_and_json_say_the_same(take, text, name):
    """Values, don't know, name and origins are read from both; null is not asked."""
    profile, problems = take(text, name)
    assert problems == []
    assert profile == Profile(
        "Ana",
        {
            "reply_rate": Known(0.4, "imported from Content.csv"),
            "goal": Unknown.DONT_KNOW,
            "self_like_motives": Known(frozenset({"proud"}), "answered"),
        },
    )


@pytest.mark.parametrize("text", ["{}", "# only a comment\n", " \n", "{ }\r\n", "\ufeff{}"])
def test_a_profile_without_facts_is_empty(take, text):
    """An empty object and a file of comments are profiles; the file's name is theirs."""
    assert take(text) == (Profile("me", {}), [])


def test_a_file_of_no_bytes_is_an_error(take):
    """An empty file is told from an empty profile, and the remedy is said."""
    profile, problems = take("")
    assert profile is None
    assert problems == [
        Problem("empty", "this file is empty", Place("me.toml", 1, 1),
                "a profile without any fact is written {} or as a comment")
    ]  # fmt: skip


def test_everything_wrong_is_told_at_once(wrong):
    """Wrong names, values, origins and a wrong profile name come together, in their order."""
    assert wrong(
        'profile = 3\nreply_rat = 0.4\nreply_rate = 40\ngoal = "reech"\n'
        'posts_in_window = "12"\n[origin]\nreplyrate = "x"\ngoal = 7\n'
    ) == [
        ("wrong-type", "me.toml:1:11", "`profile` is a name in quotes"),
        ("unknown-fact", "me.toml:2:1", "`reply_rat` is no fact"),
        ("value", "me.toml:3:14",
         "`reply_rate` takes a number from 0 up to 1, not 40; a share is written as a fraction: "
         "0.4 is 40 %"),
        ("value", "me.toml:4:8",
         "'reech' is no choice of `goal`; did you mean `reach`? (choices: enjoy, feedback, reach, "
         "audience, brand_deals, cause, unsure)"),
        ("value", "me.toml:5:19",
         "`posts_in_window` takes a whole number from 0, not text in quotes"),
        ("unknown-fact", "me.toml:7:1", "`replyrate` is no fact"),
        ("wrong-type", "me.toml:8:8", "an origin is text in quotes"),
    ]  # fmt: skip


def test_a_misspelt_fact_gets_a_guess(take):
    """A name that is no fact is answered with the nearest one."""
    assert [one.hint for one in take("reply_rat = 1")[1]] == ["did you mean `reply_rate`?"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("goal = 'reach'\ngoal = 1", ("toml", "me.toml:2:1", "`goal` is given twice")),
        ('{"goal": 0.4,\n "goal": 1}', ("json", "me.toml:2:2", "`goal` is given twice")),
        ("reply_rate = yes", ("toml", "me.toml:1:14", "invalid value")),
        ('{"reply_rate": .4}', ("json", "me.toml:1:16", "expecting value")),
        ('{\n"reply_rate": NaN}',
         ("value", "me.toml:2:15", "`reply_rate` takes a number from 0 up to 1, not nan")),
        ("reply_rate = inf",
         ("value", "me.toml:1:14", "`reply_rate` takes a number from 0 up to 1, not inf")),
        ("follower_count = 1" + "0" * 400,
         ("value", "me.toml:1:18", "`follower_count` takes a whole number from 0; "
          "no number is above 9,007,199,254,740,992")),
        ("origin = 3", ("wrong-type", "me.toml:1:10", "`origin` is a table of fact = text")),
        ('profile = " "', ("wrong-type", "me.toml:1:11", "`profile` is a name in quotes")),
        (b"\x89PNG\r\n\0", ("binary", "me.toml:1:1", "this is no text file")),
        (b"goal = '\xe9'", ("encoding", "me.toml:1:9", "byte 0xe9 is not UTF-8")),
        ("goal = 'reach'".encode("utf-16"), ("encoding", "me.toml:1:1", "this file is UTF-16")),
        ('"\\u001b[31m[b]" = 1', ("unknown-fact", "me.toml:1:1", "`\x1b[31m[b]` is no fact")),
    ],
)  # fmt: skip
def test_bad_input_is_one_problem_in_its_place(wrong, text, found):
    """Repeated keys, broken syntax, impossible numbers and foreign files are told exactly."""
    assert wrong(text) == [found]


def test_places_hold_after_windows_line_ends_and_wide_letters(wrong):
    """CRLF and letters of several bytes do not move a place."""
    assert wrong('# Grüße 日本\r\nprofile = "日本語"\r\ngoal = "x" # é\r\n')[0][1] == "me.toml:3:8"
    assert wrong('{"profile": "日本語", "reply_rate": 2}')[0][1] == "me.toml:1:34"


def test_the_content_decides_the_format(take):
    """TOML in a file called x.json is read as TOML, a JSON list in it as broken JSON."""
    profile, problems = take("reply_rate = 0.4", "x.json")
    assert (profile.value("reply_rate"), problems) == (0.4, [])
    profile, problems = take("[0.4]", "x.json")
    assert (profile, problems[0].code) == (None, "json")


def test_a_value_that_does_not_apply_stands(take):
    """`applies_if` is no matter of reading: a given value is kept."""
    profile, problems = take("follower_count = 0\npeak_post_share = 0.4")
    assert problems == []
    assert profile.value("peak_post_share") == 0.4


def test_hours_are_read_and_their_mistakes_placed(take, wrong):
    """A table of hours belongs to the profile; a broken one is told at its key."""
    profile, problems = take('[hours]\nzone = "UTC"\nmonday = [' + "1, " * 24 + "]\n")
    assert problems == []
    assert profile.hours.total == 24
    ((code, place, message),) = wrong('[hours]\nzone = "Mars"\n')
    assert (code, place) == ("hours", "me.toml:1:1")
    assert "`Mars` is no time zone" in message


def test_what_is_written_is_what_was_read(take):
    """Values, origins, don't know and hours come back."""
    text = TOML + '[hours]\nzone = "Asia/Tokyo"\nsunday = [' + "2, " * 24 + "]\n"
    profile, _ = take(text)
    again, problems = take(json.dumps(table(profile)))
    assert (again, problems) == (profile, [])

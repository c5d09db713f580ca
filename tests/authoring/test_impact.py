"""What an edit of the rules changes for people."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from advisor.authoring.impact import Change, impact, rules_before, sample_people
from advisor.problems import Usage
from advisor.rulebase.library import shipped_folder

BASE = """\
[fact.posts]
type = "count"
ask = "?"
[fact.liked]
type = "bool"
ask = "?"
[threshold.few]
value = 3
note = "n"
basis = "assumed"
[verdict.v]
question = "Q"
branch = [{ value = "a", label = "Do more", when = "posts < few" }]
otherwise = { value = "b", label = "Go on" }
[[rule]]
id = "post.more"
title = "Post more"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
when = "posts < few"
advice = "A"
action = "B"
[[rule.test]]
given = { posts = 1 }
expect = "applies"
"""


@pytest.fixture(name="changes")
def _changes(make_library, write):
    """What an overlay over BASE changes for a profile."""

    def changes(overlay: str, profile: str = "posts = 2\n") -> list[tuple[str, str, str]]:
        before, file = make_library(BASE), write("ana.toml", profile)
        (found,) = impact(before, make_library(BASE, overlay), [file])
        assert (found.name, found.problems) == ("ana", ())
        return [(one.mark, one.about, one.text) for one in found.changes]

    return changes


def test_no_change_changes_nothing(changes):
    """Comments and a reason are no change."""
    assert changes("# nothing\n") == []
    assert changes('[change."post.more"]\nreason = "So."\n') == []


@pytest.mark.parametrize(
    ("overlay", "line"),
    [
        ("enabled = false", ("-", "post.more", "Post more")),
        ('and = "liked"', ("-", "post.more", "Post more")),
        ('unless = "liked"',
         ("~", "post.more", "Post more: status applies -> provisional")),
        ('priority = "high"', ("~", "post.more", "Post more: priority low -> high")),
        ('evidence = "contested"\nstance = "for"',
         ("~", "post.more", "Post more: evidence opinion -> contested, stance neutral -> for")),
        ('advice = "C"\naction = "D"',
         ("~", "post.more", "Post more: other advice, other action")),
        ('title = "Film more"', ("~", "post.more", "Film more: other title")),
    ],
)  # fmt: skip
def test_each_change_of_a_rule_is_one_line(changes, overlay, line):
    """What is gone, and what is said otherwise."""
    assert changes(f'[change."post.more"]\n{overlay}\n') == [line]


def test_a_threshold_changes_verdicts_and_advice(changes):
    """Both are told, the verdict first."""
    assert changes("[change.few]\nvalue = 2\n") == [
        ("~", "v", "Do more -> Go on"),
        ("-", "post.more", "Post more"),
    ]
    assert changes("[change.few]\nvalue = 4\n", "posts = 3\n") == [
        ("~", "v", "Go on -> Do more"),
        ("+", "post.more", "Post more"),
    ]
    assert changes("[change.few]\nvalue = 2\n", "posts = 5\n") == []


def test_a_new_verdict_is_told(changes):
    """Where there was no answer, there is one now; so far, where a fact is unknown."""
    overlay = (
        '[verdict.w]\nquestion = "Q"\nbranch = [{ value = "x", label = "X", when = "liked" },\n'
        '{ value = "y", label = "Y", when = "posts > 1" }]\n'
    )
    assert changes(overlay) == [("~", "w", "nothing -> Y (so far)")]


def test_a_profile_with_a_new_fact_is_read_as_far_as_it_goes(changes):
    """A fact that only the overlay knows is no problem."""
    overlay = '[fact.mood]\ntype = "bool"\n[change."post.more"]\nwhen = "posts < few and mood"\n'
    assert changes(overlay, "posts = 2\nmood = false\n") == [("-", "post.more", "Post more")]


@pytest.mark.parametrize(
    ("profile", "code"),
    [("post = 2\n", "unknown-fact"), ("posts = \n", "toml"), ("", "empty"), ("\0", "binary")],
)
def test_a_profile_that_cannot_be_read_is_told(make_library, write, profile, code):
    """It counts as nobody, and the next is looked at."""
    files = [write("ana.toml", profile), write("bo.toml", "posts = 2\n")]
    before, after = make_library(BASE), make_library(BASE, "[change.few]\nvalue = 2\n")
    broken, sound = impact(before, after, files)
    assert (broken.name, broken.changes) == ("ana", ())
    assert [problem.code for problem in broken.problems] == [code]
    assert len(sound.changes) == 2


def test_a_file_that_is_gone_is_told(make_library, tmp_path):
    """Between naming and reading a file may vanish."""
    base = make_library(BASE)
    (found,) = impact(base, base, [tmp_path / "gone.toml"])
    assert [problem.code for problem in found.problems] == ["missing"]


def test_the_sample_people_are_those_that_come_along(library):
    """At least the twelve of the design, and all can be read."""
    people = sample_people()
    assert len(people) >= 12
    assert all(not one.problems for one in impact(library, library, people))


def test_a_change_is_a_plain_value():
    """Two equal lines are equal."""
    assert Change("+", "a.b", "T") == Change("+", "a.b", "T")


# ---------------------------------------------------------------- what to compare with


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder of the test's own."""
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.org",
         "-c", "commit.gpgsign=false", *arguments],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(name="repository")
def _repository(write):
    """A repository whose advisor-rules/ had `few`, then other, values committed."""
    file = write("repo/advisor-rules/mine.toml", "[change.reply_rate_low]\nvalue = 0.3\n")
    home = file.parents[1]
    git(home, "init", "-q")
    git(home, "add", ".")
    git(home, "commit", "-qm", "first")
    git(home, "tag", "first")
    file.write_text("[change.reply_rate_low]\nvalue = 0.35\n")
    git(home, "commit", "-qam", "second")
    file.write_text("[change.reply_rate_low]\nvalue = 0.4\n")
    return home


def low(against: str, *overlays: Path) -> float:
    """A threshold of the rules to compare with."""
    with rules_before(against, overlays) as library:
        assert library.problems == ()
        return library.rulebase.thresholds["reply_rate_low"].value


def test_shipped_rules_are_without_overlays(repository):
    """`shipped` is what comes with the program."""
    assert low("shipped", repository / "advisor-rules") == 0.2


def test_a_folder_takes_the_place_of_the_overlays(repository, write):
    """A folder is laid over the shipped rules."""
    other = write("other/x.toml", "[change.reply_rate_low]\nvalue = 0.1\n").parent
    assert low(str(other), repository / "advisor-rules") == 0.1


@pytest.mark.parametrize(
    ("revision", "value"), [("HEAD", 0.35), ("HEAD~1", 0.3), ("first", 0.3), ("HEAD^", 0.3)]
)
def test_a_revision_gives_the_overlay_as_it_stood(repository, revision, value):
    """A folder, or one file of it; the shipped rules, of another repository, stay."""
    assert low(revision, repository / "advisor-rules") == value
    assert low(revision, repository / "advisor-rules" / "mine.toml") == value


def test_an_overlay_that_was_not_there_is_left_out(repository, write):
    """A folder that is not committed yet did not exist at any revision."""
    new = write("repo/new/x.toml", "[change.reply_rate_low]\nvalue = 0.1\n").parent
    assert low("HEAD", new) == 0.2
    assert low("HEAD", repository / "advisor-rules", new) == 0.35


def test_an_overlay_outside_git_stays_as_it_is(repository, write):
    """Only what git keeps goes back in time."""
    outside = write("outside/x.toml", "[change.reply_rate_good]\nvalue = 0.6\n").parent
    with rules_before("HEAD", [outside, repository / "advisor-rules"]) as library:
        assert library.rulebase.thresholds["reply_rate_low"].value == 0.35
        assert library.rulebase.thresholds["reply_rate_good"].value == 0.6


@pytest.mark.parametrize("revision", ["nowhere", "", "--output=x", "HEAD:advisor-rules", "a b"])
def test_what_is_no_revision_is_refused(repository, revision):
    """Neither shipped, nor a folder, nor a commit: said in one line, and nothing is run."""
    with (
        pytest.raises(Usage, match="is neither shipped, nor a folder, nor a revision in"),
        rules_before(revision, [repository / "advisor-rules"]),
    ):
        pass
    assert not (repository / "x").exists()


def test_rules_that_are_not_in_git_have_no_revisions(write, tmp_path, monkeypatch):
    """Without any repository the two other ways are left."""
    shipped = tmp_path / "installed"
    shipped.mkdir()
    monkeypatch.setattr("advisor.authoring.impact.shipped_folder", lambda: shipped)
    overlay = write("mine/x.toml", "").parent
    with pytest.raises(Usage, match="none of the rules in use is in git"):
        low("HEAD", overlay)


def test_the_shipped_rules_are_where_they_were(repository):
    """Looking back in time touches no file."""
    before = sorted(shipped_folder().iterdir())
    low("HEAD", repository / "advisor-rules")
    assert sorted(shipped_folder().iterdir()) == before

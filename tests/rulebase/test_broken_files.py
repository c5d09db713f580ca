"""Broken rule files: each problem at its own character, and nothing else.

`broken/NAME.expected` says what is wrong with `broken/NAME.toml`, found by reading the
file: a line `LINE:COLUMN: CODE: HINT` for each problem.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.problems import Problem
from advisor.rulebase.library import load

FOLDER = Path(__file__).parent / "broken"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.fixture(name="found")
def _found(monkeypatch):
    """The problems of a broken file laid over the shipped rules."""
    monkeypatch.chdir(FOLDER)

    def found(name: str) -> list[Problem]:
        problems = list(load([Path(f"{name}.toml")]).problems)
        assert {one.place.file for one in problems if one.place} == {f"{name}.toml"}
        assert all(one.place for one in problems)
        return problems

    return found


def said(problem: Problem) -> str:
    """A problem as a line of an .expected file; where shipped tables stand is left out."""
    hint = re.sub(r"(rules/\w+\.toml):\d+:\d+", r"\1", problem.hint)
    return f"{problem.place.line}:{problem.place.column}: {problem.code}: {hint}".rstrip()


def test_every_broken_file_says_what_is_expected():
    """Files come in pairs."""
    assert sorted(path.stem for path in FOLDER.glob("*.expected")) == NAMES
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_is_told_in_its_place(found, name):
    """All problems of a file, in order: place, code and hint are exact."""
    expected = (FOLDER / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    assert [said(problem) for problem in found(name)] == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_excerpt_is_the_line_of_the_file(found, name):
    """What is shown under a problem is its line, and the caret stays inside it."""
    if name in ("latin1", "utf16"):
        lines = []  # nothing that could be shown
    else:
        lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").split("\n")
    for problem in found(name):
        if problem.excerpt:
            assert problem.excerpt == lines[problem.place.line - 1]
            assert problem.place.column - 1 + problem.width <= len(problem.excerpt)


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_takes_nothing_away(found, library, name):
    """All shipped rules go on beside a broken file."""
    assert found(name)
    shipped = {rule.id for rule in library.rulebase.rules}
    assert shipped <= {rule.id for rule in load([Path(f"{name}.toml")]).rulebase.rules}


def test_one_file_shows_more_than_twenty_mistakes_at_once(found):
    """Nothing hides behind another mistake, not even in one table or one condition."""
    problems = found("twenty")
    assert len(problems) >= 50
    assert len({problem.code for problem in problems}) >= 16


def test_a_circle_is_named(found):
    """The problem of a circle goes around it, and leaves out what stands outside."""
    (problem,) = found("cycle")
    head, _, circle = problem.message.partition(": ")
    names = circle.split(" -> ")
    assert head == "these need each other"
    assert names[0] == names[-1]
    around = ["a_needs_b", "b_needs_c", "c_needs_a"]
    first = around.index(names[0])
    assert names[:-1] == around[first:] + around[:first]


def test_the_windows_file_is_kept_as_it_is():
    """Nothing on the way (git, an editor) has changed its line ends."""
    data = (FOLDER / "crlf.toml").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 30

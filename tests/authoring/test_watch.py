"""Rule files are noticed when they are saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor.authoring import watch


@pytest.fixture(name="at_once")
def _at_once(monkeypatch):
    """Lets things happen instead of each wait."""

    def at_once(*happening):
        todo = iter(happening)
        monkeypatch.setattr(watch.time, "sleep", lambda _: next(todo)())

    return at_once


def nothing() -> None:
    """A wait in which nothing happens."""


def test_stamps_are_of_the_rule_files_of_a_folder(write):
    """Other files and hidden ones are not looked at."""
    mine = write("rules/mine.toml", "a = 1\n")
    write("rules/notes.txt", "x")
    write("rules/.#mine.toml", "an editor's own")
    status = mine.stat()
    assert watch.stamps([mine.parent]) == {mine: (status.st_mtime_ns, status.st_size)}


def test_stamps_are_of_a_file_that_was_named(write):
    """A file is watched whatever it is called; what is not there has no stamp."""
    file = write("mine.rules", "a = 1\n")
    assert list(watch.stamps([file, file.parent / "gone.toml", file.parent / "gone"])) == [file]


def test_a_file_that_vanishes_has_no_stamp(write):
    """A link to nothing is a file that is gone."""
    folder = write("rules/mine.toml", "").parent
    (folder / "link.toml").symlink_to(folder / "nowhere")
    assert list(watch.stamps([folder])) == [folder / "mine.toml"]


def test_a_folder_that_may_not_be_read_has_no_stamps(monkeypatch, write):
    """A folder somebody closed while it was watched is harmless."""
    folder = write("rules/mine.toml", "").parent

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert watch.stamps([folder]) == {}


def test_changes_tell_what_was_saved_came_and_went(write, at_once):
    """Each round names the files that differ, and no others."""
    first, second = write("rules/a.toml", "a"), write("rules/b.toml", "b")
    third = first.parent / "c.toml"

    def several():
        first.unlink()
        second.write_text("longer")

    at_once(
        nothing,
        lambda: first.write_text("longer"),
        nothing,
        nothing,
        lambda: third.touch(),
        several,
    )
    rounds = watch.changes([first.parent])
    assert [next(rounds) for _ in range(3)] == [[first], [third], [first, second]]


def test_a_save_of_the_same_length_is_noticed(write, at_once):
    """The time counts, not only the size."""
    file = write("a.toml", "a")
    at_once(lambda: os.utime(file, ns=(1, 1)))
    assert next(watch.changes([file])) == [file]


def test_a_save_before_the_first_wait_is_noticed(write, at_once):
    """From the call on nothing is missed, even while the first check still runs."""
    file = write("a.toml", "a")
    at_once(nothing)
    rounds = watch.changes([file])
    file.write_text("longer")
    assert next(rounds) == [file]


def test_a_folder_that_appears_is_noticed(tmp_path, write, at_once):
    """advisor-rules/ may be made after the watch began."""
    folder = tmp_path / "advisor-rules"
    at_once(nothing, lambda: write("advisor-rules/mine.toml", ""))
    assert next(watch.changes([folder])) == [folder / "mine.toml"]

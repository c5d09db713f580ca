"""Opening files."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from advisor.problems import Place, Problem
from advisor.sources.reading import read_bytes, read_standard_input


def test_a_file_up_to_the_limit_is_read_whole(write):
    """Exactly as many bytes as allowed are no problem."""
    assert read_bytes(write("a", b"x" * 100), 100) == b"x" * 100


def test_a_larger_file_is_a_problem(write):
    """One byte more than allowed is refused, and the limit is named."""
    path = write("a", b"x" * 2_000_001)
    assert read_bytes(path, 2_000_000, "profile") == Problem(
        "too-large", "this profile is larger than 2 MB", Place(str(path), 1, 1),
        "a profile is small; is this the right file?",
    )  # fmt: skip


def test_no_more_than_the_limit_is_read(tmp_path):
    """A huge file is refused without being read."""
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(10**12)
    found = read_bytes(path, 1_000_000)
    assert isinstance(found, Problem)
    assert found.code == "too-large"


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    """What is not there or is a folder is told, with what to do."""
    gone = tmp_path / "gone.toml"
    assert read_bytes(gone, 9) == Problem(
        "missing", f"there is no file `{gone}`", hint="check the spelling"
    )
    assert read_bytes(tmp_path, 9) == Problem(
        "folder", f"`{tmp_path}` is a folder, not a file", hint="name a file in it"
    )


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (PermissionError(), "permission", "`x` may not be read"),
        (OSError("disk gone"), "unreadable", "`x` cannot be read: disk gone"),
    ],
)
def test_what_may_not_or_cannot_be_read_is_named(monkeypatch, error, code, message):
    """Missing rights and broken disks are problems, not tracebacks."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    found = read_bytes(Path("x"), 9)
    assert isinstance(found, Problem)
    assert (found.code, found.message) == (code, message)


def test_a_name_no_file_can_have_is_a_problem():
    """A zero byte in a name is told like any other trouble."""
    found = read_bytes(Path("a\0b"), 9)
    assert isinstance(found, Problem)
    assert found.code == "unreadable"


def test_standard_input_is_limited_too(monkeypatch):
    """What is piped in is read up to the limit and refused above it."""
    for size in (10, 11):
        stream = io.TextIOWrapper(io.BytesIO(b"x" * size))
        monkeypatch.setattr(sys, "stdin", stream)
        found = read_standard_input(10)
        if size == 10:
            assert found == b"x" * 10
        else:
            assert found == Problem("too-large", "more than 0 MB came in", Place("stdin", 1, 1))

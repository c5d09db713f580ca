"""Which command opens a file at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.editor import AT_LINE, command
from advisor.problems import Usage

FILE = Path("my rules/a.toml")


@pytest.fixture(autouse=True)
def _no_editor(monkeypatch):
    """No editor but the one a test names."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+12", "my rules/a.toml"]),
        ("nano -w", ["nano", "-w", "+12", "my rules/a.toml"]),
        ("emacsclient -nw", ["emacsclient", "-nw", "+12", "my rules/a.toml"]),
        ("/opt/bin/code -r",
         ["/opt/bin/code", "-r", "--wait", "--goto", "my rules/a.toml:12"]),
        ("subl", ["subl", "--wait", "my rules/a.toml:12"]),
        ("hx", ["hx", "my rules/a.toml:12"]),
        ("'/my tools/ed' -x", ["/my tools/ed", "-x", "+12", "my rules/a.toml"]),
    ],
)  # fmt: skip
def test_each_editor_is_told_the_line_its_way(monkeypatch, editor, words):
    """`+LINE FILE` is understood by most; the others have their own way."""
    monkeypatch.setenv("EDITOR", editor)
    assert command(FILE, 12) == words


def test_visual_comes_before_editor(monkeypatch):
    """VISUAL is the editor for a terminal that can show a page; an empty one is none."""
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vim")
    assert command(FILE, 1)[0] == "vim"
    monkeypatch.setenv("VISUAL", "")
    assert command(FILE, 1)[0] == "ed"


@pytest.mark.parametrize("editor", [None, "", "  "])
def test_without_an_editor_the_place_is_said(monkeypatch, editor):
    """Somebody without EDITOR is told where the rule stands."""
    if editor is not None:
        monkeypatch.setenv("EDITOR", editor)
    with pytest.raises(Usage, match=r"set EDITOR .* the rule stands at my rules/a\.toml:12"):
        command(FILE, 12)


def test_an_editor_with_an_open_quote_is_told(monkeypatch):
    """What the shell could not read either is no command."""
    monkeypatch.setenv("EDITOR", "vim 'x")
    with pytest.raises(Usage, match="EDITOR is `vim 'x`, which is no command"):
        command(FILE, 12)


def test_nothing_in_a_name_is_a_command(monkeypatch):
    """A file name is one word, whatever it holds; no shell ever reads it."""
    monkeypatch.setenv("EDITOR", "vi")
    assert command(Path("a; rm -rf {line}.toml"), 3) == ["vi", "+3", "a; rm -rf {line}.toml"]


def test_every_known_editor_gets_file_and_line():
    """No form forgets one of the two."""
    for form in AT_LINE.values():
        assert "{file}:{line}" in form

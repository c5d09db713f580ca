"""Screens that look the same on every machine."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.widgets import Input

from advisor.inference.engine import Engine
from advisor.interview import Interview, begin, resume, saved_answers_file
from advisor.rulebase.library import load
from advisor.wizard.app import Wizard


class Text(SingleFileSnapshotExtension):
    """A screen as a text file: small, readable in a diff, the same without colour."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class SteadySVG(SVGImageExtension):
    """An SVG file whose class names do not change with its content."""

    file_extension = "svg"

    def serialize(self, data, **kwargs):
        """Drop the part of the class names that is made from the content."""
        return re.sub(r"\bterminal-\d+-", "terminal-", super().serialize(data, **kwargs))


@pytest.fixture(autouse=True)
def steady(monkeypatch, tmp_path):
    """No blinking, no colours of this terminal, and answers kept in a folder of the test."""
    monkeypatch.setattr("pytest_textual_snapshot.SVGImageExtension", SteadySVG)
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def engine():
    """The shipped rules, ready to evaluate."""
    engine = Engine(load().rulebase, pytest.fail)
    yield engine
    engine.close()


@pytest.fixture
def interview(engine):
    """Makes an interview in which these answers were given, in this order."""

    def make(**answers) -> Interview:
        if not answers:
            return begin(engine)
        file = saved_answers_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(answers))
        found, problems = resume(engine)
        assert problems == ()
        file.unlink()
        return found

    return make


@pytest.fixture
def screen(interview):
    """Runs the wizard, presses keys, and returns the screen as text (or the app itself)."""

    def show(
        press: Sequence[str] = (),
        size: tuple[int, int] = (80, 24),
        start: Interview | None = None,
        saved: Interview | None = None,
    ) -> str:
        async def run() -> str:
            app = Wizard(start or interview(), saved)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for key in press:
                    await pilot.press(key)
                await pilot.pause()
                strips = app.screen._compositor.render_strips()
                return "\n".join(strip.text.rstrip() for strip in strips) + "\n"

        return asyncio.run(run())

    return show


@pytest.fixture
def picture(snapshot):
    """Compares a screen with the text file kept for it."""
    return snapshot.use_extension(Text)

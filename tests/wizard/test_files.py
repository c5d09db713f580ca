"""Files of TikTok answer questions in the wizard."""

from __future__ import annotations

import asyncio
import json

import pytest

from advisor.facts.profile import Known, Profile
from advisor.interview import begin, resume
from advisor.wizard.app import Wizard
from advisor.wizard.files import matches, paths_in
from tests.sources import blocks

SIZES = [(80, 24), (60, 20)]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with TikTok's files, in which the wizard runs, in Berlin."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("advisor.wizard.files.get_localzone_name", lambda: "Europe/Berlin")
    (tmp_path / "export.json").write_text(json.dumps(blocks.g3()))
    (tmp_path / "Content.csv").write_text(blocks.CONTENT)
    (tmp_path / "my videos").mkdir()
    return tmp_path


@pytest.fixture(name="drive")
def _drive(interview):
    """Presses keys, types words, waits for the import; the app and the last screen as text."""

    def drive(*steps: str, size=(80, 24), start=None):
        async def run():
            app = Wizard(start or interview())
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for step in steps:
                    if step == "wait":
                        await app.workers.wait_for_complete()
                        await pilot.pause()
                    elif step.startswith("type "):
                        for char in step[5:]:
                            await pilot.press(char)
                    else:
                        await pilot.press(step)
                await pilot.pause()
                strips = app.screen._compositor.render_strips()
                return app, "\n".join(strip.text.rstrip() for strip in strips) + "\n"

        return asyncio.run(run())

    return drive


TAKEN = ("i", "type export.json", "enter", "type Content.csv", "enter", "enter", "enter", "wait")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_naming_a_file(drive, picture, size):
    """What to name, what matches so far, and which keys go on."""
    _, shown = drive("i", "type e", size=size)
    assert shown == picture


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_what_files_tell(drive, picture, size):
    """What was found is shown before it is taken."""
    _, shown = drive(*TAKEN, size=size)
    assert shown == picture


def test_answers_from_files_are_taken_and_kept(drive, engine):
    """The interview goes on with what files cannot tell; origins and hours are saved."""
    app, shown = drive(*TAKEN, "enter")
    assert "What would you like advice on?" in shown
    assert "Tick at least one" not in shown  # the key that took the answers answered nothing
    given = app.interview.given
    assert given.value("posts_in_window") == 3
    assert given.value("self_like_share") == pytest.approx(1 / 3)
    assert given.hours is not None
    assert given.hours.zone == "Europe/Berlin"
    saved, problems = resume(engine)
    assert problems == ()
    assert saved.given.entries == given.entries
    assert saved.given.hours == given.hours


def test_leaving_takes_nothing(drive):
    """Escape at the end leaves the answers as they were."""
    app, shown = drive(*TAKEN, "escape")
    assert app.interview.answered == ()
    assert "What would you like advice on?" in shown


def test_what_the_person_said_stays(engine):
    """Files fill gaps and "I don't know", never an answer."""
    start = begin(engine)
    mine = start.given.having({"follower_count": Known(9), "goal": start.entry})
    values = {"follower_count": 5, "posts_in_window": 3, "busiest_hours": frozenset({"h01"})}
    told = Profile("x", {name: Known(value, "imported from a") for name, value in values.items()})
    after = type(start)(engine, mine, 0).with_files(told)
    assert after.given.value("follower_count") == 9
    assert after.given.value("posts_in_window") == 3
    assert "busiest_hours" not in after.answered  # it has no question, so no card
    assert after.at == len(after.answered)


def test_an_imported_answer_says_where_from_and_can_be_corrected(drive):
    """Going back shows it with its file; another number is the person's own."""
    app, shown = drive(*TAKEN, "enter", "escape")
    assert "Imported from" in shown
    assert "Change it if it is wrong." in shown
    name = app.interview.question.name
    app, _ = drive(*TAKEN, "enter", "escape", "1", "enter")
    entry = app.interview.given.entries[name]
    assert entry.origin == "answered"


def test_answers_name_their_files(drive):
    """The list of answers tells which came from files."""
    _, shown = drive(*TAKEN, "enter", "a", "b")
    assert "(imported from export.json (3 posts, 2025-12-" in " ".join(shown.split())


def test_the_hours_are_a_page(drive):
    """The results lead to the heatmap."""
    _, shown = drive(*TAKEN, "enter", "a", "end", "enter")
    assert "When you post (3 posts of the last year, hours in Europe/Berlin)" in shown
    assert "\n Sun" in shown


def test_a_missing_file_is_said(drive):
    """A wrong name stays in the line."""
    _, shown = drive("i", "type nowhere.zip", "enter")
    assert "There is no file nowhere.zip. Check the spelling." in shown
    assert " nowhere.zip\n" in shown


@pytest.mark.parametrize("typed", ["a" * 300, "~nobody-of-this-name/a"], ids=["long", "nobody"])
def test_what_can_be_no_path_is_said(drive, typed):
    """A name longer than any file's, and the home of nobody, are files that are not there."""
    _, shown = drive("i", f"type {typed}", "enter")
    assert "There is no file" in shown


def test_nothing_named_is_said(drive):
    """Enter on an empty line asks for a file."""
    _, shown = drive("i", "enter")
    assert "Name a file first" in shown


def test_a_wrong_zone_is_said(drive):
    """A zone that does not exist is asked for again."""
    _, shown = drive("i", "type export.json", "enter", "enter", "ctrl+u", "type Mars", "enter")
    assert "`Mars` is no time zone" in shown


def test_files_without_answers_say_so(drive, folder):
    """A file of something else: what is wrong, and back to the questions."""
    (folder / "notes.txt").write_text("hello")
    app, shown = drive("i", "type notes.txt", "enter", "enter", "enter", "wait")
    assert "Nothing in these files answers a question" in shown
    assert "not-recognised" in shown
    app, shown = drive("i", "type notes.txt", "enter", "enter", "enter", "wait", "enter", "escape")
    assert app.interview.answered == ()


def test_several_creators_ask_for_the_name(drive, folder):
    """A table of several creators asks which one is you."""
    rows = "".join(f"{who},2026-03-0{day},10,100\n" for who in ("ana", "ben") for day in (1, 2))
    (folder / "posts.csv").write_text("creator,created,likes,views\n" + rows)
    steps = ("i", "type posts.csv", "enter", "enter", "enter", "wait")
    _, shown = drive(*steps)
    assert "What is your name on TikTok?" in shown
    app, _ = drive(*steps, "type Ben", "enter", "wait", "enter")
    assert app.interview.given.value("median_views") == 100


def test_completion_offers_what_is_there(folder):
    """Folders end in a slash; hidden files come only when asked for; nonsense offers none."""
    (folder / ".hidden").write_text("")
    assert matches("e") == ["export.json"]
    assert matches("my") == ["my videos/"]
    assert ".hidden" not in matches("")
    assert matches(".h") == [".hidden"]
    assert matches("nowhere/x") == []
    assert matches("\0") == []


def test_dropped_paths_are_read_with_their_quotes(folder):
    """Terminals quote or escape paths with spaces; a bare one is fine too."""
    assert [str(path) for path in paths_in("my videos")] == ["my videos"]
    assert [str(path) for path in paths_in("'my videos' export.json")] == [
        "my videos", "export.json",
    ]  # fmt: skip
    assert [str(path) for path in paths_in(r"my\ videos")] == ["my videos"]
    assert [str(path) for path in paths_in("it's")] == ["it's"]

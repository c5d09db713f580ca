"""The rules on a screen: looked through, explained, edited, and what an edit changes."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from textual import events

from advisor.facts.profile import Known, Profile
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.interview import Interview
from advisor.rulebase.library import load
from advisor.wizard.app import Wizard
from advisor.wizard.editing import run_editor
from advisor.wizard.lines import in_one_row

RUN_EDITOR = Wizard.run_editor
SIZES = [(80, 24), (60, 20)]
SHIPPED = """\
[fact.questions]
type    = "choices"
choices = ["likes", "replies"]
ask     = "What would you like advice on?"

[fact.own_likes]
type  = "ratio"
ask   = "How many of your own videos did you like?"
short = "own videos you liked"
topic = "likes"

[fact.reply_rate]
type  = "ratio"
ask   = "Of the comments you get, how many do you answer?"
short = "comments answered"
topic = "replies"

[threshold.many]
value = 0.8
note  = "Four in five."
basis = "assumed"

[source.article]
title = "An article about likes"

[topic.likes]
question = "Should I like my own videos?"
verdict  = "own_likes_verdict"
answers  = ["likes"]

[topic.replies]
question = "Should I answer comments?"
answers  = ["replies"]

[verdict.own_likes_verdict]
question = "Should I like my own videos?"
branch   = [{ value = "less", when = "own_likes >= many", label = "Cut back" }]
otherwise = { value = "fine", label = "Your call" }

[[rule]]
id       = "likes.many"
topic    = "likes"
title    = "You like nearly everything you post"
kind     = "warning"
stance   = "against"
priority = "high"
evidence = "opinion"
when     = "own_likes >= many"
advice   = "At this rate the gesture stops meaning anything."
action   = "Stop for two weeks."
sources  = ["article"]

[[rule.test]]
given  = { own_likes = 0.9 }
expect = "applies"

# The next rule is the friendly one.
[[rule]]
id       = "likes.now-and-then"
topic    = "likes"
title    = "A like of your own now and then does no harm, whatever you may hear about it"
kind     = "advice"
stance   = "for"
priority = "low"
evidence = "opinion"
when     = "own_likes < many"
advice   = "Go on."
action   = "Go on."
sources  = ["article"]

[[rule]]
id       = "likes.with-care"
topic    = "likes"
title    = "Choose with care"
kind     = "advice"
stance   = "caution"
priority = "medium"
evidence = "opinion"
when     = "own_likes >= many"
unless   = "reply_rate >= many"
advice   = "Choose."
action   = "Choose."
sources  = ["article"]

[[rule]]
id       = "replies.all"
topic    = "replies"
title    = "Answer more of your comments"
kind     = "advice"
stance   = "neutral"
priority = "high"
evidence = "opinion"
when     = "reply_rate < many"
advice   = "Answer."
action   = "Answer three today."
sources  = ["article"]
"""
OWN = """\
[[rule]]
id       = "own.frequent"
topic    = "likes"
title    = "My own words on [red]liking[/red] \\u001b[31moften"
kind     = "advice"
stance   = "caution"
priority = "medium"
evidence = "opinion"
when     = "own_likes >= 0.5"
unless   = "own_likes >= 0.85"
advice   = "Mine."
action   = "Do mine."

[change."likes.now-and-then"]
enabled = false
reason  = "we do not say this"
"""

MORE = """
[change."likes.many"]
action = "Thrice."

[[rule]]
id       = "own.gone"
topic    = "likes"
title    = "This one goes"
kind     = "advice"
stance   = "for"
priority = "medium"
evidence = "opinion"
when     = "own_likes >= 0.7"
advice   = "Mine."
action   = "Do mine."
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder with the shipped rules and, in advisor-rules, the author's own."""
    monkeypatch.chdir(tmp_path)
    Path("shipped").mkdir()
    Path("shipped/base.toml").write_text(SHIPPED)
    Path("advisor-rules").mkdir()
    file = Path("advisor-rules/own.toml")
    file.write_text(OWN)
    return file


@pytest.fixture(autouse=True)
def no_suspending(monkeypatch):
    """The driver of the tests has no terminal to give away."""
    monkeypatch.setattr(Wizard, "run_editor", lambda self, words: run_editor(words))


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Names an EDITOR that replaces one text by another in the file it is given."""

    def name(*edits: tuple[str, str]) -> Path:
        seen = tmp_path / "seen"
        commands = "".join(f"sed -i 's/{a}/{b}/' \"$2\"\n" for a, b in edits)
        script = tmp_path / "edit.sh"
        script.write_text(f'#!/bin/sh\necho "$@" >> {seen}\n{commands}')
        script.chmod(script.stat().st_mode | stat.S_IEXEC)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", str(script))
        return seen

    return name


@pytest.fixture
def wizard(own):
    """A wizard over these rules with some answers."""
    engines = []

    def make(**answers) -> Wizard:
        def reload():
            return load([Path("advisor-rules")], Path("shipped"))

        library = reload()
        assert [one for one in library.problems if one.is_error] == []
        engines.append(Engine(library.rulebase, pytest.fail))
        given = {"questions": frozenset({"likes"}), "own_likes": 0.9, **answers}
        entries = {name: Known(value) for name, value in given.items()}
        return Wizard(Interview(engines[-1], Profile("you", entries), len(entries)), reload=reload)

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def see():
    """Runs a wizard, presses keys (a call is called), and returns the screen as text."""

    def show(app: Wizard, press, size=(80, 24)) -> str:
        async def run() -> str:
            async with app.run_test(size=size, notifications=True) as pilot:
                await pilot.pause()
                for key in press:
                    if callable(key):
                        key()
                    else:
                        await pilot.press(key)
                    await pilot.pause()
                strips = app.screen._compositor.render_strips()
                return "\n".join(strip.text.rstrip() for strip in strips) + "\n"

        return asyncio.run(run())

    return show


def sized(size):
    """The name of a size."""
    return f"{size[0]}x{size[1]}"


# ---------------------------------------------------------------- looking


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_the_browser(wizard, see, picture, size):
    """Topics and their rules, one line each, with a mark and the status in words."""
    assert see(wizard(), ["r"], size) == picture


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_the_page_of_a_rule(wizard, see, picture, size):
    """Enter shows what a rule says, why, and its lines in the file."""
    assert see(wizard(), ["r", "enter"], size) == picture


def test_the_source_of_a_rule_ends_before_the_next_comment(wizard, see):
    """The tests of a rule belong to it, the comment over the next one does not."""
    shown = see(wizard(), ["r", "enter"], (80, 60))
    assert '[[rule]]\n id       = "likes.many"' in shown
    assert 'expect = "applies"' in shown
    assert "friendly" not in shown
    assert "rules/base.toml:40" in shown


def test_the_page_of_a_rule_that_is_off(wizard, see):
    """It names the overlay, its reason, and shows both tables."""
    shown = see(wizard(), ["r", "slash", *"off", "enter", "enter"], (80, 50))
    assert "likes.now-and-then switched off" in shown
    assert "we do not say this" in shown
    assert '[change."likes.now-and-then"]' in shown


def test_markup_and_control_characters_are_shown_not_obeyed(wizard, see):
    """Neither in the list nor on the page."""
    for keys in (["r"], ["r", "slash", *"frequent", "enter", "enter"]):
        shown = see(wizard(), keys, (100, 40))
        assert "My own words on [red]liking[/red] \\u001b[31moften" in shown


def test_every_status_is_told_in_words(wizard, see):
    """All five, and rules that are off."""
    shown = see(wizard(own_likes=0.6), ["r"])
    for words in ("applies", "does not apply", "open", "switched off"):
        assert words in shown
    assert "set aside" in see(wizard(reply_rate=0.9), ["r"])
    assert "for now" in see(wizard(), ["r"])


@pytest.mark.parametrize("keys", [["a", "down", "down", "r"], ["r", "down"]], ids=["a", "r"])
def test_from_the_results_it_begins_at_the_rule_of_the_line(wizard, see, keys):
    """r on a line of the advice goes to its rule."""
    assert "❯  ~ Choose with care" in see(wizard(), keys)


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_the_filter_narrows_the_list(wizard, see, picture, size):
    """Every word has to be in the line, the id or the topic."""
    assert see(wizard(), ["r", "slash", *"like ca"], size) == picture


def test_escape_clears_the_filter_then_leaves(wizard, see):
    """The first brings all rules back, the second the question."""
    keys = ["r", "slash", *"care", "enter"]
    assert "1 rule · " in see(wizard(), keys)
    assert "5 rules · " in see(wizard(), [*keys, "escape"])
    assert "2 answered" in see(wizard(), [*keys, "escape", "escape"])


def test_what_is_typed_at_once_after_the_slash_is_no_command(wizard, see, editor):
    """Keys that arrive together go to the filter: no editor opens for an e."""
    seen = editor()
    app = wizard()

    def type_fast():
        for key in ("slash", "e", "c", "a"):
            app.post_message(events.Key(key, "/" if key == "slash" else key))

    shown = see(app, ["r", type_fast])
    assert " / eca" in shown
    assert not seen.exists()


def test_nothing_found(wizard, see):
    """The list says so, and no key breaks anything."""
    keys = ["r", "slash", *"zzz", "down", "up", "enter", "e", "enter"]
    assert "No rule holds “zzz”." in see(wizard(), keys)


def test_a_line_takes_one_row():
    """The text is cut by the columns it takes; line breaks become spaces."""
    assert in_one_row("short", "applies", 20) == "short        applies"
    assert in_one_row("a long title of a rule", "open", 20) == "a long title…   open"
    assert in_one_row("日本語日本語日本語", "open", 16) == "日本語日…   open"
    assert in_one_row("two\nlines", "open", 20) == "two lines       open"


# ---------------------------------------------------------------- editing

BROADER = ("own_likes >= 0.85", "own_likes >= 0.95")
"""With this edit the author's own rule is no longer set aside at 90 %."""


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_what_an_edit_changed_is_marked_in_the_browser(wizard, see, picture, editor, size):
    """A line at the top counts, a mark and a word stand at each rule."""
    editor(BROADER)
    assert see(wizard(), ["r", *["down"] * 2, "e"], size) == picture


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_what_an_edit_changed_is_marked_in_the_results(wizard, see, picture, editor, own, size):
    """From the results and back: one advice is new, one changed, one gone."""
    own.write_text(OWN + MORE)
    editor(BROADER, ("own_likes >= 0.7", "own_likes < 0.7"), ("Thrice", "Twice"))
    keys = ["a", "r", "slash", *"own.frequent", "enter", "e", "escape", "escape"]
    assert see(wizard(), keys, size) == picture


def test_the_editor_gets_the_line_of_the_rule(wizard, see, editor):
    """In the browser and on the page of a rule alike."""
    seen = editor()
    see(wizard(), ["r", "e"])
    see(wizard(), ["r", "enter", "e"])
    line = SHIPPED.split("\n").index('id       = "likes.many"')
    assert seen.read_text() == f"+{line} shipped/base.toml\n" * 2


def test_a_star_in_the_filter_finds_what_changed(wizard, see, editor):
    """So nobody has to look through a long list."""
    editor(BROADER)
    shown = see(wizard(), ["r", *["down"] * 2, "e", "slash", "*"])
    assert "1 rule · applies 1" in shown
    assert "*✓ My own" in shown


def test_an_edit_that_changes_nothing_says_so(wizard, see, editor):
    """Whoever closes the editor again sees that."""
    editor()
    assert "Since the edit: no advice changed." in see(wizard(), ["r", "e"])


def test_the_marks_go_with_the_next_answer(wizard, see, editor):
    """They are about the edit, not about what is answered after it."""
    editor(BROADER)
    app = wizard()
    see(app, ["r", *["down"] * 2, "e", "escape", "5", "enter"])
    assert app.interview.given.value("reply_rate") == 0.05
    assert app.revision is None


def test_the_old_engine_is_closed_and_the_answers_stay(wizard, see, editor):
    """The new rules take over the interview where it was."""
    editor(BROADER)
    app = wizard()
    before = app.interview
    see(app, ["r", *["down"] * 2, "e"])
    assert app.interview.engine is not before.engine
    assert before.engine.core is None
    assert app.interview.given == before.given
    assert app.interview.at == before.at


def test_answers_that_no_longer_fit_are_put_aside(wizard, see, editor):
    """A fact that is gone or takes other values loses its answer, and this is said."""
    editor(("own_likes", "liked_share"))
    Path("advisor-rules/own.toml").unlink()
    app = wizard()
    shown = see(app, ["r", "e", "escape"])
    assert app.interview.answered == ("questions",)
    assert app.interview.at == 1
    assert "1 answered" in shown
    assert app.revision.dropped == ("own_likes",)
    assert "1 answer of yours no longer fit" in app.revision.news


def test_the_saved_interview_gets_the_new_rules_too(wizard, see, editor):
    """The commands lead to the rules before it was chosen which interview to go on with."""
    editor(BROADER)
    app = wizard()
    app.saved = app.interview
    see(app, [app.show_rules, *["down"] * 2, "e", "escape", "enter"])
    assert app.saved.engine is app.interview.engine


def test_a_rule_that_is_removed_while_its_page_is_open(wizard, see, editor):
    """The page says that it is gone; there is nothing left to edit."""
    editor(("own.frequent", "own.other"))
    app = wizard()
    keys = ["r", *["down"] * 2, "enter", "e"]
    assert "There is no rule own.frequent any more." in see(app, keys)
    assert app.revision.note("own.other", Status.SET_ASIDE) == "added"


# ---------------------------------------------------------------- broken edits


@pytest.mark.parametrize("size", SIZES, ids=sized)
def test_a_broken_edit_shows_its_problems(wizard, see, picture, editor, size):
    """Each with its place, the line, a caret and a hint."""
    editor(("own_likes >= 0.85", "own_like >= 0.85"), ("own_likes >= 0.5", "own_likes > many_"))
    assert see(wizard(), ["r", *["down"] * 2, "e"], size) == picture


def test_a_broken_edit_keeps_the_last_good_advice(wizard, see, editor):
    """Rules, engine and advice stay; the browser says why."""
    editor(("own_likes >= 0.85", "own_like >= 0.85"))
    app = wizard()
    before = app.interview
    told = [advice.title for advice in before.report.advice]
    shown = see(app, ["r", *["down"] * 2, "e", "escape"])
    assert app.interview is before
    assert "The rule files have 1 problem." in shown
    assert [advice.title for advice in app.interview.report.advice] == told
    assert "5 rules" in shown
    assert "added" not in shown


def test_a_broken_edit_is_mended_from_its_page(wizard, see, editor, own):
    """e opens the file again; once it is sound the page closes and the rules are taken."""
    editor(("own_likes >= 0.85", "own_like >= 0.85"))

    def mend():
        editor(("own_like >= 0.85", "own_likes >= 0.95"))

    seen = Path("seen")
    shown = see(wizard(), ["r", *["down"] * 2, "e", "e", mend, "e"])
    assert seen.read_text().split() == ["+1", str(own), "+10", str(own), "+10", str(own)]
    assert "enter page" in shown
    assert "Since the edit: 1 piece of advice changed." in shown


def test_a_file_that_is_no_toml_any_more(wizard, see, editor):
    """Or no text, or gone: a page with the problem."""
    editor(("title ", "[title"))
    assert "advisor-rules/own.toml:4:" in see(wizard(), ["r", *["down"] * 2, "e"])


# ---------------------------------------------------------------- no editor


def test_no_editor_set(wizard, see, monkeypatch):
    """That is said, and nothing happens."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    app = wizard()
    before = app.interview
    assert "set EDITOR" in see(app, ["r", "e"])
    assert app.interview is before
    assert app.revision is None


@pytest.mark.parametrize("name", ["no-such-editor-here", "'vi"])
def test_an_editor_that_cannot_be_run(wizard, see, monkeypatch, name):
    """A wrong EDITOR is named, and nothing breaks."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", name)
    app = wizard()
    shown = see(app, ["r", "e"])
    assert "cannot be run" in shown or "No closing quotation" in shown


def test_a_driver_that_cannot_suspend(wizard, see, editor, monkeypatch):
    """Such as a browser: said, and nothing is run."""
    monkeypatch.setattr(Wizard, "run_editor", RUN_EDITOR)
    seen = editor()
    app = wizard()
    assert "No editor can be opened" in see(app, ["r", "e"])
    assert not seen.exists()
    assert app.revision is None

"""What a person sees, and that the keyboard alone is enough."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import Key

from advisor.facts.profile import Known, Unknown
from advisor.interview import begin, resume, saved_answers_file
from advisor.wizard.app import Wizard

SIZES = [(80, 24), (60, 20)]
DEX = {
    "questions": ["self_like", "future"],
    "posts_in_window": 12,
    "self_like_share": 0.95,
    "reply_rate": 0.05,
    "outbound_comments_per_week": 0,
    "collabs_90d": 0,
}
FIVE_OF_TWELVE = ["1", "enter", "s", "s", "1", "2", "enter", "4", "0", "enter"]


@pytest.mark.parametrize("size", [*SIZES, (40, 12), (120, 30)], ids=lambda s: f"{s[0]}x{s[1]}")
def test_first_card(screen, picture, size):
    """The first card asks for topics; it is whole at every size."""
    assert screen(size=size) == picture


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_number_and_the_advice_below(screen, picture, interview, size):
    """A number card shows how what is typed is read, and the advice so far below."""
    assert screen(["5", "0"], size, interview(**{**DEX, "questions": ["self_like"]})) == picture


def test_the_advice_stands_beside_the_card_when_there_is_room(screen, picture, interview):
    """From 100 columns the advice stands at the right of the card."""
    assert screen(size=(120, 30), start=interview(**DEX)) == picture


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_results(screen, picture, interview, size):
    """The advice: verdict, against, take care, for, the plan, good to know."""
    assert screen(["a"], size, interview(**DEX)) == picture


def test_the_why_of_a_verdict(screen, picture, interview):
    """Enter on the verdict shows its branches down to the facts."""
    assert screen(["a", "enter"], start=interview(**DEX)) == picture


def test_the_why_of_a_line(screen, picture, interview):
    """Enter on an advice shows its proof, its place in the rules and its source."""
    assert screen(["a", "down", "enter"], start=interview(**DEX)) == picture


def test_help(screen, picture, interview):
    """? says why we ask, what counts, and all keys, also inside a number field."""
    assert screen(["question_mark"], start=interview(questions=["self_like"])) == picture


def test_resuming(screen, picture, interview):
    """Saved answers are offered first."""
    assert screen(saved=interview(**DEX)) == picture


def test_answers_can_be_looked_through(screen, picture, interview):
    """From the advice, b lists the answers."""
    assert screen(["a", "b"], start=interview(**DEX)) == picture


def test_a_wrong_number_is_said_in_its_own_row(screen, interview):
    """What cannot be read stays in the field, with a word about what is wanted."""
    start = interview(questions=["self_like"], posts_in_window=12)
    shown = screen(["1", "5", "0", "enter"], start=start)
    assert "150" in shown
    assert "Please give a number from 0 % to 100 %." in shown
    assert "2 answered, at most" in shown


def test_nothing_ticked_is_no_answer(screen):
    """On a card with several choices enter alone asks for one."""
    assert "Tick at least one with space" in screen(["enter"])


@pytest.fixture
def run(interview, engine):
    """Runs the wizard with these keys and returns the interview it ends with."""

    async def drive(press, start=None, saved=None, size=(80, 24)):
        app = Wizard(start or interview(), saved)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in press:
                await pilot.press(key)
            await pilot.pause()
            return app.interview, app.return_value

    def go(*args, **kwargs):
        return asyncio.run(drive(*args, **kwargs))

    go.engine = engine
    return go


def test_keys_that_come_too_fast_answer_only_the_question_that_was_shown(run):
    """What was typed for one question never becomes the answer to the next."""

    async def burst(keys):
        app = Wizard(begin(run.engine))
        async with app.run_test() as pilot:
            await pilot.pause()
            for key in keys:
                app.screen.post_message(Key(key, key if len(key) == 1 else None))
            await pilot.pause()
            await pilot.pause()
            return app.interview

    for keys in (["1", "enter", "enter"], ["1", "enter", "1", "2", "enter", "9", "5", "enter"]):
        found = asyncio.run(burst(keys))
        facts = found.engine.rulebase.facts
        for name, entry in found.given.entries.items():
            if isinstance(entry, Known):
                facts[name].read(entry.value)
        assert found.given.state("self_like_share") != Known(1295)


def test_an_empty_field_needs_a_second_enter(run):
    """A habitual enter does not skip a question unseen."""
    once, _ = run(["1", "enter", "s", "s", "enter"])
    twice, _ = run(["1", "enter", "s", "s", "enter", "enter"])
    assert once.answered == ("questions", "self_like_view", "self_like_motives")
    assert twice.given.state("posts_in_window") is Unknown.DONT_KNOW


def test_typing_replaces_an_earlier_number(run, interview):
    """Coming back to a number, what is typed takes its place."""
    start = interview(**DEX)
    found, _ = run(["a", "b", "down", "down", "enter", "1", "0", "enter"], start)
    assert found.given.value("self_like_share") == 0.1


def test_the_keyboard_alone_finishes_the_wizard(run):
    """Topic, numbers, choices and "I don't know" lead to an interview that is complete."""
    found, _ = run([*FIVE_OF_TWELVE, *["s"] * 40])
    assert found.given.state("posts_in_window") == Known(12)
    assert found.given.state("self_like_share") == Known(0.4)
    assert found.question is None
    assert Unknown.DONT_KNOW in found.given.entries.values()


def test_back_keeps_what_was_answered(run):
    """Going back twice and forward again with enter changes nothing."""
    before, _ = run(FIVE_OF_TWELVE)
    after, _ = run([*FIVE_OF_TWELVE, "escape", "shift+tab", "enter", "enter"])
    assert after.given.entries == before.given.entries
    assert after.at == before.at


def test_back_works_from_a_wrong_field(run):
    """What cannot be read does not hold anybody."""
    found, _ = run(["1", "enter", "s", "s", "9", ".", "5", "enter", "escape"])
    assert (found.at, len(found.answered)) == (2, 3)


def test_back_on_the_first_card_says_so(screen):
    """Nothing happens, and the person is told."""
    assert "This is the first question." in screen(["escape"])


def test_changing_an_earlier_answer_changes_the_verdict(run, interview):
    """From 95 % to 10 % of own videos liked: cut back becomes your call."""
    start = interview(**DEX)
    assert start.report.verdicts[0].outcome.value == "cut_back"
    keys = ["a", "b", "down", "down", "enter", *["backspace"] * 4, "1", "0", "enter"]
    found, _ = run(keys, start)
    assert found.given.value("self_like_share") == 0.1
    assert found.report.verdicts[0].outcome.value == "your_call"
    assert found.at == len(found.answered)


def test_answers_are_saved_after_each_question(run, engine):
    """A wizard that is simply gone has lost nothing that was answered."""
    run(["1", "enter", "s", "s", "1", "2", "enter"])
    again, problems = resume(engine)
    assert problems == ()
    assert again.answered[-1] == "posts_in_window"


def test_quitting_says_how_to_come_back(run):
    """ctrl+q and ctrl+c leave at once; a line about the answers stays behind."""
    for key in ("ctrl+q", "ctrl+c"):
        _, message = run(["1", "enter", key])
        assert "advisor ask --resume" in message
        assert str(saved_answers_file()) in message


def test_starting_again_forgets_nothing_until_an_answer(run, interview):
    """The old answers stay on disk until the first new one."""
    found, _ = run(["2"], saved=interview(**DEX))
    assert found.answered == ()


def test_going_on_takes_the_saved_answers(run, interview):
    """Enter on the offer goes on where it stopped."""
    found, _ = run(["enter"], saved=interview(**DEX))
    assert found.at == len(DEX)


def test_a_disk_that_cannot_be_written_is_told_once(run, monkeypatch, tmp_path, screen):
    """The wizard works on without saving."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    found, message = run([*FIVE_OF_TWELVE, "ctrl+q"])
    assert found.given.value("self_like_share") == 0.4
    assert "not-saved: your answers cannot be kept in" in message


def test_markup_and_control_characters_are_shown_not_obeyed(engine, screen, interview):
    """Texts from rule files and answers never become markup or escape sequences."""
    from dataclasses import replace

    base = engine.rulebase
    question = replace(base.facts["questions"], ask="[red]What[/red] \x1b[31mnow?")
    hostile = replace(base, facts={**base.facts, "questions": question})
    start = interview()
    shown = screen(start=replace(start, engine=_engine(hostile)))
    assert "[red]What[/red] \\u001b[31mnow?" in shown


def _engine(rulebase):
    from advisor.inference.engine import Engine

    return Engine(rulebase, pytest.fail)


@pytest.mark.parametrize("which", ["first", "results", "why"])
def test_in_colour(snap_compare, interview, which):
    """Colour and layout of three screens."""
    press = {"first": [], "results": ["a"], "why": ["a", "down", "enter"]}[which]
    start = interview() if which == "first" else interview(**DEX)
    assert snap_compare(Wizard(start), press=press, terminal_size=(100, 30))

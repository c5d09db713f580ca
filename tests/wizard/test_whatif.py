"""Moving an answer with the arrow keys."""

from __future__ import annotations

import pytest

from tests.wizard.test_screens import DEX, SIZES


@pytest.mark.parametrize("size", [*SIZES, (120, 30)], ids=lambda s: f"{s[0]}x{s[1]}")
def test_what_if(screen, picture, interview, size):
    """The answers, a line with marks, what would be otherwise, and the advice below."""
    assert screen(["a", "w", "comma"], size, interview(**DEX)) == picture


def test_the_advice_follows_and_the_answers_stay(screen, interview):
    """Far to the left the warning is gone; reset brings it back; no answer is changed."""
    start = interview(**DEX)
    assert "- You like nearly everything" in screen(["a", "w"], start=start)  # in the panel
    moved = screen(["a", "w", "comma"], start=start)
    assert "(you said 95 %)" in moved
    assert "- You like nearly everything you post (self-like.excessive)" in moved
    reset = screen(["a", "w", "comma", "r"], start=start)
    assert "As you answered." in reset
    back = screen(["a", "w", "comma", "escape"], start=start)
    assert "Cut back" in back
    assert start.given.value("self_like_share") == 0.95


def test_up_and_down_choose_another_answer(screen, interview):
    """The one before goes back to what was answered."""
    shown = screen(["a", "w", "left", "down", "up"], start=interview(**DEX))
    assert "As you answered." in shown


def test_without_answers_there_is_nothing_to_move(screen, interview):
    """It says so, and the keys do no harm."""
    shown = screen(["a", "w", "left", "down", "comma", "r"], start=interview())
    assert "None of your answers alone changes the advice." in shown

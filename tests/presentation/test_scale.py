"""A fact on a line with marks."""

from __future__ import annotations

from advisor.explanation.flips import Stop, Track
from advisor.facts.vocabulary import Fact
from advisor.language.document import Anchor, Document
from advisor.presentation.scale import scale

HERE = Anchor(Document("x", "", {}, lambda text: ()), ())
RATIO = Fact("share", "ratio", HERE, min=0, max=1)
STOPS = tuple(Stop(n / 10, n in (3, 7), n == 7) for n in range(11))


def test_marks_stand_where_something_flips():
    """One for advice, a heavier one for a verdict, the answer, and where it is moved to."""
    value, line, ends, legend = scale(Track(RATIO, STOPS, 1), 9, 60)
    assert value == "90 %  (you said 10 %)"
    assert len(line) <= 60
    order = [char for char in line if char not in " ─"]
    assert order == ["○", "╵", "┃", "●"]
    assert ends.split() == ["0", "%", "100", "%"]
    assert legend == "● here  ○ yours  ┃ turns the answer  ╵ other advice"


def test_at_the_answer_itself_one_mark_is_enough():
    """Nothing was moved: no word of what was said."""
    value, line, *_ = scale(Track(RATIO, STOPS, 1), 1, 40)
    assert value == "10 %"
    assert "○" not in line


def test_choices_have_a_line_too():
    """Their ends are words, so none stand below."""
    fact = Fact("goal", "choice", HERE, choices=("a", "b"), labels={"a": "One", "b": "Two"})
    lines = scale(Track(fact, (Stop("a", False, False), Stop("b", True, False)), 0), 1, 40)
    assert lines[0] == "Two  (you said One)"
    assert lines[2] == "● here  ○ yours  ╵ other advice"

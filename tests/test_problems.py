"""Problems as values, and how they are shown."""

from __future__ import annotations

from advisor.problems import (
    AdvisorError,
    ExitCode,
    Place,
    Problem,
    Unreadable,
    cells,
    guess,
    in_order,
    render,
    visible,
)


def test_a_problem_shows_place_line_caret_and_hint():
    """A problem is shown as place, message, the line with a caret under it, and the hint."""
    problem = Problem(
        "unknown-key", "`sevrity` is not a key of a rule", Place("a.toml", 33, 1),
        "did you mean `severity`?", excerpt='sevrity = "high"', width=7,
    )  # fmt: skip
    assert render(problem) == (
        "a.toml:33:1: unknown-key: `sevrity` is not a key of a rule\n"
        "   |\n"
        '33 | sevrity = "high"\n'
        "   | ^^^^^^^\n"
        "   = did you mean `severity`?"
    )


def test_a_problem_without_place_is_message_and_hint():
    """Where nothing in a file is to blame, only message and hint are shown."""
    assert render(Problem("missing", "there is no file `x`", hint="check the spelling")) == (
        "missing: there is no file `x`\n  = check the spelling"
    )


def test_a_warning_says_so():
    """A warning is marked as one and is no error."""
    warning = Problem("no-test", "no test", Place("a", 1, 2), severity="warning")
    assert render(warning) == "a:1:2: warning: no-test: no test"
    assert not warning.is_error


def test_the_caret_stands_under_wide_and_combining_characters():
    """Characters of two columns push the caret by two, combining ones by none."""
    line = "日本e\u0301 = x"
    problem = Problem("c", "m", Place("a", 1, line.index("x") + 1), excerpt=line)
    assert render(problem).splitlines()[-1] == "  | " + " " * 8 + "^"


def test_the_caret_line_copies_tabs():
    """A tab before the fault stands in the caret line too, so that both lines agree."""
    problem = Problem("c", "m", Place("a", 1, 2), excerpt="\tx = 1", width=1)
    assert render(problem).splitlines()[-1] == "  | \t^"


def test_a_long_line_is_cut_around_the_fault():
    """At most 72 characters of a line are shown, with the fault among them."""
    line = "x" * 200 + "FAULT" + "y" * 200
    problem = Problem("c", "m", Place("a", 1, 201), excerpt=line, width=5)
    shown, caret = (one[4:] for one in render(problem).splitlines()[-2:])
    assert len(shown) == 72
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "FAULT"


def test_control_characters_are_made_visible():
    """Escape sequences, right-to-left overrides and line separators are shown, not obeyed."""
    assert visible("a\x1b[31m\u202eb\u2028c") == "a\\u001b[31m\\u202eb\\u2028c"
    assert visible("[bold]é\t\n") == "[bold]é\t\n"


def test_control_characters_in_places_messages_and_lines_are_visible():
    """Nothing that comes from a file reaches the terminal as a control character."""
    place = Place("\x1b.toml", 1, 1)
    text = render(Problem("c", "\x1bm", place, "\x1bh", excerpt="\x1bx"))
    assert "\x1b" not in text
    assert text.count("\\u001b") == 4


def test_a_caret_under_an_invisible_character_is_as_wide_as_what_is_shown():
    """A control character is shown as six characters, and the caret spans them."""
    problem = Problem("c", "m", Place("a", 1, 2), excerpt="a\x01 = 1")
    assert render(problem).splitlines()[-2:] == ["1 | a\\u0001 = 1", "  |  ^^^^^^"]


def test_cells_counts_terminal_columns():
    """Wide characters take two columns, combining ones none."""
    assert cells("日a\u0301") == 3


def test_problems_are_sorted_by_place_and_told_once():
    """Problems come by file, line and column, those without place first, none twice."""
    late, early = Problem("c", "m", Place("b", 1, 9)), Problem("c", "m", Place("b", 1, 2))
    other, nowhere = Problem("c", "m", Place("a", 7, 1)), Problem("z", "m")
    assert in_order([late, early, late, other, nowhere]) == (nowhere, other, early, late)


def test_a_guess_names_what_is_near_and_nothing_else():
    """A misspelt word gets a hint; a word unlike any gets none."""
    assert guess("reply_rat", ["reply_rate", "goal"]) == "did you mean `reply_rate`?"
    assert guess("xyz", ["reply_rate", "goal"]) == ""


def test_errors_carry_exit_codes():
    """Errors that end a command know the exit code; Ctrl-C has its own."""
    assert AdvisorError.exit_code == ExitCode.USAGE == 2
    assert ExitCode.INTERRUPTED == 130


def test_unreadable_shows_all_its_problems():
    """The error for input that cannot be read says everything that is wrong with it."""
    error = Unreadable([Problem("a", "one"), Problem("b", "two")])
    assert str(error) == "a: one\nb: two"

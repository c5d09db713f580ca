"""Text of conditions and formulas -> trees."""

from __future__ import annotations

import pytest

from advisor.language.condition import (
    MAX_DEPTH,
    MAX_LENGTH,
    ConditionError,
    parse_condition,
    parse_formula,
)
from advisor.language.tree import (
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    Length,
    Name,
    Not,
    Or,
)

A, B = Name("a"), Name("b")


def refusal(text: str, parse=parse_condition) -> tuple[str, str, str]:
    """The characters at fault, the message and the hint."""
    with pytest.raises(ConditionError) as caught:
        parse(text)
    error = caught.value
    return text[error.span.start : error.span.end], error.message, error.hint


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("not a and b", And((Not(A), B))),
        ("a and b or not (a or b)", Or((And((A, B)), Not(Or((A, B)))))),
        ("a >= 0.8", Compare(A, ">=", Constant(0.8))),
        ("a != -1", Compare(A, "!=", Constant(-1))),
        ("1 < a", Compare(Constant(1), "<", A)),
        ("0.3 < a <= b", And((Compare(Constant(0.3), "<", A), Compare(A, "<=", B)))),
        ("a in {'x', 'y'}", Compare(A, "in", Constant(frozenset({"x", "y"})))),
        ("'x' in a", Compare(Constant("x"), "in", A)),
        ("'x' not in a", Not(Compare(Constant("x"), "in", A))),
        ("len(a) >= 2", Compare(Length(A), ">=", Constant(2))),
        ("has_any(a, {'x'})", Call("has_any", A, Constant(frozenset({"x"})))),
        ("subset(a, {'x'})", Call("subset", A, Constant(frozenset({"x"})))),
        ("unknown(a)", Call("unknown", A, None)),
        ("'#' in a", Compare(Constant("#"), "in", A)),
        ("a and\n\tb", And((A, B))),
    ],
)
def test_every_allowed_form_is_read(text, tree):
    """Each form of the language gives its tree."""
    assert parse_condition(text) == tree


@pytest.mark.parametrize(
    ("text", "piece", "message"),
    [
        ("", "", "the condition is empty"),
        (" \n", " \n", "the condition is empty"),
        ("a == ", "=", "the condition ends too early"),
        ("a and", "d", "the condition ends too early"),
        ("a b", "b", "this is no condition"),
        ("a = 1", "=", "this is no condition"),
        ("(a", "(", "'(' was never closed"),
        ("a)", ")", "unmatched ')'"),
        ("a == 'x", "'", "unterminated string literal"),
        ("a # why", "# why", "a condition cannot hold a comment"),
        ("a and True", "True", "a condition cannot be a bare `True` or `False`"),
        ("a + 1 > 2", "a + 1", "a condition cannot calculate"),
        ("a > b * 2", "b * 2", "a condition cannot calculate"),
        ("a is None", "a is None", "`is` is no comparison"),
        ("a == None", "None", "`None` cannot be compared"),
        ("a in ['x']", "['x']", "`['x']` cannot be compared"),
        ("a in {'x', 1}", "1", "a set holds only words in quotes"),
        ("a in {}", "{}", "`{}` cannot be compared"),
        ("a == b'x'", "b'x'", "`b'x'` cannot be compared"),
        ("a > 1e999", "1e999", "`1e999` cannot be compared"),
        ("a.b", "a.b", "`a.b` is no condition"),
        ("f(a)", "f(a)", "`f(a)` is no condition"),
        ("len(a)", "len(a)", "`len(a)` is no condition"),
        ("has_any(a, b)", "has_any(a, b)", "`has_any(a, b)` is no condition"),
        ("unknown(a, b)", "unknown(a, b)", "`unknown(a, b)` is no condition"),
        ("a if b else a", "a if b else a", "`a if b else a` is no condition"),
        ("lambda: a", "lambda: a", "`lambda: a` is no condition"),
        ("a; b", ";", "this is no condition"),
        ("a\0b", "a", "this is no condition"),
    ],
)
def test_everything_else_is_refused_at_its_characters(text, piece, message):
    """What is not in the language is an error that points at the characters at fault."""
    found, said, _ = refusal(text)
    assert (found, said) == (piece, message)


def test_nothing_in_a_condition_is_executed():
    """A call is refused as text; Python never runs it."""
    piece, message, hint = refusal("__import__('os').abort()")
    assert piece == "__import__('os').abort()"
    assert message == "`__import__('os').abort()` is no condition"
    assert hint.startswith("allowed: and or not")


def test_a_calculation_gets_the_way_out():
    """Who calculates in a condition is sent to formulas."""
    assert refusal("a / b > 1")[2] == "make a fact with a `formula` and compare that"


def test_spans_count_characters_after_blanks_and_wide_letters():
    """Spans count characters, not bytes, from the first character of the text."""
    text = "  'ünï' in a and b + 1 > 2"
    assert refusal(text)[0] == "b + 1"


def test_a_place_after_letters_of_several_bytes_is_exact():
    """A syntax error after non-ASCII letters points at its own character."""
    with pytest.raises(ConditionError) as caught:
        parse_condition("a == 'ünï日' and b c")
    assert caught.value.span.start == 18


def test_the_length_of_a_condition_is_limited():
    """One character too many is an error of its own code, at that character."""
    with pytest.raises(ConditionError) as caught:
        parse_condition("a" * (MAX_LENGTH + 1))
    assert caught.value.code == "condition-too-long"
    assert caught.value.span.start == MAX_LENGTH
    assert parse_condition("a" * MAX_LENGTH) == Name("a" * MAX_LENGTH)


def test_the_depth_of_a_condition_is_limited():
    """Nesting up to the limit is read, one level more is refused."""
    tree = parse_condition("not " * MAX_DEPTH + "a")
    assert isinstance(tree, Not)
    assert refusal("not " * (MAX_DEPTH + 1) + "a")[1] == (
        f"this is nested more than {MAX_DEPTH} levels deep"
    )


@pytest.mark.parametrize("text", ["(" * 900 + "a", "not " * 499 + "a", "-" * 1999 + "1"])
def test_no_nesting_breaks_the_reader(text):
    """However deep a text is nested, it is refused and nothing overflows."""
    with pytest.raises(ConditionError):
        parse_condition(text)


@pytest.mark.parametrize("parse", [parse_condition, parse_formula])
def test_a_number_no_computer_holds_is_refused(parse):
    """A whole number of 400 digits is an error like any other."""
    number = "1" + "0" * 400
    text = f"a > {number}" if parse is parse_condition else number
    assert refusal(text, parse)[0] == number


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("-2", Constant(-2)),
        ("a / b - 1", Arithmetic("-", (Arithmetic("/", (A, B)), Constant(1)))),
        ("a + b * 2", Arithmetic("+", (A, Arithmetic("*", (B, Constant(2)))))),
        ("min(a, b, 1)", Arithmetic("min", (A, B, Constant(1)))),
        ("max(a)", Arithmetic("max", (A,))),
    ],
)
def test_formulas_are_read(text, tree):
    """Facts, numbers, + - * / min and max make a formula."""
    assert parse_formula(text) == tree


@pytest.mark.parametrize(
    ("text", "piece"),
    [("a ** 2", "a ** 2"), ("b + abs(a)", "abs(a)"), ("min()", "min()"), ("a > 1", "a > 1"),
     ("a + -b", "-b"), ("a + 'x'", "'x'"), ("a + True", "True")],
)  # fmt: skip
def test_other_calculations_are_refused(text, piece):
    """What a formula does not know is an error at its characters."""
    assert refusal(text, parse_formula)[:2] == (
        piece, "a formula knows facts, numbers, + - * / min(...) max(...)",
    )  # fmt: skip


def test_the_depth_of_a_formula_is_limited():
    """A sum of too many parts is refused instead of overflowing."""
    assert refusal("+".join("a" * 100), parse_formula)[1] == "nested more than 40 levels deep"

"""What can be done with trees."""

from __future__ import annotations

import pytest

from advisor.language.condition import parse_formula
from advisor.language.tree import (
    ALWAYS,
    OPPOSITE,
    And,
    Gives,
    Holds,
    Not,
    Or,
    Test,
    leaves,
    names_in,
    pushed,
    write_test,
)

LOW, BOLD = Test("n", "<", 3), Test("b", "==", True)


def test_leaves_come_left_to_right():
    """Every leaf of a tree is told, in the order of the text."""
    tree = And((Not(LOW), Or((Holds("c"), BOLD))))
    assert list(leaves(tree)) == [LOW, Holds("c"), BOLD]
    assert list(leaves(ALWAYS)) == []


def test_not_is_pushed_into_the_leaves():
    """De Morgan turns and into or; a test turns into its opposite."""
    tree = Not(And((LOW, Or((BOLD, Not(Holds("c")))), Gives("v", frozenset({"x"})))))
    assert pushed(tree) == Or(
        (
            Test("n", ">=", 3),
            And((Test("b", "==", False), Holds("c"))),
            Gives("v", frozenset({"x"}), False),
        )
    )


def test_pushing_twice_gives_the_tree_back():
    """Not not is nothing."""
    tree = And((LOW, Or((BOLD, Holds("c")))))
    assert pushed(Not(Not(tree))) == tree


def test_every_operator_has_an_opposite_that_leads_back():
    """Each operator but = on yes/no facts is turned by its opposite, and back by its own."""
    assert len(OPPOSITE) == 16
    assert all(OPPOSITE[OPPOSITE[op]] == op != OPPOSITE[op] for op in OPPOSITE)


@pytest.mark.parametrize(
    ("test", "text"),
    [
        (Test("n", ">=", 0.8, threshold="often"), "n >= 0.8"),
        (Test("b", "==", True), "b"),
        (Test("b", "==", False), "not b"),
        (Test("g", "!=", "x"), "g != 'x'"),
        (Test("g", "not in", frozenset({"y", "x"})), "g not in {'x', 'y'}"),
        (Test("s", "contains", "x"), "'x' in s"),
        (Test("s", "lacks", "x"), "'x' not in s"),
        (Test("s", "has_none", frozenset({"x"})), "not has_any(s, {'x'})"),
        (Test("s", "not subset", frozenset({"x"})), "not subset(s, {'x'})"),
        (Test("s", ">", 1, counted=True), "len(s) > 1"),
        (Test("n", "unknown", True), "unknown(n)"),
        (Test("n", "known", True), "not unknown(n)"),
    ],
)
def test_a_test_is_written_as_its_condition(test, text):
    """A test is shown in the language of conditions, thresholds as numbers."""
    assert write_test(test) == text


def test_the_names_of_a_formula_come_left_to_right():
    """Every name in a formula is told as often as it stands there."""
    assert [name.id for name in names_in(parse_formula("a / min(b, 2) + a"))] == ["a", "b", "a"]

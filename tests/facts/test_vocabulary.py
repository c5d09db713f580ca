"""What a fact takes from files and people, and how it is shown."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest
import tomli

from advisor.facts.vocabulary import BIGGEST, Fact, NotAValue
from advisor.language.document import Anchor, Document

HERE = Anchor(Document("x", "", {}, lambda text: ()), ())
BOOL = Fact("liked", "bool", HERE)
COUNT = Fact("posts", "count", HERE, unit="posts", min=0)
NUMBER = Fact("hour", "number", HERE, min=-12, max=12.5)
RATIO = Fact("share", "ratio", HERE, min=0, max=1)
GOAL = Fact("goal", "choice", HERE, choices=("reach", "brand_deals"), labels={"reach": "Reach"})
WHY = Fact("why", "choices", HERE, choices=("proud", "habit", "cause"), labels={"proud": "Pride"})


def refusal(fact: Fact, raw: object) -> str:
    """Why a value of a file is refused."""
    with pytest.raises(NotAValue) as caught:
        fact.read(raw)
    return str(caught.value)


def wrong_answer(fact: Fact, text: str) -> str:
    """Why an answer of a person is refused."""
    with pytest.raises(NotAValue) as caught:
        fact.read_answer(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (BOOL, True, True),
        (COUNT, 12, 12),
        (COUNT, 12.0, 12),
        (COUNT, BIGGEST, BIGGEST),
        (NUMBER, -12, -12),
        (NUMBER, 12.5, 12.5),
        (RATIO, 0.18, 0.18),
        (RATIO, 1, 1),
        (GOAL, "reach", "reach"),
        (WHY, ["habit", "proud", "habit"], frozenset({"proud", "habit"})),
        (WHY, [], frozenset()),
    ],
)
def test_a_value_of_the_right_type_is_read(fact, raw, value):
    """Each type takes its own values; an empty set is a value."""
    found = fact.read(raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "raw", "message"),
    [
        (BOOL, 1, "`liked` takes true or false, not a number"),
        (BOOL, "yes", "`liked` takes true or false, not text in quotes"),
        (COUNT, True, "`posts` takes a whole number from 0, not true/false"),
        (COUNT, 2.5, "`posts` takes a whole number from 0, not 2.5"),
        (COUNT, -1, "`posts` takes a whole number from 0, not -1"),
        (NUMBER, 13, "`hour` takes a number from -12 up to 12.5, not 13"),
        (NUMBER, nan, "`hour` takes a number from -12 up to 12.5, not nan"),
        (NUMBER, -inf, "`hour` takes a number from -12 up to 12.5, not -inf"),
        (RATIO, date(2026, 1, 1), "`share` takes a number from 0 up to 1, not a date or time"),
        (RATIO, {"a": 1}, "`share` takes a number from 0 up to 1, not a table"),
        (GOAL, ["reach"], "`goal` takes one of reach, brand_deals, not a list"),
        (GOAL, "reech",
         "'reech' is no choice of `goal`; did you mean `reach`? (choices: reach, brand_deals)"),
        (GOAL, "x" * 61,
         "text in quotes is no choice of `goal` (choices: reach, brand_deals)"),
        (WHY, "proud", "`why` takes a list of proud, habit, cause, not text in quotes"),
        (WHY, [None], "null is no choice of `why` (choices: proud, habit, cause)"),
    ],
)  # fmt: skip
def test_any_other_value_is_refused_with_what_would_do(fact, raw, message):
    """The message names the type and the range, and what was written instead."""
    assert refusal(fact, raw) == message


def test_a_share_written_in_percent_gets_the_fraction():
    """A file that writes 40 for a share is told how 40 % is written."""
    assert refusal(RATIO, 40) == (
        "`share` takes a number from 0 up to 1, not 40; a share is written as a fraction: "
        "0.4 is 40 %"
    )


@pytest.mark.parametrize("fact", [COUNT, NUMBER, RATIO])
@pytest.mark.parametrize("raw", [10**400, -(10**400), BIGGEST + 1, 1e300])
def test_a_number_that_is_not_exact_everywhere_is_refused(fact, raw):
    """Numbers above 2**53, of any length, are refused and never crash."""
    assert refusal(fact, raw) == (
        f"`{fact.name}` takes {fact.expects}; no number is above 9,007,199,254,740,992"
    )


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        (BOOL, " Yes ", True),
        (BOOL, "n", False),
        (COUNT, "1,200", 1200),
        (COUNT, "1 234 567", 1234567),
        (COUNT, "12.0", 12),
        (NUMBER, "-3.5", -3.5),
        (RATIO, "95", 0.95),
        (RATIO, "95 %", 0.95),
        (RATIO, "0.5%", 0.005),
        (RATIO, "19/20", 0.95),
        (RATIO, "19 of 20", 0.95),
        (RATIO, "1 out of 4", 0.25),
        (RATIO, "0", 0),
        (GOAL, "reach", "reach"),
        (WHY, "proud, habit", frozenset({"proud", "habit"})),
        (WHY, "", frozenset()),
    ],
)
def test_people_answer_as_they_speak(fact, text, value):
    """Shares are typed in percent or as n of m, thousands may be separated."""
    assert fact.read_answer(text) == value


@pytest.mark.parametrize(
    ("fact", "text", "message"),
    [
        (BOOL, "maybe", "Please answer yes or no."),
        (COUNT, "-1", "Please give a whole number from 0 posts."),
        (COUNT, "9" * 400, "Please give a whole number from 0 posts."),
        (COUNT, "ten", "That is no number I can read; write it in digits, for example 12."),
        (COUNT, "40 %", "That is no number I can read; write it in digits, for example 12."),
        (COUNT, "1e3", "That is no number I can read; write it in digits, for example 12."),
        (RATIO, "lots",
         "That is no number I can read; write it in digits, for example 40, 40 % or 8/20."),
        (RATIO, "120", "Please give a number from 0 % to 100 %."),
        (RATIO, "20/19", "Please give a number from 0 % to 100 %."),
        (RATIO, "3/0", "The second number cannot be 0."),
        (RATIO, "0.5", "Is that 50 % or 0.5 %? Add the % sign."),
    ],
)  # fmt: skip
def test_an_answer_that_will_not_do_is_refused_in_plain_words(fact, text, message):
    """A person is told what to type instead."""
    assert wrong_answer(fact, text) == message


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        (BOOL, False, "no"),
        (COUNT, 1200, "1,200 posts"),
        (NUMBER, 2.5, "2.5"),
        (NUMBER, 0.0123, "0.012"),
        (NUMBER, -3.0, "-3"),
        (RATIO, 0.18, "18 %"),
        (RATIO, 0.29, "29 %"),
        (RATIO, 0.07, "7 %"),
        (RATIO, 0.0085, "0.85 %"),
        (RATIO, 1 / 3, "33.3 %"),
        (RATIO, 12.3456, "1,235 %"),
        (RATIO, inf, "any number"),
        (GOAL, "reach", "Reach"),
        (GOAL, "brand_deals", "brand deals"),
        (WHY, frozenset({"cause", "proud"}), "Pride, cause"),
        (WHY, frozenset(), "none ticked"),
    ],
)
def test_values_are_shown_with_unit_and_label(fact, value, shown):
    """Numbers carry their unit, shares their percent sign, choices their label."""
    assert fact.show(value) == shown


@pytest.mark.parametrize(
    ("fact", "text"),
    [(BOOL, "true"), (COUNT, "12"), (NUMBER, "12"), (RATIO, "0.4"), (GOAL, '"reach"'),
     (WHY, '["proud"]'), (Fact("x", "count", HERE, min=20), "20")],
)  # fmt: skip
def test_the_example_is_a_value_that_would_be_read(fact, text):
    """The example for a profile file is a value of the fact."""
    assert fact.example == text


def test_a_fact_that_is_computed_is_never_asked(library):
    """A formula or a lookup makes a fact computed; all others with a question can be asked."""
    for fact in library.rulebase.facts.values():
        assert fact.computed == (fact.formula is not None or fact.lookup is not None)
        assert fact.askable == (bool(fact.ask) and not fact.computed)


def test_every_shipped_example_can_be_read(library):
    """What a report prints as an example for a file is a value of that fact."""
    for fact in library.rulebase.facts.values():
        raw = tomli.loads(f"v = {fact.example}")["v"]
        assert fact.read(raw) is not None

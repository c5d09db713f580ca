"""JSON files that know where each key and value stands."""

from __future__ import annotations

import pytest

from advisor.language import json_file
from advisor.language.document import Document
from advisor.problems import Problem

TEXT = '\n{ "naïve": "日本", "a": [1, {"a": 2}],\n\t"origin": { "a": "x\\n", "n" : null } }\n'

HALF = "this escape stands for half a character"


def fault(text: str) -> tuple[str, str]:
    """Message and place of a broken text."""
    problem = json_file.parse("x", text)
    assert isinstance(problem, Problem)
    assert problem.code == "json"
    return problem.message, str(problem.place)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("naïve",), (2, 3, 7), (2, 12, 4)),
        (("a",), (2, 18, 3), (2, 23, 13)),
        (("origin",), (3, 2, 8), (3, 12, 26)),
        (("origin", "a"), (3, 14, 3), (3, 19, 5)),
        (("origin", "n"), (3, 26, 3), (3, 32, 4)),
    ],
)
def test_every_key_and_value_is_found(path, key, value):
    """Keys and values of the object and of objects in it are found, in characters."""
    document = json_file.parse("x", TEXT)
    assert isinstance(document, Document)
    for of, expected in (("key", key), ("value", value)):
        place, width = document.at(path, of)
        assert (place.line, place.column, width) == expected


def test_a_path_into_a_list_gets_the_place_of_the_list():
    """Items of a list have no place of their own; the list's key stands for them."""
    document = json_file.parse("x", TEXT)
    assert isinstance(document, Document)
    assert str(document.at(("a", 1))[0]) == "x:2:18"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{", ("expecting property name enclosed in double quotes", "x:1:2")),
        ('{"a" 1}', ("expecting ':' delimiter", "x:1:6")),
        ('{\n"a": 1\n"b": 2}', ("expecting ',' delimiter", "x:3:1")),
        ('{"a": 1} x', ("extra data", "x:1:10")),
        ("[1]", ("a profile is one object: { ... }", "x:1:1")),
        ('{"a": 1,\n "b": 2, "a": 3}', ("`a` is given twice", "x:2:10")),
        ('{"o": {"é": 1, "é": 2}}', ("`é` is given twice", "x:1:16")),
        ('{"a":\n "\\ud83d\\ude00 \\ud800"}', (HALF, "x:2:16")),
        ('{"a": "\\udc00"}', (HALF, "x:1:8")),
    ],
)  # fmt: skip
def test_a_fault_is_one_problem_with_a_place(text, found):
    """Broken syntax, a repeated key and half a character are told where they stand."""
    assert fault(text) == found


@pytest.mark.parametrize("depth", [100, 900, 960, 980, 990, 5000, 100_000])
@pytest.mark.parametrize("piece", ['{"a":', "["])
def test_no_nesting_breaks_the_reader(depth, piece):
    """However deep values are nested, there is a document with places or a problem."""
    closing = "}" if piece[0] == "{" else "]"
    inner = "1" if piece[0] == "{" else ""
    found = json_file.parse("x", '{"v":' + piece * depth + inner + closing * depth + "}")
    if isinstance(found, Document):
        assert found.at(("v",))[0].line == 1
    else:
        assert found.message == "a number is too long or objects are nested too deeply"


def test_a_number_of_thousands_of_digits_is_a_problem():
    """A number too long to be read is an error, no crash."""
    assert fault('{"a": ' + "9" * 5000 + "}")[0] == (
        "a number is too long or objects are nested too deeply"
    )

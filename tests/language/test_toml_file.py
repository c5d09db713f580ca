"""TOML files that know where each key and value stands."""

from __future__ import annotations

import pytest
import tomli

from advisor.language import toml_file
from advisor.language.document import Anchor, Document, string_characters
from advisor.problems import Problem
from advisor.rulebase.library import shipped_folder


def read(text: str) -> Document:
    """A document without faults."""
    document = toml_file.parse("x.toml", text)
    assert isinstance(document, Document)
    return document


def cut(document: Document, *path: str | int, of: str = "value") -> str:
    """The characters of the first line of a key or value, cut out at its place."""
    place, width = document.at(path, of)
    return document.line(place.line)[place.column - 1 : place.column - 1 + width]


def fault(text: str) -> tuple[str, int, int, str]:
    """Message, line, column and the characters at fault of a broken text."""
    problem = toml_file.parse("x.toml", text)
    assert isinstance(problem, Problem)
    place = problem.place
    assert place is not None
    piece = problem.excerpt[place.column - 1 : place.column - 1 + problem.width]
    return problem.message, place.line, place.column, piece


TEXT = """\
# comment with [brackets] and "quotes
title = 'ünï日本' # [no] = table
"quoted \\u00e9 key" = 1
dotted . inner = true

[table]
list = [
    "a", # a ] in a comment
    ['b]', 2.5],
    { x = 1, y = { z = "deep" } },
]
text = \"\"\"
[[not a header]]
key = 1 \\
   goes on\"\"\"

[[rule]]
id = "one"

[[rule.test]]
given = { n = 1979-05-27T07:32:00Z }

[[rule.test]]
given = {}

[[rule]]
id = "two"
[rule.extra]
k = 0x1F
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), "title", "'ünï日本'"),
        (("quoted é key",), '"quoted \\u00e9 key"', "1"),
        (("dotted", "inner"), "inner", "true"),
        (("table",), "[table]", "[table]"),
        (("table", "list"), "list", "["),
        (("table", "list", 0), '"a"', '"a"'),
        (("table", "list", 1), "['b]', 2.5]", "['b]', 2.5]"),
        (("table", "list", 1, 0), "'b]'", "'b]'"),
        (("table", "list", 2, "x"), "x", "1"),
        (("table", "list", 2, "y", "z"), "z", '"deep"'),
        (("table", "text"), "text", '"""'),
        (("rule", 0), "[[rule]]", "[[rule]]"),
        (("rule", 0, "id"), "id", '"one"'),
        (("rule", 0, "test", 0), "[[rule.test]]", "[[rule.test]]"),
        (("rule", 0, "test", 0, "given", "n"), "n", "1979-05-27T07:32:00Z"),
        (("rule", 0, "test", 1, "given"), "given", "{}"),
        (("rule", 1, "id"), "id", '"two"'),
        (("rule", 1, "extra", "k"), "k", "0x1F"),
    ],
)
def test_every_key_and_value_is_found(path, key, value):
    """Keys and values of every form are found, past comments, strings and nesting."""
    document = read(TEXT)
    assert (cut(document, *path, of="key"), cut(document, *path)) == (key, value)


def test_places_count_lines_and_characters_from_one():
    """A place is a line and a column, both from 1, in characters."""
    document = read(TEXT)
    assert str(document.at(("table", "list", 2, "y", "z"))[0]) == "x.toml:10:24"
    assert str(Anchor(document, ("rule", 1)).place) == "x.toml:26:1"


def test_a_path_that_is_not_there_gets_the_table_around_it():
    """A missing key is reported at the header of its table."""
    document = read(TEXT)
    assert str(document.at(("rule", 1, "when"))[0]) == "x.toml:26:1"
    assert str(document.at(("nowhere",))[0]) == "x.toml:1:1"


def nodes(data: object, path: tuple = ()):
    """Every path to a plain value."""
    if isinstance(data, dict):
        for key, one in data.items():
            yield from nodes(one, (*path, key))
    elif isinstance(data, list):
        for index, one in enumerate(data):
            yield from nodes(one, (*path, index))
    else:
        yield path, data


@pytest.mark.parametrize("name", sorted(path.name for path in shipped_folder().glob("*.toml")))
def test_what_stands_at_the_place_of_a_value_is_the_value(name):
    """In the shipped files every value, read again from its own place, is itself."""
    document = read((shipped_folder() / name).read_text(encoding="utf-8"))
    count = 0
    for path, value in nodes(document.data):
        place, width = document.at(path)
        piece = document.line(place.line)[place.column - 1 :][:width]
        if not piece.startswith(('"""', "'''")):
            assert tomli.loads(f"v = {piece}")["v"] == value
            count += 1
    assert count > 5


@pytest.mark.parametrize(
    "token",
    [
        '"plain"', "'raw \\n'", r'"tab\t quote\" back\\ é \u00e9 \U0001F600"', '""', "''",
        '"""\nfirst newline goes"""', '"""a\n  b \\\n\n     c"""', "'''\nraw \\ text'''",
        '"""ends with quotes"""""', "'''x'''''",
    ],
)  # fmt: skip
def test_the_characters_of_a_string_are_those_toml_reads(token):
    """Walking a string token gives the characters the value has, each with its offset."""
    found = list(string_characters(token))
    assert "".join(char for _, char in found) == tomli.loads(f"v = {token}")["v"]
    assert all(token[at] in (char, "\\") for at, char in found)


def test_a_character_inside_a_string_is_found_past_escapes():
    """The n-th character of a value is found where it is written."""
    document = read(r'when = "a == \u0022x\" and b"')
    value = document.data["when"]
    problem = document.problem("c", "m", ("when",), inside=(value.index("b"), len(value)))
    assert problem.place is not None
    assert problem.place.column == 28
    assert problem.width == 1


def test_a_character_inside_a_multi_line_string_is_found():
    """In a string over several lines the place is in the line of the character."""
    document = read('x = 1\nwhen = """\n  a and \\\n\n    (b or c)"""\n')
    value = document.data["when"]
    problem = document.problem("c", "m", ("when",), inside=(value.index("c"), len(value)))
    assert str(problem.place) == "x.toml:5:11"
    assert problem.excerpt == '    (b or c)"""'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 1\n  a = 2 # c", ("`a` is given twice", 2, 3, "a")),
        ("a = 1\na = '''\nx\n'''", ("`a` is given twice", 2, 1, "a")),
        ("a = [\n1]\nb = 2\na = [\n 2,\n]", ("`a` is given twice", 4, 1, "a")),
        ('"a=b" = 1\n"a=b" = 2', ('`"a=b"` is given twice', 2, 1, '"a=b"')),
        ("a.b = 1\na.b = 2", ("`b` is given twice", 2, 3, "b")),
        ("x = { a = 1, a = 2 }", ("`a` is given twice", 1, 14, "a")),
        ("[a]\n[b]\n [a] # again", ("`[a]` is given twice", 3, 2, "[a]")),
        ("a = 1\n[a]", ("`[a]` is given twice", 2, 1, "[a]")),
        ("[[a]]\n[a]", ("`[a]` is given twice", 2, 1, "[a]")),
        ("a = [1]\n[[a]]", ("`[[a]]` is given twice", 2, 1, "[[a]]")),
        ("[a]\n[a", ("`[a` is given twice", 2, 1, "[a")),
    ],
)
def test_what_is_given_twice_is_shown_where_it_stands_again(text, found):
    """A second key or header is the fault, wherever its value ends."""
    message, line, column, piece = fault(text)
    if text.endswith("[a"):  # the header has no end to point at
        assert (line, column) == found[1:3]
    else:
        assert (message, line, column, piece) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 1\nb = yes", ("invalid value", 2, 5, "y")),
        ('é = "x"', ("invalid statement", 1, 1, "é")),
        ('"é" = "ü" x', ("expected newline or end of document after a statement", 1, 11, "x")),
        ('a = "x', ("unterminated string", 1, 7, "")),
    ],
)
def test_broken_syntax_is_one_problem_with_a_place(text, found):
    """The first fault of the syntax is told in small letters at its character."""
    assert fault(text) == found


def test_an_unquoted_word_gets_a_remedy():
    """Who writes yes is told how yes is written."""
    problem = toml_file.parse("x", "a = yes")
    assert isinstance(problem, Problem)
    assert problem.hint == "text stands in quotes; yes and no are written true and false"


@pytest.mark.parametrize("depth", [300, 400, 900, 5000])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_no_nesting_breaks_the_reader(depth, brackets):
    """However deep values are nested, there is a document with places or a problem."""
    opening = "{a=" if brackets == "{}" else "["
    inner = "1" if brackets == "{}" else ""
    found = toml_file.parse("x", "v = " + opening * depth + inner + brackets[1] * depth)
    if isinstance(found, Document):
        assert found.at(("v",))[0].line == 1
    else:
        assert found.code == "toml"


def test_a_number_of_thousands_of_digits_is_a_problem():
    """A number too long to be read is an error, no crash."""
    problem = toml_file.parse("x", "a = " + "9" * 5000)
    assert isinstance(problem, Problem)
    assert problem.message == "a number is too long or lists are nested too deeply"

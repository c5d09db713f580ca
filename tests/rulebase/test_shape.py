"""The shape of rule files, and the JSON Schema made of it."""

from __future__ import annotations

import json
from keyword import kwlist

import jsonschema
import pytest
import tomli

from advisor.rulebase.library import shipped_folder
from advisor.rulebase.schema import json_schema
from advisor.rulebase.shape import CHANGEABLE, LISTED, RESERVED, SHAPES, check

FILES = sorted(path.name for path in shipped_folder().glob("*.toml"))

RULE = {
    "id": "x.y", "title": "T", "kind": "advice", "stance": "neutral", "priority": "low",
    "evidence": "opinion", "when": "a", "advice": "A",
}  # fmt: skip


def faults(kind: str, raw: object) -> list[tuple[object, ...]]:
    """Path, code, message and hint of each fault."""
    found = check(kind, raw)
    assert isinstance(found, list)
    return [(path, code, message, hint) for path, _, code, message, hint in found]


def test_the_shipped_schema_is_the_one_of_the_shapes():
    """rules/schema.json is what the models say; `advisor rules schema` writes it."""
    shipped = json.loads((shipped_folder() / "schema.json").read_text(encoding="utf-8"))
    assert shipped == json_schema()


def test_the_schema_is_a_valid_schema():
    """The schema follows the standard it names."""
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_file_validates(name):
    """An editor that checks with the schema has nothing to say about the shipped files."""
    text = (shipped_folder() / name).read_text(encoding="utf-8")
    assert text.startswith("#:schema ./schema.json\n")
    jsonschema.validate(tomli.loads(text), json_schema())


@pytest.mark.parametrize(
    "wrong",
    [
        {"facts": {}},
        {"fact": {"x": {"type": "bol"}}},
        {"fact": {"x": {"type": "bool", "asc": "?"}}},
        {"rule": {"id": "x.y"}},
        {"rule": [{**RULE, "priority": "urgent"}]},
        {"rule": [{key: value for key, value in RULE.items() if key != "advice"}]},
        {"rule": [{**RULE, "id": "xy"}]},
        {"rule": [{**RULE, "test": [{"given": {}, "expect": "maybe"}]}]},
        {"verdict": {"v": {"question": "Q", "branch": []}}},
        {"change": {"x.y": {"prio": "low"}}},
        {"change": {"x.y": {"enabled": "no"}}},
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(wrong):
    """An editor marks unknown keys, wrong words, missing keys and wrong forms."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema())


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"rule": [RULE]},
        {"change": {"x.y": {"enabled": False, "and": "a", "reason": "r", "priority": "low"}}},
        {"change": {"low": {"value": 3}, "quiet": {"when": "a"}, "reply_rate": {"effort": 5}}},
    ],
)
def test_the_schema_allows_what_the_loader_allows(right):
    """Rules and changes of every kind validate."""
    jsonschema.validate(right, json_schema())


def test_whatever_may_be_changed_is_a_key():
    """Each key a change may set is one of its kind's own; identity is none of them."""
    for kind, keys in CHANGEABLE.items():
        assert keys <= set(SHAPES[kind].model_fields)
        assert not keys & {"id", "type", "choices", "test", "aliases"}


def test_words_of_the_language_name_nothing():
    """No fact can be called like a word of conditions, of Python or of profile files."""
    assert {"and", "len", "unknown", "lambda", "profile", "origin", *kwlist} <= RESERVED


@pytest.mark.parametrize("word", ["len", "lambda", "profile", "origin", "min", "class"])
def test_a_reserved_name_is_refused(make_library, word):
    """A fact that could never be written down is an error at its header."""
    (problem,) = make_library(f'[fact.{word}]\ntype = "bool"\n').problems
    assert (problem.code, problem.message) == ("bad-name", f"`{word}` is no name for a fact")


def test_a_sound_table_becomes_its_model():
    """Left-out keys get their defaults."""
    found = check("rule", RULE)
    assert not isinstance(found, list)
    assert (found.id, found.unless, found.status, found.test) == ("x.y", "", "stable", [])


@pytest.mark.parametrize(
    ("kind", "raw", "found"),
    [
        ("fact", 3, ((), "wrong-type", "a fact is a table", "")),
        ("rule", {**RULE, "sevrity": "x"},
         (("sevrity",), "unknown-key", "`sevrity` is not a key of a rule",
          "keys: " + ", ".join(sorted(SHAPES["rule"].model_fields)))),
        ("rule", {**RULE, "unles": "a"},
         (("unles",), "unknown-key", "`unles` is not a key of a rule", "did you mean `unless`?")),
        ("rule", {**RULE, "kind": "advise"},
         (("kind",), "bad-choice", "`kind` is one of advice, warning, diagnosis, answer, "
          "knowledge, reassurance, correction, verdict-text", "did you mean `advice`?")),
        ("rule", {**RULE, "priority": 1},
         (("priority",), "bad-choice", "`priority` is one of high, medium, low", "")),
        ("rule", {**RULE, "when": 1},
         (("when",), "wrong-type", "`when` takes text in quotes", "")),
        ("rule", {**RULE, "sources": "book"},
         (("sources",), "wrong-type", "`sources` takes a list: [...]", "")),
        ("rule", {**RULE, "sources": [1]},
         (("sources", 0), "wrong-type", "`sources` takes text in quotes", "")),
        ("rule", {**RULE, "title": ""},
         (("title",), "length", "`title`: string should have at least 1 character", "")),
        ("rule", {**RULE, "id": "Talk"},
         (("id",), "bad-name",
          "a rule id is lower-case words with a dot between, like `self-like.excessive`", "")),
        ("rule", {**RULE, "test": [{"given": {}, "expected": "applies"}]},
         (("test", 0), "missing-key", "a test needs `expect`", "")),
        ("rule", {**RULE, "test": [{"given": 1, "expect": "applies"}]},
         (("test", 0, "given"), "wrong-type", "`given` takes a table: { ... }", "")),
        ("fact", {"type": "count", "effort": 0},
         (("effort",), "out-of-range", "`effort`: input should be greater than or equal to 1", "")),
        ("fact", {"type": "count", "effort": 1.5},
         (("effort",), "wrong-type", "`effort` takes a whole number", "")),
        ("fact", {"type": "count", "ask_first": "yes"},
         (("ask_first",), "wrong-type", "`ask_first` takes true or false", "")),
        ("fact", {"type": "number", "lookup": {"of": "a", "steps": [], "otherwise": 1}},
         (("lookup", "steps"), "length", "`steps` holds too few or too many items", "")),
        ("fact", {"type": "number", "lookup": {"off": "a", "steps": [[1, 2]], "otherwise": 1}},
         (("lookup",), "missing-key", "a lookup needs `of`", "")),
        ("threshold", {"value": 1, "basis": "b"},
         ((), "missing-key", "a threshold needs `note`", "")),
        ("verdict", {"question": "Q", "branch": [{"value": "a b", "label": "A", "when": "a"}]},
         (("branch", 0, "value"), "bad-name", "`a b` is no name", "letters, digits, _")),
        ("impossible", {"when": "a"}, ((), "missing-key", "an impossible needs `reason`", "")),
    ],
)  # fmt: skip
def test_a_fault_of_shape_is_told_in_our_words(kind, raw, found):
    """Path, code, message and hint say what is wrong and what would do."""
    assert faults(kind, raw)[0] == found


def test_all_faults_of_a_table_are_told():
    """Nothing hides behind the first fault."""
    found = faults("rule", {"id": "X", "kind": "advise", "unles": ""})
    assert [code for _, code, _, _ in found] == [
        "bad-name", "missing-key", "bad-choice", "missing-key", "missing-key", "missing-key",
        "missing-key", "missing-key", "unknown-key",
    ]  # fmt: skip


def test_the_kinds_of_tables_are_those_of_the_design():
    """Rules and impossible combinations are lists, all other kinds have names."""
    assert set(SHAPES) == {
        "fact", "threshold", "conclusion", "verdict", "topic", "source", "rule", "impossible",
    }  # fmt: skip
    assert LISTED == ("rule", "impossible")

"""A new rule in an overlay of its own."""

from __future__ import annotations

import json

import pytest

from advisor.authoring.scaffold import new_rule
from advisor.authoring.trial import run
from advisor.inference.engine import Engine
from advisor.problems import Usage
from advisor.rulebase.library import load
from advisor.rulebase.schema import json_schema


def test_a_new_rule_is_sound_and_its_tests_pass(library, tmp_path):
    """The file loads without a word, and its two tests, both ways, pass."""
    file = new_rule(library.rulebase, "my.first-rule", tmp_path / "deep" / "rules")
    assert file == tmp_path / "deep" / "rules" / "my.first-rule.toml"
    after = load([file.parent])
    assert after.problems == ()
    rule = after.rulebase.rule("my.first-rule")
    engine = Engine(after.rulebase, pytest.fail)
    trials = list(run(engine, [rule]))
    engine.close()
    assert [(trial.found.value, trial.passed) for trial in trials] == [
        ("applies", True),
        ("silent", True),
    ]


def test_editors_find_the_schema_beside_the_rule(library, tmp_path):
    """The first line names the schema, which is written once and then left alone."""
    file = new_rule(library.rulebase, "my.first-rule", tmp_path)
    schema = tmp_path / "schema.json"
    assert file.read_text(encoding="utf-8").startswith("#:schema ./schema.json\n")
    assert json.loads(schema.read_text(encoding="utf-8")) == json_schema()
    schema.write_text("{}")
    new_rule(library.rulebase, "my.second-rule", tmp_path)
    assert schema.read_text() == "{}"


@pytest.mark.parametrize(
    ("id", "title"),
    [
        ("my.first-rule", "First rule"),
        ("my.own.rule_two", "Own rule_two"),
        ("x.y", "Y"),
        ("a." + "b" * 78, "B" + "b" * 77),
    ],
)
def test_the_title_is_made_of_the_id(library, tmp_path, id, title):
    """The part after the first dot, in words."""
    file = new_rule(library.rulebase, id, tmp_path)
    assert load([file]).problems == ()
    assert load([file]).rulebase.rule(id).title == title


@pytest.mark.parametrize(
    "id",
    ["", "nodot", "My.rule", "my.", ".rule", "my rule.x", "my.rule\n", "my..rule", "../x.y",
     "a/b.c", "größe.x", "x.{y}", "a." + "b" * 79],
)  # fmt: skip
def test_a_bad_id_is_refused(library, tmp_path, id):
    """What is no rule id writes no file."""
    with pytest.raises(Usage, match="is no rule id"):
        new_rule(library.rulebase, id, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_id_says_where_the_rule_stands(library, tmp_path):
    """A rule that is there already is named with its place."""
    with pytest.raises(Usage, match=r"is there already, at rules/self_liking\.toml:\d+:1"):
        new_rule(library.rulebase, "self-like.excessive", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_written_over(library, tmp_path):
    """A file of that name stays as it is."""
    file = tmp_path / "my.first-rule.toml"
    file.write_text("mine")
    with pytest.raises(Usage, match="is there already"):
        new_rule(library.rulebase, "my.first-rule", tmp_path)
    assert file.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_an_error(library, write):
    """A file where the folder should be."""
    with pytest.raises(OSError, match="File exists"):
        new_rule(library.rulebase, "my.first-rule", write("rules", ""))

"""The result object, `advisor.result/1`."""

from __future__ import annotations

import json

import jsonschema
import pytest

from advisor.explanation.explain import explain
from advisor.inference.engine import Engine
from advisor.pipeline import advise
from advisor.presentation.json import FORMAT, plain, result, schema
from advisor.presentation.report import compose
from advisor.sources.profile_file import read_profile

SAMPLE = (
    "self_like_share = 0.95\nposts_in_window = 12\nreply_rate = 0.05\n"
    "outbound_comments_per_week = 0\ncollabs_90d = 0\n"
)
"""The profile of the issue."""

BASE = """\
[fact.a]
type = "bool"
ask = "?"
[fact.b]
type = "bool"
ask = "?"
[fact.c]
type = "bool"
ask = "?"
[fact.n]
type = "count"
ask = "?"
[fact.s]
type = "choices"
choices = ["x", "y", "z"]
ask = "?"
[fact.half]
type = "number"
formula = "n / two"
[threshold.two]
value = 2
note = "n"
basis = "assumed"
[conclusion.both]
when = "a and n > two"
meaning = "m"
[verdict.v]
question = "Q"
wanted = "c"
branch = [{ value = "yes", label = "Y", when = "both" }, { value = "no", label = "N", when = "b" }]
"""


def rule(id: str, when: str, **more: str) -> str:
    """A rule with given keys in place of the usual ones."""
    keys = {
        "id": id, "title": "T", "kind": "advice", "stance": "neutral", "priority": "medium",
        "evidence": "opinion", "advice": "A", "when": when, **more,
    }  # fmt: skip
    return "[[rule]]\n" + "".join(f"{key} = {json.dumps(one)}\n" for key, one in keys.items())


@pytest.fixture(name="object_of")
def _object_of(make_rulebase, find):
    """The result object of rules over BASE and a profile, checked against the schema."""

    def object_of(rules: str, given: str = "") -> dict:
        evaluation = find(make_rulebase(BASE + rules), given)
        found = result(compose(evaluation, explain(evaluation)))
        jsonschema.validate(found, schema())
        return found

    return object_of


@pytest.fixture(name="sample", scope="module")
def _sample(library):
    """The result object of the issue's sample, through the whole pipeline."""
    profile, _ = read_profile("stdin", SAMPLE.encode(), library.rulebase.facts, "stdin")
    defects: list[str] = []
    engine = Engine(library.rulebase, defects.append)
    try:
        found = result(advise(engine, profile))
    finally:
        engine.close()
    assert defects == []
    return found


def test_the_schema_is_a_valid_schema():
    """The schema follows the standard it names, and allows no key it does not know."""
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["additionalProperties"] is False


# ---------------------------------------------------------------- the sample of the issue


def test_the_sample_validates_and_survives_a_round_trip(sample):
    """What is printed can be read again, is the same, and is what the schema says."""
    again = json.loads(json.dumps(sample, ensure_ascii=False))
    assert again == sample
    jsonschema.validate(again, schema())
    assert (again["format"], again["profile"]) == (FORMAT, "stdin")


def test_the_verdict_of_the_sample(sample):
    """The verdict is to cut back, provisional, with a pause still possible."""
    verdict = next(one for one in sample["verdicts"] if one["id"] == "self_like_verdict")
    assert (verdict["value"], verdict["certain"]) == ("cut_back", False)
    assert verdict["possible"] == ["pause", "cut_back"]
    assert verdict["wanted"] is True
    assert {"fact": "self_like_share", "value": 0.95, "origin": "answered",
            "test": "self_like_share >= 0.8"} in verdict["because"]  # fmt: skip


def test_the_advice_of_the_sample(sample):
    """Each rule the issue names applies or is provisional, on its own or under `also`."""
    entries = {one["rule"]: one["status"] for one in sample["advice"]}
    given = set(entries) | {other for one in sample["advice"] for other in one["also"]}
    applying = {"self-like.excessive", "self-like.one-sided", "self-like.pick-few",
                "self-like.alternatives", "reputation.self-centred"}  # fmt: skip
    provisional = {"self-like.mix-with-community", "backlash.likely"}
    assert applying | provisional <= given
    assert {entries.get(one, "applies") for one in applying} == {"applies"}
    assert {entries.get(one, "provisional") for one in provisional} == {"provisional"}


def test_every_advice_of_the_sample_has_reasons_and_sources(sample, library):
    """Nothing is advised without a why, a source that is there, and the place of its rule."""
    for one in sample["advice"]:
        assert one["because"]
        assert one["sources"]
        assert one["at"].startswith("rules/")
        assert {source.partition("#")[0] for source in one["sources"]} <= set(
            library.rulebase.sources
        )


def test_what_is_open_fits_together(sample, library):
    """`unknown` is all that undecided rules need, in the order of the vocabulary, none known."""
    needed = {fact for one in sample["undecided"] for fact in one["needs"]}
    assert set(sample["unknown"]) == needed
    assert sample["unknown"] == [name for name in library.rulebase.facts if name in needed]
    known = {line.split(" ")[0] for line in SAMPLE.splitlines()}
    assert not known & needed
    assert sample["next_question"] in library.rulebase.facts


def test_no_rule_is_in_two_places(sample, library):
    """A rule is given, under `also`, set aside, undecided, or silent and nowhere."""
    told = [one["rule"] for part in ("advice", "set_aside", "undecided") for one in sample[part]]
    told += [other for one in sample["advice"] for other in one["also"]]
    assert len(told) == len(set(told))
    assert set(told) <= {rule.id for rule in library.rulebase.rules}


# ---------------------------------------------------------------- reasons


def test_because_lists_leaves_with_thresholds_as_numbers(object_of):
    """Conclusions are unfolded; each reason has fact, value, origin and the test that holds."""
    found = object_of(rule("x.y", "both"), "a = true\nn = 3\n[origin]\nn = 'posts.csv'")
    (advice,) = found["advice"]
    assert advice["because"] == [
        {"fact": "a", "value": True, "origin": "answered", "test": "a"},
        {"fact": "n", "value": 3, "origin": "posts.csv", "test": "n > 2"},
    ]


def test_sets_are_sorted_lists_and_unknown_is_null(object_of):
    """A set of words is a sorted list; a test for being unknown has no value."""
    found = object_of(rule("x.y", "len(s) == 2 and unknown(b)"), 's = ["z", "x"]\nb = "?"')
    assert found["advice"][0]["because"] == [
        {"fact": "s", "value": ["x", "z"], "origin": "answered", "test": "len(s) == 2"},
        {"fact": "b", "value": None, "origin": "don't know", "test": "unknown(b)"},
    ]
    assert plain(frozenset({"b", "a"})) == ["a", "b"]


def test_a_rule_is_told_with_all_its_labels(object_of):
    """Texts, labels, sources and the place of a rule stand beside its reasons."""
    text = rule("x.y", "a", kind="warning", stance="against", priority="high", action="Do.",
                title="You have {n|some}", evidence="contested")  # fmt: skip
    assert object_of(text, "a = true\nn = 1200")["advice"] == [
        {
            "rule": "x.y", "status": "applies", "kind": "warning", "stance": "against",
            "priority": "high", "evidence": "contested", "title": "You have 1,200",
            "advice": "A", "action": "Do.",
            "because": [{"fact": "a", "value": True, "origin": "answered", "test": "a"}],
            "sources": [], "at": "rules/base.toml:31", "also": [],
        }
    ]  # fmt: skip
    assert object_of(text, "a = true")["advice"][0]["title"] == "You have some"


def test_a_verdict_is_told_with_value_possible_and_reasons(object_of):
    """A verdict is told whether or not it is wanted; without value it has no reasons."""
    assert object_of("", "b = true")["verdicts"] == [
        {"id": "v", "value": "no", "certain": False, "possible": ["yes", "no"], "wanted": False,
         "because": [{"fact": "b", "value": True, "origin": "answered", "test": "b"}],
         "decided_by": []},
    ]  # fmt: skip
    assert object_of("", "a = false\nb = false\nc = true")["verdicts"] == [
        {
            "id": "v",
            "value": None,
            "certain": True,
            "possible": [],
            "wanted": True,
            "because": [],
            "decided_by": [],
        }
    ]
    assert object_of("")["verdicts"][0]["possible"] == ["yes", "no"]


# ---------------------------------------------------------------- states of a rule


def test_a_rule_set_aside_tells_what_does_it(object_of):
    """The condition of `unless` as written, and the reasons that it holds."""
    found = object_of(rule("x.y", "a", unless="b or c"), "a = true\nc = true")
    assert found["advice"] == []
    assert found["set_aside"] == [
        {"rule": "x.y", "unless": "b or c",
         "because": [{"fact": "c", "value": True, "origin": "answered", "test": "c"}]}
    ]  # fmt: skip


def test_a_provisional_rule_is_given(object_of):
    """With `unless` open a rule is given and marked, and the open fact is asked for."""
    found = object_of(rule("x.y", "a", unless="n > 3"), "a = true\nb = true\nc = false")
    assert [(one["rule"], one["status"]) for one in found["advice"]] == [("x.y", "provisional")]
    assert (found["undecided"], found["unknown"]) == ([], [])
    assert found["next_question"] == "n"


def test_an_undecided_rule_tells_what_it_needs(object_of):
    """Needs are facts that can be asked for, formulas by their inputs; don't know is none."""
    rules = rule("x.y", "half > 1 and b") + rule("x.z", "a and b")
    found = object_of(rules, "")
    assert found["undecided"] == [
        {"rule": "x.y", "needs": ["b", "n"]}, {"rule": "x.z", "needs": ["a", "b"]},
    ]  # fmt: skip
    assert found["unknown"] == ["a", "b", "n"]
    assert found["next_question"] == "c"
    found = object_of(rules, 'b = "?"\nn = 4\nc = false')
    assert found["undecided"] == [
        {"rule": "x.y", "needs": []}, {"rule": "x.z", "needs": ["a"]},
    ]  # fmt: skip
    assert found["unknown"] == ["a"]
    found = object_of(rules, 'a = "?"\nb = "?"\nn = "?"\nc = "?"')
    assert (found["unknown"], found["next_question"]) == ([], None)


def test_a_silent_rule_is_nowhere(object_of):
    """A rule whose condition is false is not told at all."""
    found = object_of(rule("x.y", "a", unless="b"), "a = false\nc = false")
    assert [found[key] for key in ("advice", "set_aside", "undecided")] == [[], [], []]


# ---------------------------------------------------------------- groups and order


def test_the_strongest_of_a_group_speaks(object_of):
    """Firm before provisional, then priority, then evidence; the others stand under `also`."""
    rules = (
        rule("g.low", "a", group="g", priority="low", evidence="platform-rule")
        + rule("g.maybe", "a", unless="b", group="g", priority="high")
        + rule("g.doubted", "a", group="g", priority="high", evidence="doubtful")
        + rule("g.best", "a", group="g", priority="high", evidence="common-advice")
        + rule("g.silent", "not a", group="g", priority="high")
        + rule("h.other", "a", group="h")
        + rule("x.alone", "a")
    )
    found = {one["rule"]: one["also"] for one in object_of(rules, "a = true")["advice"]}
    assert found == {
        "g.best": ["g.doubted", "g.low", "g.maybe"], "h.other": [], "x.alone": [],
    }  # fmt: skip


def test_advice_comes_by_priority_and_what_asks_for_nothing_last(object_of):
    """High before medium before low; reassurance and knowledge come after all others."""
    rules = (
        rule("k.good", "a", kind="reassurance", priority="high")
        + rule("x.low", "a", priority="low")
        + rule("x.high", "a", priority="high")
        + rule("x.medium", "a")
        + rule("k.fact", "a", kind="knowledge", priority="low")
    )
    assert [one["rule"] for one in object_of(rules, "a = true")["advice"]] == [
        "x.high", "x.medium", "x.low", "k.good", "k.fact",
    ]  # fmt: skip


def test_words_of_a_file_stay_words(object_of):
    """Quotes, markup and control characters in names and origins come out as they went in."""
    name = 'a "b" [bold]\\u001b[31m 日本'
    found = object_of(rule("x.y", "a"), f'profile = "{name.replace(chr(34), chr(39))}"\na = true')
    assert found["profile"] == "a 'b' [bold]\x1b[31m 日本"
    assert json.loads(json.dumps(found)) == found

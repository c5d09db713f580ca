"""The tree from a finding through conclusions down to facts."""

from __future__ import annotations

import pytest

from advisor.explanation.explain import explain
from advisor.explanation.proof import prove, prove_rule, reasons, verdict_reasons
from advisor.facts.profile import Known, Profile, Unknown
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.evaluation import Evaluation

BASE = """\
[fact.share]
type = "ratio"
ask = "?"
[fact.posts]
type = "count"
ask = "?"
[fact.liked]
type = "bool"
ask = "?"
[fact.why]
type = "choices"
choices = ["proud", "habit", "cause"]
ask = "?"
[fact.goal]
type = "choice"
choices = ["reach", "fun"]
ask = "?"
[fact.likes]
type = "number"
formula = "share * posts"
[threshold.much]
value = 0.8
note = "n"
basis = "assumed"
[conclusion.habit]
when = "share >= much and posts >= 5"
meaning = "it is a habit"
[conclusion.calm]
when = "not habit or liked"
meaning = "nothing to see"
[verdict.pace]
question = "Q?"
branch = [
    { value = "stop", label = "Stop", when = "habit and liked" },
    { value = "slow", label = "Slow", when = "habit" },
    { value = "stop", label = "Stop again", when = "goal == 'fun'" },
]
otherwise = { value = "go", label = "Go" }
[[rule]]
id = "x.y"
title = "T"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
advice = "A"
when = "habit and (liked or len(why) > 1)"
unless = "goal == 'fun'"
"""


@pytest.fixture(name="base")
def _base(make_rulebase):
    return make_rulebase(BASE)


def told(found) -> list[tuple[object, ...]]:
    """Each reason as its test, the value read and its origin."""
    return [(reason.text, reason.value, reason.origin) for reason in found]


def test_a_proof_goes_down_to_facts(base, find):
    """The proof of a rule unfolds conclusions; every node has its text and its truth."""
    evaluation = find(base, "share = 0.9\nposts = 7\nliked = false")
    when, unless = prove_rule(evaluation, base.rules[0])
    habit, either = when.parts
    assert (when.kind, when.text, when.truth) == ("all", "habit and (liked or len(why) > 1)", None)
    assert (habit.kind, habit.text, habit.truth) == ("conclusion", "habit", True)
    assert (habit.meaning, str(habit.at.place)) == ("it is a habit", "rules/base.toml:25:1")
    (inner,) = habit.parts
    assert [(part.text, part.truth) for part in inner.parts] == [
        ("share >= 0.8", True), ("posts >= 5", True),
    ]  # fmt: skip
    assert [(part.text, part.truth) for part in either.parts] == [
        ("liked", False), ("len(why) > 1", None),
    ]  # fmt: skip
    assert unless is not None
    assert (unless.kind, unless.text, unless.truth) == ("test", "goal == 'fun'", None)


def test_a_test_tells_value_origin_and_margin(base, find):
    """A test says what was read, where that comes from, and how far it is from the number."""
    evaluation = find(base, 'share = 0.95\nposts = 5\nwhy = ["proud"]\n[origin]\nposts = "x.csv"')
    share, posts = prove(evaluation, base.conclusions["habit"].when).parts
    assert (share.value, share.origin, share.margin) == (0.95, "answered", pytest.approx(0.15))
    assert (posts.value, posts.origin, posts.margin) == (5, "x.csv", 0)
    rule = prove(evaluation, base.rules[0].when)
    why = rule.parts[1].parts[1]
    assert (why.value, why.margin) == (frozenset({"proud"}), 0)


def test_an_unknown_fact_tells_why_it_is_unknown(base, find):
    """Where a fact is not known the proof says not asked or don't know."""
    evaluation = find(base, 'share = "?"')
    share, posts = prove(evaluation, base.conclusions["habit"].when).parts
    assert (share.value, share.origin, share.margin, share.truth) == (
        None, "don't know", None, None,
    )  # fmt: skip
    assert posts.origin == "not asked"


def test_only_what_decides_is_a_reason(base, find):
    """Of an `or` the parts that hold are reasons, the others are not."""
    evaluation = find(base, 'share = 0.9\nposts = 7\nliked = false\nwhy = ["proud", "cause"]')
    assert told(reasons(prove(evaluation, base.rules[0].when))) == [
        ("share >= 0.8", 0.9, "answered"),
        ("posts >= 5", 7, "answered"),
        ("len(why) > 1", frozenset({"proud", "cause"}), "answered"),
    ]


def test_a_negated_conclusion_is_unfolded_to_what_makes_it_false(base, find):
    """`not habit` is shown as the tests that fail for the habit, turned round."""
    evaluation = find(base, "share = 0.1\nposts = 9")
    proof = prove(evaluation, base.conclusions["calm"].when)
    assert proof.parts[0].text == "not habit"
    assert told(reasons(proof)) == [("share < 0.8", 0.1, "answered")]


def test_no_reason_is_told_twice(base, find):
    """A test that several conclusions rest on is one reason."""
    evaluation = find(base, "share = 0.9\nposts = 9\nliked = true")
    found = reasons(prove(evaluation, base.rules[0].when))
    assert len(found) == len(set(found)) == 3


def test_a_computed_fact_is_a_reason_with_its_inputs_as_origin(make_rulebase, find):
    """A reason on a computed fact names what it was computed from."""
    base = make_rulebase(BASE.replace('when = "habit and (liked or len(why) > 1)"',
                                      'when = "likes > 3"'))  # fmt: skip
    evaluation = find(base, "share = 0.5\nposts = 8")
    assert told(reasons(prove(evaluation, base.rules[0].when))) == [
        ("likes > 3", 4.0, "computed from share and posts")
    ]


@pytest.mark.parametrize(
    ("text", "value", "because"),
    [
        ("share = 0.9\nposts = 7\nliked = true", "stop", ["share >= 0.8", "posts >= 5", "liked"]),
        ("share = 0.9\nposts = 7", "slow", ["share >= 0.8", "posts >= 5"]),
        ('share = 0.1\ngoal = "fun"', "stop", ["goal == 'fun'"]),
        ('share = 0.1\ngoal = "reach"', "go", ["share < 0.8", "goal != 'fun'"]),
        ("share = 0.1", "go", ["share < 0.8"]),
    ],
)
def test_a_verdict_has_the_reasons_of_its_branch(base, find, text, value, because):
    """The branch that wins gives the reasons; the last one, what makes the others false."""
    evaluation = find(base, text)
    assert evaluation.findings.verdicts["pace"].value == value
    found = verdict_reasons(evaluation, base.verdicts["pace"])
    assert [reason.text for reason in found] == because


def test_a_verdict_without_value_has_no_reasons(make_rulebase, find):
    """Where no branch is true and there is no last word, nothing is a reason."""
    text = BASE.replace('otherwise = { value = "go", label = "Go" }\n', "")
    base = make_rulebase(text)
    for given in ("", 'share = 0.1\ngoal = "reach"'):
        evaluation = find(base, given)
        assert evaluation.findings.verdicts["pace"].value is None
        assert verdict_reasons(evaluation, base.verdicts["pace"]) == ()


@pytest.mark.parametrize(
    ("when", "given", "because"),
    [
        ("pace == 'slow'", "share = 0.9\nposts = 7\nliked = false",
         ["not liked", "share >= 0.8", "posts >= 5"]),
        ("pace != 'slow'", "share = 0.1", ["share < 0.8"]),
        ("unknown(goal)", "share = 0.1", ["unknown(goal)"]),
        ("unknown(goal)", 'goal = "?"', ["unknown(goal)"]),
        ("not unknown(goal)", 'goal = "fun"', ["not unknown(goal)"]),
    ],
)  # fmt: skip
def test_verdicts_and_unknowns_are_unfolded_too(make_rulebase, find, when, given, because):
    """A condition on a verdict rests on facts; one on not knowing rests on not knowing."""
    text = BASE.replace("habit and (liked or len(why) > 1)", when)
    base = make_rulebase(text)
    evaluation = find(base, given)
    proof = prove(evaluation, base.rules[0].when)
    assert proof.truth is True
    assert [reason.text for reason in reasons(proof)] == because


def test_what_is_given_set_aside_or_open_is_explained(base, find):
    """Given rules have reasons, set-aside ones those of `unless`, open ones what they need."""
    sure = "share = 0.9\nposts = 7\nliked = true\n"
    applies = explain(find(base, sure + 'goal = "reach"'))
    assert [reason.text for reason in applies.because["x.y"]] == [
        "share >= 0.8", "posts >= 5", "liked",
    ]  # fmt: skip
    assert "x.y" not in applies.needs
    provisional = explain(find(base, sure))
    assert provisional.needs["x.y"] == ("goal",)
    assert len(provisional.because["x.y"]) == 3
    aside = explain(find(base, sure + 'goal = "fun"'))
    assert [reason.text for reason in aside.because["x.y"]] == ["goal == 'fun'"]
    undecided = explain(find(base, "share = 0.9"))
    assert undecided.needs["x.y"] == ("posts", "liked", "why", "goal")
    assert "x.y" not in undecided.because
    silent = explain(find(base, "share = 0.1"))
    assert ("x.y" in silent.because, "x.y" in silent.needs) == (False, False)


def test_every_reason_of_the_shipped_rules_holds(library):
    """For the first case beside each shipped rule, all findings have reasons, and they hold."""
    base = library.rulebase
    told_at_all = 0
    for rule in base.rules:
        entries = {
            name: Unknown.DONT_KNOW if raw == "?" else Known(base.facts[name].read(raw))
            for name, raw in rule.tests[0].given.items()
        }
        profile = complete(base, Profile("test", entries))
        evaluation = Evaluation(base, profile, kleene.evaluate(base, profile))
        for found in explain(evaluation).because.values():
            assert found
            assert all(kleene.truth(one.test, evaluation.world) is True for one in found)
            told_at_all += len(found)
    assert told_at_all > 100

"""Proofs about a rule base: each seeded fault is found, with a witness that shows it."""

from __future__ import annotations

import pytest

from advisor.authoring.accepted import read as read_accepted
from advisor.authoring.verify import verify
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.rulebase.library import load, shipped_folder

SOUND = """
[fact.likes]
type = "ratio"
ask  = "How many?"
[fact.posts]
type = "count"
ask  = "How many?"
[fact.mood]
type    = "choice"
choices = ["good", "bad"]
ask     = "How?"
[threshold.many]
value = 0.8
note  = "Ours."
basis = "assumed"
[conclusion.likes_many]
when    = "likes >= many"
meaning = "you like many"
[verdict.what]
question  = "What?"
branch    = [{ value = "stop", label = "Stop", when = "likes_many and posts > 1" }]
otherwise = { value = "go", label = "Go" }
"""
RULE = """
[[rule]]
id = "{id}"
title = "{id}"
kind = "advice"
stance = "{stance}"
priority = "{priority}"
evidence = "opinion"
when = "{when}"
unless = "{unless}"
group = "{group}"
advice = "Do."
[[rule.test]]
given = {{}}
expect = "undecided"
"""


def rule(when: str, id: str = "my.rule", **more: str) -> str:
    """A rule in TOML."""
    texts = {"stance": "neutral", "priority": "low", "unless": "", "group": ""} | more
    return RULE.format(id=id, when=when, **texts)


@pytest.fixture(name="found")
def _found(make_rulebase):
    """The findings about a sound rule base with something added, and the rule base."""

    def found(more: str, base: str = SOUND):
        rulebase = make_rulebase(base + rule("mood == 'good' and mood != 'bad'", "my.mood") + more)
        return rulebase, [f for f in verify(rulebase) if not f.about.startswith("my.mood")]

    return found


def test_a_sound_rule_base_has_no_findings(found):
    """Nothing is told of rules that are right."""
    assert found(rule("likes_many"))[1] == []


@pytest.mark.parametrize(
    ("when", "unless", "message"),
    [
        ("likes > many and likes < 0.5", "", "its `when` is never true"),
        ("likes_many and not likes_many", "", "its `when` is never true"),
        ("likes > many", "likes_many", "its `unless` is true whenever its `when` is"),
        ("what == 'stop' and posts < 2", "", "its `when` is never true"),
    ],
)
def test_a_dead_rule(found, when, unless, message):
    """Dead through numbers, conclusions, exceptions or verdicts, all chained."""
    _, findings = found(rule(when, unless=unless).replace("0.5", "many"))
    dead = [finding for finding in findings if finding.code == "dead-rule"]
    assert [(one.about, one.message.split(": ")[1]) for one in dead] == [("my.rule", message)]


def test_a_rule_that_always_applies(found):
    """What everybody is told is no advice."""
    _, findings = found(rule("likes_many or not likes_many"))
    assert ("always", "my.rule") in {(f.code, f.about) for f in findings}


def test_a_contradiction_has_a_witness(found):
    """For and against in one topic, one implying the other."""
    base, findings = found(
        rule("likes_many and posts > 1", "my.for", stance="for")
        + rule("likes_many", "my.against", stance="against")
    )
    (one,) = findings
    assert (one.code, one.about) == ("contradiction", "my.for")
    statuses = kleene.evaluate(base, complete(base, one.witness)).rules
    assert statuses["my.for"] == statuses["my.against"] == "applies"
    assert set(one.witness.values()) == {"likes", "posts"}


def test_a_rule_that_is_never_heard(found):
    """In a group, a stronger rule that always holds too speaks for it."""
    _, findings = found(
        rule("likes_many", "my.weak", group="g")
        + rule("likes_many or posts > 5", "my.strong", group="g", priority="high").replace("5", "1")
    )
    assert [(f.code, f.about) for f in findings] == [("unheard", "my.weak")]


def test_a_gap_has_a_witness(found):
    """A verdict without `otherwise` that leaves somebody without a value."""
    gap = """
[verdict.gappy]
question = "Where?"
branch   = [
  { value = "a", label = "A", when = "likes_many" },
  { value = "b", label = "B", when = "not likes_many and posts > 1" },
]
"""
    base, findings = found(gap + rule("gappy == 'a'"))
    (one,) = findings
    assert (one.code, one.about) == ("gap", "gappy")
    outcome = kleene.evaluate(base, complete(base, one.witness)).verdicts["gappy"]
    assert (outcome.value, outcome.certain) == (None, True)


def test_a_shadowed_branch_has_a_witness(found):
    """A value that the branches before it never let through."""
    shadow = """
[verdict.shadow]
question = "Which?"
branch   = [
  { value = "a", label = "A", when = "likes > 0" },
  { value = "b", label = "B", when = "likes_many" },
]
otherwise = { value = "c", label = "C" }
"""
    base, findings = found(shadow + rule("shadow == 'a'"))
    (one,) = findings
    assert (one.code, one.about) == ("shadowed-branch", "shadow.b")
    world = kleene.evaluate(base, complete(base, one.witness))
    assert world.verdicts["shadow"].value == "a"
    assert world.conclusions["likes_many"] is True


def test_a_clause_that_changes_nothing(found):
    """Redundant beside a stronger one, also through a conclusion."""
    _, findings = found(rule("likes_many and likes > 0 and posts > 1"))
    assert [(f.code, f.about) for f in findings] == [("idle-clause", "my.rule.when")]
    assert "part 2" in findings[0].message


def test_what_nobody_uses(found):
    """Facts, choices, conclusions and thresholds without a use."""
    _, findings = found(
        rule("likes_many") + '[fact.idle]\ntype = "bool"\nask = "Idle?"\n'
        '[conclusion.idle_too]\nwhen = "posts > 0"\nmeaning = "m"\n'
        '[threshold.idle_three]\nvalue = 3\nnote = "n"\nbasis = "assumed"\n'
        '[fact.tone]\ntype = "choice"\nchoices = ["x", "y", "z"]\nask = "Tone?"\n'
        + rule("tone == 'x'", "my.tone")
    )
    assert {(f.code, f.about) for f in findings} == {
        ("unused-fact", "idle"),
        ("unused-conclusion", "idle_too"),
        ("unused-threshold", "idle_three"),
        ("unused-choice", "tone.y"),
        ("unused-choice", "tone.z"),
    }


def test_impossible_combinations_do_not_count(found):
    """What makes no sense is no witness."""
    gap = """
[[impossible]]
when   = "posts == 0 and likes > 0"
reason = "no posts, no likes"
"""
    _, findings = found(gap + rule("likes_many and posts < 1"))
    assert [(f.code, f.about) for f in findings] == [("dead-rule", "my.rule")]


def test_a_cycle_is_named(make_library):
    """Conclusions that need each other are a problem of loading, with the circle."""
    library = make_library(
        SOUND
        + '[conclusion.a]\nwhen = "b"\nmeaning = "a"\n'
        + '[conclusion.b]\nwhen = "not a"\nmeaning = "b"\n'
    )
    (problem,) = [one for one in library.problems if one.code == "cycle"]
    assert "a -> b -> a" in problem.message or "b -> a -> b" in problem.message


def test_the_shipped_rules_have_no_finding_without_a_reason():
    """Each finding stands with its reason beside the rules, and no reason without finding."""
    accepted, problems = read_accepted([shipped_folder()])
    assert problems == []
    assert {finding.key for finding in verify(load().rulebase)} == set(accepted)

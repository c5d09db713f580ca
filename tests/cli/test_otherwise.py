"""`advisor why-not` and `advisor what-if`, the way a person uses them."""

from __future__ import annotations

import json

import pytest

GUS = (
    "self_like_share = 0.6\nposts_in_window = 12\nself_like_motives = ['proud']\n"
    "self_like_view = 'celebrate'\ncontent_quality = 'decent'\ncontent_offers = ['inform']\n"
    "reply_rate = 0.2\ncomments_per_week = 20\noutbound_comments_per_week = 5\n"
    "collabs_90d = 0\nquestions = ['self_like']\n"
)


@pytest.fixture
def gus(write):
    """A creator who likes 12 of 20 own videos and answers 4 of 20 comments."""
    return str(write("gus.toml", GUS))


def asked(advisor, *arguments):
    """What a command says as JSON."""
    ran = advisor(*arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_why_not_tells_the_nearest_first_with_distance_and_origin(advisor, gus):
    """What is asked, what was read, and where it comes from."""
    ran = advisor("why-not", "self-like.excessive", "--for", gus)
    assert ran.code == 0
    assert "own videos you liked: at least 80 %; now 60 % (answered)" in ran.out
    found = asked(advisor, "why-not", "self-like.excessive", "--for", gus)
    (rule,) = found["rules"]
    assert (rule["status"], rule["steps"]) == ("silent", 1)
    assert rule["obstacles"] == [
        {"fact": "self_like_share", "value": 0.6, "origin": "answered",
         "needs": "self_like_share >= 0.8", "distance": 0.25}
    ]  # fmt: skip


def test_without_a_rule_those_one_step_away_are_told(advisor, gus):
    """The smallest step first; each is a single fact."""
    found = asked(advisor, "why-not", "--for", gus)["rules"]
    distances = [one["obstacles"][0]["distance"] for one in found]
    assert distances == sorted(distances)
    assert {one["steps"] for one in found} == {1}
    assert "self-like.excessive" in {one["rule"] for one in found}
    assert "One step away:" in advisor("why-not", "--for", gus).out


def test_the_smallest_change_is_told_in_own_numbers(advisor, gus):
    """From 60 % to at most 30 % of 20 videos is 6 fewer; from 20 % to half is 6 more of 20."""
    ran = advisor("what-if", "--want", "self_like_verdict=go_ahead", "--for", gus)
    assert ran.code == 0
    assert "Like 6 fewer of your next 20 videos yourself, down to 30 %." in ran.out
    assert "Answer 6 more of your next 20 comments." in ran.out
    assert "no promise about TikTok" in ran.out


def test_the_json_of_a_change_can_be_tried(advisor, gus):
    """Setting what is proposed brings what was wanted."""
    found = asked(advisor, "what-if", "--want", "self_like_verdict=go_ahead", "--for", gus)
    assert (found["format"], found["reached"], found["optimal"]) == (
        "advisor.what-if/1", False, True,
    )  # fmt: skip
    sets = []
    for change in found["ways"][0]["changes"]:
        value = change["to"]
        text = ",".join(value) if isinstance(value, list) else str(value).lower()
        sets += ["--set", f"{change['fact']}={text}"]
    after = asked(advisor, "what-if", *sets, "--for", gus)
    (verdict,) = [one for one in after["verdicts"] if one["id"] == "self_like_verdict"]
    assert verdict["after"] == {"value": "go_ahead", "certain": True}


def test_a_rule_is_silenced(advisor, gus):
    """The way is one after which the rule is not given any more."""
    found = asked(advisor, "what-if", "--silence", "community.reply", "--for", gus)
    assert "community.reply" in found["ways"][0]["lost"]


def test_a_rule_is_wanted(advisor, gus):
    """`--want` takes a rule too."""
    found = asked(advisor, "what-if", "--want", "reputation.occasional-is-fine", "--for", gus)
    assert all("reputation.occasional-is-fine" in way["gained"] for way in found["ways"])
    assert found["ways"]


def test_what_nobody_can_change_is_said_to_lead_nowhere(advisor, gus):
    """A view or a motive is no knob."""
    ran = advisor("what-if", "--want", "self_like_verdict=leave_to_audience", "--for", gus)
    assert ran.code == 0
    assert "Nothing you can change leads there." in ran.out
    assert "your view on liking your own" in " ".join(ran.out.split())


def test_what_is_so_already_is_said(advisor, gus):
    """No change is needed."""
    ran = advisor("what-if", "--silence", "self-like.excessive", "--for", gus)
    assert "That is so already." in ran.out


def test_setting_a_value_shows_what_changes(advisor, gus):
    """Verdicts with both values, advice gained and lost."""
    ran = advisor("what-if", "--set", "self_like_share=0.9", "--for", gus)
    assert ran.code == 0
    assert "With own videos you liked 90 % (now 60 %):" in ran.out
    assert "+ You like nearly everything you post (self-like.excessive)" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("what-if",), "say one of --want, --silence and --set"),
        (("what-if", "--want", "self_like_verdict=go_ahed"), "did you mean `go_ahead`"),
        (("what-if", "--want", "self_like_verdic=go_ahead"), "did you mean `self_like_verdict`"),
        (("what-if", "--silence", "self-like.excesive"), "did you mean `self-like.excessive`"),
        (("what-if", "--set", "self_like_share=90"), "from 0 up to 1"),
        (("what-if", "--set", "self_like_share=lots"), "takes a number"),
        (("what-if", "--set", "self_like_shar=0.9"), "did you mean `self_like_share`"),
        (("what-if", "--set", "self_like_share"), "self_like_share"),
        (("why-not", "nothing.here"), "there is no rule `nothing.here`"),
    ],
)
def test_wrong_input_gets_a_way_out(advisor, gus, arguments, says):
    """Exit code 2 and what would be right."""
    ran = advisor(*arguments, "--for", gus)
    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


def test_why_as_json_is_the_whole_proof(advisor, gus):
    """The tree down to each fact, with truth, value and origin."""
    found = asked(advisor, "why", "self-like.excessive", "--for", gus)
    assert (found["status"], found["when"]["truth"]) == ("silent", False)
    (inner,) = found["when"]["parts"]
    facts = {part["fact"]: part["value"] for part in inner["parts"]}
    assert facts == {"self_like_share": 0.6, "posts_in_window": 12}


def test_dont_know_is_told_case_by_case(advisor, write):
    """If ..., if ...: what would hold with either answer."""
    file = str(write("me.toml", GUS.replace("self_like_share = 0.6", 'self_like_share = "?"')))
    text = advisor("evaluate", file).out
    assert "It depends on what you do not know" in text
    assert "if at least 80 %:" in text
    (case,) = [one for one in asked(advisor, "evaluate", file)["cases"]
               if one["fact"] == "self_like_share"]  # fmt: skip
    assert any("self-like.excessive" in one["advice"] for one in case["cases"])


def test_the_verdict_tells_what_decided_it(advisor, gus):
    """The few answers that fix it, and how far each may move."""
    verdicts = asked(advisor, "evaluate", gus)["verdicts"]
    decided = next(v for v in verdicts if v["id"] == "self_like_verdict")["decided_by"]
    share = next(one for one in decided if one["fact"] == "self_like_share")
    assert share["holds"] == {"low": 0, "high": 0.8, "with_low": True, "with_high": False}


def test_what_is_not_known_is_assumed_and_said_to_be(advisor, write):
    """On an empty profile every step is an assumption, also of what is computed."""
    file = str(write("empty.toml", "# nothing yet\n"))
    found = asked(advisor, "what-if", "--want", "brand_verdict=pitch_now", "--for", file)
    changes = found["ways"][0]["changes"]
    assert all(one["assumed"] and one["now"] is None for one in changes)
    assert "comment_norm_ratio" in {one["fact"] for one in changes}
    assert "which you have not told us" in found["ways"][0]["changes"][0]["action"]

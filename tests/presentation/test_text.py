"""A report as text for a terminal."""

from __future__ import annotations

import re

import pytest

from advisor.explanation.explain import explain
from advisor.presentation.report import compose
from advisor.presentation.text import render, sources
from advisor.presentation.words import condition, fill, reasons

SAMPLE = (
    "self_like_share = 0.95\nposts_in_window = 12\nreply_rate = 0.05\n"
    "outbound_comments_per_week = 0\ncollabs_90d = 0\n"
)

BASE = """\
[fact.share]
type = "ratio"
ask = "How much?"
help = "Look it up."
short = "own likes"
[fact.posts]
type = "count"
ask = "How many?"
unit = "per week"
[fact.goal]
type = "choice"
choices = ["reach", "fun"]
labels = { reach = "Be seen", fun = "Have fun" }
ask = "What for?"
[fact.why]
type = "choices"
choices = ["proud", "habit"]
labels = { proud = "Pride" }
ask = "Why?"
[fact.liked]
type = "bool"
ask = "Liked?"
[conclusion.often]
when = "share >= 0.8 and posts > 3"
meaning = "you do it often"
[verdict.v]
question = "Should I?"
branch = [
    { value = "no", label = "Stop", meaning = "It hurts.", when = "often and liked" },
    { value = "less", label = "Less", when = "often" },
]
otherwise = { value = "yes", label = "Go on" }
[source.book]
title = "The book"
sections = { one = "Chapter one", two = "Chapter two" }
"""

RULE = """\
[[rule]]
id = "x.y"
title = "You like {share|much}"
kind = "advice"
stance = "neutral"
priority = "high"
evidence = "contested"
advice = "Do less."
action = "Stop today."
when = "often"
unless = "goal == 'fun'"
sources = ["book#one", "book#two"]
"""


@pytest.fixture(name="page")
def _page(make_library, find):
    """The text of a report without colours, line by line."""

    def page(text: str, given: str, width: int = 80, overlay: str = "") -> list[str]:
        library = make_library(text, *[overlay] if overlay else [])
        assert library.sound
        evaluation = find(library.rulebase, given)
        shown = render(compose(evaluation, explain(evaluation)), width)
        plain = re.sub("\x1b\\[\\d+m", "", shown)
        return re.sub(" ─+$", "", plain, flags=re.MULTILINE).split("\n")

    return page


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(library, find, width):
    """The report of the issue's sample fits any terminal from 40 columns."""
    evaluation = find(library.rulebase, SAMPLE + f'profile = "{"very long name " * 9}"')
    shown = render(compose(evaluation, explain(evaluation)), width)
    lines = re.sub("\x1b\\[\\d+m", "", shown).split("\n")
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(("width", "used"), [(10, 40), (1000, 100)])
def test_the_width_has_bounds(library, find, width, used):
    """Below 40 columns and above 100 the text is as for 40 and for 100."""
    evaluation = find(library.rulebase, SAMPLE)
    report = compose(evaluation, explain(evaluation))
    assert render(report, width) == render(report, used)


def test_the_sample_says_verdict_and_what_to_answer(library, find):
    """The verdict, what is still possible, the first advice and the next question are told."""
    evaluation = find(library.rulebase, SAMPLE)
    shown = re.sub("\x1b\\[\\d+m", "", render(compose(evaluation, explain(evaluation))))
    assert re.search("\nShould I like my own videos\\? ─+\n  Cut back \\(so far\\)\n", shown)
    assert "  Still possible until you answer more: “Pause it for now” (pause)\n" in shown
    assert "own videos you liked: 95 % (at least 80 %" in shown
    assert "self-like.excessive, rules/self_liking.toml:" in shown
    assert "In a profile file: questions = [" in shown


def test_advice_is_told_with_why_source_trust_and_rule(page):
    """Below a piece of advice stand its reasons, sources, evidence and the place of its rule."""
    lines = page(BASE + RULE, 'share = 0.9\nposts = 7\ngoal = "reach"\nwhy = []\nliked = true', 100)
    start = lines.index("1. You like 90 %")
    assert lines[start : start + 8] == [
        "1. You like 90 %",
        "   Do less.",
        "   > Stop today.",
        "   why: own likes: 90 % (at least 80 %); posts: 7 per week (more than 3 per week)",
        "   trust: sources disagree",
        "   from: [1] Chapter one; Chapter two",
        "   rule: x.y, rules/base.toml:36",
        "",
    ]


def test_a_certain_verdict_is_told_without_reserve(page):
    """A certain verdict has no "so far" and nothing else possible."""
    lines = page(BASE, "share = 0.9\nposts = 7\nliked = true")
    start = lines.index("Should I?")
    assert lines[start : start + 3] == ["Should I?", "  Stop", "  It hurts."]
    assert not any("so far" in line or "Still possible" in line for line in lines)


def test_a_provisional_rule_names_what_would_take_it_back(page):
    """`unless` is told in words, with the answer that settles it."""
    lines = page(BASE + RULE, "share = 0.9\nposts = 7\nliked = true")
    assert "   Unless goal: “Have fun”. To settle it, tell us: goal." in lines


def test_a_provisional_rule_that_nobody_can_settle_asks_nothing(page):
    """After "don't know" the reserve stays, but nobody is asked again."""
    lines = page(BASE + RULE, 'share = 0.9\nposts = 7\nliked = true\ngoal = "?"')
    assert "   Unless goal: “Have fun”." in lines


def test_a_rule_set_aside_tells_why(page):
    """A rule whose `unless` holds is listed with the reason."""
    lines = page(BASE + RULE, 'share = 0.9\nposts = 7\ngoal = "fun"')
    start = lines.index("Set aside")
    assert lines[start + 2].endswith("(x.y)")
    assert lines[start + 3] == "  because: goal: Have fun"


def test_a_changed_rule_says_by_whom_and_why(page):
    """The change of an overlay, its place and its reason stand below the advice."""
    overlay = '[change."x.y"]\npriority = "low"\nreason = "we are calm"\n'
    text = " ".join(
        line.strip() for line in page(BASE + RULE, "share = 0.9\nposts = 7", 100, overlay)
    )
    assert re.search(r"changed: priority by \S*overlay1\.toml:2:1: we are calm", text)


def test_the_next_question_has_help_and_an_example(page):
    """What to answer next is told with help and as it is written in a file."""
    lines = page(BASE + RULE, "posts = 7")
    start = lines.index("Answer next")
    assert lines[start + 1 : start + 5] == [
        "  How much?",
        "  Look it up.",
        "  In a profile file: share = 0.4 (a share is a fraction: 0.4 is 40 %)",
        "  At most 3 questions can still change something.",
    ]


def test_one_question_needs_no_count(page):
    """With one question left, that question is all that is told."""
    lines = page(BASE + RULE, 'posts = 7\ngoal = "reach"\nliked = true')
    start = lines.index("Answer next")
    assert lines[start + 1] == "  How much?"
    assert not any("can still change something" in line for line in lines)


def test_articles_are_listed_once_at_the_end(page):
    """The numbers in brackets are told with title and how far to trust the article."""
    lines = page(BASE + RULE, "share = 0.9\nposts = 7")
    assert lines[lines.index("Articles") + 1] == "  [1] “The book”."


def test_folded_advice_is_short_and_past_a_number_a_headline(page):
    """After five things to do the rest has three lines each, after twelve only titles."""
    many = "".join(
        RULE.replace('"x.y"', f'"x.y{n}"').replace("{share|much}", f"it {n}") for n in range(20)
    )
    lines = page(BASE + many, 'share = 0.9\nposts = 7\ngoal = "reach"')
    assert "5. You like it 4" in lines
    assert lines[lines.index("- You like it 16") + 1] == "  > Stop today."
    assert "- You like it 17 (sources disagree; x.y17)" in lines
    assert "advisor evaluate --all tells every one of these in full." in lines


def test_nothing_left_to_ask_is_told(page):
    """When no answer could change anything, the report says so."""
    lines = page(BASE + RULE, 'share = 0.1\nposts = 1\ngoal = "reach"')
    start = lines.index("Complete")
    assert lines[start + 1] == "  No further answer would change this advice."


def test_nothing_to_advise_is_told(page):
    """With nothing known and nothing to ask, the report still says something."""
    text = " ".join(page('[fact.a]\ntype = "bool"\n', ""))
    assert "There is nothing to advise yet: too little is known." in text


def test_control_characters_and_markup_are_shown(page):
    """A name with an escape sequence, a line break or markup is shown, not obeyed."""
    lines = page(BASE, 'profile = "a\\u001b[31m[bold]\\nAdvice: none"')
    assert lines[0] == "a\\u001b[31m[bold] Advice: none"


def test_nothing_but_bold_and_dim_reaches_the_terminal(library, find):
    """The only escape sequences are those for bold, dim and plain."""
    evaluation = find(library.rulebase, SAMPLE)
    shown = render(compose(evaluation, explain(evaluation)))
    assert set(re.findall("\x1b\\[[^m]*m", shown)) == {"\x1b[0m", "\x1b[1m", "\x1b[2m"}
    assert shown.count("\x1b") == len(re.findall("\x1b\\[[012]m", shown))


# ---------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("when", "given", "words"),
    [
        ("share > 0.5", "share = 0.9", "own likes: 90 % (more than 50 %)"),
        ("share == 0", "share = 0", "own likes: 0 %"),
        ("0.2 < share <= 0.5", "share = 0.5", "own likes: 50 % (more than 20 %)"),
        ("goal != 'fun'", 'goal = "reach"', "goal: Be seen"),
        ("not liked", "liked = false", "liked: no"),
        ("'proud' in why", 'why = ["proud"]', "why: Pride"),
        ("not has_any(why, {'proud', 'habit'})", "why = []", "why: none ticked"),
        ("subset(why, {'habit'})", "why = []", "why: none ticked"),
        ("len(why) < 2", "why = []", "why: none ticked"),
        ("unknown(goal)", "", "goal: not asked"),
        ("unknown(goal)", 'goal = "?"', "goal: don't know"),
    ],
)
def test_reasons_are_told_in_words(make_rulebase, find, when, given, words):
    """A reason is the fact in plain words, its value, and what was asked of it."""
    text = RULE.replace('when = "often"', f'when = "{when}"')
    base = make_rulebase(BASE + re.sub("unless = .*\n", "", text))
    evaluation = find(base, given)
    because = explain(evaluation).because["x.y"]
    assert reasons(base, because) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("often and not liked", "you do it often, and liked: no"),
        ("not often or goal in {'fun'}", "not so: you do it often, or goal: “Have fun”"),
        ("v == 'no'", "“Should I?” is “Stop”"),
        ("v not in {'no', 'yes'}", "“Should I?” is not “Stop” or “Go on”"),
    ],
)
def test_conditions_are_told_in_words(make_rulebase, when, words):
    """Conclusions are told by their meaning, verdicts by question and label."""
    base = make_rulebase(BASE + RULE.replace('when = "often"', f'when = "{when}"'))
    assert condition(base, base.rules[0].when) == words


def test_every_shipped_condition_can_be_told_in_words(library):
    """No condition of the shipped rules holds a test without words."""
    base = library.rulebase
    for rule in base.rules:
        for node in filter(None, (rule.when, rule.unless)):
            assert condition(base, node).strip()


def test_sources_are_told_by_title_and_section(make_rulebase):
    """Each article is named once, with the parts a rule comes from."""
    base = make_rulebase(BASE + RULE.replace('"book#two"', '"book"'))
    assert list(sources(base, base.rules[0])) == ["“The book” (Chapter one)"]


def test_placeholders_are_filled_by_type(make_rulebase, read):
    """A placeholder shows the value as people read it, or its words where it is unknown."""
    base = make_rulebase(BASE)
    profile = read(base, 'share = 0.185\nposts = 1200\ngoal = "reach"')
    text = "{share} {posts} {goal} {why|no reason} {liked|}."
    assert fill(text, base.facts, profile) == "18.5 % 1,200 per week Be seen no reason ."


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("share = 0.9\nposts = 4", "rests on:"),
        ("share = 0.9\nposts = 4\nliked = true", "stays so, one of these moving at a time, while:"),
        ("share = 0.1", "stays so while: own likes: less than 80 %"),
    ],
)
def test_how_firm_an_answer_is_is_said_as_it_is(page, given, label):
    """One that an open answer can turn does not stay so; and ranges hold one at a time."""
    assert any(line.startswith(f"  {label}") for line in page(BASE + RULE, given, 100))

"""Shipped rules and overlays -> the rule base in use, and every problem found."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from advisor.language.tree import And, Test
from advisor.problems import Place, render
from advisor.rulebase.library import load, shipped_folder

BASE = """\
[fact.reply_rate]
type = "ratio"
ask = "?"
[fact.followers]
type = "count"
ask = "?"
[fact.goal]
type = "choice"
choices = ["reach", "fun"]
ask = "?"
[fact.questions]
type = "choices"
choices = ["why", "how"]
ask = "?"
[fact.tier]
type = "number"
lookup = { of = "followers", steps = [[10, 1]], otherwise = 2 }
[fact.double]
type = "number"
formula = "followers * 2"
[threshold.low]
value = 0.2
note = "n"
basis = "assumed"
[conclusion.quiet]
when = "reply_rate < low"
meaning = "you answer little"
[conclusion.small]
when = "followers < 10 or quiet"
meaning = "you are small"
[conclusion.tiny]
when = "small and followers < 5"
meaning = "you are tiny"
[verdict.pace]
question = "Q?"
wanted = "'how' in questions"
branch = [{ value = "slow", label = "Slow", when = "quiet" }]
otherwise = { value = "fast", label = "Fast" }
[topic.pace]
question = "Q?"
verdict = "pace"
answers = ["how"]
[source.book]
title = "A book"
sections = { one = "Chapter one" }
[[rule]]
id = "talk.more"
title = "Talk"
kind = "advice"
stance = "neutral"
priority = "high"
evidence = "opinion"
when = "quiet and pace == 'slow'"
unless = "goal == 'fun'"
advice = "Talk more."
sources = ["book#one"]
aliases = ["talk.often"]
[[rule.test]]
given = { reply_rate = 0.1, goal = "reach" }
expect = "applies"
"""

RULE = """\
[[rule]]
id = "my.own"
title = "T"
kind = "advice"
stance = "neutral"
priority = "low"
evidence = "opinion"
advice = "A"
"""
"""A rule without `when`; what comes after it is line 9."""

TESTED = '\n[[rule.test]]\ngiven = {}\nexpect = "undecided"\n'


@pytest.fixture(name="over")
def _over(make_library):
    """Loads overlays over BASE."""
    return lambda *overlays: make_library(BASE, *overlays)


@pytest.fixture(name="wrong")
def _wrong(make_library):
    """The problems of overlays over BASE: code, line and column, message, hint."""

    def wrong(*overlays: str | bytes) -> list[tuple[str, str, str, str]]:
        return [
            (one.code, f"{one.place.line}:{one.place.column}", one.message, one.hint)
            for one in make_library(BASE, *overlays).problems
            if one.place is not None
        ]

    return wrong


def kept(library) -> tuple[set[str], ...]:
    """The names of everything that is in use."""
    base = library.rulebase
    names = (base.facts, base.thresholds, base.conclusions, base.verdicts, base.topics,
             base.sources)  # fmt: skip
    return *map(set, names), {rule.id for rule in base.rules}


def meaning(library) -> tuple[object, ...]:
    """What everything that is in use says, but not where it stands."""
    base = library.rulebase
    return (
        [replace(fact, at=None) for fact in base.facts.values()],
        [(one.name, one.value) for one in base.thresholds.values()],
        [(one.name, one.when) for one in base.conclusions.values()],
        [(one.name, one.branches, one.wanted) for one in base.verdicts.values()],
        [(one.name, one.answers, one.verdict) for one in base.topics.values()],
        [(one.name, one.title, one.sections) for one in base.sources.values()],
        [(one.id, one.when, one.unless, one.sources, one.topic) for one in base.rules],
    )


# ---------------------------------------------------------------- sound files


def test_the_shipped_rules_have_no_problem(library):
    """Not even a warning comes with the rules that are shipped."""
    assert library.problems == ()
    assert library.sound
    assert len(library.rulebase.rules) >= 40


def test_every_place_in_the_shipped_rules_names_its_file(library):
    """A shipped rule says where it stands, as rules/FILE and the line of its header."""
    rule = library.rulebase.rule("self-like.excessive")
    place = rule.at.place
    lines = (shipped_folder() / "self_liking.toml").read_text(encoding="utf-8").split("\n")
    assert place.file == "rules/self_liking.toml"
    assert lines[place.line - 1] == "[[rule]]"
    assert lines[place.line] == 'id       = "self-like.excessive"'


def test_a_rule_belongs_to_the_topic_of_its_file(make_library):
    """The one topic a file declares is that of its rules; a file with two gives none."""
    assert make_library(BASE).rulebase.rule("talk.more").topic == "pace"
    two = BASE + '[topic.other]\nquestion = "Q?"\nanswers = ["why"]\n'
    assert make_library(two).rulebase.rule("talk.more").topic == ""


def test_a_rule_is_found_by_its_old_ids(make_library):
    """An alias leads to the rule, and a change by the alias changes it."""
    library = make_library(BASE, '[change."talk.often"]\npriority = "low"\n')
    assert library.problems == ()
    assert library.rulebase.rule("talk.often").id == "talk.more"
    assert library.rulebase.rule("talk.more").priority == "low"


def test_definitions_come_in_an_order_that_can_be_decided(make_library):
    """What a conclusion or verdict needs stands before it."""
    order = [one.name for one in make_library(BASE).rulebase.order]
    assert order.index("quiet") < order.index("small") < order.index("tiny")
    assert order.index("quiet") < order.index("pace")


# ---------------------------------------------------------------- changes


def test_a_change_says_what_by_whom_and_why(over):
    """A changed rule keeps its place and carries each change with reason and place."""
    library = over('[change."talk.more"]\npriority = "low"\nreason = "we are shy"\n')
    rule = library.rulebase.rule("talk.more")
    (change,) = rule.changes
    assert library.problems == ()
    assert rule.priority == "low"
    assert rule.at.place.file == "rules/base.toml"
    assert (change.key, change.reason) == ("priority", "we are shy")
    assert change.at.place == Place(str(library.overlays[0]), 2, 1)


def test_a_rule_can_be_switched_off_and_on_again(over):
    """The last overlay decides; a rule that is off is told apart from one that is gone."""
    off, on = '[change."talk.more"]\nenabled = false\n', '[change."talk.more"]\nenabled = true\n'
    base = over(off).rulebase
    assert (base.rules, [rule.id for rule in base.disabled]) == ((), ["talk.more"])
    assert [rule.id for rule in over(off, on).rulebase.rules] == ["talk.more"]


def test_a_rule_can_be_narrowed(over):
    """`and` adds to `when`, for each overlay that says so, and shows in its text."""
    library = over(
        '[change."talk.more"]\nand = "followers > 3"\n',
        '[change."talk.more"]\nand = "goal != \'fun\'"\n',
    )
    rule = library.rulebase.rule("talk.more")
    assert library.problems == ()
    assert isinstance(rule.when, And)
    assert rule.when.parts[1] == Test("goal", "!=", "fun")
    assert rule.when_text == "(quiet and pace == 'slow') and (followers > 3) and (goal != 'fun')"


def test_thresholds_facts_and_conclusions_can_be_changed(over):
    """A changed threshold holds in every condition that names it."""
    library = over(
        '[change.low]\nvalue = 0.5\n[change.reply_rate]\nask = "Really?"\neffort = 5\n'
        '[change.small]\nwhen = "followers < 99"\n'
    )
    base = library.rulebase
    assert library.problems == ()
    assert base.conclusions["quiet"].when == Test("reply_rate", "<", 0.5, threshold="low")
    assert (base.facts["reply_rate"].ask, base.facts["reply_rate"].effort) == ("Really?", 5)
    assert base.conclusions["small"].when == Test("followers", "<", 99)


def test_an_overlay_adds_anything_and_replaces_by_name(over):
    """New facts and rules join; a table of the same name takes the place of the first."""
    library = over(
        '[fact.fresh]\ntype = "bool"\n'
        '[conclusion.small]\nwhen = "fresh"\nmeaning = "another"\n' + RULE + 'when = "small"'
        + TESTED
    )  # fmt: skip
    assert library.problems == ()
    assert library.rulebase.conclusions["small"].meaning == "another"
    assert [rule.id for rule in library.rulebase.rules] == ["talk.more", "my.own"]


def test_an_overlay_may_be_a_folder(make_library, write):
    """A folder is one overlay of all its .toml files; other files in it are left alone."""
    write("mine/b.toml", "[change.low]\nvalue = 0.3\n")
    write("mine/a.toml", '[change."talk.more"]\nenabled = false\n')
    folder = write("mine/notes.txt", "no rules").parent
    shipped = write("shipped/base.toml", BASE).parent
    library = load([folder], shipped=shipped)
    assert library.problems == ()
    assert library.rulebase.thresholds["low"].value == 0.3
    assert library.rulebase.rules == ()


def test_a_change_of_nothing_is_an_error_with_a_guess(wrong):
    """An id that is not there, a verdict, and a change that is no table are told."""
    assert wrong('[change]\n"talk.mor" = { enabled = false }\npace = { value = 1 }\nlow = 3\n') == [
        ("unknown-target", "2:1",
         "there is no rule, fact, threshold or conclusion `talk.mor` to change",
         "did you mean `talk.more`?"),
        ("unknown-target", "3:1",
         "there is no rule, fact, threshold or conclusion `pace` to change", ""),
        ("wrong-type", "4:1", "write [change.low]", ""),
    ]  # fmt: skip


def test_everything_wrong_with_a_change_is_told(wrong, over):
    """Each key of a change is checked, and a change with a fault changes nothing."""
    text = (
        '[change."talk.more"]\npriorty = "low"\nstance = "agianst"\nenabled = "no"\n'
        'and = 1\nreason = 2\nwhen = "quiet"\n'
    )
    assert wrong(text) == [
        ("unknown-key", "2:1", "`priorty` of a rule cannot be changed",
         "did you mean `priority`?"),
        ("bad-choice", "3:10", "`stance` is one of for, against, caution, neutral",
         "did you mean `against`?"),
        ("wrong-type", "4:11", "`enabled` takes true or false", ""),
        ("wrong-type", "5:7", "`and` takes text in quotes", ""),
        ("wrong-type", "6:10", "`reason` takes text in quotes", ""),
    ]  # fmt: skip
    assert over(text).rulebase.rule("talk.more").when_text == "quiet and pace == 'slow'"


# ---------------------------------------------------------------- exact places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 1\na = 2", ("toml", "2:1", "`a` is given twice", "")),
        ('[facts.x]\ntype = "bool"',
         ("unknown-key", "1:1", "`facts` is no kind of table", "did you mean `fact`?")),
        ('fact = "x"', ("wrong-type", "1:1", "`fact` is written [fact.NAME]", "")),
        ('[rule.x]\nid = "x.y"', ("wrong-type", "1:1", "`rule` is written [[rule]]", "")),
        ("[fact]\nx = 3", ("wrong-type", "2:1", "a fact is a table", "")),
        ('[fact.Big]\ntype = "bool"',
         ("bad-name", "1:1", "`Big` is no name for a fact",
          "small letters, digits and _; a letter first; no word of the language")),
        ('[fact.x]\ntype = "bol"',
         ("bad-choice", "2:8", "`type` is one of bool, count, number, ratio, choice, choices",
          "did you mean `bool`?")),
        ('[fact.x]\ntype = "count"\nasc = "?"',
         ("unknown-key", "3:1", "`asc` is not a key of a fact", "did you mean `ask`?")),
        ('[fact.x]\ntype = "count"\neffort = 6',
         ("out-of-range", "3:10", "`effort`: input should be less than or equal to 5", "")),
        ('[fact.x]\ntype = "choice"',
         ("fact", "2:8", "a choice needs `choices`", "")),
        ('[fact.x]\ntype = "count"\nchoices = ["a"]',
         ("fact", "3:11", "a count has no choices", "")),
        ('[fact.x]\ntype = "choice"\nchoices = ["a", "a"]',
         ("fact", "3:11", "a choice is there twice", "")),
        ('[fact.x]\ntype = "choice"\nchoices = ["a", "b c"]',
         ("bad-name", "3:17", "`b c` is no name", "letters, digits, _")),
        ('[fact.x]\ntype = "choice"\nchoices = ["abc"]\nlabels = { abd = "A" }',
         ("unknown-choice", "4:12", "`abd` is no choice of `x`", "did you mean `abc`?")),
        ('[fact.x]\ntype = "number"\nmin = 2\nmax = 1',
         ("fact", "3:7", "`min` is above `max`", "")),
        ('[fact.x]\ntype = "number"\nformula = "folowers * 2"',
         ("unknown-name", "3:12", "`folowers` is no fact or threshold",
          "did you mean `followers`?")),
        ('[fact.x]\ntype = "number"\nformula = "2 * goal"',
         ("type", "3:16", "`goal` is no number", "")),
        ('[fact.x]\ntype = "number"\nformula = "x + 1"',
         ("cycle", "1:1", "these need each other: x -> x", "break the circle")),
        ('[fact.x]\ntype = "number"\nlookup = { of = "goal", steps = [[1, 1]], otherwise = 0 }',
         ("unknown-name", "3:17", "`goal` is no fact with a number", "")),
        ('[fact.x]\ntype = "number"\n'
         'lookup = { of = "followers", steps = [[2, 1], [2, 3]], otherwise = 0 }',
         ("fact", "3:38", "the bounds of the steps must rise", "")),
        ('[fact.x]\ntype = "number"\nlookup = { of = "followers", steps = [[2]], otherwise = 0 }',
         ("length", "3:39", "`steps` holds too few or too many items", "")),
        ('[fact.x]\ntype = "bool"\napplies_if = "quiet"',
         ("condition", "3:14", "`applies_if` asks about facts only", "")),
        ('[threshold.x]\nvalue = inf\nnote = "n"\nbasis = "b"',
         ("out-of-range", "2:9", "not a finite number", "")),
        ('[threshold.x]\nvalue = "2"\nnote = "n"\nbasis = "b"',
         ("wrong-type", "2:9", "`value` takes a number", "")),
        ('[threshold.x]\nvalue = 2\nbasis = "b"',
         ("missing-key", "1:1", "a threshold needs `note`", "")),
        ('[threshold.reply_rate]\nvalue = 2\nnote = "n"\nbasis = "b"',
         ("duplicate", "1:1", "`reply_rate` is a fact already",
          "it stands at rules/base.toml:1:1")),
        ('[conclusion.x]\nwhen = "unknown(goal)"\nmeaning = "m"',
         ("condition", "2:9", "`unknown(...)` may stand in rules only", "")),
        ('[conclusion.x]\nwhen = "quiet"\nmeaning = ""',
         ("length", "3:11", "`meaning`: string should have at least 1 character", "")),
        ('[verdict.x]\nquestion = "Q"\nbranch = [{ value = "a", label = "A" }]',
         ("missing-key", "3:11", "a branch needs `when`", "")),
        ('[verdict.x]\nquestion = "Q"\nbranch = [{ value = "a", label = "A", when = "quite" }]',
         ("unknown-name", "3:47", "`quite` is no fact, conclusion, verdict or threshold",
          "did you mean `quiet`?")),
        ('[topic.x]\nquestion = "Q"\nverdict = "pase"\nanswers = ["why"]',
         ("unknown-name", "3:11", "there is no verdict `pase`", "did you mean `pace`?")),
        ('[topic.x]\nquestion = "Q"\nanswers = ["how", "wy"]',
         ("unknown-choice", "3:19", "`wy` is no choice of the fact `questions`",
          "did you mean `why`?")),
        ('[[impossible]]\nwhen = "folowers > 0"\nreason = "r"',
         ("unknown-name", "2:9", "`folowers` is no fact, conclusion, verdict or threshold",
          "did you mean `followers`?")),
    ],
)  # fmt: skip
def test_each_fault_is_told_in_its_place(wrong, text, found):
    """A fault is one problem: its code, line and column, message and hint."""
    assert wrong(text) == [found]


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ('when = "quiet"\nid = "x.y"', ("toml", "10:1", "`id` is given twice", "")),
        ('when = ""', ("condition", "9:9", "the condition is empty", "")),
        ('when = "quiet"\nunless = "quite"',
         ("unknown-name", "10:11", "`quite` is no fact, conclusion, verdict or threshold",
          "did you mean `quiet`?")),
        ('when = "quiet"\nsources = ["book", "book#on"]',
         ("unknown-source", "10:20", "there is no source `book#on`", "did you mean `one`?")),
        ('when = "quiet"\nsources = ["bock"]',
         ("unknown-source", "10:12", "there is no source `bock`", "did you mean `book`?")),
        ('when = "quiet"\ntopic = "pase"',
         ("unknown-name", "10:9", "there is no topic `pase`", "did you mean `pace`?")),
        ('when = "reply_rate"',
         ("type", "9:9", "`reply_rate` is a share, not a yes/no",
          "compare it with something; it takes a number from 0 up to 1")),
        ('when = "reply_rate > 20"',
         ("range", "9:22", "`reply_rate` takes a number from 0 up to 1: 20 is never reached", "")),
        ('when = "reply_rate > \'a\'"',
         ("type", "9:22", "`reply_rate` is compared with a number", "")),
        ('when = "goal > 3"',
         ("type", "9:16", "`goal` is compared with == and one of its choices", "reach, fun")),
        ('when = "goal == \'funn\'"',
         ("unknown-choice", "9:17", "`funn` is no choice of `goal`", "did you mean `fun`?")),
        ('when = "goal in {\'fun\', \'xyz\'}"',
         ("unknown-choice", "9:25", "`xyz` is no choice of `goal`", "choices: reach, fun")),
        ('when = "goal in \'fun\'"',
         ("type", "9:17", "`in` takes a set: {'a','b'}", "")),
        ('when = "questions == \'how\'"',
         ("type", "9:9", "`questions` is a set and cannot be compared whole",
          "write 'word' in questions, has_any(...), subset(...) or len(questions)")),
        ('when = "has_any(goal, {\'fun\'})"',
         ("type", "9:17", "`goal` is one of several choices, not a set of choices",
          "it takes one of reach, fun")),
        ('when = "\'hwo\' in questions"',
         ("unknown-choice", "9:9", "`hwo` is no choice of `questions`", "did you mean `how`?")),
        ('when = "pace"',
         ("type", "9:9", "`pace` is a verdict, not a yes/no", "compare it: pace == 'slow'")),
        ('when = "pace == \'slo\'"',
         ("unknown-choice", "9:17", "`slo` is no choice of `pace`", "did you mean `slow`?")),
        ('when = "quiet > 1"', ("type", "9:9", "`quiet` is a yes/no", "write quiet alone")),
        ('when = "unknown(quiet)"', ("type", "9:17", "`quiet` is no fact", "")),
        ('when = "low > 0.1"',
         ("type", "9:9", "this compares two constants", "compare a fact with one")),
        ('when = "followers > reply_rate"',
         ("type", "9:21", "a fact is compared with a number, a word or a threshold",
          "make a fact with a `formula` to compare two facts")),
        ('when = "followers > lo"',
         ("unknown-name", "9:21", "`lo` is no fact, conclusion, verdict or threshold",
          "did you mean `low`?")),
    ],
)  # fmt: skip
def test_each_fault_in_a_rule_is_told_in_its_place(wrong, rest, found):
    """Faults in conditions point at their own characters inside the text."""
    assert wrong(RULE + rest) == [found]


def test_places_hold_after_windows_line_ends_and_wide_letters(wrong):
    """CRLF and letters of several bytes, before and in the line, do not move a place."""
    text = RULE.replace('"T"', '"Grüße 日本 😀"') + "when = \"goal == 'ünï日' or folowers > 1\""
    assert wrong(text.replace("\n", "\r\n").encode()) == [
        ("unknown-choice", "9:17", "`ünï日` is no choice of `goal`", "choices: reach, fun"),
        ("unknown-name", "9:27", "`folowers` is no fact, conclusion, verdict or threshold",
         "did you mean `followers`?"),
    ]  # fmt: skip


def test_a_fault_after_escapes_points_at_its_own_character(wrong):
    """Escapes in a string move the place by as many characters as they take."""
    text = RULE + r'when = "goal == \u0022fun\x22 and\tfolowers > 1"'
    assert wrong(text)[0][:2] == ("unknown-name", "9:36")
    line = text.split("\n")[8]
    assert line[35:].startswith("folowers")


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_fault_in_a_multi_line_string_points_into_its_line(wrong, quotes):
    """In a condition over several lines the line and column are those of the fault."""
    text = f"{RULE}when = {quotes}\n  quiet\n  and (goal == 'fun'\n   or folowers > 1)\n{quotes}\n"
    assert wrong(text)[0][:2] == ("unknown-name", "12:7")


def test_a_fault_after_a_line_continuation_points_into_its_line(wrong):
    """A backslash at the end of a line joins lines for TOML, not for places."""
    text = RULE + 'when = """quiet and \\\n\n      folowers > 1"""\n'
    assert wrong(text)[0][:2] == ("unknown-name", "11:7")


def test_the_excerpt_shows_the_fault_with_a_caret(make_library):
    """A rendered problem has the file, the line and a caret as wide as the fault."""
    library = make_library(BASE, RULE + 'when = "quiet and folowers > 1"')
    assert render(library.problems[0]) == (
        f"{library.overlays[0]}:9:19: unknown-name: `folowers` is no fact, conclusion, verdict "
        "or threshold\n"
        "  |\n"
        '9 | when = "quiet and folowers > 1"\n'
        "  |                   ^^^^^^^^\n"
        "  = did you mean `followers`?"
    )


# ---------------------------------------------------------------- several at once


def test_all_problems_are_told_at_once_in_order(make_library):
    """Syntax, shape, names and texts of several files come together, sorted by place."""
    library = make_library(
        BASE,
        "[broken\n",
        '[fact.x]\ntype = "bol"\n\n[conclusion.y]\nwhen = "quite"\nmeaning = "m"\n' + RULE
        + 'when = "quiet"\nadvise = "B"\n',
        '[change.low]\nvalue = "x"\n',
    )  # fmt: skip
    assert [(one.place.file[-13:], one.place.line, one.code) for one in library.problems] == [
        ("overlay1.toml", 1, "toml"),
        ("overlay2.toml", 2, "bad-choice"),
        ("overlay2.toml", 5, "unknown-name"),
        ("overlay2.toml", 16, "unknown-key"),
        ("overlay3.toml", 2, "wrong-type"),
    ]
    assert not library.sound


def test_every_missing_key_is_told_at_the_header(wrong):
    """A rule without anything gets one problem for each key it needs."""
    found = wrong('[[rule]]\nid = "x.y"\n')
    assert {place for _, place, _, _ in found} == {"1:1"}
    assert [message for _, _, message, _ in found] == [
        f"a rule needs `{key}`"
        for key in ("advice", "evidence", "kind", "priority", "stance", "title", "when")
    ]


def test_the_same_name_twice_in_an_overlay_is_an_error(make_library, write):
    """Two files of a folder may not both have a table; the second is at fault."""
    write("mine/a.toml", '[threshold.x]\nvalue = 1\nnote = "n"\nbasis = "b"\n')
    folder = write("mine/b.toml", '\n[threshold.x]\nvalue = 2\nnote = "n"\nbasis = "b"\n').parent
    library = load([folder], shipped=write("shipped/base.toml", BASE).parent)
    (problem,) = library.problems
    assert (problem.code, problem.message) == ("duplicate", "the threshold `x` is there twice")
    assert problem.place == Place(str(folder / "b.toml"), 2, 1)
    assert problem.hint == f"the first one stands at {folder / 'a.toml'}:1:1"
    assert library.rulebase.thresholds["x"].value == 1


def test_a_fault_is_told_once_not_at_everything_that_needs_it(wrong):
    """What depends on a faulty table is left out without a word."""
    assert [one[:2] for one in wrong(
        '[fact.x]\ntype = "bol"\n[conclusion.y]\nwhen = "x"\nmeaning = "m"\n'
        '[conclusion.z]\nwhen = "y or quiet"\nmeaning = "m"\n' + RULE + 'when = "y"' + TESTED
    )] == [("bad-choice", "2:8")]  # fmt: skip
    assert [one[:2] for one in wrong(
        '[conclusion.y]\nwhen = "quite"\nmeaning = "m"\n' + RULE + 'when = "y"' + TESTED
    )] == [("unknown-name", "2:9")]  # fmt: skip


def test_a_circle_is_named_whole(wrong):
    """Conclusions and verdicts that need each other are one problem that names the circle."""
    (found,) = wrong(
        '[conclusion.x]\nwhen = "v == \'a\'"\nmeaning = "m"\n[verdict.v]\nquestion = "Q"\n'
        'branch = [{ value = "a", label = "A", when = "not x" }]\n'
    )
    assert found[0] == "cycle"
    assert found[2] in ("these need each other: x -> v -> x", "these need each other: v -> x -> v")


@pytest.mark.parametrize("order", [(1, 2, 3, 4, 5), (5, 4, 3, 2, 1), (3, 5, 1, 4, 2)])
def test_a_long_circle_is_blamed_on_the_change_that_closes_it(make_library, order):
    """However long the circle and whatever comes first in the file, the change is taken back."""
    chain = {1: "followers > 1"} | {n: f"c{n - 1} or quiet" for n in range(2, 6)}
    text = BASE + "".join(f'[conclusion.c{n}]\nwhen = "{chain[n]}"\nmeaning = "m"\n' for n in order)
    library = make_library(text, '[change.c1]\nwhen = "c5"\n')
    (problem,) = library.problems
    assert (problem.code, problem.place) == ("cycle", Place(str(library.overlays[0]), 2, 8))
    assert library.rulebase.conclusions["c1"].when == Test("followers", ">", 1)
    assert {"c1", "c2", "c3", "c4", "c5"} <= set(library.rulebase.conclusions)


# ---------------------------------------------------------------- nothing shipped is lost


@pytest.mark.parametrize(
    ("overlay", "code"),
    [
        ('[change."talk.more"]\nwhen = "quite"', "unknown-name"),
        ('[change."talk.more"]\nand = "quite"', "unknown-name"),
        ('[change."talk.more"]\nsources = ["x"]', "unknown-source"),
        ('[change.quiet]\nwhen = "small"', "cycle"),
        ('[change.quiet]\nwhen = "tiny"', "cycle"),
        ("[change.low]\nvalue = nan", "out-of-range"),
        ("[change.low]\nvalue = 7", "breaks"),
        ('[change.goal]\nlabels = { x = "X" }', "unknown-choice"),
        ('[change.goal]\napplies_if = "quiet"', "condition"),
        ('[threshold.low]\nvalue = inf\nnote = "n"\nbasis = "b"', "out-of-range"),
        ('[threshold.reply_rate]\nvalue = 1\nnote = "n"\nbasis = "b"', "duplicate"),
        ('[fact.quiet]\ntype = "bool"', "duplicate"),
        ('[fact.pace]\ntype = "bool"', "duplicate"),
        ('[conclusion.reply_rate]\nwhen = "followers > 1"\nmeaning = "m"', "duplicate"),
        ('[fact.followers]\ntype = "bool"', "breaks"),
        ('[fact.goal]\ntype = "choice"\nchoices = ["x"]', "breaks"),
        ('[fact.questions]\ntype = "choices"\nchoices = ["x"]', "breaks"),
        ('[source.book]\ntitle = "Another"', "breaks"),
        ('[verdict.pace]\nquestion = "Q"\nbranch = [{ value = "x", label = "X", when = "quiet" }]',
         "breaks"),
        (RULE.replace("my.own", "talk.more") + 'when = "quite"' + TESTED, "unknown-name"),
        ("[broken", "toml"),
        ("\0", "binary"),
    ],
)  # fmt: skip
def test_a_broken_overlay_takes_nothing_away(make_library, overlay, code):
    """Whatever an overlay breaks, it is told once, and all that is shipped goes on as it was."""
    library = make_library(BASE, overlay)
    (problem,) = library.problems
    assert problem.code == code
    assert problem.place.file == str(library.overlays[0])
    sound = make_library(BASE)
    assert kept(library) == kept(sound)
    assert meaning(library) == meaning(sound)


def test_a_change_that_breaks_another_table_is_blamed(wrong):
    """The problem points at the change and names what it breaks."""
    assert wrong("[change.low]\nvalue = 7\n") == [
        ("breaks", "2:1",
         "this change breaks rules/base.toml:25:1: `reply_rate` takes a number from 0 up to 1: "
         "7 is never reached", ""),
    ]  # fmt: skip


def test_a_broken_overlay_falls_back_to_the_one_before(over):
    """Of two overlays that change a thing, a fault in the second leaves the first in force."""
    library = over("[change.low]\nvalue = 0.4\n", "[change.low]\nvalue = nan\n")
    assert [problem.code for problem in library.problems] == ["out-of-range"]
    assert library.rulebase.thresholds["low"].value == 0.4


def test_the_sound_part_of_an_overlay_is_used(over):
    """A fault in one table of an overlay leaves its other tables in force."""
    library = over('[change.low]\nvalue = 0.4\n[change."talk.more"]\nwhen = "quite"\n')
    assert [problem.code for problem in library.problems] == ["unknown-name"]
    assert library.rulebase.thresholds["low"].value == 0.4


def test_an_overlay_that_is_not_there_is_a_problem(make_library, write):
    """A path that was named but does not exist is told; the shipped rules go on."""
    shipped = write("shipped/base.toml", BASE).parent
    library = load([shipped / "gone"], shipped=shipped)
    (problem,) = library.problems
    assert (problem.code, problem.place) == ("missing", None)
    assert kept(library) == kept(make_library(BASE))


def test_a_copy_of_the_shipped_rules_over_themselves_changes_nothing(library, tmp_path):
    """Every shipped table, given again by an overlay, is sound and means the same."""
    for path in shipped_folder().glob("*.toml"):
        shutil.copy(path, tmp_path)
    again = load([tmp_path])
    assert again.problems == ()
    assert kept(again) == kept(library)
    assert meaning(again) == meaning(library)


# ---------------------------------------------------------------- everything in one run


def test_a_faulty_table_is_looked_through_to_the_end(wrong):
    """A fault of its shape hides none in its conditions, texts, sources and tests."""
    found = wrong(
        RULE.replace('"neutral"', '"neutrl"').replace('"A"', '"A {folowers}"')
        + 'when = "quite or pace == \'slo\'"\nsources = ["bock"]\n'
        + '[[rule.test]]\ngiven = { folowers = 1 }\nexpect = "applies"\n'
    )  # fmt: skip
    assert [one[:2] for one in found] == [
        ("bad-choice", "5:10"),
        ("unknown-name", "8:13"),
        ("unknown-name", "9:9"),
        ("unknown-choice", "9:26"),
        ("unknown-source", "10:12"),
        ("unknown-name", "12:11"),
    ]


def test_a_faulty_change_is_looked_through_to_the_end(wrong):
    """A key that cannot be changed hides no fault of the others."""
    found = wrong('[change."talk.more"]\nid = "x.y"\nand = "quite"\nadvice = "A {x}"\n')
    assert [one[:2] for one in found] == [
        ("unknown-key", "2:1"), ("unknown-name", "3:8"), ("unknown-name", "4:13"),
    ]  # fmt: skip


def test_what_needs_a_faulty_table_is_not_told(wrong):
    """Texts, tests and sources that name a faulty table are right as they are."""
    assert [one[:2] for one in wrong(
        '[fact.mood]\ntype = "bol"\n[source.nice]\ntitel = "N"\n'
        + RULE.replace('"A"', '"A {mood|x}"')
        + 'when = "quiet"\nsources = ["nice#a"]\n'
        + '[[rule.test]]\ngiven = { mood = true }\nexpect = "undecided"\n'
    )] == [("bad-choice", "2:8"), ("missing-key", "3:1"), ("unknown-key", "4:1")]  # fmt: skip


def test_every_wrong_word_of_a_set_is_told(wrong):
    """Each word at its own place, in `in`, `has_any` and `subset` alike."""
    found = wrong(
        RULE + "when = \"goal in {'a', 'fun'} or has_any(questions, {'b', 'c'})\"" + TESTED
    )
    assert [one[:2] for one in found] == [
        ("unknown-choice", "9:18"), ("unknown-choice", "9:53"), ("unknown-choice", "9:58"),
    ]  # fmt: skip


def test_hidden_files_of_a_folder_are_not_read(make_library, write):
    """What an editor keeps beside a file it has open is no rule file."""
    folder = write("mine/a.toml", "[change.low]\nvalue = 0.3\n").parent
    (folder / ".#a.toml").symlink_to("somebody@host.1234")
    assert load([folder], shipped=write("shipped/base.toml", BASE).parent).problems == ()

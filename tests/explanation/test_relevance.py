"""Which questions can still change something, and which comes next."""

from __future__ import annotations

import pytest

from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import chosen_topics, needs, questions

FACTS = "".join(
    f'[fact.{name}]\ntype = "{kind}"\nask = "?"\n'
    for name, kind in (("a", "bool"), ("b", "bool"), ("c", "bool"), ("n", "number"),
                       ("m", "number"))
)  # fmt: skip


def rule(when: str, unless: str = "", id: str = "x.y", more: str = "") -> str:
    """A rule with nothing special but its condition."""
    return (
        f'[[rule]]\nid = "{id}"\ntitle = "T"\nkind = "advice"\nstance = "neutral"\n'
        f'priority = "low"\nevidence = "opinion"\nadvice = "A"\nwhen = "{when}"\n'
        f'unless = "{unless}"\n{more}\n'
    )


@pytest.fixture(name="ask")
def _ask(make_rulebase, find):
    """The names of the questions that are left, for rules over FACTS and a profile."""

    def ask(rules: str, given: str = "") -> list[str]:
        return [fact.name for fact in questions(Outlook(find(make_rulebase(FACTS + rules), given)))]

    return ask


@pytest.fixture(name="need")
def _need(make_rulebase, find):
    """What the first rule needs."""

    def need(rules: str, given: str = "") -> tuple[str, ...]:
        base = make_rulebase(FACTS + rules)
        return needs(Outlook(find(base, given)), base.rules[0])

    return need


@pytest.mark.parametrize(
    ("when", "unless", "given", "left"),
    [
        ("a and b", "", "", ["a", "b"]),
        ("a and b", "", "a = true", ["b"]),
        ("a and b", "", "a = false", []),
        ("a or b", "", "a = true", []),
        ("a or b", "", "a = false", ["b"]),
        ("a and (b or n > 1)", "", "b = false", ["a", "n"]),
        ("a", "b", "", ["a", "b"]),
        ("a", "b", "a = true", ["b"]),
        ("a", "b", "a = false", []),
        ("a", "b", "b = true", []),
        ("a", "b and c", "a = true\nc = false", []),
    ],
)
def test_only_facts_in_undetermined_parts_are_asked(ask, when, unless, given, left):
    """What the answers so far have decided, either way, is not asked about any more."""
    assert sorted(ask(rule(when, unless), given)) == left


def test_a_fact_no_rule_needs_is_never_asked(ask):
    """A question nothing depends on is not asked, however little is known."""
    assert ask(rule("b")) == ["b"]


def test_conclusions_are_asked_about_by_their_facts(need):
    """A rule that rests on conclusions needs the facts below them."""
    rules = '[conclusion.deep]\nwhen = "a and wide"\nmeaning = "m"\n'
    rules += '[conclusion.wide]\nwhen = "b or n > 1"\nmeaning = "m"\n' + rule("not deep")
    assert need(rules) == ("a", "b", "n")
    assert need(rules, "n = 2") == ("a",)


def test_verdicts_are_asked_about_by_their_facts(need):
    """A rule that rests on a verdict needs what decides between the branches."""
    rules = (
        '[verdict.v]\nquestion = "Q"\nwanted = "c"\notherwise = { value = "z", label = "Z" }\n'
        'branch = [{ value = "x", label = "X", when = "a" }, '
        '{ value = "y", label = "Y", when = "b" }]\n' + rule("v == 'y'")
    )
    assert need(rules) == ("a", "b")
    assert need(rules, "b = true") == ("a",)


# ---------------------------------------------------------------- formulas


FORMULAS = (
    '[fact.sum]\ntype = "number"\nformula = "n + m"\n'
    '[fact.ratio]\ntype = "number"\nformula = "sum / n"\n'
    '[fact.tier]\ntype = "number"\nlookup = { of = "m", steps = [[1, 1]], otherwise = 2 }\n'
)


@pytest.mark.parametrize(
    ("when", "given", "left"),
    [
        ("sum > 1", "", ["n", "m"]),
        ("sum > 1", "m = 3", ["n"]),
        ("ratio > 1", "", ["n", "m"]),
        ("tier > 1", "", ["m"]),
        ("sum > 1 or tier > 1", "m = 0", ["n"]),
        ("ratio > 1", "n = 0\nm = 1", []),
        ("sum > 1", 'm = "?"', []),
        ("ratio > 1", 'n = "?"', []),
        ("sum > 1", "sum = 0", []),
    ],
)
def test_a_computed_fact_is_asked_about_by_its_inputs(ask, when, given, left):
    """A formula is replaced by its missing inputs, unless no answer can make it known."""
    assert ask(FORMULAS + rule(when), given) == left


# ---------------------------------------------------------------- don't know


def test_dont_know_is_never_asked_again(ask, need):
    """A question that was answered "don't know" is in no list any more."""
    assert ask(rule("a and b"), 'a = "?"') == ["b"]
    assert need(rule("a and b"), 'a = "?"') == ("b",)
    assert ask(rule("a and b"), 'a = "?"\nb = "?"') == []


def test_a_fact_without_question_is_never_asked(make_rulebase, find):
    """A fact that only files give is needed by a rule but no question."""
    base = make_rulebase('[fact.a]\ntype = "bool"\n' + rule("a"))
    evaluation = find(base, "")
    assert questions(Outlook(evaluation)) == ()
    assert needs(Outlook(evaluation), base.rules[0]) == ()


# ---------------------------------------------------------------- guards


def guarded(*guards: tuple[str, str]) -> str:
    """Yes/no facts with a guard each."""
    return "".join(
        f'[fact.{name}]\ntype = "bool"\nask = "?"\napplies_if = "{guard}"\n'
        for name, guard in guards
    )


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("", ["a", "g"]),
        ("a = true", ["g"]),
        ("a = false", []),
        ('a = "?"', ["g"]),
        ("a = false\ng = true", []),
    ],
)
def test_a_guard_is_asked_before_what_it_guards(ask, given, left):
    """First comes the question that tells whether the other makes sense at all."""
    assert ask(guarded(("g", "a")) + rule("g"), given) == left


def test_a_guard_of_a_guard_comes_first(ask):
    """A chain of guards is asked from its beginning."""
    chain = guarded(("g", "a and b"), ("h", "g"), ("i", "h or c"))
    assert ask(chain + rule("i")) == ["c", "a", "b", "g", "h", "i"]
    assert ask(chain + rule("i"), "a = true\nb = true\nc = false") == ["g", "h", "i"]
    assert ask(chain + rule("i"), "a = true\nb = true\ng = true\nc = false") == ["h", "i"]
    assert ask(chain + rule("i"), "a = false") == ["c", "h", "i"]


def test_a_guard_on_a_computed_fact_asks_for_its_inputs(ask):
    """Where the guard rests on a formula, the inputs of the formula come first."""
    assert ask(FORMULAS + guarded(("g", "sum > 1")) + rule("g")) == ["n", "m", "g"]


def test_facts_that_guard_each_other_are_asked_all_the_same(ask):
    """A circle of thirty guards ends, and the question itself is asked."""
    names = [f"g{number}" for number in range(30)]
    circle = [(one, " or ".join(other for other in names if other != one)) for one in names]
    assert ask(guarded(*circle) + rule("g7")) == ["g7"]


# ---------------------------------------------------------------- topics


TOPICS = (
    '[fact.questions]\ntype = "choices"\nchoices = ["one", "two", "three"]\nask = "?"\n'
    "ask_first = true\n"
    '[topic.first]\nquestion = "Q"\nanswers = ["one"]\n'
    '[topic.second]\nquestion = "Q"\nverdict = "v"\nanswers = ["two", "three"]\n'
    '[verdict.v]\nquestion = "Q"\nbranch = [{ value = "x", label = "X", when = "c" }]\n'
    + rule("a", id="x.a", more='topic = "first"')
    + rule("b", id="x.b", more='topic = "second"')
)


@pytest.mark.parametrize(
    ("chosen", "names", "left"),
    [
        ("", ["first", "second"], ["a", "b", "c"]),
        ('questions = "?"', ["first", "second"], ["a", "b", "c"]),
        ('questions = ["one"]', ["first"], ["a"]),
        ('questions = ["three"]', ["second"], ["b", "c"]),
        ('questions = ["one", "two"]', ["first", "second"], ["a", "b", "c"]),
        ("questions = []", [], []),
    ],
)
def test_only_the_chosen_topics_are_asked_about(make_rulebase, find, chosen, names, left):
    """Rules and verdicts of topics nobody chose raise no questions; without choice all do."""
    evaluation = find(make_rulebase(FACTS + TOPICS), chosen)
    assert sorted(topic.name for topic in chosen_topics(evaluation)) == names
    assert sorted(fact.name for fact in questions(Outlook(evaluation))) == left


def test_a_rule_of_no_topic_is_always_asked_about(make_rulebase, find):
    """Somebody's own rule belongs to no topic and counts whatever was chosen."""
    base = make_rulebase(FACTS + TOPICS + rule("n > 1", id="my.own"))
    asked = questions(Outlook(find(base, 'questions = ["one"]')))
    assert sorted(fact.name for fact in asked) == ["a", "n"]


def test_what_is_asked_first_comes_first(make_rulebase, find):
    """A fact marked so is the first question, wherever its file puts it."""
    base = make_rulebase(FACTS + TOPICS + rule("'one' in questions and n > 1", id="my.own"))
    assert questions(Outlook(find(base, "")))[0].name == "questions"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("", ["a", "b", "c"]),
        ("a = false", []),
        ("a = true", ["b", "c"]),
        ("a = true\nb = true", []),
        ("a = true\nb = false", ["c"]),
        ("a = true\nc = true", ["b"]),
    ],
)
def test_a_verdict_is_asked_about_while_it_is_wanted_and_open(ask, given, left):
    """First whether it is wanted, then what decides it up to the branch that wins."""
    verdict = (
        '[verdict.v]\nquestion = "Q"\nwanted = "a"\notherwise = { value = "z", label = "Z" }\n'
        'branch = [{ value = "x", label = "X", when = "b" }, '
        '{ value = "y", label = "Y", when = "c" }]\n'
    )
    assert ask(verdict, given) == left


# ---------------------------------------------------------------- unknown(f)


@pytest.mark.parametrize(
    ("when", "unless", "given", "left"),
    [
        ("unknown(a)", "", "", ["a"]),
        ("unknown(a)", "", "a = true", []),
        ("unknown(a)", "", 'a = "?"', []),
        ("not unknown(a)", "", "", ["a"]),
        ("not unknown(a)", "", "a = false", []),
        ("unknown(a) and b", "", "b = true", ["a"]),
        ("unknown(a) and b", "", "b = false", []),
        ("unknown(a) or b", "", "b = true", []),
        ("b", "unknown(a)", "b = true", ["a"]),
        ("b", "unknown(a)", 'b = true\na = "?"', []),
    ],
)
def test_what_a_rule_wants_unknown_is_asked_while_that_changes_it(ask, when, unless, given, left):
    """`unknown(f)` is never unknown itself, but an answer would turn it."""
    assert ask(rule(when, unless), given) == left


# ---------------------------------------------------------------- the shipped rules


def test_asking_ends_whatever_is_answered(library, find):
    """Answering every question with "don't know" asks each at most once and comes to an end."""
    base = library.rulebase
    given, asked = "", []
    while left := questions(Outlook(find(base, given))):
        asked.append(left[0].name)
        given += f'{left[0].name} = "?"\n'
    assert len(asked) == len(set(asked)) > 5
    assert all(base.facts[name].askable for name in asked)


def test_the_sample_of_the_issue_asks_for_the_topics_first(library, find):
    """A profile without chosen topics is asked for them before anything else."""
    given = (
        "self_like_share = 0.95\nposts_in_window = 12\nreply_rate = 0.05\n"
        "outbound_comments_per_week = 0\ncollabs_90d = 0\n"
    )
    assert questions(Outlook(find(library.rulebase, given)))[0].name == "questions"

"""The truth table of the rule language, the same in every engine."""

from __future__ import annotations

import itertools

import pytest

from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.findings import Findings, Outcome, Status
from advisor.inference.rete import Core
from advisor.language.tree import And, Gives, Holds, Node, Not, Or, Test, Value
from advisor.rulebase.model import Branch, Conclusion, Rule, RuleBase, Verdict
from tests.inference.frames import findings
from tests.inference.generate import HERE

YES, NO, OPEN = True, False, None
TRUTHS = (YES, NO, OPEN)
FACTS = {
    name: Fact(name, kind, HERE, ask="?", choices=choices, **limits)
    for name, kind, choices, limits in (
        ("a", "bool", (), {}),
        ("b", "bool", (), {}),
        ("n", "number", (), {}),
        ("k", "count", (), {"min": 0}),
        ("one", "choice", ("x", "y", "z"), {}),
        ("some", "choices", ("x", "y", "z"), {}),
    )
}
A, B = Test("a", "==", True), Test("b", "==", True)


def reference(base: RuleBase, profile: Profile) -> Findings:
    """The reference evaluator."""
    return kleene.evaluate(base, complete(base, profile))


def core(base: RuleBase, profile: Profile) -> Findings:
    """durable_rules."""
    engine = Core(base)
    try:
        return engine.evaluate(complete(base, profile))
    finally:
        engine.close()


def kernel(base: RuleBase, profile: Profile) -> Findings:
    """The rules as Polars expressions."""
    return findings(base, [profile])[0]


@pytest.fixture(params=[reference, core, kernel], ids=["reference", "core", "kernel"])
def evaluate(request):
    """Each engine in turn."""
    return request.param


def profile(**values: Value | Unknown | None) -> Profile:
    """A profile with these values; None is left out."""
    return Profile(
        "p",
        {
            name: value if isinstance(value, Unknown) else Known(value)
            for name, value in values.items()
            if value is not None
        },
    )


def rule(when: Node, unless: Node | None = None) -> Rule:
    """A rule with nothing but its conditions."""
    texts = dict.fromkeys(("title", "topic", "group", "when_text", "unless_text", "advice"), "")
    return Rule(
        id="r.r", kind="advice", stance="neutral", priority="low", evidence="opinion", when=when,
        unless=unless, action="", effort=2, sources=(), status="stable", tests=(), at=HERE, **texts,
    )  # fmt: skip


def base(*rules: Rule, order: tuple[Conclusion | Verdict, ...] = ()) -> RuleBase:
    """A rule base of these rules and definitions."""
    return RuleBase(
        facts=FACTS,
        conclusions={one.name: one for one in order if isinstance(one, Conclusion)},
        verdicts={one.name: one for one in order if isinstance(one, Verdict)},
        rules=rules,
        order=order,
    )


def truth_of(evaluate, condition: Node, given: Profile) -> bool | None:
    """The truth of a condition, as the truth of a conclusion defined by it."""
    conclusion = Conclusion("c", condition, "", HERE)
    return evaluate(base(order=(conclusion,)), given).conclusions["c"]


AND = {(YES, YES): YES, (YES, OPEN): OPEN, (OPEN, OPEN): OPEN}
OR = {(NO, NO): NO, (NO, OPEN): OPEN, (OPEN, OPEN): OPEN}


@pytest.mark.parametrize(("a", "b"), list(itertools.product(TRUTHS, TRUTHS)))
def test_and_or_not_are_kleenes(evaluate, a, b):
    """False decides `and`, true decides `or`, and `not unknown` is unknown."""
    given = profile(a=a, b=b)
    expected_and = NO if NO in (a, b) else AND.get((a, b), AND.get((b, a)))
    expected_or = YES if YES in (a, b) else OR.get((a, b), OR.get((b, a)))
    assert truth_of(evaluate, And((A, B)), given) is expected_and
    assert truth_of(evaluate, Or((A, B)), given) is expected_or
    assert truth_of(evaluate, Not(A), given) is (OPEN if a is OPEN else not a)
    assert truth_of(evaluate, Not(And((A, B))), given) is truth_of(
        evaluate, Or((Not(A), Not(B))), given
    )


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (Test("n", "<", 2), {"n": 2}, NO),
        (Test("n", "<=", 2), {"n": 2}, YES),
        (Test("n", ">", 1e-05), {"n": 1.0000000000000001e-05}, NO),
        (Test("n", ">=", 0.3), {"n": 0.1 + 0.2}, YES),
        (Test("n", "==", 0.3), {"n": 0.1 + 0.2}, NO),
        (Test("n", "!=", 5), {}, OPEN),
        (Test("n", "==", 0), {"n": -0.0}, YES),
        (Test("k", "==", 2**53), {"k": 2**53}, YES),
        (Test("k", ">", 0), {"k": 0}, NO),
        (Test("one", "==", "x"), {"one": "y"}, NO),
        (Test("one", "!=", "x"), {"one": "y"}, YES),
        (Test("one", "in", frozenset("xy")), {"one": "y"}, YES),
        (Test("one", "not in", frozenset("xy")), {"one": "z"}, YES),
        (Test("one", "in", frozenset("xy")), {}, OPEN),
        (Test("some", "contains", "x"), {"some": frozenset("xy")}, YES),
        (Test("some", "contains", "z"), {"some": frozenset("xy")}, NO),
        (Test("some", "lacks", "z"), {"some": frozenset()}, YES),
        (Test("some", "has_any", frozenset("xz")), {"some": frozenset("yz")}, YES),
        (Test("some", "has_any", frozenset("xz")), {"some": frozenset("y")}, NO),
        (Test("some", "has_any", frozenset("xz")), {"some": frozenset()}, NO),
        (Test("some", "has_none", frozenset("xz")), {}, OPEN),
        (Test("some", "subset", frozenset("xy")), {"some": frozenset()}, YES),
        (Test("some", "subset", frozenset("xy")), {"some": frozenset("xz")}, NO),
        (Test("some", "subset", frozenset("xyz")), {"some": frozenset("z")}, YES),
        (Test("some", "subset", frozenset("xyz")), {}, OPEN),
        (Test("some", "not subset", frozenset("xyz")), {"some": frozenset("z")}, NO),
        (Test("some", ">=", 1, counted=True), {"some": frozenset()}, NO),
        (Test("some", "==", 2, counted=True), {"some": frozenset("xz")}, YES),
        (Test("some", "<", 1, counted=True), {}, OPEN),
    ],
)
def test_a_comparison_is_known_exactly_when_its_fact_is(evaluate, test, given, expected):
    """Each comparison, at its boundary, with the empty set, and with an unknown fact."""
    assert truth_of(evaluate, test, profile(**given)) is expected
    opposite = OPEN if expected is OPEN else not expected
    assert truth_of(evaluate, Not(test), profile(**given)) is opposite


STATUS = {
    (YES, NO): Status.APPLIES,
    (YES, OPEN): Status.PROVISIONAL,
    (YES, YES): Status.SET_ASIDE,
    (OPEN, NO): Status.UNDECIDED,
    (OPEN, OPEN): Status.UNDECIDED,
    (OPEN, YES): Status.SILENT,
    (NO, NO): Status.SILENT,
    (NO, OPEN): Status.SILENT,
    (NO, YES): Status.SILENT,
}


@pytest.mark.parametrize(("when", "unless"), STATUS)
def test_a_rule_has_the_status_of_its_two_conditions(evaluate, when, unless):
    """The table of `when` and `unless`."""
    found = evaluate(base(rule(A, B)), profile(a=when, b=unless))
    assert found.rules["r.r"] is STATUS[when, unless]


@pytest.mark.parametrize(
    ("when", "status"),
    [(YES, Status.APPLIES), (NO, Status.SILENT), (OPEN, Status.UNDECIDED)],
)
def test_a_rule_without_unless_has_no_exception(evaluate, when, status):
    """An absent `unless` counts as false."""
    assert evaluate(base(rule(A)), profile(a=when)).rules["r.r"] is status


@pytest.mark.parametrize(
    ("state", "unknown"),
    [
        ({}, YES),
        ({"a": Unknown.DONT_KNOW}, YES),
        ({"a": Unknown.NOT_APPLICABLE}, YES),
        ({"a": False}, NO),
    ],
)
def test_unknown_is_itself_never_unknown(evaluate, state, unknown):
    """`unknown(f)` is true for all three kinds of not knowing and false for a value."""
    found = evaluate(base(rule(Test("a", "unknown", True))), profile(**state))
    assert found.rules["r.r"] is (Status.APPLIES if unknown else Status.SILENT)
    found = evaluate(base(rule(Not(Test("a", "unknown", True)))), profile(**state))
    assert found.rules["r.r"] is (Status.SILENT if unknown else Status.APPLIES)


def verdict(*branches: tuple[str, Node | None]) -> Verdict:
    """A verdict of these branches."""
    made = tuple(Branch(value, "", "", when) for value, when in branches)
    return Verdict("v", "", made, And(()), HERE)


@pytest.mark.parametrize(
    ("a", "b", "last", "expected"),
    [
        (YES, OPEN, None, Outcome("x", True, ("x",))),
        (NO, YES, None, Outcome("y", True, ("y",))),
        (OPEN, YES, None, Outcome("y", False, ("x", "y"))),
        (OPEN, OPEN, None, Outcome(None, False, ("x", "y"))),
        (OPEN, NO, None, Outcome(None, False, ("x",))),
        (NO, NO, None, Outcome(None, True, ())),
        (NO, NO, "z", Outcome("z", True, ("z",))),
        (OPEN, NO, "z", Outcome("z", False, ("x", "z"))),
        (OPEN, OPEN, "x", Outcome("x", False, ("x", "y"))),
    ],
)
def test_the_first_true_branch_wins(evaluate, a, b, last, expected):
    """Value, certainty and what is still possible, with and without `otherwise`."""
    branches = [("x", A), ("y", B)] + ([(last, None)] if last else [])
    found = evaluate(base(order=(verdict(*branches),)), profile(a=a, b=b))
    assert found.verdicts["v"] == expected


@pytest.mark.parametrize(
    ("a", "b", "x", "y", "either"),
    [
        (YES, OPEN, YES, NO, YES),
        (OPEN, YES, OPEN, OPEN, OPEN),
        (NO, YES, NO, YES, YES),
        (NO, NO, NO, NO, NO),
        (OPEN, NO, OPEN, NO, OPEN),
        (NO, OPEN, NO, OPEN, OPEN),
    ],
)
def test_a_verdict_is_compared_by_certainty_and_possibility(evaluate, a, b, x, y, either):
    """True when certain, false when not possible, else unknown; null is no value."""
    order = (
        verdict(("x", A), ("y", B)),
        Conclusion("is_x", Gives("v", frozenset("x")), "", HERE),
        Conclusion("is_y", Gives("v", frozenset("y")), "", HERE),
        Conclusion("not_y", Gives("v", frozenset("y"), expected=False), "", HERE),
        Conclusion("either", Gives("v", frozenset("xy")), "", HERE),
    )
    found = evaluate(base(order=order), profile(a=a, b=b)).conclusions
    assert (found["is_x"], found["is_y"], found["either"]) == (x, y, either)
    assert found["not_y"] is (OPEN if y is OPEN else not y)


def test_conclusions_chain(evaluate):
    """A conclusion that is false, not merely unknown, makes `not` of it true."""
    order = (
        Conclusion("c1", And((A, Test("n", ">", 1))), "", HERE),
        Conclusion("c2", Not(Holds("c1")), "", HERE),
        Conclusion("c3", And((Holds("c2"), Holds("c1", expected=False))), "", HERE),
    )
    assert evaluate(base(order=order), profile(n=1)).conclusions == {
        "c1": NO, "c2": YES, "c3": YES,
    }  # fmt: skip
    assert evaluate(base(order=order), profile(n=2)).conclusions == {
        "c1": OPEN, "c2": OPEN, "c3": OPEN,
    }  # fmt: skip


def test_more_than_fifteen_facts_in_one_condition(evaluate):
    """Longer conjunctions than one durable rule can hold still mean the same."""
    facts = {f"x{i}": Fact(f"x{i}", "bool", HERE) for i in range(40)}
    big = And(tuple(Test(name, "==", True) for name in facts))
    rules = RuleBase(facts=facts, rules=(rule(big),))
    full = Profile("p", dict.fromkeys(facts, Known(True)))
    assert evaluate(rules, full).rules["r.r"] is Status.APPLIES
    assert evaluate(rules, full.having({"x39": Known(False)})).rules["r.r"] is Status.SILENT
    assert evaluate(rules, full.having({"x7": Unknown.DONT_KNOW})).rules["r.r"] is Status.UNDECIDED

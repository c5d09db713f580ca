"""What holds before any engine is timed: the rules are the same, and answers are compared."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from advisor.inference import kleene
from advisor.rulebase.library import load
from tests.benchmarks.peers import KERNEL, PEERS, Load, Run, kernel, python_code
from tests.benchmarks.peers.answers import differences
from tests.benchmarks.peers.bases import base_of
from tests.benchmarks.peers.figures import Figure, Figures
from tests.benchmarks.peers.measure import WrongAnswers, expected, measure
from tests.benchmarks.peers.page import BEGIN, END, PYTHON, renewed, report
from tests.benchmarks.peers.profiles import Profiles, some_profiles
from tests.benchmarks.peers.program import Program, program_of
from tests.inference import generate

Found = list[list[str]]


@pytest.fixture(scope="module")
def shipped():
    return load().rulebase


def altered(change: Callable[[Found], Found]) -> Callable[[Program], Load]:
    """Plain Python with its statuses changed before anybody sees them."""

    def compiled(program: Program) -> Load:
        right = python_code.compile(program)

        def load(profiles: Profiles, rows: int) -> Run:
            run = right(profiles, rows)
            return lambda: change([list(row) for row in run()])

        return load

    return compiled


def unknown_is_false(found):
    return [["silent" if one == "undecided" else one for one in row] for row in found]


def no_last_row(found):
    return found[:-1]


def no_last_rule(found):
    return [row[:-1] for row in found]


def rules_in_another_order(found):
    return [row[::-1] for row in found]


@pytest.mark.parametrize(
    "change", [unknown_is_false, no_last_row, no_last_rule, rules_in_another_order]
)
def test_a_wrong_peer_is_found_and_not_timed(shipped, change):
    """Nothing is measured of a peer that says something else than the reference."""
    figures = measure(PEERS[0], altered(change), base_of(shipped, 4), 0.01)
    with pytest.raises(WrongAnswers):
        next(figures)


def test_a_difference_says_where_it_is(shipped):
    """Profile, rule, and both statuses."""
    base = base_of(shipped, 15)
    profiles = Profiles(program_of(base), some_profiles(base.facts, 3))
    right = [list(kleene.evaluate(base, one).rules.values()) for one in profiles.completed(3)]
    assert differences(profiles, lambda: right) == []
    before, right[1][2] = right[1][2], "undecided-ish"
    assert differences(profiles, lambda: right) == [
        f"profile 1, {base.rules[2].id}: undecided-ish instead of {before.value}"
    ]


@pytest.mark.parametrize("peer", [python_code, kernel])
def test_programs_mean_what_the_rules_mean(peer):
    """Everything the language has, over plain cells, against the reference."""
    for seed in range(60):
        rng = Random(seed)
        base = generate.rulebase(rng)
        given = tuple(generate.profile(rng, base) for _ in range(10))
        program = program_of(base)
        profiles = Profiles(program, given)
        assert differences(profiles, peer.compile(program)(profiles, 10)) == [], seed


@pytest.mark.parametrize("rules", [15, 60, 156, 240])
def test_bases_rest_on_nothing_they_lack(shipped, rules):
    """Every size has its rules, each once, and can be evaluated."""
    base = base_of(shipped, rules)
    assert len({rule.id for rule in base.rules}) == rules
    profiles = Profiles(program_of(base), some_profiles(base.facts, 20))
    assert differences(profiles, python_code.compile(profiles.program)(profiles, 20)) == []


def test_copies_are_other_rules(shipped):
    """Thresholds are shifted: a copy does not always say what its rule says."""
    base = base_of(shipped, 2 * len(shipped.rules))
    profiles = Profiles(program_of(base), some_profiles(base.facts, 100))
    half = len(shipped.rules)
    found = [list(kleene.evaluate(base, one).rules.values()) for one in profiles.completed(100)]
    assert any(row[:half] != row[half:] for row in found)


def test_expected_time_knows_a_constant():
    """0.1 s and 1 µs a row: a million rows take 1.1 s."""
    found = [Figure("x", 1, 15, 1_000, 0.101, 0.1), Figure("x", 1, 15, 10_000, 0.11, 0.1)]
    assert expected(found, 1_000_000) == pytest.approx(1.1)


def test_the_page_says_whether_the_budget_is_met():
    """The ratio is that of the best speeds with the shipped rules."""

    def figures(fast: float) -> Figures:
        lines = ((KERNEL, fast), ("CEL in Rust", 1.0), ("rule-engine", 4.0), (PYTHON[0], 0.1))
        return Figures(
            Figure(peer, 1, 156, rows, seconds * rows / 1000, seconds)
            for peer, seconds in lines
            for rows in (1_000, 10_000)
        )

    assert "100 times as fast as the fastest rule engine, CEL in Rust (wanted: 200, MISSED)" in (
        report(figures(0.01))
    )
    assert "250 times as fast as the fastest rule engine, CEL in Rust (wanted: 200, reached)" in (
        report(figures(0.004))
    )


def test_a_busy_machine_is_told():
    """Speeds are marked as too low where engines had to share their core."""

    def text(cpu_seconds: float) -> str:
        lines = (KERNEL, "CEL in Rust", PYTHON[0])
        return report(Figures(Figure(one, 1, 156, 1_000, 1.0, cpu_seconds) for one in lines))

    assert "had 0.5 of a core" in text(0.5)
    assert "busy with other work" not in text(0.99)


def test_the_page_keeps_what_is_written_by_hand():
    """Only what stands between the marks is new."""
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert renewed(page, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    assert renewed(renewed(page, "new"), "new") == renewed(page, "new")

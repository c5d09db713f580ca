"""Rows of results against the reports on the same profiles."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest

from advisor.batch import shapes
from advisor.batch.formats import FORMATS
from advisor.batch.summary import as_json, as_text, counter
from advisor.batch.texts import Because, Texts
from advisor.explanation.explain import explain
from advisor.facts.profile import Profile
from advisor.inference.columnar import Kernel
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.pipeline import evaluate
from advisor.presentation.words import fill
from advisor.sources.profile_file import read_profile
from tests.benchmarks.bench import some_profile
from tests.inference.frames import frame_of

PEOPLE = sorted((Path(__file__).parents[1] / "people").glob("*.toml"))


@pytest.fixture(name="base", scope="module")
def _base(library):
    """The shipped rules."""
    return library.rulebase


@pytest.fixture(name="everybody", scope="module")
def _everybody(base):
    """The people, and some made-up profiles, each with a name of its own."""
    people = [read_profile(one.name, one.read_bytes(), base.facts, one.stem)[0] for one in PEOPLE]
    rng = Random(4)
    made = [some_profile(rng, base.facts.values(), share) for share in (0.2, 0.6, 0.9) * 10]
    return [
        Profile(f"p{number}", one.entries) for number, one in enumerate([*people, *made]) if one
    ]


@pytest.fixture(name="reports", scope="module")
def _reports(base, everybody):
    """The evaluation of each profile and its explanation, by name."""
    engine = Engine(base, pytest.fail)
    evaluations = [evaluate(engine, one) for one in everybody]
    yield {one.profile.name: (one, explain(one)) for one in evaluations}
    engine.close()


@pytest.fixture(name="found", scope="module")
def _found(base, everybody):
    """What the kernel knows and finds of them."""
    kernel = Kernel(base)
    known = kernel.complete(frame_of(base.facts, everybody))
    return known.hstack(kernel.evaluate(known))


def test_findings_are_what_the_reports_say(base, found, reports):
    """Every verdict and rule that is given or set aside, with texts and what decided."""
    rows = shapes.findings(base, [Status.SET_ASIDE], [Texts(base), Because(base)])(found)
    expected = {}
    for name, (evaluation, explanation) in reports.items():
        for id, outcome in evaluation.findings.verdicts.items():
            tests = {reason.text for reason in explanation.verdicts[id]}
            status = "certain" if outcome.certain else "provisional"
            expected[name, id] = (outcome.value, status, "verdict", None, tests)
        for rule in base.rules:
            status = evaluation.findings.rules[rule.id]
            if status.given or status is Status.SET_ASIDE:
                tests = {reason.text for reason in explanation.because[rule.id]}
                expected[name, rule.id] = (None, status.value, rule.kind, rule.stance, tests)
    columns = ("value", "status", "kind", "stance", "because")
    found_rows = {}
    for row in rows.rows(named=True):
        row["because"] = set(row["because"].split("; ")) - {""}
        found_rows[row["profile"], row["rule"]] = tuple(row[one] for one in columns)
        rule = base.rule(row["rule"])
        if rule is not None and row["status"] != "set-aside":
            evaluation, _ = reports[row["profile"]]
            for text in ("title", "advice", "action"):
                shown = fill(getattr(rule, text), base.facts, evaluation.profile)
                assert row[text] == shown
    assert found_rows == expected
    assert rows.height == len(expected)
    assert {"set-aside", "provisional"} <= set(rows["status"])


def test_findings_have_the_columns_that_were_promised_and_an_order(base, found):
    """Verdicts, then rules as in the rule base, each with its profiles in order."""
    rows = shapes.findings(base, [], [])(found)
    assert rows.columns == ["profile", "rule", "value", "status", "kind", "stance", "priority"]
    order = [*base.verdicts, *(rule.id for rule in base.rules)]
    names = found["profile"].to_list()
    places = [(order.index(row[1]), names.index(row[0])) for row in rows.rows()]
    assert places == sorted(places)


def statuses(reports, name):
    """The status of every rule for a profile."""
    evaluation, _ = reports[name]
    return {rule: status.value for rule, status in evaluation.findings.rules.items()}


def test_wide_has_a_status_for_every_rule(base, found, reports):
    """Also for those that are silent."""
    rows = shapes.wide(base)(found)
    assert rows.width == 1 + 2 * len(base.verdicts) + len(base.rules)
    for row in rows.rows(named=True):
        expected = statuses(reports, row["profile"])
        assert {rule: row[rule] for rule in expected} == expected


def test_profiles_count_and_name_what_to_do_first(base, found, reports):
    """High priority comes first, nothing stands twice, and no group speaks twice."""
    for row in shapes.profiles(base)(found).rows(named=True):
        expected = statuses(reports, row["profile"])
        for status in ("applies", "provisional", "set-aside", "undecided"):
            assert row[status] == list(expected.values()).count(status)
        top = [base.rule(row[name]) for name in shapes.TOP if row[name]]
        ranks = [shapes.PRIORITIES.index(rule.priority) for rule in top]
        voices = [rule.group or rule.id for rule in top]
        assert all(expected[rule.id] in ("applies", "provisional") for rule in top)
        assert ranks == sorted(ranks)
        assert len(set(voices)) == len(voices)


def test_the_summary_counts_profiles(base, found, reports):
    """Shares are of all profiles; what nobody gets is not drawn."""
    counts = counter(base)(found)
    data = as_json(base, found.height, 2, counts)
    everybody = [statuses(reports, name) for name in reports]
    for verdict in data["verdicts"]:
        values = [one.findings.verdicts[verdict["id"]].value for one, _ in reports.values()]
        assert {one["value"]: one["profiles"] for one in verdict["values"]} == {
            value: values.count(value) for value in values
        }
    for rule in data["rules"]:
        found_statuses = [one[rule["rule"]] for one in everybody]
        for status in ("applies", "provisional", "set-aside", "undecided", "silent"):
            assert rule[status] == found_statuses.count(status)
        assert rule["share"] == (rule["applies"] + rule["provisional"]) / found.height
    text = as_text(base, found.height, counts, 80)
    assert {line.split()[-1] for line in text.splitlines()[-5:]} <= {one.id for one in base.rules}


@pytest.mark.parametrize("suffix", FORMATS)
def test_parts_become_one_table(suffix, tmp_path):
    """In every format the whole is what the parts were, also where parts are empty."""
    kinds = {"profile": pl.String(), "rule": pl.Enum(["a", "b"]), "n": pl.Int64()}
    frames = [
        pl.DataFrame({"profile": names, "rule": rules, "n": numbers}, kinds)
        for names, rules, numbers in (
            ([], [], []), (["x", "=1+1", 'q"\n'], ["a", None, "b"], [1, None, 3]), ([], [], []),
            ([f"y{i}" for i in range(3000)], ["b"] * 3000, list(range(3000))), (["z"], ["a"], [7]),
        )
    ]  # fmt: skip
    form = FORMATS[suffix]
    parts = []
    for number, frame in enumerate(frames):
        parts.append(tmp_path / f"{number}.rows")
        form.write(frame, parts[-1])
    whole, again = tmp_path / f"whole{suffix}", tmp_path / "again"
    form.join(parts, whole)
    form.join(parts, again)
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet}
    read |= {"jsonl": pl.read_ndjson, "ndjson": pl.read_ndjson}
    expected = pl.concat(frames)
    found = read.get(suffix[1:], pl.read_ipc)(whole)
    assert found.select(pl.col("profile", "rule").cast(pl.String()), "n").equals(
        expected.select("profile", pl.col("rule").cast(pl.String()), "n")
    )
    assert whole.read_bytes() == again.read_bytes()
    if suffix == ".parquet":
        assert found.schema == expected.schema
        assert pl.scan_parquet(whole).filter(pl.col("n") > 2998).collect().height == 1

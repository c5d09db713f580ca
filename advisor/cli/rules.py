"""`advisor rules ...`: the rules themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli import authoring
from advisor.cli.advice import rules_option
from advisor.cli.output import (
    Ending,
    open_engine,
    open_library,
    say,
    tell,
    tell_problems,
    width,
)
from advisor.problems import ExitCode, Usage, count, guess

if TYPE_CHECKING:
    from advisor.authoring.trial import Trial
    from advisor.rulebase.library import Library
    from advisor.rulebase.model import Change, Rule, RuleBase, Verdict


DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres")


@click.group()
def rules() -> None:
    """See, check and test the rules.

    \b
    Example:
      advisor rules show self-like.excessive
    """


@rules.command("list")
@rules_option
def list_rules(rules: tuple[str, ...]) -> None:
    """List every rule: id, priority, on or off, where it stands, and its title.

    Settings that an overlay decided follow in brackets, each with its file and line.

    \b
    Example:
      advisor rules list
    """
    ending = Ending()
    library = open_library(rules, ending)
    found = list(library.rulebase.all_rules())
    longest = max((len(rule.id) for rule in found), default=0)
    for rule in found:
        line = (
            f"{rule.id:<{longest}}  {rule.priority:<6}  {'on ' if rule.enabled else 'off'}  "
            f"{rule.at.place.file}:{rule.at.place.line}  {rule.title}{_settings(rule.changes)}"
        )
        say(line[: width()] if sys.stdout.isatty() else line)
    for name, changes in library.changed.items():
        if library.rulebase.rule(name) is None:
            say(f"{name}{_settings(changes)}")
    ending.leave()


def _settings(changes: Iterable[Change]) -> str:
    """What overlays decided, each setting with its file and line."""
    decided = {one.key: f"{one.at.place.file}:{one.at.place.line}" for one in changes}
    shown = ", ".join(f"{key} by {where}" for key, where in decided.items())
    return f"  [{shown}]" if shown else ""


@rules.command()
@click.argument("rule")
@rules_option
def show(rule: str, rules: tuple[str, ...]) -> None:
    """Show the page of one RULE: advice, condition in words, tests, sources.

    \b
    Example:
      advisor rules show self-like.excessive
    """
    from advisor.presentation.page import render_page

    ending = Ending()
    library = open_library(rules, ending)
    found = library.rulebase.rule(rule)
    if found is None:
        hint = guess(rule, [one.id for one in library.rulebase.rules])
        raise Usage(f"there is no rule `{rule}`; " + (hint or "advisor rules list shows them all"))
    say(render_page(library.rulebase, found, width()))
    ending.leave()


@rules.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text"
)
def check(paths: tuple[str, ...], form: str) -> None:
    """Check rule files, named ones as an overlay, and show every problem.

    \b
    Example:
      advisor rules check advisor-rules/
    """
    from advisor.presentation.diagnostics import FORMATS
    from advisor.rulebase.library import load
    from advisor.rulebase.places import overlays

    library = load([Path(path) for path in paths] or overlays())
    if form == "text":
        tell_problems(library.problems)
    else:
        say(FORMATS[form](library.problems))
    errors = sum(problem.is_error for problem in library.problems)
    warnings = len(library.problems) - errors
    rules_in_use = count(len(library.rulebase.rules), "rule")
    tell(f"{rules_in_use}, {count(errors, 'error')}, {count(warnings, 'warning')}")
    raise SystemExit(int(ExitCode.PROBLEMS if errors else ExitCode.FINE))


@rules.command()
@click.option("-k", "part", default="", metavar="TEXT", help="Only rules whose id holds this.")
@click.option("--coverage", is_flag=True, help="Count what the tests reach, and name the rest.")
@click.option("--mutate", is_flag=True, help="Put small faults in: do the tests notice?")
@click.option("--propose", is_flag=True, help="Write tests for what none looks at, to approve.")
@rules_option
def test(part: str, coverage: bool, mutate: bool, propose: bool, rules: tuple[str, ...]) -> None:
    """Run the tests that stand beside the rules.

    \b
    Example:
      advisor rules test -k self-like
      advisor rules test --coverage
    """
    from advisor.authoring.trial import run
    from advisor.presentation.tree import render_failed_test

    ending = Ending()
    library = open_library(rules, ending)
    engine = open_engine(library)
    base = library.rulebase
    owners: list[Rule | Verdict] = [*base.rules, *base.verdicts.values()]
    trials = [trial for trial in run(engine, owners) if part in trial.name]
    if part and not trials:
        raise Usage(f"no rule or verdict with tests has `{part}` in its name")
    otherwise = [trial for trial in trials if not trial.passed]
    meant = {trial: _because(library, trial) for trial in otherwise}
    failed = [trial for trial in otherwise if not meant[trial]]
    for trial in failed:
        say(render_failed_test(trial.evaluation, trial.owner, trial.case))
    for name, trial in {trial.name: trial for trial in otherwise if meant[trial]}.items():
        say(f"{name}: shipped tests come out otherwise because of {meant[trial]}")
    passed = len(trials) - len(otherwise)
    changed = len(otherwise) - len(failed)
    say(f"{passed} passed, {len(failed)} failed" + (f", {changed} changed by you" * bool(changed)))
    ending.rule_problems = ending.rule_problems or bool(failed)
    if coverage:
        from advisor.authoring.coverage import coverage as cover

        for one in cover(base, trials):
            share = 100 * one.reached / one.total if one.total else 100
            say(f"{one.what:<10} {one.reached:>4} of {one.total:>4} reached ({share:.1f} %)")
            for words in one.missing:
                say(f"  {words}")
            ending.rule_problems = ending.rule_problems or bool(one.missing)
    if mutate or propose:
        _mutate(base, trials, part, mutate, propose)
    ending.leave()


def _because(library: Library, trial: Trial) -> str:
    """The settings of an overlay that explain why a test written elsewhere fails."""
    from advisor.authoring.depends import depends_on

    names = depends_on(library.rulebase, trial.name) & library.changed.keys()
    places = [one.at.place for name in sorted(names) for one in library.changed[name]]
    own = trial.case.at.file.name
    return ", ".join(dict.fromkeys(f"{p.file}:{p.line}" for p in places if p.file != own))


def _mutate(base: RuleBase, trials: list[Trial], part: str, mutate: bool, propose: bool) -> None:
    """Score the tests by the faults they notice, and write tests for the others."""
    from advisor.authoring.mutate import score
    from advisor.authoring.propose import propose as write
    from advisor.authoring.propose import render

    found = score(base, trials, part)
    if mutate:
        for mutant in found.survivors:
            say(f"{mutant.at.place}: no test notices: {mutant.what}")
        say(
            f"{found.killed} of {found.killed + len(found.survivors)} faults noticed "
            f"({100 * found.share:.1f} %), {found.equal} more change nothing"
        )
    if propose:
        values: dict[str, set[str]] = {
            name: set() if part in name else {branch.value for branch in verdict.branches}
            for name, verdict in base.verdicts.items()
        }
        for trial in trials:
            values.setdefault(trial.name, set()).add(trial.case.expect)
        for line in render(write(base, found.survivors, values)):
            say(line)


@rules.command()
@click.option("-o", "--output", default="docs/rules", metavar="DIR", help="Where to write.")
@rules_option
def docs(output: str, rules: tuple[str, ...]) -> None:
    """Write the rule reference: one page per topic, examples from the tests.

    \b
    Example:
      advisor rules docs -o docs/rules
    """
    from advisor.authoring.reference import write

    ending = Ending()
    library = open_library(rules, ending)
    try:
        written = write(library.rulebase, Path(output))
    except OSError as error:
        raise Usage(f"{output} cannot be written: {error.strerror}") from error
    say(f"{len(written)} pages in {output}")
    ending.leave()


@rules.command()
@click.option("--result", is_flag=True, help="The schema of `evaluate --format json` instead.")
def schema(result: bool) -> None:
    """Print the JSON Schema of rule files, for editors.

    \b
    Example:
      advisor rules schema > advisor-rules/schema.json
    """
    if result:
        from advisor.presentation.json import schema as result_schema

        say(json.dumps(result_schema(), indent=2))
    else:
        from advisor.rulebase.schema import json_schema

        say(json.dumps(json_schema(), indent=2))


@rules.command()
@click.option("--dialect", type=click.Choice(DIALECTS), required=True, help="Whose SQL.")
@click.option("--table", default="profiles", show_default=True, metavar="NAME",
              help="The table with a row per profile; views are made beside it.")  # fmt: skip
@click.option("--key", default="profile", show_default=True, metavar="COLUMN",
              help="The column that names profiles.")  # fmt: skip
@click.option("--columns", metavar="FACT,...",
              help="The facts that have columns; others are unknown (else: all).")  # fmt: skip
@rules_option
def sql(dialect: str, table: str, key: str, columns: str | None, rules: tuple[str, ...]) -> None:
    """Write the rules as SQL views, for profiles in a warehouse.

    The views to read are advisor_findings, advisor_status and advisor_rejects;
    docs/batch.md tells what the columns of the table hold.

    \b
    Example:
      advisor rules sql --dialect duckdb --table creators > views.sql
    """
    from advisor.cli.engines import need

    need("sqlglot", "sqlglot")
    from advisor.sql.views import write

    ending = Ending()
    base = open_library(rules, ending).rulebase
    there = None if columns is None else [name.strip() for name in columns.split(",")]
    for name in there or ():
        if name not in base.facts:
            raise Usage(
                f"there is no fact `{name}`; " + (guess(name, base.facts) or "see --columns")
            )
    say(write(base, dialect, table, key, there))
    ending.leave()


for command in authoring.ALL:
    rules.add_command(command)

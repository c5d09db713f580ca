"""`advisor evaluate` and `advisor why`: advice on profiles in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.output import Ending, open_engine, open_library, say, tell_problems, width
from advisor.problems import Problem, Usage, guess

if TYPE_CHECKING:
    from advisor.facts.profile import Profile
    from advisor.rulebase.model import Rule, RuleBase

rules_option = click.option(
    "--rules", multiple=True, metavar="DIR", help="Use the rules in this folder or file too."
)

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
for_option = click.option(
    "--for", "file", required=True, metavar="FILE", help="The profile; - is stdin."
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option
@click.option("--all", "whole", is_flag=True, help="Tell every piece of advice in full.")
@rules_option
def evaluate(files: tuple[str, ...], form: str, whole: bool, rules: tuple[str, ...]) -> None:
    """Advise on profiles in files (TOML or JSON); - reads standard input.

    \b
    Example:
      advisor evaluate profile.toml
      printf 'self_like_share = 0.95' | advisor evaluate - --format json
    """
    from advisor.pipeline import advise

    ending = Ending()
    library = open_library(rules, ending)
    engine = open_engine(library)
    for file in files:
        profile = read(file, library.rulebase)
        if profile is None:
            ending.rejected += 1
            continue
        report = advise(engine, profile)
        tell_problems(report.doubts)
        if form == "json":
            from advisor.presentation.json import result

            say(
                json.dumps(result(report), ensure_ascii=False, indent=None if len(files) > 1 else 2)
            )
        else:
            from advisor.presentation.text import render

            if ending.evaluated:
                say("")
            say(render(report, width(), whole))
        ending.evaluated += 1
    ending.leave()


@click.command()
@click.argument("rule")
@for_option
@format_option
@rules_option
def why(rule: str, file: str, form: str, rules: tuple[str, ...]) -> None:
    """Show what became of a RULE for a profile, and why, down to each fact.

    \b
    Example:
      advisor why self-like.excessive --for profile.toml
    """
    from advisor.pipeline import evaluate
    from advisor.presentation.tree import render_why

    ending = Ending()
    library = open_library(rules, ending)
    found = rule_in(library.rulebase, rule)
    profile = read(file, library.rulebase)
    if profile is None:
        ending.rejected += 1
        ending.leave()
    evaluation = evaluate(open_engine(library), profile)
    tell_problems(evaluation.doubts)
    if form == "json":
        from advisor.presentation.otherwise_json import proof_of

        say(json.dumps(proof_of(evaluation, found), ensure_ascii=False, indent=2))
    else:
        say(render_why(evaluation, found, width()))
    ending.leave()


def rule_in(rulebase: RuleBase, rule: str) -> Rule:
    """The rule with that id. Raises Usage: there is none, or it is switched off, and by whom."""
    found = rulebase.rule(rule)
    if found is not None and found.enabled:
        return found
    if found is not None:
        last = found.changes[-1]
        raise Usage(f"the rule `{rule}` is switched off at {last.at.place}")
    hint = guess(rule, [one.id for one in rulebase.rules])
    raise Usage(f"there is no rule `{rule}`; " + (hint or "advisor rules list shows them all"))


def read(file: str, rulebase: RuleBase) -> Profile | None:
    """The profile in a file, or None after telling what is wrong with it."""
    from advisor.sources.profile_file import MAX_FILE, read_profile
    from advisor.sources.reading import read_bytes, read_standard_input

    name = "stdin" if file == "-" else file
    data = (
        read_standard_input(MAX_FILE)
        if file == "-"
        else read_bytes(Path(file), MAX_FILE, "profile")
    )
    if isinstance(data, Problem):
        tell_problems([data])
        return None
    profile, problems = read_profile(name, data, rulebase.facts, Path(name).stem)
    tell_problems(problems)
    return profile

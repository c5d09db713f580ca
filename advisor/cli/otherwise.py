"""`advisor why-not` and `advisor what-if`: what keeps advice out, and what would change it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.advice import for_option, format_option, read, rule_in, rules_option
from advisor.cli.output import Ending, open_engine, open_library, say, tell_problems, width
from advisor.problems import Usage, guess

if TYPE_CHECKING:
    from advisor.facts.profile import Known, Unknown
    from advisor.inference.evaluation import Evaluation
    from advisor.language.tree import Node
    from advisor.rulebase.library import Library
    from advisor.rulebase.model import RuleBase


@click.command()
@click.argument("rule", required=False)
@for_option
@format_option
@rules_option
def why_not(rule: str | None, file: str, form: str, rules: tuple[str, ...]) -> None:
    """Show what keeps a RULE from applying to a profile, nearest first.

    Without RULE: every rule that is one step away.

    \b
    Example:
      advisor why-not self-like.proud --for profile.toml
      advisor why-not --for profile.toml
    """
    from advisor.explanation import whynot
    from advisor.presentation import otherwise, otherwise_json

    ending = Ending()
    library = open_library(rules, ending)
    found = None if rule is None else rule_in(library.rulebase, rule)
    evaluation = _evaluated(file, library, ending)
    if found is not None:
        told = whynot.why_not(evaluation, found)
        if form == "json":
            _say_json(otherwise_json.why_not(evaluation, [told]))
        else:
            say(otherwise.why_not(evaluation, told, width()))
        ending.leave()
    near = whynot.near_misses(evaluation)
    if form == "json":
        _say_json(otherwise_json.why_not(evaluation, near))
    else:
        say(otherwise.near_misses(evaluation, near, width()))
    ending.leave()


@click.command()
@click.option("--want", metavar="VERDICT=VALUE|RULE", help="A verdict's value, or a rule.")
@click.option("--silence", metavar="RULE", help="A rule that should no longer be given.")
@click.option("--set", "sets", multiple=True, metavar="FACT=VALUE", help="Try a value.")
@for_option
@format_option
@rules_option
def what_if(
    want: str | None,
    silence: str | None,
    sets: tuple[str, ...],
    file: str,
    form: str,
    rules: tuple[str, ...],
) -> None:
    """Find the smallest change that brings a verdict or silences a rule; or try a change.

    It says what the rules would say, and promises nothing about TikTok.

    \b
    Example:
      advisor what-if --want self_like_verdict=go_ahead --for profile.toml
      advisor what-if --silence self-like.excessive --for profile.toml
      advisor what-if --set self_like_share=0.2 --for profile.toml
    """
    from advisor.explanation.change import smallest_changes
    from advisor.explanation.whatif import what_if as differ
    from advisor.presentation import otherwise, otherwise_json

    if sum(map(bool, (want, silence, sets))) != 1:
        raise Usage("say one of --want, --silence and --set; --set may come several times")
    ending = Ending()
    library = open_library(rules, ending)
    if sets:
        entries = _entries(library.rulebase, sets)
        evaluation = _evaluated(file, library, ending)
        difference = differ(evaluation, entries)
        tell_problems(difference.after.doubts)
        if form == "json":
            _say_json(otherwise_json.difference(evaluation, entries, difference))
        else:
            say(otherwise.difference(evaluation, entries, difference, width()))
        ending.leave()
    wanted, words = _wanted(library.rulebase, want, silence)
    evaluation = _evaluated(file, library, ending)
    tell_problems(evaluation.doubts)
    ways = smallest_changes(evaluation, wanted)
    if form == "json":
        _say_json(otherwise_json.ways(evaluation, want or f"silence {silence}", ways))
    else:
        say(otherwise.ways(evaluation, words, ways, width()))
    ending.leave()


def _say_json(value: dict[str, Any]) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


def _evaluated(file: str, library: Library, ending: Ending) -> Evaluation:
    """The profile in a file, evaluated; leaves where it cannot be read."""
    from advisor.pipeline import evaluate

    profile = read(file, library.rulebase)
    if profile is None:
        ending.rejected += 1
        ending.leave()
    return evaluate(open_engine(library), profile)


def _wanted(rulebase: RuleBase, want: str | None, silence: str | None) -> tuple[Node, str]:
    """The condition to bring about, and what it is in words. Raises Usage."""
    from advisor.explanation.change import rule_applies, rule_is_silent, verdict_is

    if silence is not None:
        rule = rule_in(rulebase, silence)
        return rule_is_silent(rule), f"no longer to be told “{rule.title}”"
    assert want is not None
    name, equals, value = want.partition("=")
    if not equals and name not in rulebase.verdicts:
        rule = rule_in(rulebase, name)
        return rule_applies(rule), f"to be told “{rule.title}”"
    verdict = rulebase.verdicts.get(name)
    if verdict is None:
        hint = guess(name, rulebase.verdicts) or f"verdicts: {', '.join(rulebase.verdicts)}"
        raise Usage(f"there is no verdict `{name}`; {hint}")
    branch = verdict.branch(value)
    if branch is None:
        values = list(dict.fromkeys(one.value for one in verdict.branches))
        hint = guess(value, values) or f"values: {', '.join(values)}"
        raise Usage(f"`{name}` is never `{value}`; {hint}")
    return verdict_is(verdict, value), f"“{verdict.question}” to come out as “{branch.label}”"


def _entries(rulebase: RuleBase, sets: tuple[str, ...]) -> dict[str, Known | Unknown]:
    """The facts to try, read as a profile file has them. Raises Usage."""
    from advisor.facts.profile import Known, Unknown
    from advisor.facts.vocabulary import NotAValue

    entries: dict[str, Known | Unknown] = {}
    for one in sets:
        name, _, text = one.partition("=")
        fact = rulebase.facts.get(name.strip())
        if fact is None:
            hint = guess(name, rulebase.facts) or "write FACT=VALUE as in a profile file"
            raise Usage(f"there is no fact `{name}`; {hint}")
        if text.strip() == "?":
            entries[fact.name] = Unknown.DONT_KNOW
            continue
        try:
            entries[fact.name] = Known(fact.read(_raw(fact.type, text.strip())), "tried here")
        except NotAValue as error:
            raise Usage(str(error)) from None
    return entries


def _raw(kind: str, text: str) -> object:
    """What a profile file would hold for what was typed."""
    if kind == "choices":
        return [part.strip() for part in text.strip("[]").split(",") if part.strip()]
    if kind == "bool":
        return {"true": True, "false": False, "yes": True, "no": False}.get(text.lower(), text)
    if kind == "choice":
        return text
    try:
        return float(text)
    except ValueError:
        return text

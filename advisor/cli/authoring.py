"""`advisor rules verify, impact, new, edit, watch`: for whoever changes rules."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click

from advisor.cli.advice import rules_option
from advisor.cli.output import Ending, open_engine, open_library, say, tell, tell_problems
from advisor.problems import Problem, Usage, count, guess, visible


@click.command()
@rules_option
def verify(rules: tuple[str, ...]) -> None:
    """Prove that no rule is dead, unheard or contradicted, and no verdict has a gap.

    Findings that are meant stand with their reason in a file verify.accepted beside
    the rules.

    \b
    Example:
      advisor rules verify
    """
    from advisor.authoring.accepted import read
    from advisor.authoring.verify import verify as prove
    from advisor.presentation.witness import in_words
    from advisor.rulebase.library import shipped_folder

    ending = Ending()
    library = open_library(rules, ending)
    folders = [path for path in (shipped_folder(), *library.overlays) if os.path.isdir(path)]
    accepted, problems = read(folders)
    tell_problems(problems)
    findings = list(prove(library.rulebase))
    open_findings = [finding for finding in findings if finding.key not in accepted]
    for finding in open_findings:
        say(f"{finding.at.place}: {finding.code}: {finding.about}: {finding.message}")
        if finding.witness is not None:
            say("  for example: " + in_words(library.rulebase, finding.witness))
    gone = accepted.keys() - {finding.key for finding in findings}
    # An overlay may mend what the shipped rules accept; only their author is to be told.
    for key in sorted(gone) if not library.overlays else ():
        tell(f"no longer found, so no longer to be accepted: {key}")
    known = len(findings) - len(open_findings)
    say(f"{count(len(open_findings), 'finding')}, {known} accepted with a reason")
    ending.rule_problems = ending.rule_problems or bool(open_findings)
    ending.leave()


@click.command()
@click.argument("files", nargs=-1, metavar="[PROFILE]...")
@click.option(
    "--against", default="shipped", metavar="WHAT",
    help="The rules to compare with: shipped, a folder of overlays, or a git revision.",
)  # fmt: skip
@rules_option
def impact(files: tuple[str, ...], against: str, rules: tuple[str, ...]) -> None:
    """Show who gets other advice because of your changes, and what is other.

    Without profile files it looks at the sample people that come with advisor.

    \b
    Example:
      advisor rules impact
      advisor rules impact --against HEAD~1 me.toml
    """
    from advisor.authoring.depends import depends_on
    from advisor.authoring.impact import impact as compare
    from advisor.authoring.impact import rules_before, sample_people

    ending = Ending()
    after = open_library(rules, ending)
    people = [Path(file) for file in files] or sample_people()
    if not people:
        raise Usage("there are no sample people here; name profile files")
    for file in people:
        if not os.path.isfile(file):
            raise Usage(f"there is no file `{file}`")
    changed = 0
    shown: set[str] = set()
    with rules_before(against, after.overlays) as before:
        for person in compare(before, after, people):
            tell_problems(person.problems)
            ending.rejected += bool(person.problems)
            ending.evaluated += not person.problems
            if person.changes:
                changed += 1
                say(person.name)
                for change in person.changes:
                    shown |= depends_on(after.rulebase, change.about)
                    say(visible(f"  {change.mark} {change.about}: {change.text}"))
    say(f"{changed} of {ending.evaluated} people get other advice")
    unseen = sorted(set(after.changed) - shown)
    if unseen:
        tell("nobody here shows the change of " + ", ".join(unseen))
    if against == "shipped" and not after.overlays:
        tell("there are no changes of yours: no advisor-rules/ here, no --rules, no ADVISOR_RULES")
    ending.leave()


@click.command()
@click.argument("rule")
@click.option("-o", "--output", default="advisor-rules", metavar="DIR", help="The overlay folder.")
def new(rule: str, output: str) -> None:
    """Start a new RULE in an overlay, with two tests that pass.

    \b
    Example:
      advisor rules new my.first-rule
    """
    from advisor.authoring.scaffold import new_rule
    from advisor.rulebase.places import HERE

    library = open_library((), Ending())
    try:
        file = new_rule(library.rulebase, rule, Path(output))
    except OSError as error:
        raise Usage(f"{output} cannot be written: {error.strerror}") from error
    used = {path.absolute() for path in (*library.overlays, Path(HERE))}
    more = "" if Path(output).absolute() in used else f" --rules {shlex.quote(output)}"
    say(f"{file}: change it, then try: advisor rules test -k {rule}{more}")


@click.command()
@click.argument("rule")
@rules_option
def edit(rule: str, rules: tuple[str, ...]) -> None:
    """Open a RULE at its line in $EDITOR, and check the rules when you are back.

    \b
    Example:
      advisor rules edit self-like.excessive
    """
    from advisor.authoring.editor import command

    library = open_library(rules, Ending())
    found = library.rulebase.rule(rule)
    if found is None:
        hint = guess(rule, [one.id for one in library.rulebase.rules])
        raise Usage(f"there is no rule `{rule}`; " + (hint or "advisor rules list shows them all"))
    file = found.at.file.opened
    if file is None:
        raise Usage(f"the rule `{rule}` does not come from a file")
    words = command(file, found.at.place.line)
    try:
        done = subprocess.run(words, check=False)
    except OSError as error:
        raise Usage(f"{words[0]} cannot be started: {error.strerror}") from error
    if done.returncode:
        raise Usage(f"{words[0]} ended with {done.returncode}")
    ending = Ending()
    after = open_library(rules, ending)
    say(f"{count(len(after.rulebase.rules), 'rule')}, {count(_errors(after.problems), 'error')}")
    ending.leave()


@click.command()
@rules_option
def watch(rules: tuple[str, ...]) -> None:
    """Check and test the rules again each time a file is saved, until Ctrl-C.

    \b
    Example:
      advisor rules watch
    """
    from advisor.authoring.watch import changes
    from advisor.rulebase.library import shipped_folder
    from advisor.rulebase.places import HERE, overlays

    watched = dict.fromkeys([shipped_folder(), Path(HERE), *overlays(rules)])
    saved = changes(watched)
    _look(rules)
    tell("watching " + ", ".join(str(path) for path in watched) + "; Ctrl-C ends it")
    for files in saved:
        tell("\nsaved: " + ", ".join(file.name for file in files))
        _look(rules)


def _look(rules: tuple[str, ...]) -> None:
    """One round: problems, then the tests that fail."""
    from advisor.authoring.trial import run
    from advisor.presentation.tree import render_failed_test

    library = open_library(rules, Ending())
    engine = open_engine(library)
    base = library.rulebase
    trials = list(run(engine, [*base.rules, *base.verdicts.values()]))
    engine.close()
    failed = [trial for trial in trials if not trial.passed]
    for trial in failed:
        say(render_failed_test(trial.evaluation, trial.owner, trial.case))
    say(
        f"{count(len(base.rules), 'rule')}, {count(_errors(library.problems), 'error')}; "
        f"tests: {len(trials) - len(failed)} passed, {len(failed)} failed"
    )


def _errors(problems: tuple[Problem, ...]) -> int:
    return sum(problem.is_error for problem in problems)


ALL = (verify, impact, new, edit, watch)

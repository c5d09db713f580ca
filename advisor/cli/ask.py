"""`advisor ask`: the interview, on a screen or line by line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from advisor.cli.advice import read, rules_option
from advisor.cli.output import Ending, open_engine, open_library, say, tell_problems, width
from advisor.problems import Usage

if TYPE_CHECKING:
    from advisor.interview import Interview


@click.command()
@click.option(
    "--plain", is_flag=True, help="Ask line by line: for screen readers and plain terminals."
)
@click.option(
    "--resume/--again", default=None, help="Go on with the saved answers, or start again."
)
@click.option(
    "--from", "file", metavar="FILE", help="Begin with a profile, such as advisor import writes."
)
@rules_option
def ask(plain: bool, resume: bool | None, file: str | None, rules: tuple[str, ...]) -> None:
    """Ask a few questions, then advise.

    \b
    Example:
      advisor ask --plain
      advisor ask --from profile.toml
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage("there is no terminal to ask on; write a profile file and use advisor evaluate")
    plain = plain or bool(os.environ.get("ADVISOR_PLAIN")) or os.environ.get("TERM") == "dumb"
    ending = Ending()
    library = open_library(rules, ending)
    engine = open_engine(library)
    from advisor import interview

    fresh = interview.begin(engine)
    if file is not None:
        profile = read(file, library.rulebase)
        if profile is None:
            ending.rejected += 1
            ending.leave()
        fresh, resume = interview.begin(engine).with_files(profile), False
    saved, problems = interview.resume(engine)
    tell_problems(problems)
    if plain:
        from advisor.plain import ask as ask_plainly

        ask_plainly(_start(saved, resume, fresh), input, say, width())
    else:
        from functools import partial

        from advisor.rulebase.library import load
        from advisor.wizard.app import Wizard

        chosen = _chosen(saved, resume, fresh)
        offered = saved if chosen is None else None
        message = Wizard(chosen or fresh, offered, partial(load, library.overlays)).run()
        if message:
            say(message)
    ending.leave()


def _chosen(saved: Interview | None, resume: bool | None, fresh: Interview) -> Interview | None:
    """The interview the options ask for; None when the person is to choose."""
    if saved is None or resume is False:
        return fresh
    return saved if resume else None


def _start(saved: Interview | None, resume: bool | None, fresh: Interview) -> Interview:
    """The interview to hold line by line; a saved one is offered."""
    chosen = _chosen(saved, resume, fresh)
    if chosen is not None:
        return chosen
    assert saved is not None
    count = len(saved.answered)
    say(f"There are {count} answers from last time. Go on with them? (yes or no)")
    return fresh if input("> ").strip().lower() in {"n", "no"} else saved

"""`advisor doctor`: what works here and what does not."""

from __future__ import annotations

import os
import platform
import sys

import click

from advisor.cli.output import Ending, open_engine, open_library, say


@click.command()
def doctor() -> None:
    """Say what works here and what does not.

    \b
    Example:
      advisor doctor
    """
    from advisor import __version__
    from advisor.interview import saved_answers_file

    say(f"advisor     {__version__} on Python {platform.python_version()}, {platform.system()}")
    ending = Ending()
    library = open_library((), ending)
    base = library.rulebase
    errors = sum(problem.is_error for problem in library.problems)
    say(f"rules       {len(base.rules)} on, {len(base.disabled)} off, {errors} errors")
    engine = open_engine(library)
    if engine.reason:
        say(f"core        reference alone: {engine.reason}")
    else:
        say("core        durable_rules, every evaluation checked against the reference")
    terminal = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    asked = "yes" if terminal else "no: nothing is asked here; `advisor evaluate FILE` works"
    say(f"terminal    {asked}")
    file = saved_answers_file()
    folder = next((one for one in file.parents if one.exists()), file.parent)
    able = os.access(folder, os.W_OK)
    say(f"answers     {'kept in' if able else 'cannot be kept; not writable:'} {file}")
    raise SystemExit(0 if base.rules else 1)

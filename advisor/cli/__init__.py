"""The command line. Commands import what they need when they run, so that `--help` is quick."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from keyword import iskeyword

import click

from advisor.cli.output import say, tell
from advisor.problems import AdvisorError, ExitCode

COMMANDS = {
    "ask": "ask",
    "import": "importing",
    "evaluate": "advice",
    "why": "advice",
    "why-not": "otherwise",
    "what-if": "otherwise",
    "batch": "batch",
    "rules": "rules",
    "doctor": "doctor",
}
"""Each command and the module of this package it is in."""


class Lazy(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"advisor.cli.{COMMANDS[cmd_name]}")
        # A command named like a word of Python is a function with `_` after its name.
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from advisor.problems import guess

        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = guess(args[0], COMMANDS)
            ctx.fail(
                f"There is no command '{args[0]}'." + (f" {hint.capitalize()}" if hint else "")
            )
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"max_content_width": 88})
@click.version_option(package_name="advisor", message="advisor %(version)s")
@click.pass_context
def advisor(ctx: click.Context) -> None:
    """Advice for TikTok creators, with its reasons.

    Above all: should you like your own videos? Nothing leaves this machine.

    \b
    Examples:
      advisor                          asks a few questions, then advises
      advisor evaluate profile.toml    advises on a profile in a file
    """
    if ctx.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        ctx.invoke(advisor.get_command(ctx, "ask"))  # type: ignore[arg-type]
    else:
        say(ctx.get_help())


def main() -> None:
    """Run the command line; every way it can end has an exit code."""
    # Loading makes many objects that live to the end: looking for garbage among them
    # costs a tenth of the start. The wizard, which runs for long, switches it on again.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        advisor.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        raise SystemExit(int(ExitCode.USAGE)) from None
    except (click.Abort, KeyboardInterrupt):
        tell("stopped")
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(int(ExitCode.FINE)) from None
    except AdvisorError as error:
        tell(f"advisor: {error}")
        raise SystemExit(int(error.exit_code)) from None

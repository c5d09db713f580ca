"""`advisor import`: files of TikTok -> a profile, and word of what was found and what was not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.output import Ending, open_library, replace_file, say, tell, tell_problems
from advisor.problems import Usage, visible

if TYPE_CHECKING:
    from advisor.facts.profile import Profile


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--creator", "creators", multiple=True, metavar="ID",
    help="Take this creator's posts; twice for two names of one creator.",
)  # fmt: skip
@click.option(
    "--timezone", metavar="NAME",
    help="Where you live, such as Europe/Berlin. Without it hours are told in UTC.",
)  # fmt: skip
@click.option("-o", "output", metavar="FILE", help="Write the profile here, not to stdout.")
def import_(
    paths: tuple[str, ...], creators: tuple[str, ...], timezone: str | None, output: str | None
) -> None:
    """Make a profile from TikTok's own files and from tables of posts.

    Each PATH is a file, a zip or a folder. Read are:

    \b
      TikTok "Download your data" in JSON or TXT, of any size
      TikTok Studio, CSV or XLSX: Overview, Content, Viewers, FollowerHistory,
        FollowerActivity, FollowerGender, FollowerTopTerritories
      yt-dlp, TikTok-Api, Apify, Display API and Research API, JSON
      any CSV, XLSX, JSON or JSON Lines table with a row per post

    \b
    Example:
      advisor import TikTok_Data_1773046800.zip Content_me.zip -o profile.toml
      advisor import posts.csv --creator c0001
    """
    from advisor.facts.hours import NotHours, time_zone
    from advisor.presentation.imported import summary
    from advisor.sources.importing import import_files

    target = Path(output) if output else None
    if target and any(_same(target, Path(path)) for path in paths):
        raise Usage(f"`{target}` is one of the files to read; name another one after -o")
    try:
        zone = time_zone(timezone) if timezone else None
    except NotHours as error:
        raise Usage(str(error)) from None
    ending = Ending()
    vocabulary = open_library((), ending).rulebase.facts
    chosen = frozenset(one.removeprefix("@").casefold() for one in creators)
    result = import_files([Path(path) for path in paths], chosen, zone, vocabulary, _reading)
    tell_problems(result.problems)
    ending.evaluated, ending.rejected = len(result.found), len(result.problems)
    if result.imported:
        text = profile_text(result.imported.profile)
        if target:
            replace_file(target, text)
        else:
            say(text)
        tell(summary(result.found, result.imported, vocabulary))
    ending.leave()


def _reading(name: str) -> None:
    """Say on a terminal which file is being read."""
    if sys.stderr.isatty():
        tell(visible(f"Reading {name} ..."))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def profile_text(profile: Profile) -> str:
    """The profile as TOML."""
    from advisor.sources.profile_file import table

    values = table(profile)
    lines = [f"{name} = {_value(one)}" for name, one in values.items() if not _is_table(one)]
    lines.insert(1, "")
    for name, inner in values.items():
        if isinstance(inner, dict):
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {_value(one)}" for key, one in inner.items()]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    """A TOML string; what acts on a terminal is made visible, half characters too."""
    safe = visible(text.replace("\t", " ").replace("\n", " "))
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'

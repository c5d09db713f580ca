"""`advisor import`: files of TikTok -> a profile, and word of what was found and what was not."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.output import Ending, count, open_library, say, tell, tell_problems
from advisor.problems import Usage, visible

if TYPE_CHECKING:
    from advisor.facts.vocabulary import Vocabulary
    from advisor.sources.found import Found
    from advisor.sources.unite import Imported


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--creator", "creators", multiple=True, metavar="ID",
    help="Take this creator's posts; twice for two names of one creator.",
)  # fmt: skip
@click.option("-o", "output", metavar="FILE", help="Write the profile here, not to stdout.")
def import_(paths: tuple[str, ...], creators: tuple[str, ...], output: str | None) -> None:
    """Make a profile from TikTok's own files and from tables of posts.

    Each PATH is a file, a zip or a folder. Read are:

    \b
      TikTok "Download your data" in JSON
      TikTok Studio, CSV: Overview, Content, Viewers, FollowerHistory,
        FollowerActivity, FollowerGender, FollowerTopTerritories
      yt-dlp, TikTok-Api, Apify, Display API and Research API, JSON
      any CSV, JSON or JSON Lines table with a row per post

    \b
    Example:
      advisor import TikTok_Data_1773046800.zip Content_me.zip -o profile.toml
      advisor import posts.csv --creator c0001
    """
    from advisor.sources.sniff import read_paths
    from advisor.sources.unite import of_one_creator, unite

    target = Path(output) if output else None
    if target and any(_same(target, Path(path)) for path in paths):
        raise Usage(f"`{target}` is one of the files to read; name another one after -o")
    ending = Ending()
    vocabulary = open_library((), ending).rulebase.facts
    chosen = frozenset(one.removeprefix("@").casefold() for one in creators)
    found, problems = read_paths([Path(path) for path in paths], chosen)
    found, others = of_one_creator(found, chosen)
    tell_problems([*problems, *others])
    ending.evaluated, ending.rejected = len(found), len(problems) + len(others)
    if found:
        imported = unite(found, vocabulary)
        text = profile_text(imported)
        if target:
            _replace(target, text)
        else:
            say(text)
        tell(_summary(found, imported, vocabulary))
    ending.leave()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def profile_text(imported: Imported) -> str:
    """The profile as TOML."""
    from advisor.facts.profile import Known

    profile = imported.profile
    known = {name: one for name, one in profile.entries.items() if isinstance(one, Known)}
    lines = [f"profile = {_quoted(profile.name)}", ""]
    lines += [f"{name} = {_value(one.value)}" for name, one in known.items()]
    lines += ["", "[origin]"]
    lines += [f"{name} = {_quoted(one.origin)}" for name, one in known.items()]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    """A TOML string; what acts on a terminal is made visible, half characters too."""
    safe = visible(text.replace("\t", " ").replace("\n", " "))
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replace(target: Path, text: str) -> None:
    """Write the file whole or not at all."""
    try:
        handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(unfinished, target)
        except BaseException:
            os.unlink(unfinished)
            raise
    except OSError as error:
        raise Usage(f"`{target}` cannot be written: {error.strerror}") from None


def _summary(found: list[Found], imported: Imported, vocabulary: Vocabulary) -> str:
    """What was found where, the facts with all they rest on, and what stays to be asked."""
    from advisor.sources.unite import ADDED_BY

    lines = ["Found"]
    for one in found:
        lines.append(f"  {one.file}: {_contents(one)}")
        lines += [f"    {note}" for note in one.notes]
    lines.append(f"{count(len(imported.facts), 'fact')} in the profile")
    for fact, files in imported.facts:
        rests = [files, fact.formula]
        rests += [count(fact.posts, "post")] if fact.posts else []
        rests += [str(fact.window)] if fact.window else []
        rests += [fact.caveat] if fact.caveat else []
        lines.append(f"  {fact.name}: {vocabulary[fact.name].show(fact.value)}")
        lines.append(f"    {'; '.join(rests)}")
    if imported.missing:
        lines.append("Not computable")
    for gap in imported.missing:
        lines.append(f"  {gap.name}: {gap.reason}")
        lines.append(f"    {ADDED_BY[gap.name]} would add it")
    if imported.notes:
        lines += ["Also", *(f"  {note}" for note in imported.notes)]
    return visible("\n".join(lines))


def _contents(one: Found) -> str:
    """What one file holds, for which dates."""
    parts = [one.kind + (f" of {one.creator}" if one.creator else "")]
    if one.posts is not None:
        dated = sorted(post.created for post in one.posts if post.created)
        span = f", {dated[0]:%Y-%m-%d} to {dated[-1]:%Y-%m-%d}" if dated else ""
        parts.append(f"{count(len(one.posts), 'post')} ({one.coverage.value}{span})")
    if one.likes is not None:
        parts.append(f"{count(len(one.likes), 'like')} given")
    if one.days or one.followers_by_day:
        parts.append(count(len(one.days or one.followers_by_day), "day"))
    if one.ends:
        parts.append(f"up to {one.ends:%Y-%m-%d}")
    return ", ".join(parts)

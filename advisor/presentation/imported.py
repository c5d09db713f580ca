"""What an import found and what it could not know, in words."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.analysis.posting_hours import NO_ZONE
from advisor.facts.vocabulary import Vocabulary
from advisor.presentation.heatmap import heatmap
from advisor.presentation.patterns import patterns
from advisor.problems import count, visible
from advisor.sources.found import Found
from advisor.sources.unite import ADDED_BY, Imported


def summary(found: Sequence[Found], imported: Imported, vocabulary: Vocabulary) -> str:
    """What was found where, the facts with all they rest on, and what stays to be asked."""
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
        lines.append(
            f"  {_called(fact.name, vocabulary)}: {vocabulary[fact.name].show(fact.value)}"
        )
        lines.append(f"    {'; '.join(rests)}")
    if imported.missing:
        lines.append("Not computable")
    for gap in imported.missing:
        lines.append(f"  {_called(gap.name, vocabulary)}: {gap.reason}")
        then = " then" if gap.reason == NO_ZONE else ""  # files alone do not help
        lines.append(f"    {ADDED_BY[gap.name]} could add it{then}")
    notes = [*imported.notes, *patterns(imported.patterns)]
    if notes:
        lines += ["Also", *(f"  {note}" for note in notes)]
    if imported.profile.hours:
        lines += heatmap(imported.profile.hours)
    return visible("\n".join(lines))


def _called(name: str, vocabulary: Vocabulary) -> str:
    """A fact in plain words, and its name in profile files."""
    fact = vocabulary.get(name)
    return f"{fact.called} ({name})" if fact else name


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

"""Profile files: flat TOML or JSON, told apart by their content.

    reply_rate = 0.4          # a fact and its value
    goal       = "?"          # asked, and the creator does not know
    profile    = "me"         # a name for the profile
    [origin]
    reply_rate = "imported from Content.csv"
    [hours]                   # when posts go out, for the heatmap
    zone   = "Europe/Berlin"
    monday = [0, 0, 2, ...]   # 24 counts

A fact that is left out (or null in JSON) was not asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from advisor.facts.hours import Hours, NotHours, read_hours, written
from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import NotAValue, Vocabulary
from advisor.language import json_file, toml_file
from advisor.language.decoding import decode
from advisor.language.document import Document
from advisor.problems import Place, Problem, guess, in_order

MAX_FILE = 1_000_000
"""Bytes in one profile file."""

DONT_KNOW = "?"

ANSWERED = "answered"
"""The origin of what nothing else is said of."""


def read_profile(
    name: str, data: bytes, vocabulary: Vocabulary, called: str
) -> tuple[Profile | None, list[Problem]]:
    """The profile in a file, `called` so unless it names itself, and what is wrong.

    With an error there is no profile: half a profile would give other advice.
    """
    document = open_document(name, data)
    if isinstance(document, Problem):
        return None, [document]
    profile, problems = read_entries(document, vocabulary, called)
    return (None, list(in_order(problems))) if problems else (profile, [])


def open_document(name: str, data: bytes) -> Document | Problem:
    """The data of a profile file, TOML or JSON."""
    if not data:
        hint = "a profile without any fact is written {} or as a comment"
        return Problem("empty", "this file is empty", Place(name, 1, 1), hint)
    text = decode(name, data)
    if isinstance(text, Problem):
        return text
    begins = text.lstrip()[:1]
    is_json = begins == "{" or (begins in ("[", '"') and name.lower().endswith(".json"))
    return json_file.parse(name, text) if is_json else toml_file.parse(name, text)


def read_entries(
    document: Document, vocabulary: Vocabulary, called: str
) -> tuple[Profile, list[Problem]]:
    """What can be read of a profile, and what cannot."""
    problems: list[Problem] = []
    entries: dict[str, Known | Unknown] = {}
    hours: Hours | None = None
    origins = document.data.get("origin", {})
    if not isinstance(origins, Mapping):
        problems.append(
            document.problem("wrong-type", "`origin` is a table of fact = text", ("origin",))
        )
        origins = {}
    for fact, origin in origins.items():
        if fact not in vocabulary:
            hint = guess(fact, vocabulary)
            message = f"`{fact}` is no fact"
            problems.append(
                document.problem("unknown-fact", message, ("origin", fact), of="key", hint=hint)
            )
        elif not isinstance(origin, str):
            message = "an origin is text in quotes"
            problems.append(document.problem("wrong-type", message, ("origin", fact)))
    for key, raw in document.data.items():
        if key == "origin" or raw is None:
            continue
        if key == "hours":
            try:
                hours = read_hours(raw)
            except NotHours as error:
                problems.append(document.problem("hours", str(error), (key,), of="key"))
            continue
        if key == "profile":
            if isinstance(raw, str) and raw.strip():
                called = raw
            else:
                message = "`profile` is a name in quotes"
                problems.append(document.problem("wrong-type", message, (key,)))
            continue
        fact = vocabulary.get(key)
        if fact is None:
            hint = guess(key, [*vocabulary, "profile", "origin", "hours"])
            message = f"`{key}` is no fact"
            problems.append(document.problem("unknown-fact", message, (key,), of="key", hint=hint))
        elif raw == DONT_KNOW:
            entries[key] = Unknown.DONT_KNOW
        else:
            try:
                entries[key] = Known(fact.read(raw), str(origins.get(key, ANSWERED)))
            except NotAValue as error:
                problems.append(document.problem("value", str(error), (key,)))
    return Profile(called, entries, hours), problems


def table(profile: Profile) -> dict[str, object]:
    """The profile as the plain values that a profile file holds."""
    found: dict[str, object] = {"profile": profile.name}
    origins = {}
    for name, entry in profile.entries.items():
        if isinstance(entry, Known):
            found[name] = sorted(entry.value) if isinstance(entry.value, frozenset) else entry.value
            if entry.origin != ANSWERED:
                origins[name] = entry.origin
        elif entry is Unknown.DONT_KNOW:
            found[name] = DONT_KNOW
    found |= {"origin": origins} if origins else {}
    return found | ({"hours": written(profile.hours)} if profile.hours else {})

"""Rule files -> entries: one per table, merged layer over layer.

A *layer* is a folder or file that was named; the shipped rules are the first, and what
a later layer says wins. An entry remembers the file each of its keys came from, so that
a problem, an explanation and `rules list` can point at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from advisor.language.document import Anchor, Document, Path
from advisor.problems import Problem, guess
from advisor.rulebase.model import Change
from advisor.rulebase.shape import (
    CHANGEABLE,
    LISTED,
    NAME,
    RESERVED,
    SHAPES,
    RuleShape,
    Shape,
    check,
)

Key = tuple[str, str]
"""Kind and name of an entry."""

NAMED = ("fact", "threshold", "conclusion", "verdict")
"""The kinds that share one namespace."""


@dataclass(frozen=True)
class Entry:
    """One table of a rule file, its shape checked but its names not yet resolved."""

    kind: str
    name: str
    shape: Any
    """An instance of `shape.SHAPES[kind]`."""

    file: Document
    path: Path
    layer: int
    narrowed: tuple[tuple[str, Document, Path], ...] = ()
    """Conditions that overlays added to a rule's `when`, and where they stand."""

    enabled: bool = True
    changes: tuple[Change, ...] = ()
    origins: dict[str, tuple[Document, Path]] = field(default_factory=dict)
    """Where a key stands that an overlay set."""

    before: Entry | None = None
    """What this entry replaced or changed, to fall back on."""

    @property
    def key(self) -> Key:
        """Kind and name."""
        return self.kind, self.name

    @property
    def at(self) -> Anchor:
        """The entry's own table."""
        return Anchor(self.file, self.path)

    @property
    def touched(self) -> bool:
        """True when an overlay wrote it or changed it."""
        return self.layer > 0 or self.before is not None

    def origin(self, key: str) -> tuple[Document, Path]:
        """The file and path of one of its keys."""
        return self.origins.get(key, (self.file, (*self.path, key)))

    def problem(
        self, code: str, message: str, path: Path = (), *, of: str = "value",
        inside: tuple[int, int] | None = None, hint: str = "", severity: str = "error",
    ) -> Problem:  # fmt: skip
        """A problem at a key of the entry, or at its header."""
        file, at = self.file, self.path
        if path and isinstance(path[0], str):
            file, at = self.origin(path[0])
            at = (*at, *path[1:])
        return file.problem(
            code, message, at, of=of if path else "key", inside=inside, hint=hint, severity=severity
        )

    def broke(self, message: str) -> Problem:
        """A problem at the last thing an overlay changed about the entry."""
        if not self.changes:
            return self.problem("breaks", message)
        last = self.changes[-1].at
        return last.file.problem("breaks", message, last.path, of="key")


def merge(layers: Sequence[Iterable[Document]]) -> tuple[dict[Key, Entry], list[Problem]]:
    """Every entry of all layers, later ones over earlier ones, changes applied."""
    entries: dict[Key, Entry] = {}
    problems: list[Problem] = []
    for layer, files in enumerate(layers):
        changes: list[tuple[str, object, Document, Path]] = []
        here: dict[Key, Entry] = {}
        for file in files:
            for found in _entries(file, layer, changes):
                if isinstance(found, Problem):
                    problems.append(found)
                elif (first := here.get(found.key)) is not None:
                    problems.append(_twice(found, first))
                else:
                    here[found.key] = found
        for key, entry in here.items():
            entries[key] = replace(entry, before=entries.get(key))
        for name, raw, file, path in changes:
            problems += _apply(entries, name, raw, file, path)
    return entries, problems


def _twice(entry: Entry, first: Entry) -> Problem:
    return entry.problem(
        "duplicate", f"the {entry.kind} `{entry.name}` is there twice",
        ("id",) if entry.kind == "rule" else (), hint=f"the first one stands at {first.at.place}",
    )  # fmt: skip


def _entries(
    file: Document, layer: int, changes: list[tuple[str, object, Document, Path]]
) -> Iterator[Entry | Problem]:
    for kind, table in file.data.items():
        listed = kind in LISTED
        if kind != "change" and kind not in SHAPES:
            kinds = [*SHAPES, "change"]
            hint = guess(kind, kinds) or "tables: " + ", ".join(kinds)
            message = f"`{kind}` is no kind of table"
            yield file.problem("unknown-key", message, (kind,), of="key", hint=hint)
        elif listed and isinstance(table, list):
            for index, raw in enumerate(table):
                yield from _entry(kind, index, raw, file, layer)
        elif not listed and isinstance(table, dict):
            if kind == "change":
                changes += [(name, raw, file, (kind, name)) for name, raw in table.items()]
                continue
            for name, raw in table.items():
                yield from _entry(kind, name, raw, file, layer)
        else:
            form = f"[[{kind}]]" if listed else f"[{kind}.NAME]"
            yield file.problem("wrong-type", f"`{kind}` is written {form}", (kind,), of="key")


def _entry(
    kind: str, name: str | int, raw: object, file: Document, layer: int
) -> Iterator[Entry | Problem]:
    path: Path = (kind, name)
    if isinstance(name, str) and kind != "source" and not _is_name(name):
        yield file.problem(
            "bad-name", f"`{name}` is no name for a {kind}", path, of="key",
            hint="small letters, digits and _; a letter first; no word of the language",
        )  # fmt: skip
        return
    shape = check(kind, raw)
    if isinstance(shape, list):
        for inner, of, code, message, hint in shape:
            yield file.problem(code, message, (*path, *inner), of=of if inner else "key", hint=hint)
        return
    shown = shape.id if isinstance(shape, RuleShape) else str(name)
    if kind == "impossible":
        shown = f"{file.name}#{name}"
    yield Entry(kind, shown, shape, file, path, layer)


def _is_name(name: str) -> bool:
    return bool(re.fullmatch(NAME, name)) and name not in RESERVED


def _apply(
    entries: dict[Key, Entry], name: str, raw: object, file: Document, path: Path
) -> Iterator[Problem]:
    """Put one [change.NAME] onto what it names."""
    target = _target(entries, name)
    if target is None:
        known = [one for kind, one in entries if kind in CHANGEABLE]
        yield file.problem(
            "unknown-target", f"there is no rule, fact, threshold or conclusion `{name}` to change",
            path, of="key", hint=guess(name, known),
        )  # fmt: skip
        return
    if not isinstance(raw, dict):
        yield file.problem("wrong-type", f"write [change.{name}]", path, of="key")
        return
    allowed = CHANGEABLE[target.kind] | {"reason"}
    if target.kind == "rule":
        allowed |= {"enabled", "and"}
    good = True
    for key, value in raw.items():
        fault = ""
        if key not in allowed:
            yield file.problem(
                "unknown-key", f"`{key}` of a {target.kind} cannot be changed", (*path, key),
                of="key", hint=guess(key, allowed) or "keys: " + ", ".join(sorted(allowed)),
            )  # fmt: skip
            good = False
            continue
        if key in ("reason", "and") and not isinstance(value, str):
            fault = "text in quotes"
        elif key == "enabled" and not isinstance(value, bool):
            fault = "true or false"
        if fault:
            yield file.problem("wrong-type", f"`{key}` takes {fault}", (*path, key))
            good = False
    keys = {key: value for key, value in raw.items() if key in CHANGEABLE[target.kind]}
    shape: Shape | list[Any] = check(
        target.kind, {**target.shape.model_dump(exclude_unset=True), **keys}
    )
    if isinstance(shape, list):
        for inner, of, code, message, hint in shape:
            yield file.problem(code, message, (*path, *inner), of=of, hint=hint)
        return
    for key in raw:
        if good and _is_needless(target, shape, key, raw[key]):
            message = f"`{key}` of `{target.name}` is so already"
            yield file.problem("needless", message, (*path, key), of="key", severity="warning")
    if good:
        entries[target.key] = _changed(target, shape, raw, keys, file, path)


def _is_needless(target: Entry, shape: Shape, key: str, value: object) -> bool:
    """True for a setting that changes nothing."""
    if key == "enabled":
        return value is target.enabled
    changeable = key in CHANGEABLE[target.kind]
    return changeable and getattr(shape, key) == getattr(target.shape, key)


def _changed(
    target: Entry,
    shape: Shape,
    raw: dict[str, Any],
    keys: dict[str, Any],
    file: Document,
    path: Path,
) -> Entry:
    reason = raw.get("reason", "")
    settings = [key for key in raw if key != "reason"]
    changes = tuple(Change(key, reason, Anchor(file, (*path, key))) for key in settings)
    narrowed = ((raw["and"], file, (*path, "and")),) if "and" in raw else ()
    return replace(
        target,
        shape=shape,
        narrowed=target.narrowed + narrowed,
        enabled=raw.get("enabled", target.enabled),
        changes=target.changes + changes,
        origins={**target.origins, **{key: (file, (*path, key)) for key in keys}},
        before=target,
    )


def _target(entries: dict[Key, Entry], name: str) -> Entry | None:
    for kind in CHANGEABLE:
        if (kind, name) in entries:
            return entries[kind, name]
    return next((e for e in entries.values() if e.kind == "rule" and name in e.shape.aliases), None)

"""What an edit of the rules changes for people: two reports, and their difference."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from advisor.facts.profile import Profile
from advisor.inference.engine import Engine
from advisor.pipeline import advise
from advisor.presentation.report import Advice, Report
from advisor.problems import Problem, Usage, in_order
from advisor.rulebase.library import Library, load, shipped_folder
from advisor.sources.profile_file import MAX_FILE, open_document, read_entries
from advisor.sources.reading import read_bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a difference: `+` new, `-` gone, `~` said otherwise."""

    mark: str
    about: str
    """The id of a rule or verdict."""

    text: str


def difference(before: Report, after: Report) -> tuple[Change, ...]:
    """What somebody is told now and was not before, and the other way round."""
    return (*_verdicts(before, after), *_advice(before, after))


def _verdicts(before: Report, after: Report) -> Iterator[Change]:
    old, new = _answers(before), _answers(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change("~", name, f"{old.get(name, 'nothing')} -> {new.get(name, 'nothing')}")


def _answers(report: Report) -> dict[str, str]:
    """The answer of each verdict that is shown, in words."""
    answers = {}
    for line in report.shown_verdicts:
        branch = line.verdict.branch(line.outcome.value)
        if branch is not None:
            sure = "" if line.outcome.certain else " (so far)"
            answers[line.verdict.name] = branch.label + sure
    return answers


def _advice(before: Report, after: Report) -> Iterator[Change]:
    old, new = _by_rule(before), _by_rule(after)
    for id, advice in old.items():
        if id not in new:
            yield Change("-", id, advice.title)
    for id, advice in new.items():
        if id not in old:
            yield Change("+", id, advice.title)
        elif _said(old[id]) != _said(advice):
            yield Change("~", id, f"{advice.title}: {_what_changed(old[id], advice)}")


def _by_rule(report: Report) -> dict[str, Advice]:
    return {advice.rule.id: advice for advice in report.advice}


def _said(advice: Advice) -> tuple[str, ...]:
    rule = advice.rule
    return (
        advice.title, advice.advice, advice.action, advice.status.value, rule.priority,
        rule.evidence, rule.stance,
    )  # fmt: skip


def _what_changed(old: Advice, new: Advice) -> str:
    names = ("title", "advice", "action", "status", "priority", "evidence", "stance")
    changed = [n for n, a, b in zip(names, _said(old), _said(new), strict=True) if a != b]
    shown = [
        f"{name} {_said(old)[names.index(name)]} -> {_said(new)[names.index(name)]}"
        if name in ("status", "priority", "evidence", "stance")
        else f"other {name}"
        for name in changed
    ]
    return ", ".join(shown)


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes for one person, or why the profile cannot be read."""

    name: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()


def impact(before: Library, after: Library, files: Iterable[Path]) -> Iterator[Impact]:
    """The difference for the profile in each file. What only one of the rule bases cannot
    read (a fact may be new) is no problem; that one leaves it out."""
    old, new = Engine(before.rulebase, _ignore), Engine(after.rulebase, _ignore)
    try:
        for file in files:
            was, missed = _read(before, file)
            now, problems = _read(after, file)
            problems = [problem for problem in problems if problem in missed]
            if was is None or now is None or problems:
                yield Impact(file.stem, (), in_order(problems))
            else:
                yield Impact(now.name, difference(advise(old, was), advise(new, now)))
    finally:
        old.close()
        new.close()


def _ignore(defect: str) -> None:
    """The commands that evaluate tell of defects; a comparison uses the reference's answer."""


def _read(library: Library, file: Path) -> tuple[Profile | None, list[Problem]]:
    data = read_bytes(file, MAX_FILE, "profile")
    document = data if isinstance(data, Problem) else open_document(str(file), data)
    if isinstance(document, Problem):
        return None, [document]
    return read_entries(document, library.rulebase.facts, file.stem)


def sample_people() -> list[Path]:
    """The profile files that come with the program."""
    package = Path(__file__).parents[1]
    for folder in (package / "sample_people", package.parent / "tests" / "people"):
        if folder.is_dir():
            return sorted(folder.glob("*.toml"))
    return []


@contextmanager
def rules_before(against: str, overlays: Sequence[Path]) -> Iterator[Library]:
    """The rules to compare with: `shipped`, a folder in place of the overlays, or the
    rules in use as they stood at a git revision: those that are in the same repository as
    the last of them that is in one. Raises Usage."""
    if against == "shipped":
        yield load()
    elif os.path.isdir(against):
        yield load([Path(against)])
    else:
        shipped = shipped_folder()
        homes = {path: _repository(path) for path in overlays}
        if _git(shipped, "ls-files", "--error-unmatch", ".") is not None:
            homes = {shipped: _repository(shipped), **homes}
        home = next((one for one in reversed(homes.values()) if one is not None), None)
        if home is None:
            raise Usage(f"`{against}` is no folder, and none of the rules in use is in git")
        if _git(home, "rev-parse", "--verify", f"{against}^{{commit}}") is None:
            raise Usage(f"`{against}` is neither shipped, nor a folder, nor a revision in {home}")
        with tempfile.TemporaryDirectory() as folder:
            then = [
                _at_revision(path, against, Path(folder) / str(number))
                if homes.get(path) == home
                else path
                for number, path in enumerate((shipped, *overlays))
            ]
            yield load([path for path in then[1:] if os.path.lexists(path)], then[0])


def _repository(path: Path) -> Path | None:
    """The top folder of the git repository that a path is in."""
    found = _git(path if os.path.isdir(path) else path.parent, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(found).strip()) if found else None


def _at_revision(path: Path, revision: str, target: Path) -> Path:
    """The rules as they stood at a git revision; a path that is not there where there
    were none."""
    target.mkdir()
    folder = path if os.path.isdir(path) else path.parent
    archive = _git(folder, "archive", "--format=tar", revision, ".")
    if archive is not None:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(target, filter="data")
    return target if os.path.isdir(path) else target / path.name


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says, or None where it does not answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

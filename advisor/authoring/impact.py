"""What an edit of the rules changes for people: two reports, and their difference."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from advisor.inference.engine import Engine
from advisor.pipeline import advise
from advisor.presentation.report import Advice, Report
from advisor.problems import Usage
from advisor.rulebase.library import Library, load, shipped_folder
from advisor.sources.profile_file import MAX_FILE, read_profile
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
    """What changes for one person."""

    name: str
    changes: tuple[Change, ...]


def impact(before: Library, after: Library, files: Iterable[Path]) -> Iterator[Impact]:
    """The difference for the profile in each file. A file that cannot be read with one
    of the rule bases (a fact may be new) is read as far as it can be."""
    old, new = Engine(before.rulebase, _ignore), Engine(after.rulebase, _ignore)
    try:
        for file in files:
            reports = [report for engine in (old, new) if (report := _report(engine, file))]
            if len(reports) == 2:
                yield Impact(reports[1].profile.name, difference(*reports))
    finally:
        old.close()
        new.close()


def _ignore(defect: str) -> None:
    """The commands that evaluate tell of defects; a comparison uses the reference's answer."""


def _report(engine: Engine, file: Path) -> Report | None:
    data = read_bytes(file, MAX_FILE, "profile")
    if not isinstance(data, bytes):
        return None
    profile, _ = read_profile(str(file), data, engine.rulebase.facts, file.stem)
    return None if profile is None else advise(engine, profile)


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
    rules in use as they stood at a git revision. Raises Usage."""
    if against == "shipped":
        yield load()
    elif Path(against).is_dir():
        yield load([Path(against)])
    else:
        with tempfile.TemporaryDirectory() as folder:
            shipped, *others = (
                _at_revision(path, against, Path(folder) / str(number))
                for number, path in enumerate((shipped_folder(), *overlays))
            )
            if (shipped, *others) == (shipped_folder(), *overlays):
                raise Usage(f"`{against}` is no folder, and none of the rules in use is in git")
            yield load(others, shipped)


def _at_revision(path: Path, revision: str, target: Path) -> Path:
    """The rules as they stood at a git revision; as they are where git does not keep them."""
    home = path if path.is_dir() else path.parent
    inside = _git(home, "rev-parse", "--is-inside-work-tree")
    tracked = _git(home, "ls-files", "--error-unmatch", ".") if inside else None
    if tracked is None:
        return path
    if _git(home, "rev-parse", "--verify", f"{revision}^{{commit}}") is None:
        raise Usage(f"`{revision}` is neither shipped, nor a folder, nor a git revision")
    target.mkdir()
    archive = _git(home, "archive", "--format=tar", f"{revision}", ".")
    if archive is not None:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(target, filter="data")
    return target if path.is_dir() else target / path.name


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says, or None where it does not answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

"""Rule bases and profiles from a few lines of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.facts.profile import Profile
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.evaluation import Evaluation
from advisor.rulebase.library import Library, load
from advisor.rulebase.model import RuleBase
from advisor.sources.profile_file import read_profile


@pytest.fixture(name="library", scope="session")
def _library() -> Library:
    """The rules that are shipped, nothing over them."""
    return load()


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file, as it is, into a folder of the test's own."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(name="make_library")
def _make_library(write: Callable[[str, str | bytes], Path]) -> Callable[..., Library]:
    """Loads one text as all the shipped rules there are, and others as overlays over it."""

    def make(text: str | bytes, *overlays: str | bytes) -> Library:
        folder = write("shipped/base.toml", text).parent
        paths = [write(f"overlay{n}.toml", one) for n, one in enumerate(overlays, 1)]
        return load(paths, shipped=folder)

    return make


@pytest.fixture(name="make_rulebase")
def _make_rulebase(make_library: Callable[..., Library]) -> Callable[[str], RuleBase]:
    """Loads one text, which has to be without errors, as the whole rule base."""

    def make(text: str) -> RuleBase:
        library = make_library(text)
        assert [problem for problem in library.problems if problem.is_error] == []
        return library.rulebase

    return make


@pytest.fixture(name="read")
def _read() -> Callable[[RuleBase, str], Profile]:
    """Reads the text of a profile file, which has to be without problems."""

    def read(rulebase: RuleBase, text: str) -> Profile:
        profile, problems = read_profile("me.toml", f"#\n{text}".encode(), rulebase.facts, "me")
        assert problems == []
        assert profile is not None
        return profile

    return read


@pytest.fixture(name="find")
def _find(read: Callable[[RuleBase, str], Profile]) -> Callable[[RuleBase, str], Evaluation]:
    """Evaluates the text of a profile file with the reference."""

    def find(rulebase: RuleBase, text: str = "") -> Evaluation:
        profile = complete(rulebase, read(rulebase, text))
        return Evaluation(rulebase, profile, kleene.evaluate(rulebase, profile))

    return find

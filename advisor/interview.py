"""Questions and answers: the wizard without a screen.

An interview is a value. Answering, going back and resuming give another value, so undo
is nothing but an index, and whoever shows it keeps no state of its own.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from platformdirs import user_state_path

from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import TOPICS, Purpose, purpose
from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.engine import Engine
from advisor.language.tree import Value
from advisor.pipeline import advise, evaluate
from advisor.presentation.report import Report
from advisor.problems import Problem
from advisor.rulebase.model import Topic
from advisor.sources.profile_file import ANSWERED, MAX_FILE, open_document, read_entries, table
from advisor.sources.reading import read_bytes


@dataclass(frozen=True, eq=False)
class Interview:
    """The answers so far, in the order they were given, and which card is shown.

    `at` counts cards from 0; cards before the last are answers that were given.
    """

    engine: Engine
    given: Profile
    at: int

    @cached_property
    def report(self) -> Report:
        """The advice on the answers so far."""
        return advise(self.engine, self.given)

    @property
    def answered(self) -> tuple[str, ...]:
        """The facts that were asked or that files told, in order; those never asked left out."""
        facts = self.engine.rulebase.facts
        return tuple(name for name in self.given.entries if facts[name].askable)

    @property
    def question(self) -> Fact | None:
        """The question of this card; None when nothing is left to ask."""
        if self.at < len(self.answered):
            return self.engine.rulebase.facts[self.answered[self.at]]
        return self.report.questions[0] if self.report.questions else None

    @property
    def entry(self) -> Known | Unknown:
        """What was answered to this card before, if anything."""
        question = self.question
        return self.given.state(question.name) if question else Unknown.NOT_ASKED

    @property
    def purpose(self) -> Purpose:
        """Why the question of this card is asked: what an answer can still change."""
        if self.question is None:
            return Purpose((), (), ())
        asked = {**self.given.entries}
        asked.pop(self.question.name, None)
        evaluation = evaluate(self.engine, replace(self.given, entries=asked))
        return purpose(Outlook(evaluation), self.question)

    def answer(self, value: Value) -> Interview:
        """The next card, with this question answered."""
        return self._with(Known(value))

    def dont_know(self) -> Interview:
        """The next card; this question is not asked again."""
        return self._with(Unknown.DONT_KNOW)

    def _with(self, entry: Known | Unknown) -> Interview:
        question = self.question
        if question is None:
            return self
        return replace(self, given=self.given.having({question.name: entry}), at=self.at + 1)

    def with_files(self, told: Profile) -> Interview:
        """The first open card, with what files told; what the person answered stays."""
        said = {
            name: entry for name, entry in self.given.entries.items()
            if isinstance(entry, Known) and entry.origin == ANSWERED
        }  # fmt: skip
        given = self.given.having({**told.entries, **said})
        return replace(self, given=replace(given, hours=told.hours or given.hours)).latest()

    def back(self) -> Interview:
        """The card before; on the first one nothing changes."""
        return replace(self, at=max(0, self.at - 1))

    def revisit(self, fact: str) -> Interview:
        """The card of an answer that was given."""
        return replace(self, at=self.answered.index(fact))

    def latest(self) -> Interview:
        """The first card that has no answer yet."""
        return replace(self, at=len(self.answered))


def begin(engine: Engine) -> Interview:
    """An interview with nothing answered."""
    return Interview(engine, Profile("you"), 0)


def asks_for_topics(question: Fact) -> bool:
    """True for the card that is answered by picking topics."""
    return question.name == TOPICS


def picked(topics: Iterable[Topic], value: Value | None) -> list[Topic]:
    """The topics that an answer to the topics card stands for."""
    chosen = value if isinstance(value, frozenset) else frozenset()
    return [topic for topic in topics if not topic.answers.isdisjoint(chosen)]


def topics_answer(topics: Iterable[Topic]) -> frozenset[str]:
    """The answer to the topics card that picking these topics gives."""
    return frozenset().union(*(topic.answers for topic in topics))


# ---------------------------------------------------------------- saved answers


def saved_answers_file() -> Path:
    """Where answers are kept between two runs. It is a profile file like any other."""
    return user_state_path("advisor") / "answers.json"


def save(interview: Interview) -> Problem | None:
    """Keep the answers; the old ones stay whole until the new ones are."""
    file = saved_answers_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=file.parent, prefix=".answers-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump(table(interview.given), out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            os.replace(unfinished, file)
        except BaseException:
            os.unlink(unfinished)
            raise
    except OSError as error:
        return Problem(
            "not-saved", f"your answers cannot be kept in {file}: {error.strerror}",
            hint="the advice still works; it is gone when you leave",
        )  # fmt: skip
    return None


def resume(engine: Engine) -> tuple[Interview | None, tuple[Problem, ...]]:
    """The interview that was saved, if there is one, and what of it could not be read.

    A file that cannot be read at all is put aside, not overwritten.
    """
    file = saved_answers_file()
    if not file.exists():
        return None, ()
    data = read_bytes(file, MAX_FILE, "answers file")
    document = data if isinstance(data, Problem) else open_document(str(file), data)
    if isinstance(document, Problem):
        aside = file.with_suffix(".json.bad")
        try:
            os.replace(file, aside)
        except OSError:
            return None, (document,)
        return None, (replace(document, hint=f"it was put aside as {aside}"),)
    profile, problems = read_entries(document, engine.rulebase.facts, "you")
    if not profile.entries:
        return None, tuple(problems)
    return Interview(engine, profile, len(profile.entries)), tuple(problems)

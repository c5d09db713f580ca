"""An edit of the rules: the program that makes it, and what it comes to."""

from __future__ import annotations

import re
import signal
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.authoring.impact import Change, difference
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact, NotAValue
from advisor.inference.engine import Engine
from advisor.inference.findings import Status
from advisor.interview import Interview
from advisor.pipeline import evaluate
from advisor.presentation.outline import SHORT
from advisor.problems import Place, Problem, render
from advisor.rulebase.library import Library

WORDS = {"+": "new", "-": "no longer", "~": "changed"}
"""How the three kinds of change are remarked on."""


@dataclass(frozen=True)
class Revision:
    """What became of the last edit.

    An edit with errors changes nothing but `problems`: the rest still tells of the last
    one that was good.
    """

    changes: tuple[Change, ...] = ()
    before: Mapping[str, Status] = field(default_factory=dict)
    """The status every rule had."""

    dropped: tuple[str, ...] = ()
    """Answers that are no longer answers under the new rules."""

    problems: tuple[Problem, ...] = ()

    def note(self, id: str, status: Status | None = None) -> str:
        """A word on a rule or verdict that came out otherwise than before the edit.

        Without a status only changes of what the person is told count.
        """
        mark = next((change.mark for change in self.changes if change.about == id), "")
        if mark == "-" and status is not None and status.given:
            return "said by another"
        if mark or status is None:
            return WORDS.get(mark, "")
        if not self.before or self.before.get(id) is status:
            return ""
        return f"was {SHORT[self.before[id]]}" if id in self.before else "added"

    @property
    def gone(self) -> tuple[Change, ...]:
        """Advice that is not given any more."""
        return tuple(change for change in self.changes if change.mark == "-")

    @property
    def news(self) -> str:
        """The edit in one line."""
        if self.problems:
            count = _count(len(self.problems), "problem")
            return f"The rule files have {count}. Until that is mended, all stays as it was."
        # The id of a rule holds a dot, the name of a verdict never does.
        told = Counter("." in change.about for change in self.changes)
        pieces = f"{_count(told[True], 'piece')} of advice" if told[True] else "no advice"
        news = f"Since the edit: {pieces} changed"
        news += f", {_count(told[False], 'verdict')}" if told[False] else ""
        if self.dropped:
            news += f"; {_count(len(self.dropped), 'answer')} of yours no longer fit the rules"
        return news + "."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def revise(
    interview: Interview, library: Library, last: Revision | None = None
) -> tuple[Interview, Revision]:
    """The interview under the rules as they now are, and what that changes.

    With errors in the rules it is the interview as it was. The engine of the interview
    before is left open.
    """
    errors = tuple(problem for problem in library.problems if problem.is_error)
    if errors:
        return interview, replace(last or Revision(), problems=errors)
    engine = Engine(library.rulebase, interview.engine.on_defect)
    after = carried(interview, engine)
    return after, Revision(
        difference(interview.report, after.report),
        evaluate(interview.engine, interview.given).findings.rules,
        tuple(name for name in interview.answered if name not in after.given.entries),
    )


def carried(interview: Interview, engine: Engine) -> Interview:
    """The same answers with another engine, without those that are none to its rules."""
    facts = engine.rulebase.facts
    kept = {
        name: entry
        for name, entry in interview.given.entries.items()
        if name in facts and _fits(facts[name], entry)
    }
    at = sum(name in kept for name in interview.answered[: interview.at])
    return replace(interview, engine=engine, given=replace(interview.given, entries=kept), at=at)


def _fits(fact: Fact, entry: Known | Unknown) -> bool:
    if isinstance(entry, Unknown):
        return True
    try:
        fact.read(entry.value)
    except NotAValue:
        return False
    return True


def first_problem(problems: Sequence[Problem], edited: Place) -> Place:
    """Where the first problem in the edited file is, else the place that was edited."""
    places = [one.place for one in problems if one.place and one.place.file == edited.file]
    return places[0] if places else edited


def problems_page(revision: Revision, width: int = 80) -> str:
    """Everything that is wrong with the rules after an edit.

    Excerpts are cut, not wrapped: the caret has to stand under its character.
    """
    lines = [revision.news]
    for problem in revision.problems:
        lines.append("")
        for line in render(problem).split("\n"):
            lines.append(line[:width] if re.match(r" *\d* \|", line) else line)
    return "\n".join(lines) + "\n"


def run_editor(words: Sequence[str]) -> str:
    """Run an editor until it is closed; what went wrong, if anything did.

    An interrupt on the keyboard reaches this program too, but is meant for the editor:
    it must not end the wizard. (A handler, unlike "ignore", is not passed on.)
    """
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        return f"`{words[0]}` cannot be run: {error.strerror}"
    finally:
        signal.signal(signal.SIGINT, before)
    return f"`{words[0]}` ended with {code}" if code else ""

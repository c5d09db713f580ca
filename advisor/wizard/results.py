"""The advice: verdict, reasons for and against, the plan, and the way to each why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import OptionList, Static

from advisor.facts.profile import Known
from advisor.inference.findings import Status
from advisor.interview import Interview
from advisor.presentation.report import BACKGROUND, FIRST, Advice, Report
from advisor.presentation.words import reasons
from advisor.sources.profile_file import ANSWERED
from advisor.wizard.lines import Line, Lines
from advisor.wizard.pages import News

if TYPE_CHECKING:
    from advisor.wizard.app import Wizard
    from advisor.wizard.editing import Revision

VERDICT = "verdict:"
"""Begins the key of a line that stands for a verdict."""

HOURS = "hours:"
"""The key of the line that stands for the posting hours."""


class Results(Screen[str]):
    """Leaves with `answers` (change one), `go on` (more questions) or `quit`."""

    BINDINGS = [
        Binding("b,escape", "leave('answers')", "answers"),
        Binding("g", "leave('go on')", "go on"),
        Binding("r", "rules", "rules"),
        Binding("w", "what_if", "what if"),
        Binding("q", "app.save_and_quit", "quit"),
    ]

    def compose(self) -> ComposeResult:
        yield News()
        yield Lines(id="lines")
        yield Static(classes="keys", markup=False)

    @property
    def wizard(self) -> Wizard:
        """The app, by its own type."""
        return cast("Wizard", self.app)

    def on_mount(self) -> None:
        """Fill the list."""
        self.renew()

    def renew(self) -> None:
        """Show the advice as it is now, with the same line highlighted."""
        report, revision = self.wizard.interview.report, self.wizard.revision
        self.query_one(News).show(revision)
        lines = self.query_one(Lines)
        lines.fill(list(result_lines(report, revision)), lines.key)
        more = "g more · " if report.questions else ""
        keys = f"enter why · w what if · b answers · {more}q quit"
        self.query_one(".keys", Static).update(keys)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the why of a line."""
        event.stop()
        key = self.query_one(Lines).shown[event.option_index].key
        self.wizard.show_why(key)

    def action_rules(self) -> None:
        """Every rule, beginning at the one of the highlighted line."""
        self.wizard.show_rules(self.query_one(Lines).key)

    def action_what_if(self) -> None:
        """Try other answers."""
        self.wizard.show_what_if()

    def action_leave(self, how: str) -> None:
        """Close, saying where to go."""
        self.dismiss(how)


class Answers(Screen[str]):
    """Every answer; leaves with the fact to change, or nothing."""

    BINDINGS = [Binding("escape,b,shift+tab", "dismiss('')", "back")]

    def compose(self) -> ComposeResult:
        yield Lines(id="lines")
        yield Static("enter change · esc back", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.renew()

    def renew(self) -> None:
        """List the answers as they are now."""
        answers = answer_lines(cast("Wizard", self.app).interview)
        lines = self.query_one(Lines)
        lines.fill([Line("Your answers", strong=True), *answers], lines.key)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the card of the answer."""
        event.stop()
        self.dismiss(self.query_one(Lines).shown[event.option_index].key)


def answer_lines(interview: Interview) -> Iterator[Line]:
    """What was answered, question by question."""
    facts = interview.engine.rulebase.facts
    for name in interview.answered:
        entry = interview.given.state(name)
        shown = facts[name].show(entry.value) if isinstance(entry, Known) else "I don't know"
        if isinstance(entry, Known) and entry.origin != ANSWERED:
            shown += f" ({entry.origin})"
        yield Line(f"{facts[name].ask}  {shown}", name)


def result_lines(report: Report, revision: Revision | None = None) -> Iterator[Line]:
    """The report as lines: verdicts, against, take care, for, the plan, good to know.

    What came out otherwise since an edit of the rules is marked.
    """
    for line in report.shown_verdicts:
        branch = line.verdict.branch(line.outcome.value)
        if branch is None:
            continue
        sure = "" if line.outcome.certain else " (so far)"
        yield Line(line.verdict.question)
        answer = _marked(f"{branch.label}{sure}", line.verdict.name, revision)
        yield Line(answer, VERDICT + line.verdict.name, strong=True)
        if branch.meaning:
            yield Line("  " + branch.meaning)
        if line.because:
            yield Line("  because " + reasons(report.rulebase, line.because))
        yield Line("")
    if revision is not None and revision.gone:
        yield Line("No longer said since the edit", strong=True)
        for change in revision.gone:
            yield Line(f"* {change.text}", change.about)
        yield Line("")
    if report.empty:
        yield Line("There is nothing to advise yet: too little is known.")
    for doubt in report.doubts:
        yield Line(f"Please check: {doubt.message}")
    spoken = [advice for advice in report.advice if advice.rule.kind not in BACKGROUND]
    answers = [advice for advice in spoken if advice.rule.kind == "answer"]
    yield from _section("Answers to your questions", answers, revision)
    spoken = [advice for advice in spoken if advice not in answers]
    for stance, heading in (
        ("against", "Against it"),
        ("caution", "Take care"),
        ("for", "For it, or instead of it"),
        ("neutral", "To weigh"),
    ):
        members = [advice for advice in spoken if advice.rule.stance == stance]
        yield from _section(heading, members, revision)
    plan = [advice for advice in spoken if advice.action][:FIRST]
    if plan:
        yield Line("What to do first", strong=True)
        for number, advice in enumerate(plan, 1):
            yield Line(f"{number}. {advice.action}", advice.rule.id)
        yield Line("")
    known = [advice for advice in report.advice if advice.rule.kind in BACKGROUND]
    yield from _section("Good to know", known, revision)
    if report.profile.hours is not None:
        yield Line("When you post, hour by hour", HOURS)


def _section(heading: str, members: list[Advice], revision: Revision | None) -> Iterator[Line]:
    if members:
        yield Line(heading, strong=True)
        for advice in members:
            maybe = " (for now)" if advice.status is Status.PROVISIONAL else ""
            title = _marked(f"{advice.title}{maybe}", advice.rule.id, revision)
            yield Line(title, advice.rule.id)
        yield Line("")


def _marked(text: str, about: str, revision: Revision | None) -> str:
    """The text of a line, marked where an edit of the rules changed it."""
    note = revision.note(about) if revision is not None else ""
    return f"* {text} ({note})" if note else text

"""The advice: verdict, reasons for and against, the plan, and the way to each why."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import OptionList, Static

from advisor.facts.profile import Known
from advisor.inference.findings import Status
from advisor.interview import Interview
from advisor.presentation.report import BACKGROUND, FIRST, Advice, Report
from advisor.presentation.text import reasons
from advisor.wizard.lines import Line, Lines

VERDICT = "verdict:"
"""Begins the key of a line that stands for a verdict."""


class Results(Screen[str]):
    """Leaves with `answers` (change one), `go on` (more questions) or `quit`."""

    BINDINGS = [
        Binding("b,escape", "leave('answers')", "answers"),
        Binding("g", "leave('go on')", "go on"),
        Binding("q", "app.save_and_quit", "quit"),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        yield Lines(id="lines")
        more = "g more questions · " if self.interview.report.questions else ""
        keys = f"enter why · b answers · {more}q save and quit"
        yield Static(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(Lines).fill(list(result_lines(self.interview.report)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the why of a line."""
        event.stop()
        key = self.query_one(Lines).shown[event.option_index].key
        self.app.show_why(key)  # type: ignore[attr-defined]

    def action_leave(self, how: str) -> None:
        """Close, saying where to go."""
        self.dismiss(how)


class Answers(Screen[str]):
    """Every answer; leaves with the fact to change, or nothing."""

    BINDINGS = [Binding("escape,b,shift+tab", "dismiss('')", "back")]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        yield Lines(id="lines")
        yield Static("enter change · esc back", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(Lines).fill(
            [Line("Your answers", strong=True), *answer_lines(self.interview)]
        )

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
        yield Line(f"{facts[name].ask}  {shown}", name)


def result_lines(report: Report) -> Iterator[Line]:
    """The report as lines: verdicts, against, take care, for, the plan, good to know."""
    for line in report.shown_verdicts:
        branch = line.verdict.branch(line.outcome.value)
        if branch is None:
            continue
        sure = "" if line.outcome.certain else " (so far)"
        yield Line(line.verdict.question)
        yield Line(f"{branch.label}{sure}", VERDICT + line.verdict.name, strong=True)
        if branch.meaning:
            yield Line("  " + branch.meaning)
        if line.because:
            yield Line("  because " + reasons(report.rulebase, line.because))
        yield Line("")
    if report.empty:
        yield Line("There is nothing to advise yet: too little is known.")
    for doubt in report.doubts:
        yield Line(f"Please check: {doubt.message}")
    spoken = [advice for advice in report.advice if advice.rule.kind not in BACKGROUND]
    answers = [advice for advice in spoken if advice.rule.kind == "answer"]
    yield from _section("Answers to your questions", answers)
    spoken = [advice for advice in spoken if advice not in answers]
    for stance, heading in (
        ("against", "Against it"),
        ("caution", "Take care"),
        ("for", "Go for it"),
        ("neutral", "To weigh"),
    ):
        members = [advice for advice in spoken if advice.rule.stance == stance]
        yield from _section(heading, members)
    plan = [advice for advice in spoken if advice.action][:FIRST]
    if plan:
        yield Line("What to do first", strong=True)
        for number, advice in enumerate(plan, 1):
            yield Line(f"{number}. {advice.action}", advice.rule.id)
        yield Line("")
    yield from _section("Good to know", [a for a in report.advice if a.rule.kind in BACKGROUND])


def _section(heading: str, members: list[Advice]) -> Iterator[Line]:
    if members:
        yield Line(heading, strong=True)
        for advice in members:
            maybe = " (for now)" if advice.status is Status.PROVISIONAL else ""
            yield Line(f"{advice.title}{maybe}", advice.rule.id)
        yield Line("")

"""The screen with the card and, beside or below it, the advice so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from advisor.interview import Interview
from advisor.presentation.asking import why_asked
from advisor.wizard.card import Card
from advisor.wizard.pages import KEYS, Page
from advisor.wizard.panel import Panel

if TYPE_CHECKING:
    from advisor.wizard.app import Wizard

FIRST = "enter next · space tick · i I have files · ? why · ^q quit"
LATER = "enter next · esc back · s skip · ? why · a advice · ^q quit"


class Questions(Screen[None]):
    """Shows the question of the app's interview."""

    # With priority, because a focused field would take these keys for itself. None of
    # them can be part of an answer: fields take numbers only.
    BINDINGS = [
        Binding("escape,shift+tab", "back", "back", priority=True),
        Binding("s", "skip", "don't know", priority=True),
        Binding("a", "advice", "advice", priority=True),
        Binding("r", "rules", "rules", priority=True),
        Binding("i", "files", "files", priority=True),
        Binding("question_mark,f1", "help", "why", priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Container(id="body"):
            yield Card(id="card")
            with VerticalScroll(id="aside", can_focus=False):
                yield Panel(id="panel")
        yield Static(classes="keys", markup=False)

    @property
    def wizard(self) -> Wizard:
        """The app, by its own type."""
        return cast("Wizard", self.app)

    def on_mount(self) -> None:
        """Show the first question."""
        self.show(self.wizard.interview)

    def show(self, interview: Interview) -> None:
        """Show the question of an interview and the advice on its answers."""
        self.query_one(Panel).show(interview.report)
        self.query_one(".keys", Static).update(LATER if interview.answered else FIRST)
        if interview.question is not None:
            self.query_one(Card).show(interview)

    def renew(self) -> None:
        """Show the interview as it is under other rules."""
        self.show(self.wizard.interview)

    def complain(self, text: str) -> None:
        """Say something in the row for problems."""
        self.query_one(Card).complain(text)

    def on_card_answered(self, event: Card.Answered) -> None:
        """Go on with the answer, if it is one to the question that is shown."""
        if self._is_shown(event.asked):
            self.wizard.move(self.wizard.interview.answer(event.value))

    def on_card_skipped(self, event: Card.Skipped) -> None:
        """Go on without one."""
        if self._is_shown(event.asked):
            self.action_skip()

    def _is_shown(self, asked: str) -> bool:
        question = self.wizard.interview.question
        return question is not None and question.name == asked

    def action_skip(self) -> None:
        """I don't know."""
        self.wizard.move(self.wizard.interview.dont_know())

    def action_back(self) -> None:
        """The card before."""
        self.wizard.go_back()

    def action_advice(self) -> None:
        """The advice so far."""
        self.wizard.show_results()

    def action_help(self) -> None:
        """Why we ask, what counts, all keys."""
        self.app.push_screen(Page(lambda: "\n".join(help_lines(self.wizard.interview))))

    def action_files(self) -> None:
        """Files that answer in the person's place."""
        self.wizard.show_files()

    def action_rules(self) -> None:
        """Every rule."""
        self.wizard.show_rules()


def help_lines(interview: Interview) -> Iterator[str]:
    """The help page of the question that is shown."""
    question = interview.question
    if question is not None:
        yield question.ask
        yield question.help
        yield ""
        yield from why_asked(interview.purpose)
        yield ""
    yield KEYS

"""Offers to go on with the answers of last time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from advisor.wizard.choices import Choices


class Resume(Screen[bool]):
    """Leaves with true to go on, false to start again."""

    BINDINGS = [Binding("escape", "dismiss(True)", "go on")]

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def compose(self) -> ComposeResult:
        count = "one question" if self.count == 1 else f"{self.count} questions"
        yield Static(f"Last time you answered {count}.", id="ask", markup=False)
        yield Choices(id="choices")
        yield Static("enter pick · ctrl+q quit", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Offer both ways."""
        self.query_one(Choices).fill(["Go on where you stopped", "Start again"], frozenset())
        self.query_one(Choices).focus()

    def on_choices_done(self, event: Choices.Done) -> None:
        """Leave with what was picked."""
        event.stop()
        self.dismiss(0 in event.picked)

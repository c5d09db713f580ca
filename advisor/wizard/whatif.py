"""What if: one answer moved with the arrow keys, and the advice follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from advisor.explanation.flips import Track, movable, track
from advisor.explanation.whatif import what_if
from advisor.facts.profile import Known
from advisor.facts.vocabulary import Fact
from advisor.pipeline import advise
from advisor.presentation.otherwise import difference
from advisor.presentation.scale import scale
from advisor.problems import visible
from advisor.wizard.choices import CARET
from advisor.wizard.panel import summary

if TYPE_CHECKING:
    from advisor.wizard.app import Wizard

SHOWN, SHORT = 7, 3
"""Answers listed at a time, and on a screen of fewer than 30 lines."""


class WhatIf(Screen[None]):
    """Tries other answers; those given stay as they are."""

    BINDINGS = [
        Binding("escape,b,shift+tab,q", "app.pop_screen", "back"),
        Binding("up,k", "other(-1)", show=False),
        Binding("down,j", "other(1)", show=False),
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("shift+left,less_than_sign,comma", "flip(-1)", show=False),
        Binding("shift+right,greater_than_sign,full_stop,space", "flip(1)", show=False),
        Binding("r", "reset", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[Fact, ...] = ()
        self.chosen = 0
        self.tracks: dict[str, Track] = {}
        self.at: dict[str, int] = {}
        """At which of its stops each fact that was looked at stands."""

    def compose(self) -> ComposeResult:
        with Container(id="body"):
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="text", markup=False)
            with VerticalScroll(id="aside", can_focus=False):
                yield Static(id="panel", markup=False)
        yield Static(
            "arrows move · , . to what flips · r reset · esc back",
            classes="keys", markup=False,
        )  # fmt: skip

    @property
    def wizard(self) -> Wizard:
        """The app, by its own type."""
        return cast("Wizard", self.app)

    def on_mount(self) -> None:
        """List the answers that matter."""
        self.facts = movable(self.wizard.evaluation)
        self._show()

    def on_resize(self) -> None:
        """Draw anew for the width there is now."""
        self._show()

    @property
    def track(self) -> Track:
        """The stops of the chosen answer, all others being as they are now."""
        fact = self.facts[self.chosen]
        if fact.name not in self.tracks:
            self.tracks[fact.name] = track(self.wizard.evaluation, fact)
            self.at[fact.name] = self.tracks[fact.name].now
        return self.tracks[fact.name]

    def _show(self) -> None:
        text = self.query_one("#text", Static)
        if not self.facts:
            text.update("None of your answers alone changes the advice. Answer more first.")
            return
        found = self.track
        at = self.at[found.fact.name]
        value = found.stops[at].value
        width = max(30, min(74, self.query_one("#card").size.width - 2))
        entries = {found.fact.name: Known(value, "tried here")}
        evaluation = self.wizard.evaluation
        changed = "As you answered."
        if at != found.now:
            changed = difference(evaluation, entries, what_if(evaluation, entries), width)
        lines = [*self._list(), "", *scale(found, at, width), "", visible(changed)]
        text.update("\n".join(lines))
        report = advise(self.wizard.interview.engine, self.wizard.interview.given.having(entries))
        self.query_one("#panel", Static).update(summary(report))

    def _list(self) -> list[str]:
        """The answers around the chosen one."""
        most = SHOWN if self.size.height >= 30 else SHORT
        first = max(0, min(self.chosen - most // 2, len(self.facts) - most))
        lines = []
        for place in range(first, min(len(self.facts), first + most)):
            fact = self.facts[place]
            now = self.wizard.evaluation.profile.value(fact.name)
            shown = "" if now is None else fact.show(now)
            mark = CARET if place == self.chosen else " "
            lines.append(f"{mark} {visible(fact.called)}: {visible(shown)}")
        return lines

    def action_other(self, way: int) -> None:
        """Another answer; the one before goes back to what it is."""
        if self.facts:
            self.action_reset()
            self.chosen = (self.chosen + way) % len(self.facts)
            self._show()

    def action_move(self, way: int) -> None:
        """One stop up or down."""
        if self.facts:
            found = self.track
            at = self.at[found.fact.name] + way
            self.at[found.fact.name] = min(len(found.stops) - 1, max(0, at))
            self._show()

    def action_flip(self, way: int) -> None:
        """To the next value at which something comes out otherwise."""
        if self.facts:
            found = self.track
            self.at[found.fact.name] = found.next_flip(self.at[found.fact.name], way)
            self._show()

    def action_reset(self) -> None:
        """Back to what was answered."""
        if self.facts:
            self.at[self.track.fact.name] = self.track.now
            self._show()

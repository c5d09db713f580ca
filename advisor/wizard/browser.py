"""The rules, by topic: what became of each, its page, and the way to edit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from advisor.inference.evaluation import Evaluation
from advisor.presentation.outline import outline, rule_page, tally
from advisor.problems import visible
from advisor.wizard.lines import Line, Lines
from advisor.wizard.pages import News, Page

if TYPE_CHECKING:
    from advisor.wizard.app import Wizard
    from advisor.wizard.editing import Revision

KEYS = "enter page · e edit · / filter · esc back"
FINDING = "type to narrow, * for changes · enter list · esc clear"


class Browser(Screen[None]):
    """Every rule in a line; `key` is the id of the one to begin at."""

    BINDINGS = [
        Binding("escape,shift+tab", "back", "back"),
        # With priority, so that what is typed right after it belongs to the filter already.
        Binding("slash", "find", "filter", priority=True),
        Binding("e", "edit", "edit"),
        # While the filter is being typed these still move in the list.
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.key = key

    def compose(self) -> ComposeResult:
        yield News()
        yield Lines(id="lines")
        with Horizontal(id="find"):
            yield Static("/", markup=False)
            yield Input(id="wanted", compact=True, max_length=60, select_on_focus=False)
        yield Static(KEYS, id="keys", classes="keys", markup=False)

    @property
    def wizard(self) -> Wizard:
        """The app, by its own type."""
        return cast("Wizard", self.app)

    def on_mount(self) -> None:
        """Fill the list."""
        self._find(False)
        self.renew()

    def renew(self) -> None:
        """Show the rules as they are now, with the same one highlighted."""
        self.query_one(News).show(self.wizard.revision)
        lines = self.query_one(Lines)
        shown = rule_lines(self.wizard.evaluation, self._wanted.value, self.wizard.revision)
        lines.fill(list(shown), lines.key or self.key)

    @property
    def _wanted(self) -> Input:
        return self.query_one("#wanted", Input)

    def _find(self, on: bool) -> None:
        """Show the line for the filter and go there, or go to the list."""
        self.query_one("#find").display = on or bool(self._wanted.value)
        self.query_one("#keys", Static).update(FINDING if on else KEYS)
        self.set_focus(self._wanted if on else self.query_one(Lines))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self.renew()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the narrowed list."""
        event.stop()
        self._find(False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the page of a rule."""
        event.stop()
        self.app.push_screen(RulePage(self.query_one(Lines).shown[event.option_index].key))

    def action_find(self) -> None:
        """Type what to look for."""
        self._find(True)

    def action_back(self) -> None:
        """Clear the filter; without one, leave."""
        if not self.query_one("#find").display:
            self.dismiss()
            return
        self._wanted.value = ""
        self._find(False)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        lines = self.query_one(Lines)
        lines.action_cursor_down() if by > 0 else lines.action_cursor_up()

    def action_edit(self) -> None:
        """Open the highlighted rule in the person's editor."""
        self.wizard.edit(self.query_one(Lines).key)


class RulePage(Page):
    """All about one rule."""

    KEYS = "e edit · esc back · up down scroll"
    BINDINGS = [Binding("e", "edit", "edit")]

    def __init__(self, id: str) -> None:
        super().__init__(self._text)
        self.rule_id = id

    def compose(self) -> ComposeResult:
        yield News()
        yield from super().compose()

    def _text(self) -> str:
        evaluation = self.wizard.evaluation
        rule = evaluation.rulebase.rule(self.rule_id)
        if rule is None:
            return f"There is no rule {visible(self.rule_id)} any more."
        return rule_page(evaluation, rule, self.wizard.text_width)

    @property
    def wizard(self) -> Wizard:
        """The app, by its own type."""
        return cast("Wizard", self.app)

    def renew(self) -> None:
        """Write the page anew."""
        super().renew()
        self.query_one(News).show(self.wizard.revision)

    def action_edit(self) -> None:
        """Open the rule in the person's editor."""
        self.wizard.edit(self.rule_id)


class BrokenPage(Page):
    """The problems an edit left in the rules."""

    KEYS = "e edit again · esc back · up down scroll"
    BINDINGS = [Binding("e", "edit", "edit")]

    def action_edit(self) -> None:
        """Open the file again, at the first problem in it."""
        cast("Wizard", self.app).edit_again()


def rule_lines(evaluation: Evaluation, wanted: str, revision: Revision | None) -> Iterator[Line]:
    """Each topic with its rules: a mark, the title, and the status in words."""
    groups = outline(evaluation, wanted, revision.note) if revision else outline(evaluation, wanted)
    if not groups:
        yield Line(f"No rule holds “{wanted.strip()}”.")
        return
    yield Line(tally(groups))
    for group in groups:
        yield Line("")
        yield Line(group.question, strong=True)
        for item in group.items:
            star = "*" if item.note else " "
            yield Line(f"{star}{item.mark} {item.title}", item.rule.id, right=item.words)

"""A list of choices whose state shows without colour: `( ) (•)` and `[ ] [x]`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

CARET = "❯"


class Choices(OptionList):
    """One choice, or with `several` any number of them.

    Numbers pick (and, for one choice, go on), space ticks, enter goes on.
    """

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("space", "tick", show=False),
    ]

    class Done(Message):
        """The person wants to go on with what is picked. `asked` says for which question:
        keys can arrive faster than questions change."""

        def __init__(self, asked: str, picked: frozenset[int]) -> None:
            super().__init__()
            self.asked, self.picked = asked, picked

    def __init__(self, id: str) -> None:
        super().__init__(id=id, compact=True, markup=False)
        self.asked = ""
        self.labels: tuple[str, ...] = ()
        self.drawn: list[str] = []
        """The lines as they are shown: only those that change are drawn again."""
        self.picked: frozenset[int] = frozenset()
        self.several = False
        self.alone: int | None = None

    def fill(
        self,
        labels: Sequence[str],
        picked: frozenset[int],
        several: bool = False,
        alone: int | None = None,
        asked: str = "",
    ) -> None:
        """Show these labels. The choice `alone`, if any, excludes all others."""
        self.asked = asked
        self.labels, self.picked = tuple(labels), picked
        self.several, self.alone = several, alone
        self.clear_options()
        self.drawn = [self._line(index) for index in range(len(self.labels))]
        self.add_options([Option(Content(line)) for line in self.drawn])
        self.highlighted = min(picked, default=0)
        self._redraw()

    def _line(self, index: int) -> str:
        caret = CARET if index == self.highlighted else " "
        off, on = ("[ ]", "[x]") if self.several else ("( )", "(•)")
        number = f"{index + 1}" if index < 9 else " "
        mark = on if index in self.picked else off
        start = f"{caret} {mark} {number}  "
        width = max(self.scrollable_content_region.width or 76, 20)
        lines = textwrap.wrap(start + self.labels[index], width, subsequent_indent=" " * len(start))
        return "\n".join(lines)

    def on_resize(self) -> None:
        """Wrap anew for the width there is now."""
        self._redraw()

    def _redraw(self) -> None:
        for index, drawn in enumerate(self.drawn):
            line = self._line(index)
            if line != drawn:
                self.drawn[index] = line
                self.replace_option_prompt_at_index(index, Content(line))

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the caret, which shows the highlighted line where there is no colour."""
        super().watch_highlighted(highlighted)
        if self.option_count == len(self.drawn):
            self._redraw()

    def on_key(self, event: events.Key) -> None:
        """Numbers pick."""
        if event.character and event.character in "123456789":
            index = int(event.character) - 1
            if index < len(self.labels):
                event.stop()
                self.highlighted = index
                self.choose(index)

    def action_tick(self) -> None:
        """Tick or untick the highlighted choice; where only one is wanted, pick it."""
        if self.highlighted is not None:
            self.choose(self.highlighted, go_on=False)

    def action_select(self) -> None:
        """Enter: one choice picks the highlighted line; several go on as ticked."""
        if self.highlighted is None:
            return
        if self.several:
            self.post_message(self.Done(self.asked, self.picked))
        else:
            self.choose(self.highlighted)

    def choose(self, index: int, go_on: bool = True) -> None:
        """Pick a line as a key or a click does."""
        if not self.several:
            self.picked = frozenset({index})
        elif index in self.picked:
            self.picked -= {index}
        elif index == self.alone:
            self.picked = frozenset({index})
        else:
            self.picked = (self.picked | {index}) - (
                {self.alone} if self.alone is not None else set()
            )
        self._redraw()
        if go_on and not self.several:
            self.post_message(self.Done(self.asked, self.picked))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a line."""
        event.stop()
        self.choose(event.option_index)

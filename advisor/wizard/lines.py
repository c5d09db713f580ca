"""A list of lines to choose from, with headings and a caret that needs no colour."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from advisor.problems import cells, visible
from advisor.wizard.choices import CARET


@dataclass(frozen=True, slots=True)
class Line:
    """A line; without a `key` it is a heading or words between, not to be chosen."""

    text: str
    key: str = ""
    strong: bool = False
    right: str = ""
    """Words at the right edge; a line that has them takes one row, cut where it must be."""


class Lines(OptionList):
    """Shows lines; choosing one sends its key."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id=id, compact=True, markup=False)
        self.shown: tuple[Line, ...] = ()
        self.caret: int | None = None
        """The line that is drawn with the caret."""

    def fill(self, lines: Sequence[Line], key: str = "") -> None:
        """Show these lines, the one with this key highlighted, else the first with any."""
        self.highlighted = self.caret = None
        self.shown = tuple(lines)
        self.clear_options()
        self.add_options(
            Option(self._prompt(index), disabled=not line.key) for index, line in enumerate(lines)
        )
        choices = [index for index, line in enumerate(lines) if line.key]
        found = [index for index in choices if lines[index].key == key]
        self.highlighted = next(iter((*found, *choices)), None)

    def _prompt(self, index: int) -> Content:
        """The line, wrapped under its own beginning."""
        line = self.shown[index]
        text = visible(line.text)
        if line.key:
            text = f"{CARET if index == self.highlighted else ' '} {text}"
        if line.right:
            return Content(in_one_row(text, visible(line.right), self._room))
        start = re.match(r"[❯ ]*(?:\d+\. |\* )?", text)
        indent = " " * (start.end() if start else 0)
        text = "\n".join(textwrap.wrap(text, self._room, subsequent_indent=indent)) or " "
        return Content.styled(text, "bold") if line.strong else Content(text)

    @property
    def _room(self) -> int:
        return max(self.scrollable_content_region.width or 76, 20)

    def on_resize(self) -> None:
        """Wrap anew for the width there is now."""
        for index in range(len(self.shown)):
            self.replace_option_prompt_at_index(index, self._prompt(index))

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the caret."""
        super().watch_highlighted(highlighted)
        if self.option_count != len(self.shown):
            return
        before, self.caret = self.caret, highlighted
        for index in {one for one in (before, highlighted) if one is not None}:
            self.replace_option_prompt_at_index(index, self._prompt(index))

    @property
    def key(self) -> str:
        """The key of the highlighted line."""
        return "" if self.highlighted is None else self.shown[self.highlighted].key


def in_one_row(text: str, right: str, width: int) -> str:
    """The text, cut where it must be, and other words at the right edge."""
    text, right = (" ".join(part.split("\n")) for part in (text, right))
    room = width - cells(right) - 2
    if cells(text) > room:
        while text and cells(text) > room - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    return text + " " * max(2, width - cells(text) - cells(right)) + right

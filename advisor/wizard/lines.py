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

from advisor.problems import visible
from advisor.wizard.choices import CARET


@dataclass(frozen=True, slots=True)
class Line:
    """A line; without a `key` it is a heading or words between, not to be chosen."""

    text: str
    key: str = ""
    strong: bool = False


class Lines(OptionList):
    """Shows lines; choosing one sends its key."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id=id, compact=True, markup=False)
        self.shown: tuple[Line, ...] = ()

    def fill(self, lines: Sequence[Line]) -> None:
        """Show these lines, the first that can be chosen highlighted."""
        self.shown = tuple(lines)
        self.clear_options()
        self.add_options(
            Option(self._prompt(index), disabled=not line.key) for index, line in enumerate(lines)
        )
        self.highlighted = next((i for i, line in enumerate(lines) if line.key), None)

    def _prompt(self, index: int) -> Content:
        """The line, wrapped under its own beginning."""
        line = self.shown[index]
        text = visible(line.text)
        if line.key:
            text = f"{CARET if index == self.highlighted else ' '} {text}"
        start = re.match(r"[❯ ]*(?:\d+\. )?", text)
        indent = " " * (start.end() if start else 0)
        width = self.scrollable_content_region.width or 76
        text = "\n".join(textwrap.wrap(text, max(width, 20), subsequent_indent=indent)) or " "
        return Content.styled(text, "bold") if line.strong else Content(text)

    def on_resize(self) -> None:
        """Wrap anew for the width there is now."""
        for index in range(len(self.shown)):
            self.replace_option_prompt_at_index(index, self._prompt(index))

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the caret."""
        super().watch_highlighted(highlighted)
        if self.option_count == len(self.shown):
            for index, line in enumerate(self.shown):
                if line.key:
                    self.replace_option_prompt_at_index(index, self._prompt(index))

    @property
    def key(self) -> str:
        """The key of the highlighted line."""
        return "" if self.highlighted is None else self.shown[self.highlighted].key

"""Pages that are read and left again: the why of a line, and help."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

KEYS = """\
enter          next; picks the highlighted line
1-9            pick a line
space          tick a line, where several can be ticked
up down j k    move
esc, shift+tab back, always; what you answered stays
s              skip: "I don't know" is an answer
a              the advice so far
? F1           this page
ctrl+p         all commands
ctrl+c ctrl+q  save and quit"""


class Page(Screen[None]):
    """Text to read; any of the leaving keys goes back."""

    BINDINGS = [
        Binding("escape,shift+tab,b,q,enter", "app.pop_screen", "back"),
        Binding("down,j", "down", show=False),
        Binding("up,k", "up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(Text.from_ansi(self.text), markup=False)
        yield Static("esc back · up down scroll", classes="keys", markup=False)

    def action_down(self) -> None:
        """Scroll a line down."""
        self.query_one("#page").scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll a line up."""
        self.query_one("#page").scroll_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll a page down."""
        self.query_one("#page").scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll a page up."""
        self.query_one("#page").scroll_page_up(animate=False)

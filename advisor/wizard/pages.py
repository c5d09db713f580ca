"""Pages that are read and left again: the why of a line, and help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from advisor.problems import visible

if TYPE_CHECKING:
    from advisor.wizard.editing import Revision

KEYS = """\
enter          next; picks the highlighted line
1-9            pick a line
space          tick a line, where several can be ticked
up down j k    move
esc, shift+tab back, always; what you answered stays
s              skip: "I don't know" is an answer
a              the advice so far
i              I have files: let TikTok's own files answer
r              the rules: look through them, change them
? F1           this page
ctrl+p         all commands
ctrl+c ctrl+q  save and quit"""


class News(Static):
    """Tells at the top of a screen what the last edit of the rules came to, if any."""

    def __init__(self) -> None:
        super().__init__(id="news", markup=False)

    def show(self, revision: Revision | None) -> None:
        """Tell of an edit."""
        self.display = revision is not None
        self.update(visible(f"* {revision.news}") if revision else "")


class Page(Screen[None]):
    """Text to read; any of the leaving keys goes back."""

    BINDINGS = [
        Binding("escape,shift+tab,b,q,enter", "app.pop_screen", "back"),
        Binding("down,j", "down", show=False),
        Binding("up,k", "up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    KEYS = "esc back · up down scroll"

    def __init__(self, write: Callable[[], str]) -> None:
        super().__init__()
        self.write = write
        """Gives the text for the answers, the rules and the width there are now."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(id="text", markup=False)
        yield Static(self.KEYS, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Show the text."""
        self.renew()

    def on_resize(self) -> None:
        """Write it anew for the width there is now."""
        self.renew()

    def renew(self) -> None:
        """Write the text anew."""
        self.query_one("#text", Static).update(Text.from_ansi(self.write()))

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

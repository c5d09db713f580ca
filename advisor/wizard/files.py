"""Files of TikTok that answer questions: which ones, reading them, and what came of it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widgets import Input, Static
from tzlocal import get_localzone_name

from advisor.facts.hours import NotHours, time_zone
from advisor.facts.profile import Profile
from advisor.facts.vocabulary import Vocabulary
from advisor.presentation.imported import summary
from advisor.problems import count, render, visible
from advisor.sources.importing import Import, import_files

WHAT = """\
Name a file, a zip or a folder, then press enter. Name as many as you have.
  TikTok app: Settings, Account, Download your data (choose JSON)
  TikTok Studio: Analytics, Download data
Nothing leaves this computer."""

MATCHES = 6
"""Files offered below what is being typed."""


class PathSuggester(Suggester):
    """Completes a path to the first file or folder that begins so."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path, a folder with a slash after it."""
        found = matches(value)
        return found[0] if value and found else None


def matches(typed: str) -> list[str]:
    """The files and folders whose path begins with what is typed, sorted; hidden ones only
    if the dot is typed."""
    folder, begins = os.path.split(typed)
    try:
        entries = sorted(os.scandir(Path(folder or ".").expanduser()), key=lambda one: one.name)
        return [
            os.path.join(folder, one.name) + ("/" if one.is_dir() else "")
            for one in entries
            if one.name.startswith(begins) and (begins or not one.name.startswith("."))
        ]
    except (OSError, ValueError, RuntimeError):
        return []


def paths_in(typed: str) -> list[Path]:
    """The paths a person typed or dropped here; terminals quote those with spaces."""
    text = typed.strip()
    if os.path.exists(os.path.expanduser(text)) or os.sep == "\\":
        parts = [text]
    else:
        try:
            parts = shlex.split(text)
        except ValueError:  # a quote that is not closed
            parts = [text]
    return [Path(os.path.expanduser(part)) for part in parts]


class Files(Screen[Profile | None]):
    """Leaves with what the files told, or with nothing."""

    BINDINGS = [
        Binding("escape,shift+tab", "back", "back", priority=True),
        Binding("tab", "complete", "complete", priority=True),
        Binding("enter", "take", "take", priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
    ]

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.paths: list[Path] = []
        self.zone = ""
        self.creator = ""
        self.result: Import | None = None
        self.step = "paths"
        """What the line is for: paths, zone, creator, reading, or done."""

    def compose(self) -> ComposeResult:
        yield Static("Which files do you have?", id="ask", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(WHAT, id="text", markup=False)
        yield Input(
            id="path", compact=True, suggester=PathSuggester(), max_length=4000,
            placeholder="such as ~/Downloads/TikTok_Data.zip",
        )  # fmt: skip
        yield Static(id="error", markup=False)
        yield Static(id="keys", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the line for paths."""
        self._ask("paths", "", "enter add · tab complete · esc back")

    def _ask(self, step: str, value: str, keys: str) -> None:
        self.step = step
        line = self.query_one("#path", Input)
        line.display = step in ("paths", "zone", "creator")
        self.set_class(step == "done", "-done")
        line.value = value
        line.cursor_position = len(value)
        if line.display:
            line.focus()
        self.query_one("#keys", Static).update(keys)

    def _say(self, text: str) -> None:
        self.query_one("#error", Static).update(visible(text))

    def _show(self, title: str, text: str) -> None:
        self.query_one("#ask", Static).update(visible(title))
        self.query_one("#text", Static).update(visible(text))
        self.query_one("#page").scroll_home(animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer the files that begin with what is typed."""
        if self.step == "paths":
            found = matches(event.value) if event.value else []
            more = f"\n  and {len(found) - MATCHES} more" if len(found) > MATCHES else ""
            self._say("\n".join(f"  {one}" for one in found[:MATCHES]) + more)

    def action_complete(self) -> None:
        """Take the completion that is offered."""
        line = self.query_one("#path", Input)
        if self.step == "paths" and (found := matches(line.value)):
            line.value = found[0]
            line.cursor_position = len(line.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take a path, the time zone or the name; go on when nothing more is typed."""
        event.stop()
        typed = event.value.strip()
        if self.step == "zone":
            self._take_zone(typed)
        elif self.step == "creator":
            self.creator = typed
            self._read()
        elif typed:
            self._take_paths(typed)
        elif self.paths:
            self._show("Which time zone do you live in?", "It tells at which hours you post.")
            self._ask("zone", _here(), "enter go on · esc back")
        else:
            self._say("Name a file first, or press esc to answer the questions yourself.")

    def _take_paths(self, typed: str) -> None:
        named = paths_in(typed)
        missing = [path for path in named if not os.path.exists(path)]
        if missing:
            self._say(f"There is no file {missing[0]}. Check the spelling.")
            return
        self.paths += [path for path in named if path not in self.paths]
        listed = "\n".join(f"  {path}" for path in self.paths)
        self._show(
            f"{count(len(self.paths), 'file')} or folder so far"
            if len(self.paths) == 1 else f"{len(self.paths)} files or folders so far",
            f"{listed}\n\nName another one, or press enter to read them.",
        )  # fmt: skip
        self._ask("paths", "", "enter add, or read them · tab complete · esc back")
        self._say("")

    def _take_zone(self, typed: str) -> None:
        try:
            self.zone = time_zone(typed).key if typed else ""
        except NotHours as error:
            self._say(str(error))
            return
        self._read()

    def _read(self) -> None:
        self._show("Reading your files ...", "")
        self._say("")
        self._ask("reading", "", "esc stop")
        self._import()

    @work(thread=True, exclusive=True)
    def _import(self) -> None:
        """Read beside the screen, which hears of each file and of the end."""
        chosen = frozenset({self.creator.removeprefix("@").casefold()} - {""})
        zone = time_zone(self.zone) if self.zone else None
        result = import_files(self.paths, chosen, zone, self.vocabulary, self._reading)
        self.app.call_from_thread(self._done, result)

    def _reading(self, name: str) -> None:
        self.app.call_from_thread(self._heard, name)

    def _heard(self, name: str) -> None:
        if self.is_mounted:
            self._say(f"Reading {os.path.basename(name)}")

    def _done(self, result: Import) -> None:
        """Show what was found, and take it or leave it."""
        if self.step != "reading":
            return
        self.result = result
        problems = "\n".join(render(problem) for problem in result.problems)
        several = any(problem.code == "which-creator" for problem in result.problems)
        self._say("")
        if result.imported is None or not result.imported.facts:
            self._show("Nothing in these files answers a question", problems)
            if several and not self.creator:
                self._say("What is your name on TikTok?")
                self._ask("creator", "", "enter go on · esc back")
            else:
                self._ask("done", "", "esc back to the questions · down up scroll")
            return
        told = summary(result.found, result.imported, self.vocabulary)
        title = f"Your files answer {count(len(result.imported.facts), 'question')}"
        self._show(title, "\n\n".join(filter(None, (problems, told))))
        self._ask("done", "", "enter take these answers · esc leave them · down up scroll")
        self.query_one("#page").can_focus = True
        self.query_one("#page").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Enter belongs to the line until there is something to take."""
        return action != "take" or self.step == "done"

    def action_take(self) -> None:
        """Take what was found."""
        if self.result is not None and self.result.imported is not None:
            self.dismiss(self.result.imported.profile)

    def action_scroll(self, lines: int) -> None:
        """Move the text."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """One step back; from the first one to the questions."""
        if self.step == "zone":
            self._take_paths(str(self.paths[0]))
        else:
            self.step = "left"
            self.dismiss(None)


def _here() -> str:
    """The time zone of this computer, nothing where it does not say."""
    try:
        return time_zone(get_localzone_name()).key
    except (NotHours, LookupError, ValueError, OSError):
        return ""

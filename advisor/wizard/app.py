"""The app: which screen is shown, and saving after every answer."""

from __future__ import annotations

import gc
import os

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from advisor.interview import Interview, begin, save, saved_answers_file
from advisor.pipeline import evaluate
from advisor.presentation.tree import render_verdict, render_why
from advisor.problems import render
from advisor.wizard.pages import Page
from advisor.wizard.questions import Questions
from advisor.wizard.results import VERDICT, Answers, Results
from advisor.wizard.resume import Resume


class Wizard(App[str]):
    """Holds the interview; every screen shows it and tells what the person did."""

    CSS_PATH = "wizard.tcss"
    TITLE = "advisor"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]
    BINDINGS = [
        Binding("ctrl+q", "save_and_quit", "save and quit", priority=True),
        Binding("ctrl+c", "copy_or_quit", show=False, priority=True),
    ]

    def __init__(self, interview: Interview, saved: Interview | None = None) -> None:
        super().__init__()
        self.interview = interview
        self.saved = saved
        self.returning = False
        """True while one earlier answer is being changed."""
        self.warned = False
        # A terminal without true colour gets its own palette; NO_COLOR gets none at all.
        plain = os.environ.get("COLORTERM") not in ("truecolor", "24bit")
        self.theme = "ansi-dark" if plain or os.environ.get("NO_COLOR") else "textual-dark"

    def on_mount(self) -> None:
        """Show the first card; saved answers are offered first."""
        self.call_after_refresh(gc.enable)
        self.questions = Questions()
        self.push_screen(self.questions)
        if self.saved is not None:
            self.push_screen(Resume(len(self.saved.answered)), self._resumed)

    def _resumed(self, go_on: bool | None) -> None:
        if go_on and self.saved is not None:
            self.interview = self.saved
        self.show()

    def show(self) -> None:
        """Show where the interview is: its question, or the advice when none is left."""
        if self.interview.question is None:
            self.show_results()
        else:
            self.questions.show(self.interview)

    def move(self, interview: Interview) -> None:
        """Take the interview a person's answer led to, and keep it."""
        self.interview = interview.latest() if self.returning else interview
        self.returning = False
        problem = save(self.interview)
        if problem is not None and not self.warned:
            self.warned = True
            self.notify(render(problem), severity="warning", markup=False, timeout=8)
        self.show()

    def go_back(self) -> None:
        """Show the card before."""
        if self.interview.at == 0:
            self.questions.complain("This is the first question.")
        else:
            self.interview = self.interview.back()
            self.show()

    # ------------------------------------------------------------ screens

    def show_results(self) -> None:
        """Show the advice so far."""
        self.push_screen(Results(self.interview), self._left_results)

    def _left_results(self, how: str | None) -> None:
        if how == "answers":
            self.push_screen(Answers(self.interview), self._left_answers)
        else:
            self.show()

    def _left_answers(self, fact: str | None) -> None:
        if fact:
            self.returning = True
            self.interview = self.interview.revisit(fact)
        self.show()

    def show_why(self, key: str) -> None:
        """Show the whole why of a rule or verdict."""
        evaluation = evaluate(self.interview.engine, self.interview.given)
        rulebase, width = evaluation.rulebase, self.size.width - 5
        if key.startswith(VERDICT):
            verdict = rulebase.verdicts[key.removeprefix(VERDICT)]
            self.push_screen(Page(render_verdict(evaluation, verdict, width)))
            return
        rule = rulebase.rule(key)
        if rule is not None:
            self.push_screen(Page(render_why(evaluation, rule, width)))

    # ------------------------------------------------------------ actions

    def action_save_and_quit(self) -> None:
        """Keep the answers and leave, saying how to come back."""
        if not self.interview.answered:
            self.exit()
            return
        problem = save(self.interview)
        self.exit(
            render(problem)
            if problem
            else "Your answers are kept. Go on with: advisor ask --resume\n"
            f"The advice as text: advisor evaluate {saved_answers_file()}"
        )

    def action_copy_or_quit(self) -> None:
        """Copy what is selected; with nothing selected, save and quit."""
        focused = self.focused
        selected = focused.selected_text if isinstance(focused, Input) else ""
        selected = selected or self.screen.get_selected_text() or ""
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.action_save_and_quit()

    def restart(self) -> None:
        """Begin again with nothing answered; the saved answers go with the next save."""
        self.interview = begin(self.interview.engine)
        self.show()

    def get_system_commands(self, screen: Screen[object]):  # type: ignore[no-untyped-def]
        """What ctrl+p offers."""
        yield SystemCommand("Advice", "Show the advice so far", self.show_results)
        yield SystemCommand("Change an answer", "List your answers", self.show_answers)
        yield SystemCommand("Start again", "Forget the answers", self.restart)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Save and quit", self.action_save_and_quit)

    def show_answers(self) -> None:
        """List the answers, to change one."""
        self.push_screen(Answers(self.interview), self._left_answers)

"""The app: which screen is shown, and saving after every answer."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from advisor.facts.profile import Profile
from advisor.inference.evaluation import Evaluation
from advisor.interview import Interview, begin, save, saved_answers_file
from advisor.pipeline import evaluate
from advisor.presentation.heatmap import heatmap
from advisor.presentation.tree import render_verdict, render_why
from advisor.problems import Place, Usage, render, visible
from advisor.rulebase.library import Library, load
from advisor.wizard.browser import BrokenPage, Browser
from advisor.wizard.pages import Page
from advisor.wizard.questions import Questions
from advisor.wizard.results import HOURS, VERDICT, Answers, Results
from advisor.wizard.resume import Resume

if TYPE_CHECKING:
    from advisor.wizard.editing import Revision


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

    def __init__(
        self,
        interview: Interview,
        saved: Interview | None = None,
        reload: Callable[[], Library] = load,
    ) -> None:
        """`reload` loads the rules in use once more, after an edit."""
        super().__init__()
        self.reload = reload
        self.revision: Revision | None = None
        """The last edit of the rules, until the next answer."""
        self.edited: tuple[Path, Place] | None = None
        """The file and the place that were edited last."""
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
        self.revision = None
        problem = save(self.interview)
        if problem is not None and not self.warned:
            self.warned = True
            self.warn(render(problem))
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
        self.push_screen(Results(), self._left_results)

    def _left_results(self, how: str | None) -> None:
        if how == "answers":
            self.push_screen(Answers(), self._left_answers)
        else:
            self.show()

    def _left_answers(self, fact: str | None) -> None:
        if fact:
            self.returning = True
            self.interview = self.interview.revisit(fact)
        self.show()

    def show_files(self) -> None:
        """Ask for files of TikTok, which answer questions in the person's place."""
        from advisor.wizard.files import Files

        self.push_screen(Files(self.interview.engine.rulebase.facts), self._left_files)

    def _left_files(self, told: Profile | None) -> None:
        if told is not None:
            self.move(self.interview.with_files(told))

    def show_why(self, key: str) -> None:
        """Show the whole why of a rule or verdict."""
        self.push_screen(Page(lambda: why(self.evaluation, key, self.text_width)))

    def show_what_if(self) -> None:
        """Let the person try other answers; those given stay."""
        from advisor.wizard.whatif import WhatIf

        self.push_screen(WhatIf())

    def show_rules(self, key: str = "") -> None:
        """Show every rule, beginning at the one with this id."""
        while any(isinstance(screen, Browser) for screen in self.screen_stack):
            if isinstance(self.screen, Browser):
                return
            self.pop_screen()
        self.push_screen(Browser(key), self._left_rules)

    def _left_rules(self, _: None) -> None:
        if self.screen is self.questions:
            self.show()

    @property
    def evaluation(self) -> Evaluation:
        """What the rules find in the answers so far."""
        return evaluate(self.interview.engine, self.interview.given)

    @property
    def text_width(self) -> int:
        """Columns for the text of a page."""
        return self.size.width - 5

    # ------------------------------------------------------------ editing

    def edit(self, id: str) -> None:
        """Open a rule in the person's editor, then advise by the rules as they are."""
        rule = self.interview.engine.rulebase.rule(id)
        if rule is not None and rule.at.file.opened is not None:
            self.edited = rule.at.file.opened, rule.at.place
            self.edit_again()

    def edit_again(self) -> None:
        """Open the place that was edited last."""
        from advisor.authoring.editor import command
        from advisor.wizard.editing import first_problem

        if self.edited is None:
            return
        file, place = self.edited
        try:
            words = command(file, place.line)
        except (Usage, ValueError) as error:  # no editor, or a quote that is not closed
            self.warn(str(error))
            return
        try:
            fault = self.run_editor(words)
        except SuspendNotSupported:
            self.warn("No editor can be opened in this terminal.")
            return
        if fault:
            self.warn(fault)
        self.take_over(self.reload())
        if self.revision is not None:
            self.edited = file, first_problem(self.revision.problems, place)

    def run_editor(self, words: Sequence[str]) -> str:
        """Give the terminal to an editor until it is closed; what went wrong, if anything."""
        from advisor.wizard.editing import run_editor

        with self.suspend():
            return run_editor(words)

    def take_over(self, library: Library) -> None:
        """Go on with other rules; with broken ones, show what is wrong and go on as before."""
        from advisor.wizard.editing import carried, problems_page, revise

        before = self.interview
        self.interview, revision = revise(before, library, self.revision)
        self.revision = revision
        if isinstance(self.screen, BrokenPage):
            self.pop_screen()
        if not revision.problems:
            if self.saved is not None:
                self.saved = carried(self.saved, self.interview.engine)
            before.engine.close()
        for screen in self.screen_stack:
            if isinstance(screen, Questions | Results | Answers | Browser | Page):
                screen.renew()
        if revision.problems:
            self.push_screen(BrokenPage(lambda: problems_page(revision, self.text_width)))

    def warn(self, text: str) -> None:
        """Say something in passing."""
        self.notify(visible(text), severity="warning", markup=False, timeout=8)

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
        self.revision = None
        self.show()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What ctrl+p offers."""
        yield SystemCommand("Advice", "Show the advice so far", self.show_results)
        yield SystemCommand("Change an answer", "List your answers", self.show_answers)
        yield SystemCommand("I have files", "Let files of TikTok answer", self.show_files)
        yield SystemCommand("What if", "Try other answers", self.show_what_if)
        yield SystemCommand("Rules", "Look through the rules, change them", self.show_rules)
        yield SystemCommand("Start again", "Forget the answers", self.restart)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Save and quit", self.action_save_and_quit)

    def show_answers(self) -> None:
        """List the answers, to change one."""
        self.push_screen(Answers(), self._left_answers)


def why(evaluation: Evaluation, key: str, width: int) -> str:
    """The page behind a line of the results: a why, or the posting hours."""
    if key == HOURS:
        hours = evaluation.profile.hours
        return "\n".join(heatmap(hours) if hours else ())
    verdict = evaluation.rulebase.verdicts.get(key.removeprefix(VERDICT))
    if verdict is not None:
        return render_verdict(evaluation, verdict, width)
    rule = evaluation.rulebase.rule(key)
    if rule is None or not rule.enabled:
        return f"{visible(key)} is not among the rules any more."
    return render_why(evaluation, rule, width)

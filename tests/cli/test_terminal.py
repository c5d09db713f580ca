"""The command line on a real (pseudo) terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

ADVISOR = str(Path(sys.executable).parent / "advisor")


class Terminal:
    """A process on a terminal: type to it, wait for what it shows, see how it ends."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self.seen = ""
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execve(ADVISOR, [ADVISOR, *arguments], environment)

    def wait_for(self, text: str) -> str:
        """Everything shown since the last call, up to and with the text."""
        limit = time.monotonic() + 30
        while text not in self.seen:
            if time.monotonic() > limit or not select.select([self.terminal], [], [], 30)[0]:
                pytest.fail(f"never saw {text!r} in {self.seen!r}")
            try:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
            except OSError:
                break
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """The exit code, once it ends."""
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


@pytest.fixture
def terminal(environment, tmp_path):
    """Starts `advisor` on a terminal."""
    return lambda *arguments, **more: Terminal(list(arguments), environment | more, tmp_path)


def test_plain_asks_line_by_line(terminal):
    """Topics by number, a share, back, a wrong answer, skip, quit; then the advice."""
    ran = terminal("ask", "--plain")
    ran.wait_for("Question 1: 0 answered, at most")
    assert "1  Should I like my own videos?" in ran.wait_for("> ")
    ran.type("b\n")
    ran.wait_for("This is the first question.")
    ran.wait_for("> ")
    ran.type("1\n")
    ran.wait_for("Question 2: 1 answered, at most")
    ran.wait_for("Which of these is closest to how you")
    ran.wait_for("> ")
    ran.type("why\n")
    ran.wait_for("Your answer can change what we say to “Should I like my own videos?”.")
    ran.wait_for("> ")
    ran.type("1\n")
    ran.wait_for("> ")
    ran.type("s\n")
    ran.wait_for("How many videos did you post in the")
    ran.wait_for("> ")
    ran.type("twelve\n")
    ran.wait_for("write it in digits")
    ran.wait_for("> ")
    ran.type("why\n")
    ran.wait_for("It tells whether to ask you about: own videos you liked")
    ran.wait_for("> ")
    ran.type("12\n")
    ran.wait_for("What share of your last 20 videos")
    ran.wait_for("> ")
    ran.type("19 of 20\n")
    ran.wait_for("Cut back (so far).")
    ran.wait_for("> ")
    ran.type("b\n")
    ran.wait_for("Your answer: 95 %. Enter keeps it.")
    ran.wait_for("> ")
    ran.type("\n")
    ran.wait_for("> ")
    ran.type("q\n")
    ran.wait_for("advisor ask --resume goes on here.")
    ran.wait_for("What to do first")
    assert ran.end() == 0
    again = terminal("ask", "--plain")
    again.wait_for("There are 5 answers from last time.")
    again.wait_for("> ")
    again.type("yes\n")
    again.wait_for("Question 6: 5 answered")
    again.type("q\n")
    assert again.end() == 0


@pytest.mark.parametrize("more", [{"TERM": "dumb"}, {"ADVISOR_PLAIN": "1"}])
def test_a_plain_terminal_gets_plain_questions(terminal, more):
    """TERM=dumb and ADVISOR_PLAIN ask line by line without being told."""
    ran = terminal(**more)
    shown = ran.wait_for("Question 1")
    assert "\x1b" not in shown
    ran.type("q\n")
    assert ran.end() == 0


def test_the_wizard_opens_and_quits(terminal):
    """`advisor` alone opens the wizard; ctrl+q leaves a line behind."""
    ran = terminal()
    ran.wait_for("What would you like advice on?")
    ran.type("1")
    ran.wait_for("[x]")
    ran.type("\r")
    ran.wait_for("Which of these")
    ran.type("\x11")
    ran.wait_for("Go on with: advisor ask --resume")
    assert ran.end() == 0


def test_interrupting_an_evaluation_is_quiet(terminal):
    """Ctrl-C while a profile is read from the terminal: exit code 130, no traceback."""
    ran = terminal("evaluate", "-")
    time.sleep(3)  # until it reads; a busy machine takes its time to start
    os.kill(ran.child, signal.SIGINT)
    ran.wait_for("stopped")
    assert ran.end() == 130


def test_a_profile_answers_before_anybody_is_asked(terminal, tmp_path):
    """--from begins with what a file says; a broken file is told and nothing is asked."""
    (tmp_path / "me.toml").write_text('questions = ["self_like"]\nposts_in_window = 12\n')
    ran = terminal("ask", "--plain", "--from", "me.toml")
    ran.wait_for("Question 3: 2 answered, at most")
    ran.wait_for("> ")
    ran.type("q\n")
    assert ran.end() == 0
    (tmp_path / "me.toml").write_text("posts = 1\n")
    ran = terminal("ask", "--plain", "--from", "me.toml")
    ran.wait_for("unknown-fact")
    assert ran.end() == 2

"""The interview as plain prompts: for screen readers, plain terminals and braille lines.

No boxes, no colour, nothing redrawn; the same questions, answers and words as the cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import fill

from advisor.facts.profile import Known
from advisor.facts.vocabulary import Fact, NotAValue
from advisor.interview import Interview, asks_for_topics, picked, save, topics_answer
from advisor.language.tree import Value
from advisor.presentation.asking import why_asked
from advisor.presentation.report import Report
from advisor.presentation.text import render
from advisor.problems import render as render_problem
from advisor.problems import visible

HELP = (
    "Type your answer and press Enter. ? explains, why says why we ask, b goes back, s skips, "
    "q saves and quits."
)


def ask(
    interview: Interview, read: Callable[[str], str], write: Callable[[str], None], width: int
) -> None:
    """Ask until nothing is left to ask, then tell the advice.

    `read` shows a prompt and returns a line; it raises EOFError at the end of input.
    """
    write(HELP)
    warned = False
    verdicts = ""
    while (question := interview.question) is not None:
        for line in _card(interview, question):
            write(fill(line, width, subsequent_indent="     " if line[:1] == " " else ""))
        try:
            typed = read("> ").strip()
        except EOFError:
            typed = "q"
        match typed.lower():
            case "q" | "quit" | "exit":
                write("Saved. advisor ask --resume goes on here.")
                break
            case "b" | "back":
                if interview.at == 0:
                    write("This is the first question.")
                interview = interview.back()
                continue
            case "?" | "help":
                write(question.help or "Answer as well as you can.")
                write(HELP)
                continue
            case "why" | "w":
                for line in why_asked(interview.purpose):
                    write(fill(line, width))
                continue
            case "s" | "skip" | "":
                known = isinstance(interview.entry, Known) and typed == ""
                interview = _kept(interview) if known else interview.dont_know()
            case _:
                try:
                    interview = interview.answer(_read(interview, question, typed))
                except NotAValue as error:
                    write(visible(str(error)))
                    continue
        problem = save(interview)
        if problem and not warned:
            write(render_problem(problem))
            warned = True
        verdicts = _tell_change(interview.report, verdicts, write)
    write("")
    write(render(interview.report, width))


def _kept(interview: Interview) -> Interview:
    entry = interview.entry
    return interview.answer(entry.value) if isinstance(entry, Known) else interview.dont_know()


def _card(interview: Interview, question: Fact) -> Iterator[str]:
    """The question, its choices, and how to answer."""
    yield ""
    so_far = f"{len(interview.answered)} answered, at most {len(interview.report.questions)} left"
    yield f"Question {interview.at + 1}: {so_far}. {visible(question.ask)}"
    for number, (label, chosen) in enumerate(_choices(interview, question), 1):
        yield f"  {number}  {visible(label)}" + ("  (your answer)" if chosen else "")
    if isinstance(interview.entry, Known) and not question.choices:
        yield f"Your answer: {question.show(interview.entry.value)}. Enter keeps it."
    yield f"({_how(question)}; s if you don't know; why; b back; ? help; q quits)"


def _how(question: Fact) -> str:
    match question.type:
        case "bool":
            return "yes or no"
        case "choice":
            return "one number"
        case "choices":
            return "one or more numbers with spaces between" + (
                "" if asks_for_topics(question) else ", or 0 for none"
            )
        case "ratio":
            return "a share such as 40 or 8/20"
        case "count":
            return "a whole number"
    return f"a number {question.unit}".strip()


def _choices(interview: Interview, question: Fact) -> list[tuple[str, bool]]:
    value = interview.given.value(question.name)
    if asks_for_topics(question):
        topics = list(interview.engine.rulebase.topics.values())
        return [(topic.question, topic in picked(topics, value)) for topic in topics]
    chosen = value if isinstance(value, frozenset) else {value}
    return [(question.label(choice), choice in chosen) for choice in question.choices]


def _read(interview: Interview, question: Fact, typed: str) -> Value:
    """The value of what was typed: numbers of choices, or the value itself."""
    if question.type not in ("choice", "choices"):
        return question.read_answer(typed)
    count = len(_choices(interview, question))
    if question.type == "choices" and typed == "0" and not asks_for_topics(question):
        return frozenset()
    numbers = typed.replace(",", " ").split()
    if not all(one.isdigit() and 1 <= int(one) <= count for one in numbers):
        raise NotAValue(f"Please type numbers from 1 to {count}.")
    if asks_for_topics(question):
        topics = list(interview.engine.rulebase.topics.values())
        return topics_answer(topics[int(one) - 1] for one in numbers)
    if question.type == "choices":
        return frozenset(question.choices[int(one) - 1] for one in numbers)
    if len(numbers) != 1:
        raise NotAValue("Please type one number.")
    return question.choices[int(numbers[0]) - 1]


def _tell_change(report: Report, before: str, write: Callable[[str], None]) -> str:
    """Say so where an answer changed a verdict."""
    lines = []
    for line in report.shown_verdicts:
        branch = line.verdict.branch(line.outcome.value)
        if branch is not None:
            sure = "" if line.outcome.certain else " (so far)"
            lines.append(f"{line.verdict.question} {branch.label}{sure}.")
    now = "\n".join(lines)
    if now and now != before:
        write(visible(now))
    return now

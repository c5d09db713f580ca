"""One question: where we are, what is asked, the field, and a row for what is wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from advisor.facts.profile import Known
from advisor.facts.vocabulary import Fact, NotAValue
from advisor.interview import Interview, asks_for_topics, picked, topics_answer
from advisor.language.tree import Value
from advisor.problems import visible
from advisor.wizard.choices import Choices

NONE_OF_THESE = "None of these"


class NumberField(Input):
    """A line for a number, in percent or as a fraction too; leaves every other key alone."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, compact=True, restrict=r"[0-9.,%/ +of-]*", max_length=40)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """True for keys that are part of a number."""
        return character is not None and character in "0123456789.,%/ +of-"


class Card(Vertical):
    """The question of an interview; updated in place when the interview moves on."""

    class Answered(Message):
        """The person gave a value."""

        def __init__(self, value: Value) -> None:
            super().__init__()
            self.value = value

    class Skipped(Message):
        """The person does not know, or left the field empty."""

    interview: Interview
    question: Fact

    def compose(self) -> ComposeResult:
        yield Static(id="where", markup=False)
        yield Static(id="ask", markup=False)
        yield Static(id="help", markup=False)
        yield Choices(id="choices")
        yield NumberField(id="number")
        yield Static(id="error", markup=False)

    def show(self, interview: Interview) -> None:
        """Show the question of an interview, which must have one."""
        question = interview.question
        assert question is not None
        self.interview, self.question = interview, question
        self.query_one("#where", Static).update(_where(interview, question))
        self.query_one("#ask", Static).update(visible(question.ask))
        self.query_one("#help", Static).update(visible(question.help))
        self.complain("")
        choices, number = self.query_one(Choices), self.query_one(NumberField)
        typed = question.type in ("count", "number", "ratio")
        choices.display, number.display = not typed, typed
        if typed:
            entry = interview.entry
            number.value = _as_typed(question, entry.value) if isinstance(entry, Known) else ""
            number.placeholder = _expected(question)
            number.cursor_position = len(number.value)
            number.focus()
        else:
            self._fill(choices)
            choices.focus()

    def complain(self, text: str) -> None:
        """Say what is wrong in the row kept for it."""
        self.query_one("#error", Static).update(visible(text))

    def _fill(self, choices: Choices) -> None:
        question, value = self.question, self.interview.given.value(self.question.name)
        if asks_for_topics(question):
            topics = list(self.interview.engine.rulebase.topics.values())
            chosen = picked(topics, value)
            marked = frozenset(i for i, topic in enumerate(topics) if topic in chosen)
            choices.fill([visible(topic.question) for topic in topics], marked, several=True)
        elif question.type == "bool":
            marked = frozenset() if value is None else frozenset({0 if value else 1})
            choices.fill(["Yes", "No"], marked)
        else:
            several = question.type == "choices"
            labels = [visible(question.label(choice)) for choice in question.choices]
            held = value if isinstance(value, frozenset) else {value}
            marked = frozenset(i for i, one in enumerate(question.choices) if one in held)
            if several and value == frozenset():
                marked = frozenset({len(labels)})
            alone = len(labels) if several else None
            choices.fill([*labels, NONE_OF_THESE] if several else labels, marked, several, alone)

    def on_choices_done(self, event: Choices.Done) -> None:
        """Turn picked lines into a value."""
        event.stop()
        question = self.question
        if not event.picked:
            hint = "" if asks_for_topics(question) else f" or “{NONE_OF_THESE}”"
            self.complain(f"Tick at least one with space{hint}; s if you don't know.")
        elif asks_for_topics(question):
            topics = list(self.interview.engine.rulebase.topics.values())
            self.post_message(self.Answered(topics_answer(topics[i] for i in event.picked)))
        elif question.type == "bool":
            self.post_message(self.Answered(0 in event.picked))
        elif question.type == "choice":
            self.post_message(self.Answered(question.choices[min(event.picked)]))
        else:
            names = [question.choices[i] for i in event.picked if i < len(question.choices)]
            self.post_message(self.Answered(frozenset(names)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read what was typed; nothing typed means "I don't know"."""
        event.stop()
        if not event.value.strip():
            self.post_message(self.Skipped())
            return
        try:
            self.post_message(self.Answered(self.question.read_answer(event.value)))
        except NotAValue as error:
            self.complain(str(error))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how what is being typed will be read."""
        event.stop()
        if not event.value.strip():
            self.complain("")
            return
        try:
            self.complain("= " + self.question.show(self.question.read_answer(event.value)))
        except NotAValue:
            self.complain("")


def _where(interview: Interview, question: Fact) -> str:
    left = f"at most {interview.left} left" if interview.left else "the last one for now"
    topic = interview.engine.rulebase.topics.get(question.topic)
    return f"Question {interview.at + 1}, {left}" + (
        f" · {visible(topic.question)}" if topic else ""
    )


def _expected(question: Fact) -> str:
    match question.type:
        case "ratio":
            return "in percent: 40, or 8/20"
        case "count":
            return "a whole number"
    return f"a number {question.unit}".strip()


def _as_typed(question: Fact, value: Value) -> str:
    if isinstance(value, int | float) and question.type == "ratio":
        return f"{value * 100:.10g}%"
    return f"{value:.12g}" if isinstance(value, float) else str(value)

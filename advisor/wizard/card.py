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
from advisor.sources.profile_file import ANSWERED
from advisor.wizard.choices import Choices

NONE_OF_THESE = "None of these"


class NumberField(Input):
    """A line for a number, in percent or as a fraction too; leaves every other key alone."""

    class Typed(Message):
        """The person wants to go on with what was typed, in answer to `asked`."""

        def __init__(self, asked: str, text: str) -> None:
            super().__init__()
            self.asked, self.text = asked, text

    def __init__(self, id: str) -> None:
        super().__init__(id=id, compact=True, restrict=r"[0-9.,%/ +of-]*", max_length=40)
        self.asked = ""

    async def action_submit(self) -> None:
        """Say for which question this was typed: keys can arrive faster than those change."""
        self.post_message(self.Typed(self.asked, self.value))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """True for keys that are part of a number."""
        return character is not None and character in "0123456789.,%/ +of-"


class Card(Vertical):
    """The question of an interview; updated in place when the interview moves on."""

    class Answered(Message):
        """The person gave a value, in answer to `asked`."""

        def __init__(self, asked: str, value: Value) -> None:
            super().__init__()
            self.asked, self.value = asked, value

    class Skipped(Message):
        """The person does not know what was `asked`."""

        def __init__(self, asked: str) -> None:
            super().__init__()
            self.asked = asked

    interview: Interview
    question: Fact
    left_empty = False
    """True once enter was pressed on an empty field: the second time it means "I don't know"."""

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
        self.interview, self.question, self.left_empty = interview, question, False
        self.query_one("#where", Static).update(_where(interview, question))
        self.query_one("#ask", Static).update(visible(question.ask))
        self.query_one("#help", Static).update(visible(question.help))
        self.complain(_origin(interview))
        choices, number = self.query_one(Choices), self.query_one(NumberField)
        typed = question.type in ("count", "number", "ratio")
        choices.display, number.display = not typed, typed
        if typed:
            entry = interview.entry
            number.value = _as_typed(question, entry.value) if isinstance(entry, Known) else ""
            number.placeholder = _expected(question)
            number.asked = question.name
            number.focus()
            number.select_all()
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
            labels = [visible(topic.question) for topic in topics]
            choices.fill(labels, marked, several=True, asked=question.name)
        elif question.type == "bool":
            marked = frozenset() if value is None else frozenset({0 if value else 1})
            choices.fill(["Yes", "No"], marked, asked=question.name)
        else:
            several = question.type == "choices"
            labels = [visible(question.label(choice)) for choice in question.choices]
            held = value if isinstance(value, frozenset) else {value}
            marked = frozenset(i for i, one in enumerate(question.choices) if one in held)
            if several and value == frozenset():
                marked = frozenset({len(labels)})
            alone = len(labels) if several else None
            shown = [*labels, NONE_OF_THESE] if several else labels
            choices.fill(shown, marked, several, alone, question.name)

    def on_choices_done(self, event: Choices.Done) -> None:
        """Turn picked lines into a value."""
        event.stop()
        question = self.question
        if event.asked != question.name:
            return
        if not event.picked:
            hint = "" if asks_for_topics(question) else f" or “{NONE_OF_THESE}”"
            self.complain(f"Tick at least one with space{hint}; s if you don't know.")
        elif asks_for_topics(question):
            topics = list(self.interview.engine.rulebase.topics.values())
            self.post_message(
                self.Answered(question.name, topics_answer(topics[i] for i in event.picked))
            )
        elif question.type == "bool":
            self.post_message(self.Answered(question.name, 0 in event.picked))
        elif question.type == "choice":
            self.post_message(self.Answered(question.name, question.choices[min(event.picked)]))
        else:
            names = [question.choices[i] for i in event.picked if i < len(question.choices)]
            self.post_message(self.Answered(question.name, frozenset(names)))

    def on_number_field_typed(self, event: NumberField.Typed) -> None:
        """Read what was typed; nothing typed, and that twice, means "I don't know"."""
        event.stop()
        question = self.question
        if event.asked != question.name:
            return
        if not event.text.strip():
            if self.left_empty:
                self.post_message(self.Skipped(question.name))
            self.left_empty = True
            self.complain("Nothing typed. Press enter again, or s, if you don't know.")
            return
        try:
            self.post_message(self.Answered(question.name, question.read_answer(event.text)))
        except NotAValue as error:
            self.complain(str(error))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how what is being typed will be read."""
        event.stop()
        entry = self.interview.entry
        unchanged = isinstance(entry, Known) and event.value == _as_typed(
            self.question, entry.value
        )
        if unchanged or not event.value.strip():
            self.complain(_origin(self.interview) if unchanged else "")
            return
        try:
            self.complain("= " + self.question.show(self.question.read_answer(event.value)))
        except NotAValue:
            self.complain("")


def _origin(interview: Interview) -> str:
    """Where an answer comes from that the person did not give."""
    entry = interview.entry
    if not isinstance(entry, Known) or entry.origin == ANSWERED:
        return ""
    return f"{entry.origin[:1].upper()}{entry.origin[1:]}. Change it if it is wrong."


def _where(interview: Interview, question: Fact) -> str:
    answered = len(interview.answered)
    where = f"{answered} answered, at most {len(interview.report.questions)} left"
    if interview.at < answered:
        where = f"Answer {interview.at + 1} of {answered}"
    topic = interview.engine.rulebase.topics.get(question.topic)
    return where + (f" · {visible(topic.question)}" if topic else "")


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

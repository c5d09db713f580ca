"""The rules by topic, each with what became of it; and the whole page of one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Status
from advisor.presentation.text import bold
from advisor.presentation.tree import render_why
from advisor.presentation.words import fill
from advisor.problems import visible
from advisor.rulebase.model import Rule

SHORT = {
    Status.APPLIES: "applies",
    Status.PROVISIONAL: "for now",
    Status.SET_ASIDE: "set aside",
    Status.UNDECIDED: "open",
    Status.SILENT: "does not apply",
}
"""The status of a rule in as few words as a list has room for."""

MARKS = {
    Status.APPLIES: "✓",
    Status.PROVISIONAL: "~",
    Status.SET_ASIDE: "-",
    Status.UNDECIDED: "?",
    Status.SILENT: "·",
}
"""The same as one character, for a glance down the list."""

OFF = "switched off"
OWN = "Your own rules"

Note = Callable[[str, Status | None], str]
"""What to remark on a rule with this id and status; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """A rule in the list. A rule that is switched off has no status."""

    rule: Rule
    title: str
    status: Status | None
    note: str = ""

    @property
    def mark(self) -> str:
        """The status as one character."""
        return MARKS[self.status] if self.status else "x"

    @property
    def words(self) -> str:
        """The status in words, and the remark."""
        words = SHORT[self.status] if self.status else OFF
        return f"{words}, {self.note}" if self.note else words


@dataclass(frozen=True, slots=True)
class Group:
    """A topic and those of its rules that are listed."""

    question: str
    items: tuple[Item, ...]


def outline(
    evaluation: Evaluation, wanted: str = "", note: Note = lambda id, status: ""
) -> tuple[Group, ...]:
    """Every topic with its rules, in the order of the files; `wanted` narrows them.

    A rule is listed when each word of `wanted` stands in its line, its id or its topic;
    a `*` finds the rules with a remark.
    """
    rulebase, given = evaluation.rulebase, evaluation.profile
    statuses = evaluation.findings.rules
    topics = {name: topic.question for name, topic in rulebase.topics.items()}
    members: dict[str, list[Item]] = {name: [] for name in (*topics, "")}
    words = wanted.casefold().split()
    for rule in rulebase.all_rules():
        status = statuses.get(rule.id) if rule.enabled else None
        title = fill(rule.title, rulebase.facts, given)
        item = Item(rule, title, status, note(rule.id, status))
        name = rule.topic if rule.topic in topics else ""
        text = f"{title} {rule.id} {item.words} {topics.get(name, OWN)}".casefold()
        text += " *" if item.note else ""
        if all(word in text for word in words):
            members[name].append(item)
    return tuple(
        Group(topics.get(name, OWN), tuple(items)) for name, items in members.items() if items
    )


def tally(groups: Sequence[Group]) -> str:
    """How many rules are listed, and how many of each status."""
    items = [item for group in groups for item in group.items]
    kinds = [*((one, words) for one, words in SHORT.items()), (None, OFF)]
    counts = [(sum(item.status is one for item in items), words) for one, words in kinds]
    parts = [f"{words} {count}" for count, words in counts if count]
    return " · ".join([f"{len(items)} rule{'' if len(items) == 1 else 's'}", *parts])


def rule_page(evaluation: Evaluation, rule: Rule, width: int = 80) -> str:
    """What a rule says, why or why not, and its source as it stands in the file."""
    if rule.enabled:
        lines = [render_why(evaluation, rule, width).rstrip("\n")]
    else:
        lines = [bold(visible(rule.title)), visible(rule.advice), "", f"{rule.id} {OFF}"]
        lines += [
            f"by {one.at.place} {visible(one.reason)}".rstrip()
            for one in rule.changes
            if one.key == "enabled"
        ]
    return "\n".join([*lines, *_sources(rule)]) + "\n"


def _sources(rule: Rule) -> Iterator[str]:
    """The table of the rule, and those in which overlays change it."""
    tables = [(rule.at.file, rule.at.path)]
    tables += [(one.at.file, one.at.path[:2]) for one in rule.changes]
    for file, path in dict.fromkeys(tables):
        place = file.at(path, "key")[0]
        yield ""
        yield bold(f"{visible(place.file)}:{place.line}")
        yield from visible(file.table(path)).expandtabs(4).split("\n")

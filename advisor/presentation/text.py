"""A report as text for a terminal of any width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from advisor.explanation.proof import Reason
from advisor.facts.vocabulary import Fact
from advisor.inference.findings import Status
from advisor.presentation.report import BACKGROUND, Advice, Report, VerdictLine
from advisor.presentation.words import EVIDENCE, compared, condition
from advisor.problems import visible
from advisor.rulebase.model import Rule, RuleBase

NARROWEST, WIDEST = 40, 100


def render(report: Report, width: int = 80, whole: bool = False) -> str:
    """The report; what comes after the first things to do in short, unless `whole`.

    Bold and dim are ANSI codes; whoever prints decides about them.
    """
    page = _Page(max(NARROWEST, min(width, WIDEST)))
    page.heading(report.profile.name)
    for line in report.shown_verdicts:
        _verdict(page, report, line)
    for section in report.sections:
        page.heading(section.heading)
        for number, advice in enumerate(section.advice, 1):
            mark = f"{number}. " if section.numbered else "- "
            tell = _in_short if section.folded and not whole else _in_full
            tell(page, report, advice, mark)
    if report.set_aside:
        page.heading("Set aside")
        for one in report.set_aside:
            page.wrapped(f"{one.rule.title} ({one.rule.id})", "- ")
            page.labelled("because", reasons(report.rulebase, one.because), "  ")
    _open(page, report)
    return "\n".join(page.lines) + "\n"


def _verdict(page: _Page, report: Report, line: VerdictLine) -> None:
    outcome, verdict = line.outcome, line.verdict
    branch = verdict.branch(outcome.value)
    assert branch is not None
    page.heading(verdict.question)
    page.wrapped(branch.label + ("" if outcome.certain else " (so far)"), "  ", style=bold)
    if branch.meaning:
        page.wrapped(branch.meaning, "  ")
    if not outcome.certain:
        others = [verdict.branch(value) for value in outcome.possible if value != outcome.value]
        labels = ", ".join(f"“{other.label}” ({other.value})" for other in others if other)
        page.wrapped(f"Still possible until you answer more: {labels}", "  ")
    page.labelled("why", reasons(report.rulebase, line.because), "  ")


def _in_full(page: _Page, report: Report, advice: Advice, mark: str) -> None:
    rule, indent = advice.rule, " " * len(mark)
    page.wrapped(advice.title, mark, style=bold)
    page.wrapped(advice.advice, indent)
    if advice.action:
        page.wrapped(advice.action, indent + "> ", indent + "  ")
    if advice.status is Status.PROVISIONAL and rule.unless is not None:
        open_facts = [report.rulebase.facts[name].called for name in advice.needs]
        words = "Unless " + condition(report.rulebase, rule.unless)
        if open_facts:
            words += ". To settle it, tell us: " + ", ".join(open_facts)
        page.wrapped(words + ".", indent)
    page.labelled("why", reasons(report.rulebase, advice.because), indent)
    page.labelled("from", ", ".join(sources(report.rulebase, rule)), indent)
    page.labelled("trust", EVIDENCE[rule.evidence], indent)
    for change in rule.changes:
        reason = f": {change.reason}" if change.reason else ""
        page.labelled("changed", f"{change.key} by {change.at.place}{reason}", indent)
    page.labelled("rule", f"{rule.id}, {rule.at.place.file}:{rule.at.place.line}", indent)
    if advice.also:
        page.labelled("also", "; ".join(f"{o.title} ({o.id})" for o in advice.also), indent)
    page.line("")


def _in_short(page: _Page, report: Report, advice: Advice, mark: str) -> None:
    """Title, what to do or to know, and one piece of small print."""
    rule, indent = advice.rule, " " * len(mark)
    maybe = " (for now)" if advice.status is Status.PROVISIONAL else ""
    page.wrapped(f"{advice.title}{maybe}", mark, style=bold)
    if advice.action and rule.kind not in (*BACKGROUND, "answer"):
        page.wrapped(advice.action, indent + "> ", indent + "  ")
    else:
        page.wrapped(advice.advice, indent)
    small = [reasons(report.rulebase, advice.because), EVIDENCE[rule.evidence]]
    small += [", ".join(rule.sources), f"{rule.id}, {rule.at.place.file}:{rule.at.place.line}"]
    small += [f"also {other.title} ({other.id})" for other in advice.also]
    page.labelled("why", " · ".join(part for part in small if part), indent)


def _open(page: _Page, report: Report) -> None:
    """What answers are missing, and which to give next."""
    question = report.questions[0] if report.questions else None
    if report.empty:
        page.line("")
        page.wrapped("There is nothing to advise yet: too little is known.")
    if question is None:
        if not report.empty:
            page.heading("Complete")
            page.wrapped("No further answer would change this advice.", "  ")
        return
    page.heading("Answer next")
    page.wrapped(question.ask, "  ", style=bold)
    if question.help:
        page.wrapped(question.help, "  ")
    page.wrapped(f"In a profile file: {question.name} = {question.example}", "  ")
    if report.undecided:
        count, asked = len(report.undecided), len(report.unknown)
        words = "piece of advice waits" if count == 1 else "pieces of advice wait"
        answers = "an answer to one question" if asked == 1 else f"answers to {asked} questions"
        page.wrapped(f"{count} more {words} for {answers}.", "  ")


def reasons(rulebase: RuleBase, because: Iterable[Reason]) -> str:
    """Tests that hold, in words: `comments answered: 5 % (less than 20 %)`."""
    by_fact: dict[str, list[Reason]] = {}
    for reason in because:
        by_fact.setdefault(reason.fact, []).append(reason)
    return "; ".join(_fact_reasons(rulebase.facts[name], some) for name, some in by_fact.items())


def _fact_reasons(fact: Fact, because: list[Reason]) -> str:
    value = because[0].value
    if value is None:
        return f"{fact.called}: {because[0].origin}"
    if fact.type in ("bool", "choice"):
        return f"{fact.called}: {fact.show(value)}"
    wanted = ", ".join(compared(reason.test, fact) for reason in because)
    if fact.type == "choices":
        return f"{fact.called}: {wanted}"
    exact = all(reason.test.op == "==" for reason in because)
    return f"{fact.called}: {fact.show(value)}" + ("" if exact else f" ({wanted})")


def sources(rulebase: RuleBase, rule: Rule) -> Iterator[str]:
    """Where a rule comes from: each article and the parts of it."""
    parts: dict[str, list[str]] = {}
    for one in rule.sources:
        name, _, section = one.partition("#")
        if name in rulebase.sources:
            found = parts.setdefault(rulebase.sources[name].title, [])
            if section:
                found.append(rulebase.sources[name].sections.get(section, section))
    for title, sections in parts.items():
        yield f"“{title}”" + (f" ({'; '.join(sections)})" if sections else "")


def bold(text: str) -> str:
    """The text in bold."""
    return f"\x1b[1m{text}\x1b[0m"


def dim(text: str) -> str:
    """The text held back."""
    return f"\x1b[2m{text}\x1b[0m"


class _Page:
    """Lines of a given width."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)

    def heading(self, text: str) -> None:
        if self.lines and self.lines[-1]:
            self.line("")
        self.wrapped(text, style=bold)

    def wrapped(self, text: str, first: str = "", rest: str = "", style: object = None) -> None:
        """Text between the margins; `first` begins its first line."""
        indent = rest or " " * len(first)
        lines = textwrap.wrap(
            visible(text).replace("\n", " "), self.width,
            initial_indent=first, subsequent_indent=indent, break_on_hyphens=False,
        )  # fmt: skip
        self.lines += [bold(line) if style is bold else line for line in lines]

    def labelled(self, label: str, text: str, indent: str) -> None:
        """A line of small print that begins with a label."""
        if text:
            start = len(self.lines)
            self.wrapped(text, f"{indent}{label}: ", indent + "  ")
            self.lines[start:] = [dim(line) for line in self.lines[start:]]

"""A report as text for a terminal of any width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby

from advisor.inference.findings import Status
from advisor.presentation.heatmap import heatmap
from advisor.presentation.report import BACKGROUND, Advice, Report, SetAside, VerdictLine
from advisor.presentation.words import (
    EVIDENCE,
    condition,
    holding,
    obstacles,
    reasons,
    verdict_value,
    within,
)
from advisor.problems import visible
from advisor.rulebase.model import Rule, RuleBase

NARROWEST, WIDEST = 40, 100

NEAR = 0.25
"""How far off a number may be, against its bound, to be told as one step away."""

FEW = 3
"""How many of these are told."""

IN_SHORT = 12
"""How many folded pieces of advice are told in short; of the others only the headline."""


def render(report: Report, width: int = 80, whole: bool = False) -> str:
    """The report; what comes after the first things to do in short, unless `whole`.

    Bold and dim are ANSI codes; whoever prints decides about them.
    """
    page = _Page(max(NARROWEST, min(width, WIDEST)))
    page.wrapped(report.profile.name, style=bold)
    for line in report.shown_verdicts:
        _verdict(page, report, line)
    folded = 0
    for section in report.sections:
        page.heading(section.heading)
        for number, advice in enumerate(section.advice, 1):
            mark = f"{number}. " if section.numbered else "- "
            if whole or not section.folded:
                _in_full(page, report, advice, mark)
                continue
            folded += 1
            _in_short(page, report, advice, mark, headline=folded > IN_SHORT)
    if folded > IN_SHORT:
        page.line("")
        page.wrapped("advisor evaluate --all tells every one of these in full.")
    _hours(page, report)
    _set_aside(page, report)
    _near_misses(page, report)
    _cases(page, report)
    _open(page, report)
    _articles(page, report)
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
    told = holding(line.decided)
    if not outcome.certain:
        label = "rests on"
    elif len(told) == 1:
        label = "stays so while"
    else:
        # Two that a share is computed from may not both go to their ends.
        label = "stays so, one of these moving at a time, while"
    page.labelled(label, "; ".join(told), "  ")


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
    page.labelled("trust", EVIDENCE[rule.evidence], indent)
    page.labelled("from", ", ".join(_references(report, rule)), indent)
    for change in rule.changes:
        reason = f": {change.reason}" if change.reason else ""
        page.labelled("changed", f"{change.key} by {change.at.place}{reason}", indent)
    page.labelled("rule", _where(rule), indent)
    if advice.also:
        page.labelled("also", "; ".join(f"{o.title} ({o.id})" for o in advice.also), indent)
    page.line("")


def _in_short(page: _Page, report: Report, advice: Advice, mark: str, headline: bool) -> None:
    """Title, what to do or to know, and two lines of small print; or the title alone."""
    rule, indent = advice.rule, " " * len(mark)
    maybe = " (for now)" if advice.status is Status.PROVISIONAL else ""
    if headline:
        page.wrapped(f"{advice.title}{maybe} ({EVIDENCE[rule.evidence]}; {rule.id})", mark)
        return
    page.wrapped(f"{advice.title}{maybe}", mark, style=bold)
    background = rule.kind in (*BACKGROUND, "answer")
    if background:
        page.wrapped(advice.advice, indent)
    if advice.action and (not background or rule.evidence == "check-app"):
        page.wrapped(advice.action, indent + "> ", indent + "  ")
    page.labelled("why", reasons(report.rulebase, advice.because), indent)
    articles = ", ".join(dict.fromkeys(one.split(" ")[0] for one in _references(report, rule)))
    small = [EVIDENCE[rule.evidence], articles, _where(rule)]
    small += [f"also {other.title} ({other.id})" for other in advice.also]
    page.labelled("trust", " · ".join(part for part in small if part), indent)


def _where(rule: Rule) -> str:
    place = rule.at.place
    return f"{rule.id}, {place.file}:{place.line}"


def _hours(page: _Page, report: Report) -> None:
    """When the creator posts, where files told; too narrow a page has no room for it."""
    lines = heatmap(report.profile.hours) if report.profile.hours else []
    if lines and max(map(len, lines[1:])) <= page.width:
        page.heading(lines[0])
        for line in lines[1:]:
            page.line(line)


def _set_aside(page: _Page, report: Report) -> None:
    """What would be said if something did not speak against it, reason by reason."""
    if not report.set_aside:
        return
    page.heading("Set aside")
    page.wrapped("This would fit as well, but something speaks against it for you:")

    def why(one: SetAside) -> str:
        return reasons(report.rulebase, one.because)

    for reason, members in groupby(sorted(report.set_aside, key=why), why):
        for one in members:
            page.wrapped(f"{one.rule.title} ({one.rule.id})", "- ")
        page.labelled("because", reason, "  ")


def _near_misses(page: _Page, report: Report) -> None:
    """Advice that one small step would bring or has only just kept away."""
    near = [one for one in report.near_misses if one.obstacles[0].distance < NEAR][:FEW]
    if not near:
        return
    page.heading("Close to applying")
    for one in near:
        page.wrapped(f"{one.rule.title} ({one.rule.id})", "- ")
        page.labelled("needs", obstacles(report.rulebase, one), "  ")


def _cases(page: _Page, report: Report) -> None:
    """For what the creator does not know, what would hold in which case."""
    if not report.cases:
        return
    page.heading("It depends on what you do not know")
    for one in report.cases[:FEW]:
        page.wrapped(one.fact.called, "- ", style=bold)
        for case in one.cases:
            told = [verdict_value(verdict, value) for verdict, value in case.verdicts]
            told += [rule.title for rule in case.rules[: FEW - 1]]
            more = len(case.rules) - (FEW - 1)
            told += [f"{more} more"] if more > 0 else []
            if told:
                page.wrapped(f"if {within(case.answer, one.fact)}: {'; '.join(told)}", "  ", "    ")
    if len(report.cases) > FEW:
        others = ", ".join(one.fact.called for one in report.cases[FEW:])
        page.labelled("also", others, "  ")


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
    share = " (a share is a fraction: 0.4 is 40 %)" if question.type == "ratio" else ""
    page.wrapped(f"In a profile file: {question.name} = {question.example}{share}", "  ")
    count = len(report.questions)
    if count > 1:
        page.wrapped(f"At most {count} questions can still change something.", "  ")


def _articles(page: _Page, report: Report) -> None:
    """The articles that the numbers in brackets stand for."""
    told = [source for advice in report.advice for source in advice.rule.sources]
    cited = {source.partition("#")[0] for source in told}
    if not cited:
        return
    page.heading("Articles")
    for number, source in enumerate(report.rulebase.sources.values(), 1):
        if source.name in cited:
            page.labelled(f"[{number}]", f"“{source.title}”. {source.note}".strip(), "  ", "")


# ---------------------------------------------------------------- articles


def sources(rulebase: RuleBase, rule: Rule) -> Iterator[str]:
    """Where a rule comes from: each article and the parts of it."""
    for name, sections in _cited(rulebase, rule).items():
        title = rulebase.sources[name].title
        yield f"“{title}”" + (f" ({'; '.join(sections)})" if sections else "")


def _references(report: Report, rule: Rule) -> Iterator[str]:
    """The same with the number of each article."""
    names = list(report.rulebase.sources)
    for name, sections in _cited(report.rulebase, rule).items():
        yield f"[{names.index(name) + 1}]" + (f" {'; '.join(sections)}" if sections else "")


def _cited(rulebase: RuleBase, rule: Rule) -> dict[str, list[str]]:
    cited: dict[str, list[str]] = {}
    for one in rule.sources:
        name, _, section = one.partition("#")
        if name in rulebase.sources:
            parts = cited.setdefault(name, [])
            if section:
                parts.append(rulebase.sources[name].sections.get(section, section))
    return cited


# ---------------------------------------------------------------- lines


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
        """A heading with a rule to the margin, so that it shows without colour."""
        if self.lines and self.lines[-1]:
            self.line("")
        *before, last = textwrap.wrap(visible(text).replace("\n", " "), self.width - 4) or [""]
        self.lines += [bold(line) for line in before]
        self.line(bold(f"{last} " + "─" * (self.width - len(last) - 1)))

    def wrapped(self, text: str, first: str = "", rest: str = "", style: object = None) -> None:
        """Text between the margins; `first` begins its first line. Units stay with numbers."""
        indent = rest or " " * len(first)
        whole = re.sub(r"(?<=\d) (?=%)", "\u00a0", visible(text).replace("\n", " "))
        lines = textwrap.wrap(
            whole, self.width, initial_indent=first, subsequent_indent=indent,
            break_on_hyphens=False,
        )  # fmt: skip
        lines = [line.replace("\u00a0", " ") for line in lines]
        self.lines += [bold(line) if style is bold else line for line in lines]

    def labelled(self, label: str, text: str, indent: str, after: str = ":") -> None:
        """A line of small print that begins with a label."""
        if text:
            start = len(self.lines)
            self.wrapped(text, f"{indent}{label}{after} ", indent + "  ")
            self.lines[start:] = [dim(line) for line in self.lines[start:]]

"""What the answers so far amount to; repainted after every answer."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from advisor.inference.findings import Status
from advisor.presentation.report import BACKGROUND, Report
from advisor.presentation.words import STANCE
from advisor.problems import visible


class Panel(Static):
    """Verdicts and the titles of the advice so far."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)

    def show(self, report: Report) -> None:
        """Show a report in short."""
        self.update(summary(report))


def summary(report: Report) -> Content:
    """The verdicts, then one line per piece of advice, strongest first."""
    lines: list[Content] = []
    for line in report.shown_verdicts:
        branch = line.verdict.branch(line.outcome.value)
        if branch is not None:
            sure = "" if line.outcome.certain else " (so far)"
            lines.append(Content(visible(line.verdict.question)))
            lines.append(Content.styled(f"  {visible(branch.label)}{sure}", "bold"))
    actions = [advice for advice in report.advice if advice.rule.kind not in BACKGROUND]
    others = len(report.advice) - len(actions)
    if report.empty:
        lines.append(Content("Advice appears here as you answer."))
    else:
        count = len(actions)
        more = f", {others} good to know" if others else ""
        lines.append(Content(f"{count} piece{'' if count == 1 else 's'} of advice so far{more}"))
    for advice in actions:
        maybe = " (for now)" if advice.status is Status.PROVISIONAL else ""
        lines.append(Content(f"{STANCE[advice.rule.stance]} {visible(advice.title)}{maybe}"))
    return Content("\n").join(lines)

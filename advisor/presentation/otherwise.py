"""What keeps a rule out, and what would change a verdict, as text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from math import ceil

from advisor.explanation.change import Change, Way, Ways
from advisor.explanation.moves import base
from advisor.explanation.whatif import Difference, what_if
from advisor.explanation.whynot import WhyNot
from advisor.facts.profile import Known, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference.evaluation import Evaluation
from advisor.inference.findings import Outcome, Status
from advisor.presentation.text import bold, dim
from advisor.presentation.words import STATUS, obstacle, obstacles, verdict_value, within
from advisor.problems import visible
from advisor.rulebase.model import Verdict

NO_PROMISE = "This is what the rules would say. It is no promise about TikTok."
PLACE = re.compile(r"\{(count|of|to|now)\}")
MOST = 12
"""How many pieces of advice are named."""


def why_not(evaluation: Evaluation, found: WhyNot, width: int = 80) -> str:
    """What keeps a rule from applying, nearest first."""
    lines = [bold(visible(found.rule.title)), f"{found.rule.id} {STATUS[found.status]}"]
    if found.status is Status.APPLIES:
        lines.append("Nothing keeps it out: see advisor why.")
    else:
        steps = "one thing" if found.steps == 1 else f"{found.steps} things"
        verb = "keeps" if found.steps == 1 else "keep"
        lines += ["", f"{steps.capitalize()} {verb} it from applying, nearest first:"]
    for one in found.obstacles:
        lines += _wrapped(obstacle(evaluation.rulebase, one), "- ", width)
    return "\n".join(lines) + "\n"


def near_misses(evaluation: Evaluation, near: Sequence[WhyNot], width: int = 80) -> str:
    """The rules one step away, the smallest step first."""
    if not near:
        return "No rule is one step away.\n"
    lines = [bold(f"One step away: {len(near)} of {len(evaluation.rulebase.rules)} rules")]
    for one in near:
        aside = ", set aside" if one.status is Status.SET_ASIDE else ""
        lines += _wrapped(f"{one.rule.title} ({one.rule.id}{aside})", "- ", width)
        small = _wrapped(obstacles(evaluation.rulebase, one), "  needs ", width)
        lines += [dim(line) for line in small]
    return "\n".join(lines) + "\n"


def ways(evaluation: Evaluation, wanted: str, found: Ways, width: int = 80) -> str:
    """The smallest changes that bring about what is wanted, each as things to do."""
    lines = _wrapped(f"You would like {wanted}.", "", width)
    if found.reached:
        return "\n".join([*lines, "That is so already."]) + "\n"
    if not found.ways:
        lines += _wrapped(_nowhere(found), "", width)
        return "\n".join(lines) + "\n"
    for number, way in enumerate(found.ways, 1):
        if len(found.ways) == 1:
            head = "The smallest change:"
        else:
            head = "The smallest change:" if number == 1 else f"Another way ({number}):"
        if number == 1 and not found.optimal:
            head = "The best change found in time:"
        lines += ["", bold(head)]
        lines += _steps(evaluation, way, width)
    lines += ["", *_wrapped(NO_PROMISE, "", width)]
    return "\n".join(lines) + "\n"


def _steps(evaluation: Evaluation, way: Way, width: int) -> list[str]:
    lines: list[str] = []
    for change in sorted(way.changes, key=lambda one: one.assumed):
        lines += _wrapped(action(change), "- ", width)
    entries = {one.fact.name: Known(one.to, "tried here") for one in way.changes}
    difference = what_if(evaluation, entries)
    lost = [rule.title for rule in difference.lost]
    gained = [rule.title for rule in difference.gained]
    for label, titles in (("no longer told", lost), ("newly told", gained)):
        if titles:
            more = f"; {len(titles) - 3} more" if len(titles) > 3 else ""
            small = _wrapped("; ".join(titles[:3]) + more, f"  {label}: ", width)
            lines += [dim(line) for line in small]
    return lines


def action(change: Change) -> str:
    """A change as something to do, in the creator's own numbers; or as something to find out."""
    fact = change.fact
    if change.now is None:
        if change.doable:
            return f"Not known yet, but you can see to it: {fact.called}: {_aim(change)}."
        return f"Only if this is so, which you have not told us: {fact.called}: {_aim(change)}."
    if fact.act:
        return _filled(change) + "."
    return f"{fact.called}: {fact.show(change.to)} instead of {fact.show(change.now)}."


def _filled(change: Change) -> str:
    """The action of a fact with its numbers: how many more or fewer, of how many, to what."""
    fact, now, to = change.fact, change.now, change.to
    words = {"to": fact.show(to), "now": "" if now is None else fact.show(now)}
    if isinstance(now, int | float) and isinstance(to, int | float):
        of = base(fact) if fact.type == "ratio" else 1
        # One too few would not be enough; what rounding leaves of a float is no one.
        words |= {"of": str(of), "count": f"{ceil(round(abs(to - now) * of, 6)):,}"}
    elif isinstance(now, frozenset) and isinstance(to, frozenset):
        words["to"] = fact.show(to - now if fact.change == "up" else to)
    return PLACE.sub(lambda match: words.get(match[1], match[0]), fact.act)


def _nowhere(found: Ways) -> str:
    """That nothing leads there, and what it would take."""
    if not found.optimal:
        return "No change that leads there was found in time."
    if not found.beyond:
        return "Nothing you can change leads there."
    takes = "; ".join(
        f"{one.fact.called}: {_aim(one)}"
        + ("" if one.now is None else f" (now {one.fact.show(one.now)})")
        for one in found.beyond
    )
    return f"Nothing you can change leads there. It would also take {takes}."


def _aim(change: Change) -> str:
    """What a fact should be; of sets the one that was chosen."""
    if isinstance(change.to, frozenset) and not change.to:
        return change.fact.show(change.to)
    if isinstance(change.to, frozenset):
        return f"for instance {change.fact.show(change.to)}"
    return within(change.among, change.fact)


def difference(
    evaluation: Evaluation,
    entries: Mapping[str, Known | Unknown],
    found: Difference,
    width: int = 80,
) -> str:
    """What a change of some facts changes."""
    facts = evaluation.rulebase.facts
    tried = [_tried(evaluation, facts[name], entry) for name, entry in entries.items()]
    lines = _wrapped("With " + ", ".join(tried) + ":", "", width)
    for verdict, before, after in found.verdicts:
        lines += _wrapped(
            f"{verdict.question} {_outcome(verdict, before)} -> {_outcome(verdict, after)}",
            "~ ",
            width,
        )
    for mark, rules in (("- ", found.lost), ("+ ", found.gained)):
        for rule in rules[:MOST]:
            lines += _wrapped(f"{rule.title} ({rule.id})", mark, width)
        if len(rules) > MOST:
            lines.append(f"{mark}{len(rules) - MOST} more")
    if len(lines) == 1:
        lines.append("Nothing changes.")
    return "\n".join(lines) + "\n"


def _tried(evaluation: Evaluation, fact: Fact, entry: Known | Unknown) -> str:
    now = evaluation.profile.state(fact.name)
    shown = [fact.show(one.value) if isinstance(one, Known) else one.value for one in (entry, now)]
    return f"{fact.called} {shown[0]} (now {shown[1]})"


def _outcome(verdict: Verdict, outcome: Outcome) -> str:
    so_far = "" if outcome.certain or outcome.value is None else " (so far)"
    return verdict_value(verdict, outcome.value) + so_far


def _wrapped(text: str, first: str, width: int) -> list[str]:
    return textwrap.wrap(
        visible(text),
        max(width, 40),
        initial_indent=first,
        subsequent_indent=" " * min(len(first), 4),
        break_on_hyphens=False,
    )

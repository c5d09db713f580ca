"""`make bench-questions`: how many questions it takes until nothing more can change.

Each of the people answers what is asked from their file; what the file does not hold
they do not know. Against it stand the full form (every question) and the questions that
can still change something asked in the order of the files.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from advisor.explanation.explain import explain
from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import TOPICS, chosen_stakes, questions
from advisor.facts.profile import Known, Profile, Unknown
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.evaluation import Evaluation
from advisor.presentation.report import compose
from advisor.rulebase.library import load
from advisor.rulebase.model import Rule, RuleBase
from advisor.sources.profile_file import read_profile

PEOPLE = sorted((Path(__file__).parents[1] / "people").glob("*.toml"))
TOP = 5
EARLY = 10
"""Questions after which it is counted how many of the final top five stand already."""

Order = Callable[[tuple[Fact, ...]], Fact]
"""Which of the questions that can still change something comes next."""


@dataclass(frozen=True, slots=True)
class Held:
    """How an interview went: what was asked, and what was found before each question and
    at the end."""

    asked: tuple[str, ...]
    found: tuple[Evaluation, ...]

    @property
    def end(self) -> Evaluation:
        """What was found when nothing was left to ask."""
        return self.found[-1]


def people(base: RuleBase) -> list[Profile]:
    """Everybody there is, with all their answers."""
    found = []
    for file in PEOPLE:
        profile, _ = read_profile(file.name, file.read_bytes(), base.facts, file.stem)
        assert profile is not None
        found.append(profile)
    return found


def evaluated(base: RuleBase, given: Profile) -> Evaluation:
    """The profile evaluated by the reference."""
    profile = complete(base, given)
    return Evaluation(base, profile, kleene.evaluate(base, profile))


def chosen(base: RuleBase, topic: str | None) -> Known | Unknown:
    """The answer to the first question: one topic, or none in particular."""
    return Unknown.DONT_KNOW if topic is None else Known(base.topics[topic].answers)


def first(left: tuple[Fact, ...]) -> Fact:
    """The order of the advisor."""
    return left[0]


def interview(base: RuleBase, person: Profile, topic: str | None, order: Order = first) -> Held:
    """Ask until nothing is left to ask."""
    given = Profile(person.name, {TOPICS: chosen(base, topic)})
    asked: list[str] = []
    found: list[Evaluation] = []
    while True:
        found.append(evaluated(base, given))
        left = questions(Outlook(found[-1]))
        if not left:
            return Held(tuple(asked), tuple(found))
        name = order(left).name
        asked.append(name)
        given = given.having({name: person.entries.get(name, Unknown.DONT_KNOW)})


def full_form(base: RuleBase, person: Profile, topic: str | None) -> Evaluation:
    """Everything the person knows, told at once."""
    return evaluated(base, person.having({TOPICS: chosen(base, topic)}))


def told(evaluation: Evaluation) -> dict[str, object]:
    """The advice and the verdicts of the chosen topics that are given, and how firmly."""
    stakes = Outlook(evaluation).stakes.all
    found: dict[str, object] = {}
    for number in chosen_stakes(evaluation):
        of = stakes[number].of
        if isinstance(of, Rule):
            status = evaluation.findings.rules[of.id]
            if status.given:
                found[of.id] = status
        elif evaluation.findings.wanted[of.name] is True:
            found[of.name] = evaluation.findings.verdicts[of.name]
    return found


def verdict_after(held: Held) -> int:
    """After how many questions nothing could change the verdict on liking one's own videos."""
    return next(count for count, one in enumerate(held.found) if _settled(Outlook(one)))


def _settled(outlook: Outlook) -> bool:
    own = [
        number
        for number, stake in enumerate(outlook.stakes.all)
        if not isinstance(stake.of, Rule) and stake.of.name == "self_like_verdict"
    ]
    return not any(outlook.matters(name, own) for name in outlook.askable)


def early(held: Held) -> float:
    """The share of the final top five that stand after EARLY questions."""
    final = _top(held.end)
    soon = _top(held.found[min(EARLY, len(held.found) - 1)])
    return len(set(final) & set(soon)) / len(final) if final else 1.0


def _top(evaluation: Evaluation) -> list[str]:
    report = compose(evaluation, explain(evaluation))
    return [one.rule.id for one in report.advice][:TOP]


def main() -> None:
    """Print a line for each topic, and the figures that have a target."""
    base = load().rulebase
    everybody = people(base)
    form = [fact.name for fact in base.facts.values() if fact.askable and fact.name != TOPICS]
    places = {name: place for place, name in enumerate(base.facts)}

    def by_file(left: tuple[Fact, ...]) -> Fact:
        ready = [fact for fact in left if fact.applies_if is None] or list(left)
        return min(ready, key=lambda fact: places[fact.name])

    print(f"{len(everybody)} people; the full form has {len(form)} questions after the topics")
    print(f"{'topic':<22}{'asked':>8}{'most':>6}{'file order':>12}{'same advice':>13}")
    for topic in (None, *base.topics):
        held = [interview(base, person, topic) for person in everybody]
        file = [interview(base, person, topic, by_file) for person in everybody]
        same = sum(
            told(one.end) == told(full_form(base, person, topic))
            for one, person in zip(held, everybody, strict=True)
        )
        counts = [len(one.asked) for one in held]
        name = "all topics" if topic is None else topic
        print(
            f"{name:<22}{statistics.median(counts):>8g}{max(counts):>6}"
            f"{statistics.median(len(one.asked) for one in file):>12g}"
            f"{same:>7} of {len(everybody)}",
            flush=True,
        )
        if topic is None:
            everything = held
        if topic == "self_liking":
            liking = held
    print()
    after = statistics.median(verdict_after(one) for one in liking)
    target("the self-liking verdict alone settles after", after, 8)
    target("all self-liking advice after", statistics.median(len(h.asked) for h in liking), 16)
    target("all topics after", statistics.median(len(h.asked) for h in everything), 62)
    for name, interviews in (("all topics", everything), ("self-liking", liking)):
        share = statistics.mean(early(one) for one in interviews)
        print(f"of the final top five {share:.0%} stand after {EARLY} questions ({name})")


def target(what: str, found: float, most: float) -> None:
    """Print a median; one over its target is marked."""
    print(f"{what} {found:g} questions (median; target {most})" + "  OVER" * (found > most))


if __name__ == "__main__":
    main()

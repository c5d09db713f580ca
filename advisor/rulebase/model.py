"""What a rule base is made of: plain frozen values with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from advisor.facts.vocabulary import Fact, Vocabulary
from advisor.language.document import Anchor
from advisor.language.tree import And, Node, Not, Or


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that triggers something, and where it comes from."""

    name: str
    value: float
    note: str
    basis: str
    at: Anchor


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A named yes/no result with one definition."""

    name: str
    when: Node
    meaning: str
    at: Anchor


@dataclass(frozen=True, slots=True)
class Branch:
    """One value a verdict can take; `when` is None for the last, `otherwise`."""

    value: str
    label: str
    meaning: str
    when: Node | None


@dataclass(frozen=True, slots=True)
class Case:
    """A test beside a rule or verdict: what is given, and what must come out.

    That is the status of a rule, or the value of a verdict and whether it is `certain`.
    """

    given: Mapping[str, object]
    expect: str
    at: Anchor
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A valued result: the first branch that is true wins."""

    name: str
    question: str
    branches: tuple[Branch, ...]
    wanted: Node
    at: Anchor
    tests: tuple[Case, ...] = ()

    def branch(self, value: str | None) -> Branch | None:
        """The first branch that gives the value."""
        return next((branch for branch in self.branches if branch.value == value), None)

    def wins(self, index: int) -> Node:
        """The condition under which a branch wins for certain: all before it are false."""
        before = tuple(Not(one.when) for one in self.branches[:index] if one.when is not None)
        own = self.branches[index].when
        return And((*before, own) if own is not None else before)

    def gives(self, values: frozenset[str]) -> Node:
        """The condition under which the verdict is certainly one of the values."""
        return Or(
            tuple(
                self.wins(index)
                for index, branch in enumerate(self.branches)
                if branch.value in values
            )
        )


@dataclass(frozen=True, slots=True)
class Topic:
    """A question creators ask; choosing it adds `answers` to the fact `questions`.

    While `leads_if` is true its advice comes first and the advice of other topics waits.
    """

    name: str
    question: str
    verdict: str
    answers: frozenset[str]
    leads_if: Node | None
    at: Anchor


@dataclass(frozen=True, slots=True)
class Source:
    """An article that guidance comes from; `sections` are its parts by anchor."""

    name: str
    title: str
    note: str
    sections: Mapping[str, str]
    at: Anchor


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of an overlay: which key it set, why, and where."""

    key: str
    reason: str
    at: Anchor


@dataclass(frozen=True, slots=True)
class Rule:
    """A piece of advice: given when `when` is true, set aside when `unless` is."""

    id: str
    title: str
    kind: str
    stance: str
    priority: str
    evidence: str
    topic: str
    group: str
    when: Node
    when_text: str
    unless: Node | None
    unless_text: str
    advice: str
    action: str
    effort: int
    """How much work the action is: 1 a minute, 2 under an hour, 3 a few hours, 4 days, 5 weeks."""

    sources: tuple[str, ...]
    status: str
    tests: tuple[Case, ...]
    at: Anchor
    enabled: bool = True
    aliases: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """A combination of facts that makes no sense, and why in words."""

    when: Node
    reason: str
    at: Anchor


@dataclass(frozen=True, slots=True)
class RuleBase:
    """Everything that was loaded.

    `facts` keep the order of the files, `computed` the order in which formulas can be
    calculated, `order` the order in which conclusions and verdicts can be decided.
    `rules` holds the enabled rules, `disabled` those an overlay switched off.
    """

    facts: Vocabulary = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    conclusions: Mapping[str, Conclusion] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    disabled: tuple[Rule, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    computed: tuple[Fact, ...] = ()
    order: tuple[Conclusion | Verdict, ...] = ()

    def rule(self, id: str) -> Rule | None:
        """The rule with that id, or that once had it."""
        return next((rule for rule in self.all_rules() if id in (rule.id, *rule.aliases)), None)

    def all_rules(self) -> Iterator[Rule]:
        """Every rule, the disabled ones last."""
        yield from self.rules
        yield from self.disabled

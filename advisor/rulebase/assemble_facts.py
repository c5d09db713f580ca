"""Entries of facts -> facts, with their formulas and lookups resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from math import inf

from advisor.facts.vocabulary import Fact, Lookup
from advisor.language.condition import ConditionError, parse_formula
from advisor.language.tree import Arithmetic, Constant, Formula, Name
from advisor.problems import Problem, guess
from advisor.rulebase.entries import Entry

NUMERIC = ("count", "number", "ratio")


class FactAssembly:
    """Makes facts; tells `fault` what is wrong with an entry."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        thresholds: Mapping[str, float],
        fault: Callable[[Entry, Problem], None],
    ) -> None:
        self.entries, self.thresholds, self.fault = entries, thresholds, fault

    def fact(self, entry: Entry) -> Fact:
        shape = entry.shape
        low = (
            shape.min
            if shape.min is not None
            else (0 if shape.type in ("count", "ratio") else -inf)
        )
        high = shape.max if shape.max is not None else (1 if shape.type == "ratio" else inf)
        choosing = shape.type in ("choice", "choices")
        for wrong, key, message in (
            (choosing and not shape.choices, "type", f"a {shape.type} needs `choices`"),
            (not choosing and shape.choices, "choices", f"a {shape.type} has no choices"),
            (len(set(shape.choices)) < len(shape.choices), "choices", "a choice is there twice"),
            (not low <= high, "min", "`min` is above `max`"),
            (bool(shape.formula) and shape.lookup, "lookup", "a fact has a formula or a lookup"),
        ):
            if wrong:
                self.fault(entry, entry.problem("fact", message, (key,)))
        for label in shape.labels:
            if label not in shape.choices:
                self.fault(
                    entry,
                    entry.problem(
                        "unknown-choice", f"`{label}` is no choice of `{entry.name}`",
                        ("labels", label), of="key", hint=guess(label, shape.choices),
                    ),
                )  # fmt: skip
        return Fact(
            entry.name, shape.type, entry.at, shape.ask, shape.help, shape.short, shape.topic,
            shape.unit, shape.effort, shape.change, shape.scope, shape.ask_first, low, high,
            tuple(shape.choices), shape.labels, None, self.formula(entry), self.lookup(entry),
            shape.act,
        )  # fmt: skip

    def formula(self, entry: Entry) -> Formula | None:
        text = entry.shape.formula
        if not text:
            return None
        try:
            return self.with_thresholds(parse_formula(text), entry)
        except ConditionError as error:
            inside = (error.span.start, error.span.end)
            self.fault(
                entry,
                entry.problem(
                    error.code, error.message, ("formula",), inside=inside, hint=error.hint
                ),
            )
            return Constant(0)

    def with_thresholds(self, formula: Formula, entry: Entry) -> Formula:
        """The formula with thresholds as numbers; raises ConditionError at a wrong name."""
        match formula:
            case Arithmetic(op=op, parts=parts, span=span):
                return Arithmetic(op, tuple(self.with_thresholds(p, entry) for p in parts), span)
            case Name(id=id, span=span):
                if id in self.thresholds:
                    return Constant(self.thresholds[id], span)
                other = self.entries.get(id)
                if other is None:
                    raise ConditionError(
                        span,
                        "unknown-name",
                        f"`{id}` is no fact or threshold",
                        guess(id, self.entries),
                    )
                if other.shape.type not in NUMERIC:
                    raise ConditionError(span, "type", f"`{id}` is no number")
        return formula

    def lookup(self, entry: Entry) -> Lookup | None:
        shape = entry.shape.lookup
        if shape is None:
            return None
        other = self.entries.get(shape.of)
        if other is None or other.shape.type not in NUMERIC:
            message = f"`{shape.of}` is no fact with a number"
            hint = guess(shape.of, self.entries) if other is None else ""
            self.fault(entry, entry.problem("unknown-name", message, ("lookup", "of"), hint=hint))
        steps = tuple((bound, value) for bound, value in shape.steps)
        if any(a[0] >= b[0] for a, b in pairwise(steps)):
            self.fault(
                entry,
                entry.problem("fact", "the bounds of the steps must rise", ("lookup", "steps")),
            )
        return Lookup(shape.of, steps, shape.otherwise)

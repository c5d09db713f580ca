"""Parsed conditions -> conditions whose every name is known and of the right type."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from advisor.facts.vocabulary import Fact
from advisor.language.condition import ConditionError, parse_condition
from advisor.language.tree import (
    And,
    Call,
    Compare,
    Constant,
    Gives,
    Holds,
    Length,
    Name,
    Node,
    Not,
    Or,
    Span,
    Test,
    Value,
)
from advisor.problems import guess

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Names:
    """What every name in a condition can stand for."""

    facts: Mapping[str, Fact]
    thresholds: Mapping[str, float]
    conclusions: Collection[str]
    verdicts: Mapping[str, Collection[str]]
    """The values each verdict can take."""

    def resolve(self, text: str) -> Node:
        """The condition that a text says. Raises ConditionError with the characters at fault."""
        return self._node(parse_condition(text))

    def faults(self, text: str) -> Iterator[ConditionError]:
        """Everything that is wrong with a text, comparison by comparison."""
        try:
            waiting = [parse_condition(text)]
        except ConditionError as error:
            yield error
            return
        while waiting:
            node = waiting.pop()
            if isinstance(node, And | Or):
                waiting += node.parts
            elif isinstance(node, Not):
                waiting.append(node.part)
            else:
                yield from self._faults(node)

    def _faults(self, leaf: Node) -> Iterator[ConditionError]:
        """The fault of a leaf; of a set, of each wrong word."""
        try:
            self._node(leaf)
        except ConditionError as error:
            yield error
            smaller = _without(leaf, error.span)
            if smaller != leaf:
                yield from self._faults(smaller)

    def _node(self, node: Node) -> Node:
        match node:
            case And(parts=parts, span=span):
                return And(tuple(self._node(part) for part in parts), span)
            case Or(parts=parts, span=span):
                return Or(tuple(self._node(part) for part in parts), span)
            case Not(part=part, span=span):
                return Not(self._node(part), span)
            case Name():
                return self._bare(node)
            case Call():
                return self._call(node)
            case Compare():
                return self._compare(node)
        return node

    def _bare(self, name: Name) -> Node:
        if name.id in self.conclusions:
            return Holds(name.id, span=name.span)
        if name.id in self.verdicts:
            raise ConditionError(
                name.span, "type", f"`{name.id}` is a verdict, not a yes/no",
                f"compare it: {name.id} == '{next(iter(self.verdicts[name.id]), '...')}'",
            )  # fmt: skip
        fact = self._fact(name)
        if fact.type != "bool":
            raise ConditionError(
                name.span, "type", f"`{name.id}` is {_a(fact.type)}, not a yes/no",
                f"compare it with something; it takes {fact.expects}",
            )  # fmt: skip
        return Test(name.id, "==", True, span=name.span)

    def _call(self, call: Call) -> Node:
        fact = self._fact(call.name)
        if call.function == "unknown":
            return Test(fact.name, "unknown", True, span=call.span)
        self._want(call.name, fact, "choices")
        members = call.members.value if call.members else frozenset()
        self._words(fact.name, fact.choices, call.members)
        return Test(fact.name, call.function, members, span=call.span)

    def _compare(self, compare: Compare) -> Node:
        left, op, right = compare.left, compare.op, compare.right
        if op == "in":
            return self._membership(compare)
        if isinstance(left, Constant) or (isinstance(left, Name) and left.id in self.thresholds):
            left, op, right = right, MIRRORED[op], left
        if isinstance(left, Constant) or (isinstance(left, Name) and left.id in self.thresholds):
            raise ConditionError(
                compare.span,
                "type",
                "this compares two constants",
                "compare a fact with one",
            )
        if isinstance(left, Name) and left.id in self.verdicts:
            return self._verdict(left, op, right, compare)
        if isinstance(left, Name) and left.id in self.conclusions:
            return self._conclusion(left, op, right, compare)
        name = left.name if isinstance(left, Length) else left
        fact = self._fact(name)
        counted = isinstance(left, Length)
        if counted:
            self._want(name, fact, "choices")
        elif fact.type == "choices":
            raise ConditionError(
                name.span, "type", f"`{fact.name}` is a set and cannot be compared whole",
                f"write 'word' in {fact.name}, has_any(...), subset(...) or len({fact.name})",
            )  # fmt: skip
        value, threshold = self._constant(right, fact)
        self._fits(fact, op, value, counted, right.span)
        return Test(fact.name, op, value, counted, threshold, compare.span)

    def _membership(self, compare: Compare) -> Node:
        left, right = compare.left, compare.right
        if isinstance(right, Name):
            fact = self._fact(right)
            self._want(right, fact, "choices")
            if not (isinstance(left, Constant) and isinstance(left.value, str)):
                raise ConditionError(left.span, "type", "write 'word' in " + fact.name)
            self._words(fact.name, fact.choices, left)
            return Test(fact.name, "contains", left.value, span=compare.span)
        if not (isinstance(left, Name) and isinstance(right, Constant)):
            raise ConditionError(compare.span, "type", "write fact in {'a','b'} or 'a' in fact")
        if left.id in self.verdicts:
            self._words(left.id, self.verdicts[left.id], right)
            if isinstance(right.value, frozenset):
                return Gives(left.id, right.value, span=compare.span)
        fact = self._fact(left)
        self._want(left, fact, "choice")
        if not isinstance(right.value, frozenset):
            raise ConditionError(right.span, "type", "`in` takes a set: {'a','b'}")
        self._words(fact.name, fact.choices, right)
        return Test(fact.name, "in", right.value, span=compare.span)

    def _verdict(
        self, name: Name, op: str, right: Name | Constant | Length, compare: Compare
    ) -> Node:
        if op not in ("==", "!=") or not (
            isinstance(right, Constant) and isinstance(right.value, str)
        ):
            raise ConditionError(compare.span, "type", f"write {name.id} == 'value'")
        self._words(name.id, self.verdicts[name.id], right)
        return Gives(name.id, frozenset({right.value}), op == "==", compare.span)

    def _conclusion(
        self, name: Name, op: str, right: Name | Constant | Length, compare: Compare
    ) -> Node:
        if op not in ("==", "!=") or not (
            isinstance(right, Constant) and isinstance(right.value, bool)
        ):
            raise ConditionError(
                compare.span,
                "type",
                f"`{name.id}` is a yes/no",
                f"write {name.id} alone",
            )
        return Holds(name.id, right.value == (op == "=="), compare.span)

    def _constant(self, right: Name | Constant | Length, fact: Fact) -> tuple[Value, str]:
        if isinstance(right, Constant):
            return right.value, ""
        if isinstance(right, Name):
            if right.id in self.thresholds:
                return self.thresholds[right.id], right.id
            if right.id not in self.facts and right.id not in self.conclusions:
                raise self._unknown(right)
        raise ConditionError(
            right.span, "type", "a fact is compared with a number, a word or a threshold",
            "make a fact with a `formula` to compare two facts",
        )  # fmt: skip

    def _fits(self, fact: Fact, op: str, value: Value, counted: bool, span: Span) -> None:
        """Raise ConditionError where the constant at `span` is of another type than the fact."""
        kind = "count" if counted else fact.type
        if kind == "bool":
            if not isinstance(value, bool) or op not in ("==", "!="):
                raise ConditionError(
                    span,
                    "type",
                    f"`{fact.name}` is a yes/no",
                    f"write {fact.name} alone",
                )
        elif kind == "choice":
            if not isinstance(value, str) or op not in ("==", "!="):
                raise ConditionError(
                    span, "type", f"`{fact.name}` is compared with == and one of its choices",
                    ", ".join(fact.choices),
                )  # fmt: skip
            self._words(fact.name, fact.choices, Constant(value, span))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            raise ConditionError(span, "type", f"`{fact.name}` is compared with a number")
        elif not counted and not fact.min <= value <= fact.max:
            raise ConditionError(
                span,
                "range",
                f"`{fact.name}` takes {fact.expects}: {value} is never reached",
            )

    def _want(self, name: Name, fact: Fact, kind: str) -> None:
        if fact.type != kind:
            raise ConditionError(
                name.span, "type", f"`{fact.name}` is {_a(fact.type)}, not {_a(kind)}",
                f"it takes {fact.expects}",
            )  # fmt: skip

    def _words(self, name: str, choices: Collection[str], constant: Constant | None) -> None:
        if constant is None:
            return
        single = ((str(constant.value), constant.span),)
        for word, span in constant.words if isinstance(constant.value, frozenset) else single:
            if word not in choices:
                raise ConditionError(
                    span, "unknown-choice", f"`{word}` is no choice of `{name}`",
                    guess(word, choices) or "choices: " + ", ".join(choices),
                )  # fmt: skip

    def _fact(self, name: Name) -> Fact:
        if name.id in self.facts:
            return self.facts[name.id]
        if name.id in self.thresholds:
            raise ConditionError(name.span, "type", f"`{name.id}` is a threshold, not a fact")
        if name.id in self.conclusions or name.id in self.verdicts:
            raise ConditionError(name.span, "type", f"`{name.id}` is no fact")
        raise self._unknown(name)

    def _unknown(self, name: Name) -> ConditionError:
        names = [*self.facts, *self.conclusions, *self.verdicts, *self.thresholds]
        return ConditionError(
            name.span, "unknown-name", f"`{name.id}` is no fact, conclusion, verdict or threshold",
            guess(name.id, names),
        )  # fmt: skip


def _without(leaf: Node, span: Span) -> Node:
    """A comparison with a set without the word that stands at `span`; else the leaf itself."""

    def smaller(words: Constant) -> Constant:
        kept = tuple(one for one in words.words if one[1] != span)
        return replace(words, value=frozenset(word for word, _ in kept), words=kept)

    match leaf:
        case Compare(right=Constant() as words) if words.words:
            return replace(leaf, right=smaller(words))
        case Call(members=Constant() as members):
            return replace(leaf, members=smaller(members))
    return leaf


def _a(kind: str) -> str:
    return {
        "bool": "a yes/no", "count": "a whole number", "number": "a number", "ratio": "a share",
        "choice": "one of several choices", "choices": "a set of choices",
    }[kind]  # fmt: skip

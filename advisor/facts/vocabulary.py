"""What may be known: one `Fact` per thing that rules can ask about.

A fact knows its type, how a value of it is written in a file, how a person answers
it, and how it is shown. Shown numbers carry their unit: 0.18 is `18 %`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, isfinite

from advisor.language.document import Anchor
from advisor.language.tree import Formula, Node, Value
from advisor.problems import guess

TYPES = ("bool", "count", "number", "ratio", "choice", "choices")
"""bool, a whole number from 0, any number, a share shown in %, one word, a set of words."""

BIGGEST = 2**53
"""Above this a number is no longer exact everywhere the rules run."""


class NotAValue(ValueError):
    """What was given is no value of the fact; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value read off a table: the first step whose bound is above the fact `of`."""

    of: str
    steps: tuple[tuple[float, float], ...]
    otherwise: float


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known about a creator."""

    name: str
    type: str
    at: Anchor
    ask: str = ""
    help: str = ""
    short: str = ""
    topic: str = ""
    unit: str = ""
    effort: int = 2
    change: str = "fixed"
    scope: str = "account"
    ask_first: bool = False
    min: float = -inf
    max: float = inf
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    applies_if: Node | None = None
    formula: Formula | None = None
    lookup: Lookup | None = None
    act: str = ""
    """What to do to change it. `{count}` is by how many, in whole numbers, `{of}` of how
    many a share is counted, `{to}` and `{now}` are values; of a set
    that may only grow `{to}` is what is added."""

    @property
    def computed(self) -> bool:
        """True for a fact that comes from other facts and is never asked."""
        return self.formula is not None or self.lookup is not None

    @property
    def askable(self) -> bool:
        """True for a fact a creator can be asked for."""
        return bool(self.ask) and not self.computed

    @property
    def called(self) -> str:
        """A few plain words for the fact."""
        return self.short or self.name.replace("_", " ")

    def label(self, choice: str) -> str:
        """A choice in plain words."""
        return self.labels.get(choice, choice.replace("_", " "))

    @property
    def expects(self) -> str:
        """What a value looks like in a file, in words."""
        match self.type:
            case "bool":
                return "true or false"
            case "choice":
                return "one of " + ", ".join(self.choices)
            case "choices":
                return "a list of " + ", ".join(self.choices)
        kind = "a whole number" if self.type == "count" else "a number"
        low = "" if self.min == -inf else f" from {_plain(self.min)}"
        high = "" if self.max == inf else f" up to {_plain(self.max)}"
        return kind + low + high

    @property
    def example(self) -> str:
        """A value as a profile file has it."""
        match self.type:
            case "bool":
                return "true"
            case "choice":
                return f'"{self.choices[0]}"'
            case "choices":
                return f'["{self.choices[0]}"]'
            case "ratio":
                return "0.4"
        return _plain(min(max(12, self.min), self.max))

    # ------------------------------------------------------------ reading

    def read(self, raw: object) -> Value:
        """The value a file gives, checked. Raises NotAValue.

        Files write shares as fractions: 0.18, never 18.
        """
        match self.type:
            case "bool":
                if isinstance(raw, bool):
                    return raw
            case "choice":
                if isinstance(raw, str):
                    return self._one_choice(raw)
            case "choices":
                if isinstance(raw, list | tuple | set | frozenset):
                    return frozenset(self._one_choice(item) for item in raw)
            case _:
                if isinstance(raw, int | float) and not isinstance(raw, bool):
                    return self._number(raw)
        raise NotAValue(f"`{self.name}` takes {self.expects}, not {_kind(raw)}")

    def _one_choice(self, raw: object) -> str:
        if isinstance(raw, str) and raw in self.choices:
            return raw
        hint = guess(raw, self.choices) if isinstance(raw, str) else ""
        shown = repr(raw) if isinstance(raw, str) and len(raw) <= 60 else _kind(raw)
        raise NotAValue(
            f"{shown} is no choice of `{self.name}`" + (f"; {hint}" if hint else "")
            + f" (choices: {', '.join(self.choices)})"
        )  # fmt: skip

    def _number(self, raw: int | float) -> int | float:
        if isinstance(raw, float) and not isfinite(raw):
            raise NotAValue(f"`{self.name}` takes {self.expects}, not {raw}")
        if abs(raw) > BIGGEST:
            raise NotAValue(f"`{self.name}` takes {self.expects}; no number is above {BIGGEST:,}")
        if self.type == "count" and raw != int(raw):
            raise NotAValue(f"`{self.name}` takes {self.expects}, not {_plain(raw)}")
        if not self.min <= raw <= self.max:
            hint = ""
            if self.type == "ratio" and self.max <= 1 < raw <= 100:
                hint = f"; a share is written as a fraction: {_plain(raw / 100)} is {_plain(raw)} %"
            raise NotAValue(f"`{self.name}` takes {self.expects}, not {_plain(raw)}{hint}")
        return int(raw) if self.type == "count" else raw

    def read_answer(self, text: str) -> Value:
        """What a person typed or picked. Raises NotAValue with words for that person.

        Shares are typed in percent, or as a fraction: `95`, `95 %`, `19/20`, `19 of 20`.
        """
        text = text.strip()
        match self.type:
            case "bool":
                if text.lower() in {"y", "yes", "true"}:
                    return True
                if text.lower() in {"n", "no", "false"}:
                    return False
                raise NotAValue("Please answer yes or no.")
            case "choice":
                return self._one_choice(text)
            case "choices":
                return frozenset(
                    self._one_choice(part) for part in re.split(r"[,\s]+", text) if part
                )
        number = _typed_number(text, share=self.type == "ratio")
        try:
            return self._number(number)
        except NotAValue:
            low = "" if self.min == -inf else f" from {self.show(self.min)}"
            high = "" if self.max == inf else f" to {self.show(self.max)}"
            whole = "a whole number" if self.type == "count" else "a number"
            raise NotAValue(f"Please give {whole}{low}{high}.") from None

    # ------------------------------------------------------------ showing

    def show(self, value: Value) -> str:
        """The value for people: `18 %`, `1,200`, `2.5 per week`, choices by label."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, frozenset):
            labels = [self.label(choice) for choice in self.choices if choice in value]
            return ", ".join(labels) if labels else "none ticked"
        if isinstance(value, str):
            return self.label(value)
        if value in (inf, -inf):
            return "any number"
        if self.type == "ratio":
            return f"{_rounded(value * 100)} %"
        return f"{_rounded(value)} {self.unit}".strip()


Vocabulary = Mapping[str, Fact]
"""Every fact by name, in the order the files give them."""


def _typed_number(text: str, share: bool) -> float:
    """A number as people type it. Raises NotAValue."""
    text = text.replace("\u00a0", " ").strip()
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+(?:\.\d+)?)", text.lower())
    if share and parts:
        if float(parts[2]) == 0:
            raise NotAValue("The second number cannot be 0.")
        return float(parts[1]) / float(parts[2])
    bare = text.removesuffix("%").strip()
    bare = re.sub(r"(?<=\d)[, ](?=\d{3}(\D|$))", "", bare)
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", bare) or (text.endswith("%") and not share):
        example = "for example 40, 40 % or 8/20" if share else "for example 12"
        raise NotAValue(f"That is no number I can read; write it in digits, {example}.")
    number = float(bare)
    if share:
        if 0 < number < 1 and not text.endswith("%"):
            raise NotAValue(
                f"Is that {_rounded(number * 100)} % or {_rounded(number)} %? Add the % sign."
            )
        number /= 100
    return number


def _rounded(number: float) -> str:
    """Thousands separated; below 10 two digits that count, above whole or one decimal."""
    if number == int(number):
        return f"{int(number):,}"
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.2g}" if abs(number) < 10 else f"{number:.1f}".removesuffix(".0")


def _plain(number: float) -> str:
    """The number as a file would write it, shortened."""
    return str(int(number)) if abs(number) < 1e15 and number == int(number) else f"{number:.12g}"


def _kind(raw: object) -> str:
    """What somebody wrote instead, in words."""
    names: Iterable[tuple[type, str]] = (
        (bool, "true/false"), (str, "text in quotes"), (int, "a number"), (float, "a number"),
        (list, "a list"), (dict, "a table"), (type(None), "null"),
    )  # fmt: skip
    return next((words for kind, words in names if isinstance(raw, kind)), "a date or time")

"""The shape of rule files, declared once.

The models check what people write, word by word, and the same models are published as
the JSON Schema that editors complete and check with.
"""

from __future__ import annotations

from keyword import kwlist
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from advisor.language.document import Path
from advisor.problems import guess

Text = Annotated[str, Field(max_length=2_000)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]*$", max_length=80)]

NAME = r"^[a-z][a-z0-9_]{0,79}$"
"""Facts, thresholds, conclusions, verdicts and topics are named like this."""

RULE_ID = r"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$"
"""Rule ids hold a dot, names never do, so the two cannot clash."""

RESERVED = frozenset(
    {"len", "unknown", "has_any", "subset", "min", "max", "profile", "origin", *kwlist}
)
"""Words of the language of conditions and of profile files, which name nothing."""


class Shape(BaseModel):
    """A table in a rule file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LookupShape(Shape):
    """A value read off a table: the first step whose bound is above the fact `of`."""

    of: Word
    steps: Annotated[
        list[Annotated[list[float], Field(min_length=2, max_length=2)]], Field(min_length=1)
    ]
    otherwise: float


class FactShape(Shape):
    """One thing that may be known about a creator."""

    type: Literal["bool", "count", "number", "ratio", "choice", "choices"]
    ask: Text = ""
    help: Text = ""
    short: Annotated[str, Field(max_length=60)] = ""
    act: Text = ""
    topic: str = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    effort: Annotated[int, Field(ge=1, le=5)] = 2
    change: Literal["up", "down", "free", "fixed"] = "fixed"
    scope: Literal["account", "video"] = "account"
    ask_first: bool = False
    min: float | None = None
    max: float | None = None
    choices: list[Word] = []
    labels: dict[str, Title] = {}
    applies_if: str = ""
    formula: str = ""
    lookup: LookupShape | None = None


class ThresholdShape(Shape):
    """A number that triggers something, and where it comes from."""

    value: float
    note: Text
    basis: Annotated[str, Field(min_length=1, max_length=60)]


class ConclusionShape(Shape):
    """A named yes/no result."""

    when: str
    meaning: Title


class OtherwiseShape(Shape):
    """The value of a verdict when no branch is true."""

    value: Word
    label: Title
    meaning: Text = ""


class BranchShape(OtherwiseShape):
    """One value of a verdict and when it is given."""

    when: str


class VerdictTestShape(Shape):
    """A case that stands beside its verdict: the value, and whether it is certain."""

    given: dict[str, Any]
    expect: Word
    certain: bool = True


class VerdictShape(Shape):
    """A valued result: the first branch that is true wins."""

    question: Title
    branch: Annotated[list[BranchShape], Field(min_length=1)]
    otherwise: OtherwiseShape | None = None
    wanted: str = ""
    test: list[VerdictTestShape] = []


class TopicShape(Shape):
    """A question creators ask."""

    question: Title
    verdict: str = ""
    leads_if: str = ""
    answers: Annotated[list[Word], Field(min_length=1)]


class SourceShape(Shape):
    """An article that guidance comes from."""

    title: Title
    kind: str = "article"
    note: Text = ""
    sections: dict[str, Title] = {}


Statuses = Literal["applies", "provisional", "set-aside", "undecided", "silent"]


class TestShape(Shape):
    """A case that stands beside its rule."""

    given: dict[str, Any]
    expect: Statuses


class RuleShape(Shape):
    """A piece of advice and when it is given."""

    id: Annotated[str, Field(pattern=RULE_ID, max_length=80)]
    title: Title
    kind: Literal[
        "advice", "warning", "diagnosis", "answer", "knowledge", "reassurance", "correction",
        "verdict-text",
    ]  # fmt: skip
    stance: Literal["for", "against", "caution", "neutral"]
    priority: Literal["high", "medium", "low"]
    evidence: Literal[
        "platform-rule", "platform-consistent", "common-advice", "one-source", "check-app",
        "opinion", "contested", "doubtful",
    ]  # fmt: skip
    when: str
    unless: str = ""
    advice: Text
    action: Text = ""
    effort: Annotated[int, Field(ge=1, le=5)] = 2
    group: str = ""
    topic: str = ""
    sources: list[str] = []
    status: Literal["draft", "stable", "deprecated"] = "stable"
    aliases: list[str] = []
    test: list[TestShape] = []


class ImpossibleShape(Shape):
    """A combination of facts that makes no sense."""

    when: str
    reason: Title


SHAPES: dict[str, type[Shape]] = {
    "fact": FactShape, "threshold": ThresholdShape, "conclusion": ConclusionShape,
    "verdict": VerdictShape, "topic": TopicShape, "source": SourceShape, "rule": RuleShape,
    "impossible": ImpossibleShape,
}  # fmt: skip
"""What each kind of table looks like."""

INSIDE: dict[tuple[str, str], type[Shape]] = {
    ("rule", "test"): TestShape, ("fact", "lookup"): LookupShape,
    ("verdict", "branch"): BranchShape, ("verdict", "otherwise"): OtherwiseShape,
    ("verdict", "test"): VerdictTestShape,
}  # fmt: skip
"""The tables that may stand inside a kind of table."""

LISTED = ("rule", "impossible")
"""Kinds written as [[kind]]; the others are [kind.NAME]."""

# fmt: off
CHANGEABLE: dict[str, frozenset[str]] = {
    "rule": frozenset(
        {
            "title", "kind", "stance", "priority", "evidence", "when", "unless", "advice",
            "action", "effort", "group", "topic", "sources",
        }
    ),
    "fact": frozenset(
        {
            "ask", "help", "short", "act", "topic", "unit", "effort", "change", "ask_first",
            "labels", "applies_if",
        }
    ),
    "threshold": frozenset({"value", "note", "basis"}),
    "conclusion": frozenset({"when", "meaning"}),
}
# fmt: on
"""The keys a [change.ID] may set, besides `reason` and, for rules, `enabled` and `and`."""


Fault = tuple[Path, str, str, str, str]
"""Path inside the entry, "key" or "value", code, message, hint."""


def check(kind: str, raw: object) -> Shape | list[Fault]:
    """The table as its model, or everything that is wrong with it."""
    model = SHAPES[kind]
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        return [_fault(kind, detail) for detail in error.errors(include_url=False)]


def _fault(kind: str, detail: ErrorDetails) -> Fault:
    """One of pydantic's findings in our words."""
    path: Path = tuple(detail["loc"])
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    owner, keys = _table_at(kind, path[:-1])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return path[:-1], "key", "missing-key", f"{owner} needs `{path[-1]}`", ""
        case "extra_forbidden":
            message = f"`{path[-1]}` is not a key of {owner}"
            hint = guess(str(path[-1]), keys) or "keys: " + ", ".join(sorted(keys))
            return path, "key", "unknown-key", message, hint
        case "literal_error":
            allowed = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
            hint = guess(str(detail["input"]), allowed.split(", "))
            return path, "value", "bad-choice", f"`{key}` is one of {allowed}", hint
        case "string_pattern_mismatch" if key == "id":
            return (
                path, "value", "bad-name",
                "a rule id is lower-case words with a dot between, like `self-like.excessive`", "",
            )  # fmt: skip
        case "string_pattern_mismatch":
            return (
                path,
                "value",
                "bad-name",
                f"`{detail['input']}` is no name",
                "letters, digits, _",
            )
        case "string_too_long" | "string_too_short":
            return path, "value", "length", f"`{key}`: {_lower(detail['msg'])}", ""
        case "greater_than_equal" | "less_than_equal":
            return path, "value", "out-of-range", f"`{key}`: {_lower(detail['msg'])}", ""
        case "too_short" | "too_long":
            return path, "value", "length", f"`{key}` holds too few or too many items", ""
        case type_ if type_ in _TAKES and not key:
            return path, "value", "wrong-type", f"{owner} is {_TAKES[type_]}", ""
        case type_ if type_ in _TAKES:
            return path, "value", "wrong-type", f"`{key}` takes {_TAKES[type_]}", ""
    return path, "value", "shape", f"`{key}`: {_lower(detail['msg'])}", ""


_TAKES = {
    "string_type": "text in quotes", "bool_type": "true or false", "float_type": "a number",
    "int_type": "a whole number", "int_from_float": "a whole number", "list_type": "a list: [...]",
    "dict_type": "a table: { ... }", "model_type": "a table", "model_attributes_type": "a table",
}  # fmt: skip


def _table_at(kind: str, path: Path) -> tuple[str, list[str]]:
    """What the table at the path is called, and the keys it may have."""
    model: type[Shape] = SHAPES[kind]
    owner = kind
    for part in path:
        if isinstance(part, str) and (inner := INSIDE.get((kind, part))):
            model, owner = inner, part
    article = "an" if owner[0] in "aeiou" else "a"
    return f"{article} {owner}", list(model.model_fields)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]

"""The shape of results that somebody asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from advisor.batch import shapes, texts
from advisor.inference.findings import Status
from advisor.problems import Usage
from advisor.rulebase.model import RuleBase

COLUMNS: dict[str, Callable[[RuleBase], shapes.More]] = {
    "text": texts.Texts,
    "because": texts.Because,
}


def asked_shape(base: RuleBase, shape: str, more: Sequence[str]) -> shapes.Shape:
    """`findings` with `more` statuses and columns, `profiles` or `wide`. Raises Usage."""
    if more and shape != "findings":
        raise Usage("--with adds to --as findings, not to other shapes")
    match shape:
        case "findings":
            statuses = [Status(one) for one in more if one not in COLUMNS]
            added = [COLUMNS[one](base) for one in more if one in COLUMNS]
            return shapes.findings(base, statuses, added)
        case "profiles":
            return shapes.profiles(base)
    return shapes.wide(base)

"""Writes the rule reference into a folder."""

from __future__ import annotations

from pathlib import Path

from advisor.presentation.reference import pages
from advisor.rulebase.model import RuleBase


def write(rulebase: RuleBase, folder: Path) -> list[Path]:
    """Write every page; the files written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(rulebase).items():
        file = folder / name
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written

"""Lets `python -m advisor` do what `advisor` does."""

from __future__ import annotations

from advisor.cli import main

main()

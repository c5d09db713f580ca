"""Notices that rule files were saved."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.rulebase.library import rule_files

INTERVAL = 0.3
"""Seconds between two looks."""

Stamps = dict[Path, tuple[int, int]]


def changes(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Wait for files to change, come or go; each time, the files that did.

    What happens from this call on is noticed, also between two waits. A file that
    vanishes while it is looked at counts as gone. Never ends by itself.
    """
    watched = list(paths)
    return _changes(watched, stamps(watched))


def _changes(watched: list[Path], before: Stamps) -> Iterator[list[Path]]:
    while True:
        time.sleep(INTERVAL)
        now = stamps(watched)
        changed = sorted(
            file for file in before.keys() | now.keys() if before.get(file) != now.get(file)
        )
        if changed:
            yield changed
        before = now


def stamps(paths: Iterable[Path]) -> Stamps:
    """When each rule file was last written, and how large it is."""
    found: Stamps = {}
    for path in paths:
        try:
            files = rule_files(path)
        except OSError:
            continue
        for file in files:
            try:
                status = file.stat()
            except OSError:
                continue
            found[file] = (status.st_mtime_ns, status.st_size)
    return found

"""How long `advisor import` takes for large exports, and how much memory its process takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

ADVISOR = str(Path(sys.executable).parent / "advisor")
LAST = datetime(2026, 3, 1)
LINK = "https://video.example/" + "a1b2c3d4" * 185
MESSAGE = {"Date": "2026-01-01 00:00:00", "From": "somebody", "Content": "x" * 150}
GIGABYTE = 1_000_000_000


def measured(folder: Path) -> Iterator[tuple[str, float, float | None, str]]:
    """Name, milliseconds, budget of these and words on memory for each kind of export."""
    full, huge, packed = folder / "full.json", folder / "huge.json", folder / "huge.zip"
    written(full, 10_000, 50_000, 0)
    yield "import 10,000 posts and 50,000 likes", *imported(full, 3000, 300)
    written(huge, 10_000, 50_000, GIGABYTE // len(json.dumps(MESSAGE)))
    yield "import 1 GB, most of it messages", *imported(huge, None, 500)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(huge, huge.name)
    yield "  the same from a zip", *imported(packed, None, 500)
    written(huge, GIGABYTE // (len(LINK) + 300), 50_000, 0)
    yield "import 1 GB, most of it posts", *imported(huge, None, 500)
    written(huge, 10_000, GIGABYTE // 100, 0)
    yield "import 1 GB, most of it likes", *imported(huge, None, 500)


def imported(file: Path, budget: float | None, most: int) -> tuple[float, float | None, str]:
    """Import one file in a process of its own; its memory is that of this child alone."""
    command = [ADVISOR, "import", str(file), "-o", str(file.with_suffix(".toml"))]
    begin = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    elapsed = (time.perf_counter() - begin) * 1000
    if process.returncode:
        sys.exit(f"advisor import {file.name} ended with {process.returncode}")
    peak = usage.ru_maxrss // 1024
    return elapsed, budget, f"{peak} MB of {most}" + ("  OVER" if peak > most else "")


def written(path: Path, posts: int, likes: int, messages: int) -> None:
    """Write an export with so many entries of each kind."""
    with path.open("w") as file:

        def rows(name: str, some: Iterator[dict[str, str]]) -> None:
            file.write(f'"{name}": [')
            for number, row in enumerate(some):
                file.write((", " if number else "") + json.dumps(row))
            file.write("]")

        file.write('{"Direct Message": {"Direct Messages": {"ChatHistory": {')
        rows("Chat History with somebody:", (MESSAGE for _ in range(messages)))
        file.write('}}}, "Post": {"Posts": {')
        rows("VideoList", (post(number) for number in range(posts)))
        file.write('}}, "Likes and Favorites": {"Like List": {')
        rows("ItemFavoriteList", (like(number) for number in range(likes)))
        file.write("}}}")


def post(number: int) -> dict[str, str]:
    """A post with the long link exports have."""
    allowed = dict.fromkeys(("AllowComments", "AllowStitches", "AllowDuets"), "Yes")
    seen = {"Likes": str(number % 300), "WhoCanView": "Everyone", "Title": "N/A"}
    return {"Date": date(number), "Link": LINK} | seen | allowed


def like(number: int) -> dict[str, str]:
    """A like given."""
    link = f"https://www.tiktokv.com/share/video/{7612348579574762829 - (number << 24)}/"
    return {"date": date(number), "link": link}


def date(number: int) -> str:
    """A moment some hours before the last, the later the smaller the number."""
    return str(LAST - timedelta(hours=number % 90_000))

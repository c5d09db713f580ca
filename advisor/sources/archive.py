"""Paths people give -> the files in them, out of zips and folders as well.

Nothing is unpacked to disk, so no name in an archive can lead anywhere. Sizes are limited
while reading: what an archive says of itself is not believed.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from advisor.problems import Place, Problem
from advisor.sources.found import Input
from advisor.sources.reading import read_bytes

MAX_FILE = 256_000_000
"""Bytes of one file, packed or not."""

MAX_UNPACKED = 1_000_000_000
"""Bytes one archive may hold in all."""

MAX_FILES = 10_000
"""Files in one archive or folder."""

BOMB = 200
"""How many times its packed size a file of 20 MB or more may have; exports stay below 30."""

_STAMP = re.compile(r"^(?:TikTok_Data|Overview_\d{4}-\d\d-\d\d)_(\d{10})(?:\D|$)")
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def gather(paths: Iterable[Path]) -> Iterator[Input | Problem]:
    """Every file at these paths, one at a time; each trouble is one problem."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
            continue
        data = read_bytes(path, MAX_FILE)
        if isinstance(data, Problem):
            yield data
        elif data.startswith(b"PK"):
            yield from _unpack(str(path), data, _stamp(path.name), 0)
        elif not data:
            yield Problem("empty", "this file is empty", Place(str(path), 1, 1))
        else:
            yield Input(str(path), data, _stamp(path.parent.name))


def _stamp(name: str) -> datetime | None:
    """When an archive was made, which TikTok writes into its name."""
    match = _STAMP.match(name)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _folder(folder: Path) -> Iterator[Input | Problem]:
    paths = sorted(
        Path(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".")
    )
    if len(paths) > MAX_FILES:
        yield _too_much(str(folder), f"more than {MAX_FILES:,} files are in this folder")
        return
    for path in paths:
        if not path.is_file():
            continue
        data = read_bytes(path, MAX_FILE)
        if isinstance(data, Problem):
            yield data
        elif data.startswith(b"PK"):
            yield from _unpack(str(path), data, _stamp(path.name), 1)
        elif data and not _is_media(data[:4096]):
            yield Input(str(path), data, _stamp(path.parent.name), str(folder))


def _is_media(head: bytes) -> bool:
    """True for videos, pictures and the like, which exports hold beside the data."""
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"PK"))


def _unpack(
    name: str, data: bytes, stamp: datetime | None, depth: int
) -> Iterator[Input | Problem]:
    """The files of a zip; archives in it are opened one level deep."""
    place = Place(name, 1, 1)
    try:
        archive = ZipFile(BytesIO(data))
    except _BROKEN:
        yield Problem(
            "archive", "this zip file is cut off or damaged", place, "download or copy it again"
        )
        return
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename == "xl/workbook.xml" for info in members):
            yield Problem(
                "xlsx", "Excel files are not read", place, "choose CSV when you download the data"
            )
            return
        if any(info.flag_bits & 1 for info in members):
            yield Problem(
                "encrypted", "this zip file has a password", place,
                "unpack it and name the folder instead",
            )  # fmt: skip
            return
        if len(members) > MAX_FILES:
            yield _too_much(name, f"more than {MAX_FILES:,} files are in this zip file")
            return
        yield from _members(archive, members, name, stamp, depth)


def _members(
    archive: ZipFile, members: list[ZipInfo], name: str, stamp: datetime | None, depth: int
) -> Iterator[Input | Problem]:
    left = MAX_UNPACKED
    for info in members:
        try:
            data = _read(archive, info, min(left, MAX_FILE))
        except _BROKEN:
            yield Problem(
                "archive", "a file in this zip file is damaged", Place(name, 1, 1),
                "download or copy it again",
            )  # fmt: skip
            continue
        if data is None:
            yield _too_much(name, "a file in this zip file unpacks to far more than an export has")
            return
        left -= len(data)
        inner = info.filename.replace("\\", "/").rsplit("/", 1)[-1][:60]
        shown = f"{name}:{inner}"
        if data.startswith(b"PK"):
            if depth < 1:
                yield from _unpack(shown, data, _stamp(inner), depth + 1)
        elif data:
            yield Input(shown, data, stamp, name)


def _read(archive: ZipFile, info: ZipInfo, limit: int) -> bytes | None:
    """The bytes of a file, none of a media file, None where they are too many."""
    with archive.open(info) as file:
        head = file.read(4096)
        if _is_media(head):
            return b""
        swollen = info.file_size > 20_000_000 and info.file_size > BOMB * info.compress_size
        if swollen or info.file_size > limit:
            return None
        data = head + file.read(limit - len(head) + 1)
    return data if len(data) <= limit else None


def _too_much(name: str, message: str) -> Problem:
    return Problem(
        "too-large", message, Place(name, 1, 1), "take the file with the data out of it, name that"
    )

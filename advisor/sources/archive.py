"""Paths people give -> the files in them, out of zips, folders and workbooks as well.

Nothing is unpacked to disk, so no name in an archive can lead anywhere. Sizes are limited
before and while reading: no member is read further than its size as stated.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from advisor.problems import Place, Problem
from advisor.sources.found import Input, Unreadable
from advisor.sources.reading import opened

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FILE = 4_000_000_000
"""Bytes of one file, packed or not; only JSON is read when it is that large."""

MAX_UNPACKED = 8_000_000_000
"""Bytes one archive may hold in all."""

MAX_INNER = 64_000_000
"""Bytes of a zip or a workbook in a zip, unpacked once; it is held in memory."""

MAX_WORKBOOK = 100_000_000
"""Bytes all parts of a workbook may have."""

MAX_FILES = 10_000
"""Files in one archive or folder."""

BOMB = 200
"""How many times its packed size a file of 20 MB or more may have; exports stay below 30."""

_STAMP = re.compile(r"^(?:TikTok_Data|Overview_\d{4}-\d\d-\d\d)_(\d{10})(?:\D|$)")
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class _Guarded(RawIOBase):
    """A file while it is read: trouble and too many bytes in it are Unreadable."""

    def __init__(self, file: IO[bytes], broken: Problem, too_much: Problem) -> None:
        self._file, self._left = file, MAX_FILE
        self._broken, self._too_much = broken, too_much

    def readable(self) -> bool:
        """True, as it can be read once from start to end."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer as far as the file goes."""
        room = memoryview(buffer).cast("B")
        try:
            data = self._file.read(len(room))
        except _BROKEN:
            raise Unreadable(self._broken) from None
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable(self._too_much)
        room[: len(data)] = data
        return len(data)


def _guarded(file: IO[bytes], broken: Problem, too_much: Problem) -> BufferedReader:
    return BufferedReader(_Guarded(file, broken, too_much), 65_536)


def gather(paths: Iterable[Path]) -> Iterator[Input | Problem]:
    """Every file at these paths, one at a time; each trouble is one problem.

    A file is open until the next one is asked for.
    """
    for path in paths:
        inside = _folder(path) if os.path.isdir(path) else _file(path, 0, "")
        first = next(inside, None)
        yield first or Problem("empty", "no file with data is in here", Place(str(path), 1, 1))
        yield from inside


def _stamp(name: str) -> datetime | None:
    """When an archive was made, which TikTok writes into its name."""
    match = _STAMP.match(name)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _folder(folder: Path) -> Iterator[Input | Problem]:
    paths = sorted(
        Path(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if not name.startswith((".", "~$"))  # what Office locks a file with is no file
    )
    if len(paths) > MAX_FILES:
        yield _too_much(str(folder), f"more than {MAX_FILES:,} files are in this folder")
        return
    for path in paths:
        if os.path.isfile(path):
            yield from _file(path, 1, str(folder))


def _file(path: Path, depth: int, container: str) -> Iterator[Input | Problem]:
    """A file on disk, or what is in it; in a folder media and empty files are passed over."""
    name = str(path)
    file = opened(path)
    if isinstance(file, Problem):
        yield file
        return
    with file:
        broken = Problem("unreadable", f"`{path}` cannot be read to its end")
        content = _guarded(file, broken, _too_much(name, "this file is larger than 4 GB"))
        try:
            head = content.peek()
        except Unreadable as error:
            yield error.problem
            return
        if head.startswith(b"PK"):
            yield from _unpack(name, file, _stamp(path.name), depth, container)
        elif _is_locked(path.name, head):
            yield _locked(name)
        elif container and (not head or _is_media(head)):
            return
        elif not head:
            yield Problem("empty", "this file is empty", Place(name, 1, 1))
        else:
            yield Input(name, content, _stamp(path.parent.name), container)


def _is_locked(name: str, head: bytes) -> bool:
    """True for workbooks with a password and those of Excel before 2007: they begin alike."""
    return head.startswith(b"\xd0\xcf\x11\xe0") and name.lower().endswith((".xlsx", ".xls"))


def _locked(name: str) -> Problem:
    return Problem(
        "workbook", "this workbook has a password or is of an old kind (.xls)", Place(name, 1, 1),
        "open it, and save it without a password as .xlsx or CSV",
    )  # fmt: skip


def _is_media(head: bytes) -> bool:
    """True for videos, pictures and the like, which exports hold beside the data."""
    return b"\0" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"PK"))


def _unpack(
    name: str, file: IO[bytes], stamp: datetime | None, depth: int, container: str
) -> Iterator[Input | Problem]:
    """The files of a zip, or the sheets of a workbook; zips in it are opened one deep."""
    place = Place(name, 1, 1)
    try:
        archive = ZipFile(file)
    except _BROKEN:
        yield Problem(
            "archive", "this zip file is cut off or damaged", place, "download or copy it again"
        )
        return
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.flag_bits & 1 for info in members):
            yield Problem(
                "encrypted", "this zip file has a password", place,
                "unpack it and name the folder instead",
            )  # fmt: skip
        elif len(members) > MAX_FILES:
            yield _too_much(name, f"more than {MAX_FILES:,} files are in this zip file")
        elif any(info.filename == "xl/workbook.xml" for info in members):
            yield from _workbook(name, file, members, container or name)
        elif depth <= 1:
            yield from _members(archive, members, name, stamp, depth)


def _workbook(
    name: str, file: IO[bytes], members: list[ZipInfo], container: str
) -> Iterator[Input | Problem]:
    """Its sheets; their names are the person's own words and are not told."""
    from advisor.sources.workbook import sheets

    size = sum(info.file_size for info in members)
    if size > MAX_WORKBOOK or any(map(_swollen, members)):
        yield _too_much(name, "this workbook unpacks to far more than an export has")
        return
    found = sheets(name, file)
    if isinstance(found, Problem):
        yield found
        return
    for number, rows in enumerate(found, 1):
        yield Input(name if len(found) == 1 else f"{name}:sheet {number}", rows, None, container)


def _members(
    archive: ZipFile, members: list[ZipInfo], name: str, stamp: datetime | None, depth: int
) -> Iterator[Input | Problem]:
    left = MAX_UNPACKED
    broken = Problem(
        "archive", "a file in this zip file is damaged", Place(name, 1, 1),
        "download or copy it again",
    )  # fmt: skip
    too_much = _too_much(name, "a file in this zip file unpacks to far more than an export has")
    for info in members:
        inner = info.filename.replace("\\", "/").rsplit("/", 1)[-1][:60]
        shown = f"{name}:{inner}"
        try:
            with archive.open(info) as file:
                content = _guarded(file, broken, too_much)
                head = content.peek()
                if _is_locked(inner, head):
                    yield _locked(shown)
                    continue
                if not head or _is_media(head):
                    continue
                limit = MAX_INNER if head.startswith(b"PK") else min(left, MAX_FILE)
                if _swollen(info) or info.file_size > limit:
                    yield too_much
                    return
                left -= info.file_size
                if not head.startswith(b"PK"):
                    yield Input(shown, content, stamp, name)
                else:
                    inside = BytesIO(content.read())
                    yield from _unpack(shown, inside, _stamp(inner), depth + 1, name)
        except Unreadable as error:
            yield error.problem
        except _BROKEN:
            yield broken


def _swollen(info: ZipInfo) -> bool:
    return info.file_size > 20_000_000 and info.file_size > BOMB * info.compress_size


def _too_much(name: str, message: str) -> Problem:
    return Problem(
        "too-large", message, Place(name, 1, 1), "take the file with the data out of it, name that"
    )

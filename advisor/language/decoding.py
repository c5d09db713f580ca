"""Bytes of a file -> text, or a problem that says which byte is wrong."""

from __future__ import annotations

from codecs import BOM_UTF8

from advisor.problems import Place, Problem


def decode(name: str, data: bytes) -> str | Problem:
    """UTF-8 text with plain line ends and without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            "encoding", "this file is UTF-16", Place(name, 1, 1),
            "save it as UTF-8 (most editors: Save as, encoding UTF-8)",
        )  # fmt: skip
    if b"\0" in data[:4096]:
        return Problem("binary", "this is no text file", Place(name, 1, 1))
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(errors="replace").replace("\r\n", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Problem(
            "encoding", f"byte {data[error.start]:#04x} is not UTF-8", Place(name, line, column),
            "save the file as UTF-8",
        )  # fmt: skip
    return text.replace("\r\n", "\n")

"""Bytes -> text."""

from __future__ import annotations

import pytest

from advisor.language.decoding import decode
from advisor.problems import Place, Problem


def test_line_ends_and_byte_order_mark_go():
    """CRLF becomes LF and a byte order mark is left away; nothing else changes."""
    assert decode("x", b"\xef\xbb\xbfa = 1\r\nb\rc\n") == "a = 1\nb\rc\n"


@pytest.mark.parametrize("data", ["a = 1".encode("utf-16"), b"\xfe\xff\0a"])
def test_utf_16_is_named(data):
    """A UTF-16 file is told from rubbish, and the remedy is said."""
    assert decode("x", data) == Problem(
        "encoding", "this file is UTF-16", Place("x", 1, 1),
        "save it as UTF-8 (most editors: Save as, encoding UTF-8)",
    )  # fmt: skip


def test_a_binary_file_is_named():
    """A file with a zero byte is no text."""
    assert decode("x", b"PK\x03\x04\0") == Problem(
        "binary", "this is no text file", Place("x", 1, 1)
    )


def test_a_byte_that_is_not_utf_8_is_shown_with_its_place():
    """The place counts characters, not bytes, and CRLF as one line end."""
    found = decode("x", "\ufeffä = 1\r\n日本 = '".encode() + b"\xff'")
    assert found == Problem(
        "encoding", "byte 0xff is not UTF-8", Place("x", 2, 7), "save the file as UTF-8"
    )

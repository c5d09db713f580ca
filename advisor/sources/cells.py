"""Single values as TikTok files and tables write them -> counts, ids, moments, hashtags.

What cannot be read is None. Nothing here keeps or tells the text it was given.
"""

from __future__ import annotations

import json
import re
from ast import literal_eval
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from advisor.analysis.post import HASHTAG
from advisor.facts.vocabulary import BIGGEST

_THOUSANDS = re.compile(r"\d{1,3}([.,\u00a0\u202f' ]\d{3})+")
_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][+-]?\d{1,3})?")
_SHORT = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMB])", re.IGNORECASE)
_UNIT = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_LINK = re.compile(r"/(?:share/)?(?:video|photo|v)/(\d{15,20})(?!\d)")
_HANDLE = re.compile(r"tiktok\.com/@([\w.]+)")
_TIKTOK = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*tiktok(?:v)?\.(?:com|us)/", re.IGNORECASE)

ID_DIGITS = (15, 20)

VIDEO = 13
"""What the id of every video has at this place; others are kept, with a warning."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count, and whether the file had it rounded, as in 541.2K."""

    value: int
    rounded: bool = False


def count(raw: object) -> Count | None:
    """A whole number in any of the ways tables write one; it may be negative."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return _limited(raw)
    if not isinstance(raw, str) or len(raw) > 40:
        return None
    text = raw.strip()
    if short := _SHORT.fullmatch(text):
        number = float(short[1].replace(",", ".")) * _UNIT[short[2].lower()]
        return _limited(round(number), rounded=True)
    if _THOUSANDS.fullmatch(text):
        return _limited(int(re.sub(r"\D", "", text)))
    if not _NUMBER.fullmatch(text):
        return None
    return _limited(float(text), "e" in text.lower())


def _limited(number: float, rounded: bool = False) -> Count | None:
    if not abs(number) <= BIGGEST:  # neither too large nor no number at all
        return None
    return Count(int(number), rounded)


def is_true(raw: object) -> bool:
    """True for a truth value and for the word, as tables of text write it."""
    return raw is True or (isinstance(raw, str) and raw.strip().lower() == "true")


def post_id(raw: object) -> int | None:
    """An exact id; one that went through a floating-point number is lost and is None."""
    if isinstance(raw, str):
        raw = raw.strip()
        digits = raw.isascii() and raw.isdigit() and ID_DIGITS[0] <= len(raw) <= ID_DIGITS[1]
        return int(raw) if digits else None
    if isinstance(raw, int) and not isinstance(raw, bool) and 10**14 < raw < 10**20:
        return raw
    return None


def damaged_id(raw: object) -> bool:
    """True for an id that a program stored as a floating-point number."""
    if isinstance(raw, float):
        return raw > 10**14
    return isinstance(raw, str) and bool(re.fullmatch(r"\d(\.\d+)?[eE]\+1\d|\d{15,20}\.0", raw))


def id_in_link(raw: object) -> int | None:
    """The id of the video a link leads to."""
    match = _LINK.search(raw) if isinstance(raw, str) else None
    return int(match[1]) if match else None


def handle(raw: object) -> str | None:
    """The name of an account, short and on one line."""
    name = " ".join(raw.split()).removeprefix("@")[:60] if isinstance(raw, str) else ""
    return name or None


def handle_in_link(raw: object) -> str | None:
    """The account a link names."""
    match = _HANDLE.search(raw) if isinstance(raw, str) else None
    return match[1] if match else None


def leads_to_tiktok(link: str) -> bool:
    """True if the link is one of TikTok's own addresses."""
    return bool(_TIKTOK.match(link.strip()))


def is_video(one: int) -> bool:
    """True where the id carries the mark of a video."""
    return one >> 8 & 0xF == VIDEO and one < 2**63


_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d",
    "%m/%d/%y %I:%M %p", "%m/%d/%Y %I:%M %p", "%Y%m%d",
)  # fmt: skip


def moment(raw: object) -> tuple[datetime | None, bool]:
    """A moment in UTC, and whether that had to be assumed for want of a time zone."""
    number = count(raw) if not isinstance(raw, str) or re.fullmatch(r"\d{9,13}", raw) else None
    if number is not None:
        seconds = number.value / 1000 if number.value > 10**11 else number.value
        plausible = 10**8 < seconds < 7 * 10**9
        return (datetime.fromtimestamp(seconds, UTC) if plausible else None), False
    if not isinstance(raw, str) or len(raw) > 40:
        return None, False
    text = raw.strip()
    stated = text.endswith(" UTC")
    text = text.removesuffix(" UTC")
    read = _read(text)
    if read is None or not 2000 <= read.year < 2200:
        return None, False
    if read.tzinfo is None:
        return read.replace(tzinfo=UTC), not stated
    return read.astimezone(UTC), False


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def seconds(raw: object) -> float | None:
    """A duration written as 34, 8.98s, 00:31 or in milliseconds."""
    if isinstance(raw, str) and re.fullmatch(r"(\d+:)?\d{1,2}:\d{2}", raw.strip()):
        total = 0
        for part in raw.strip().split(":"):
            total = total * 60 + int(part)
        return total
    if isinstance(raw, str):
        raw = raw.strip().removesuffix("s")
        raw = float(raw) if re.fullmatch(r"\d{1,9}(\.\d*)?", raw) else None
    if not isinstance(raw, int | float) or isinstance(raw, bool) or not 0 <= raw < 10**9:
        return None
    return raw / 1000 if raw > timedelta(hours=1).total_seconds() else raw


def hashtags(raw: object) -> tuple[str, ...] | None:
    """Hashtags as a list, a list written as text, or words between commas or spaces."""
    if isinstance(raw, str):
        text = raw.strip()
        if text.startswith("["):
            return hashtags(_list(text))
        raw = re.split(r"[,\s|]+", text)
    if not isinstance(raw, Sequence):
        return None
    names = (_name(one) for one in raw)
    return tuple(name for name in names if name)


def _list(text: str) -> object:
    """A list in JSON or in Python's way of writing; None where it is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return literal_eval(text) if len(text) < 10_000 else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _name(one: object) -> str:
    if isinstance(one, dict):
        one = next((one[key] for key in ("name", "hashtagName", "title") if one.get(key)), "")
    if not isinstance(one, str):
        return ""
    match = HASHTAG.search("#" + one.strip().lstrip("#"))
    return match[1] if match else ""

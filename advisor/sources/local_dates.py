"""Dates as TikTok Studio writes them: a day and the name of a month in any language, no year.

A spreadsheet gives such a date the year it was opened in; that is not believed.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from advisor.sources.found import MonthDay

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
          "diciembre",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro "
          "dezembro",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
          "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika "
          "listopada grudnia",
    "tr": "ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "vi": "mot hai ba tu nam sau bay tam chin muoi muoi_mot muoi_hai",
    "el": "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου "
          "οκτωβριου νοεμβριου δεκεμβριου",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม "
          "พฤศจิกายน ธันวาคม",
}  # fmt: skip
"""The months of a language in their order, accents taken off where Unicode takes them off."""

_CELL = re.compile(r"\d{4}-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?")
_EAST = re.compile(r"(\d{1,2})[月월]\s*(\d{1,2})[日일]?")
_VIETNAMESE = re.compile(r"(\d{1,2}) thang (.+)")


def _bare(text: str) -> str:
    """Lower case without accents, so that spellings of one month meet."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


_BY_NAME = {
    _bare(name): month
    for language, names in _MONTHS.items()
    if language != "vi"
    for month, name in enumerate(names.split(), 1)
}
_VIETNAMESE_MONTHS = {
    name.replace("_", " "): month for month, name in enumerate(_MONTHS["vi"].split(), 1)
} | {"gieng": 1, "chap": 12}


def month_day(text: str) -> MonthDay | None:
    """Month and day of `March 4`, `4 de marzo`, `18 tháng Sáu`, `8月28日`, `4-Mar`; else None."""
    text = " ".join(text.split())
    if len(text) > 40:
        return None
    if cell := _CELL.fullmatch(text):
        return _valid(int(cell[1]), int(cell[2]))
    if east := _EAST.fullmatch(text):
        return _valid(int(east[1]), int(east[2]))
    bare = _bare(text)
    if vietnamese := _VIETNAMESE.fullmatch(bare):
        name = vietnamese[2]
        month = int(name) if name.isdecimal() else _VIETNAMESE_MONTHS.get(name, 0)
        return _valid(month, int(vietnamese[1]))
    words = [word for word in re.split(r"[\s.,-]+", bare) if word not in ("", "de", "ของ")]
    days = [int(word) for word in words if word.isdecimal() and len(word) <= 2]
    months = {_month(word) for word in words if not word.isdecimal()}
    if len(words) != 2 or len(days) != 1 or len(months) != 1:
        return None
    return _valid(months.pop(), days[0])


def _month(word: str) -> int:
    """The month a word begins, 0 where it begins none or several."""
    if word in _BY_NAME:
        return _BY_NAME[word]
    found = {month for name, month in _BY_NAME.items() if len(word) >= 3 and name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


def _valid(month: int, day: int) -> MonthDay | None:
    return (month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1] else None


def with_years(days: Sequence[MonthDay], latest: date) -> list[date] | None:
    """The days in their order with years, the last one at or before `latest`.

    The year goes down by one each time the month goes up on the way back. None where
    that gives a 29 February to a year without one.
    """
    year = latest.year
    if days and days[-1] > (latest.month, latest.day):
        year -= 1
    found: list[date] = []
    for place in range(len(days) - 1, -1, -1):
        if place + 1 < len(days) and days[place] > days[place + 1]:
            year -= 1
        try:
            found.append(date(year, *days[place]))
        except ValueError:
            return None
    return found[::-1]

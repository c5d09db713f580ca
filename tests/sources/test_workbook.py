"""Workbooks: those of TikTok Studio, those spreadsheets save, and those that are no good."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from advisor.sources import archive, workbook
from advisor.sources.found import Coverage
from advisor.sources.sniff import read_paths
from tests.sources import blocks

HEADER = ["id", "posted_at", "views", "likes", "duration", blocks.CANARY]


def studio(text: str) -> bytes:
    """A workbook as TikTok Studio writes it: every cell text in its place, no shared strings."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    cells = "".join(
        f'<row r="{y}">' + "".join(
            f'<c r="{chr(65 + x)}{y}" t="str"><v>{cell.replace("&", "&amp;")}</v></c>'
            for x, cell in enumerate(row)
        ) + "</row>"
        for y, row in enumerate(rows, 1)
    )  # fmt: skip
    return parts(f"<sheetData>{cells}</sheetData>")


def parts(data: str, sheet: str = "") -> bytes:
    """The least a workbook of one sheet consists of; the sheet of this data, or this one."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/>'
        "</Types>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{blocks.CANARY}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet or f'<worksheet xmlns="{main}">{data}</worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def saved(*sheets: list[list[object]]) -> bytes:
    """A workbook as a spreadsheet saves it: numbers, dates and shared strings."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"{blocks.CANARY} {number}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture(name="take")
def _take(write):
    """Reads one workbook: what was found, and the codes of problems."""

    def take(content: bytes, name: str = "a.xlsx"):
        found, problems = read_paths([write(name, content)], frozenset())
        return found, [problem.code for problem in problems]

    return take


@pytest.mark.parametrize("name", blocks.STUDIO)
def test_a_workbook_of_studio_tells_what_its_csv_tells(write, name):
    """Text cells go the way of CSV: nothing about them is known twice."""
    (as_csv,), _ = read_paths([write("1/a", blocks.STUDIO[name])], frozenset())
    (as_book,), problems = read_paths([write("2/a", studio(blocks.STUDIO[name]))], frozenset())
    assert problems == []
    for told in ("kind", "posts", "days", "followers_by_day", "activity", "ends", "notes"):
        assert getattr(as_book, told) == getattr(as_csv, told)


def test_real_numbers_and_dates_are_read(take):
    """Date cells date posts, durations are times of day, and rows may end early."""
    moment = datetime(2026, 3, 4, 7, 15, 10)
    rows = [HEADER, [str(blocks.MORNING), moment, 2410, 120.0, 34, blocks.CANARY], ["1", moment, 5]]
    (found,), problems = take(saved(rows))
    assert problems == []
    first, second = found.posts
    assert (first.id, first.created) == (blocks.MORNING, moment.replace(tzinfo=UTC))
    assert (first.views, first.likes, first.duration, second.views) == (2410, 120, 34, 5)
    assert found.coverage is Coverage.LISTED


@pytest.mark.parametrize("number", [blocks.MORNING, float(blocks.MORNING)])
def test_an_id_in_a_number_cell_is_absent(take, number):
    """A workbook keeps fifteen digits of a number, whatever a program wrote into it."""
    (found,), _ = take(saved([HEADER, [number, datetime(2026, 3, 4), 5, 1]]))
    assert (found.posts[0].id, found.posts[0].views) == (None, 5)
    assert "lost digits" in " ".join(found.notes)


def test_days_that_a_spreadsheet_made_dates_are_days(take):
    """Opened and saved again, March 3 has a year that nobody stated; it is not believed."""
    header = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
    (found,), _ = take(saved([header, [datetime(1999, 3, 3), 210, 4, 11, "undefined", 1]]))
    assert [(day, one.views, one.comments) for day, one in found.days] == [((3, 3), 210, None)]


def test_each_sheet_is_known_by_its_header(take):
    """Sheets are read apart, empty rows above a header are passed over, other sheets too."""
    posts = [[], [], HEADER, ["1", "2026-03-04", 5, 1]]
    more = [HEADER, ["2", "2026-03-05", 6, 2]]
    found, problems = take(saved([["notes"], ["x"]], posts, [], more))
    assert [one.file.rsplit("a.xlsx")[1] for one in found] == [":sheet 2", ":sheet 3"]
    assert problems == []
    assert take(saved([["notes"], ["x"]], [[1]])) == ([], ["not-recognised"])


def test_of_a_formula_only_its_last_result_is_read(take):
    """Nothing is computed; a formula whose result was not saved is an empty cell."""
    cells = (
        '<row r="1"><c t="str"><v>posted_at</v></c><c t="str"><v>views</v></c></row>'
        '<row r="2"><c t="str"><v>2026-03-04</v></c><c><f>1+1</f><v>77</v></c></row>'
        '<row r="3"><c t="str"><v>2026-03-05</v></c><c><f>1+1</f></c></row>'
    )
    (found,), _ = take(parts(f"<sheetData>{cells}</sheetData>"))
    assert [post.views for post in found.posts] == [77, None]


def test_a_workbook_in_a_zip_in_a_folder_is_read(write):
    """Studio packs each workbook into a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("Content.xlsx", studio(blocks.CONTENT))
    path = write("all/deep/Content_me.zip", buffer.getvalue())
    write("all/~$Content.xlsx", b"\0\0 the name of who has it open")
    (found,), problems = read_paths([path.parent.parent], frozenset())
    assert (found.kind, problems) == ("TikTok Studio Content", [])


def test_damaged_and_locked_workbooks_are_told(take):
    """No part of a workbook that is cut, broken or has a password is guessed."""
    good = studio(blocks.CONTENT)
    assert take(good[: len(good) // 2])[1] == ["archive"]
    for cells in ("<sheetData><row", '<sheetData><row r="1"><c r="??"/></row></sheetData>'):
        assert take(parts(cells)) == ([], ["workbook"])
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 30}">' for a, b in ("ab", "bc", "cd", "de", "ef")
    )
    swelling = f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">{entities}]><x>&f;</x>'
    assert take(parts("", sheet=swelling)) == ([], ["workbook"])
    assert take(parts("<sheetData/>")) == ([], ["empty"])
    assert take(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)[1] == ["workbook"]


def test_what_a_sheet_claims_of_its_size_is_not_believed(take, monkeypatch):
    """A cell at the far end does not make the cells before it; too many rows are told."""
    far = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c t="str"><v>id</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    )
    assert take(parts(far))[1] == ["not-recognised"]
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    assert take(saved([HEADER, *[["1", "2026-03-04", 5, 1]] * 3])) == ([], ["too-large"])
    (found,), _ = take(saved([[], HEADER, [], *[["1", "2026-03-04", 5, 1]] * 2]))
    assert len(found.posts) == 2
    monkeypatch.setattr(archive, "MAX_WORKBOOK", 1000)
    assert take(studio(blocks.CONTENT))[1] == ["too-large"]

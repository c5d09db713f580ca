"""Zips and folders: what is in them, and what they may not do."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from advisor.problems import Problem
from advisor.sources import archive, json_values
from advisor.sources.sniff import read_paths
from tests.sources import blocks


def zipped(files: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(name="take")
def _take(write):
    """Reads files written under these names: what was found, and the codes of problems."""

    def take(**files: bytes):
        paths = [write(f"{name}.zip", content) for name, content in files.items()]
        found, problems = read_paths(paths, frozenset())
        return found, [problem.code for problem in problems]

    return take


def test_a_zip_of_studio_files_is_read_whole(take):
    """Stored or packed, each file in it goes to its importer; pictures are passed over."""
    files = blocks.STUDIO | {"readme.txt": "hello", "v/a.mp4": b"\0\0\0 ftyp"}
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        found, problems = take(a=zipped(files, how))
        assert (len(found), problems) == (7, [])


def test_a_folder_is_searched_and_its_zips_too(write):
    """Files lie deep in folders, zips beside them; hidden files are left alone."""
    write("all/deep/Content.csv", blocks.CONTENT)
    write("all/.hidden.csv", blocks.CONTENT)
    path = write("all/Viewers.zip", zipped({"Viewers.csv": blocks.VIEWERS}))
    found, problems = read_paths([path.parent], frozenset())
    assert sorted(one.kind for one in found) == ["TikTok Studio Content", "TikTok Studio Viewers"]
    assert problems == []


def test_the_stamp_in_the_name_of_an_archive_is_its_end(write):
    """TikTok writes the second of the export into the name."""
    path = write("Overview_2026-03-03_1773046800_me.zip", zipped({"a.csv": blocks.OVERVIEW}))
    (given,) = archive.gather([path])
    assert given.stamp.isoformat() == "2026-03-09T09:00:00+00:00"


def test_names_in_a_zip_lead_nowhere(write, tmp_path):
    """Nothing is unpacked to disk, whatever the names say."""
    names = ("../../evil.csv", "/etc/evil.csv", "..\\evil.csv")
    files = {name: blocks.CONTENT.replace("705", str(n)) for n, name in enumerate(names)}
    path = write("in/a.zip", zipped(files))
    before = sorted(tmp_path.rglob("*"))
    found, problems = read_paths([path], frozenset())
    assert ([one.file for one in found], problems) == ([f"{path}:evil.csv"] * 3, [])
    assert sorted(tmp_path.rglob("*")) == before


def test_damaged_and_locked_zips_do_not_stop_the_others(take):
    """A cut zip, one with a password, an Excel file: one problem each, the rest is imported."""
    good = zipped({"Content.csv": blocks.CONTENT})
    locked = bytearray(good)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(signature) + offset
        locked[at : at + 2] = struct.pack("<H", 1)
    found, problems = take(
        a=good[:-40], b=bytes(locked), c=zipped({"xl/workbook.xml": "<x/>"}), d=good,
        e=zipped({"a.txt": "hello"}), f=b"",
    )  # fmt: skip
    assert len(found) == 1
    assert sorted(problems) == [
        "archive", "empty", "encrypted", "not-recognised", "workbook",
    ]  # fmt: skip


def test_a_member_that_is_damaged_is_told(take):
    """A wrong checksum spoils one file of a zip and not the next."""
    data = bytearray(zipped(
        {"a.csv": blocks.CONTENT, "Viewers.csv": blocks.VIEWERS}, zipfile.ZIP_STORED
    ))  # fmt: skip
    data[data.index(b"Morning") + 1] ^= 1
    found, problems = take(a=bytes(data))
    assert ([one.kind for one in found], problems) == (["TikTok Studio Viewers"], ["archive"])


def test_a_huge_member_that_is_damaged_is_told(write, monkeypatch):
    """What breaks while it is read piece by piece is one problem too, and the next file is read."""
    monkeypatch.setattr(json_values, "WHOLE", 5)
    text = json.dumps(blocks.g3() | {"x": [str(n) for n in range(90_000)]})
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        data = bytearray(zipped({"a.json": text, "Viewers.csv": blocks.VIEWERS}, how))
        middle = data.index(b"PK", 4) // 2
        data[middle : middle + 9] = b"111111111"
        found, problems = read_paths([write("a.zip", bytes(data))], frozenset())
        assert [one.kind for one in found] == ["TikTok Studio Viewers"]
        assert [problem.code for problem in problems] in (["archive"], ["json"])


def test_bombs_are_refused_before_they_unpack(write, monkeypatch):
    """A file that swells, files that are too many in bytes or in number: one problem each."""
    bomb = write("bomb.zip", zipped({"a.csv": "1" * 30_000_000}))
    (problem,) = archive.gather([bomb])
    assert isinstance(problem, Problem)
    assert problem.code == "too-large"
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1500)
    big = write("big.zip", zipped({f"{n}.csv": "x," * 500 for n in range(9)}))
    assert [getattr(one, "code", "") for one in archive.gather([big])] == ["", "too-large"]
    monkeypatch.setattr(archive, "MAX_FILES", 5)
    (problem,) = archive.gather([big])
    assert problem.message == "more than 5 files are in this zip file"


def test_a_size_that_lies_is_not_believed(write, monkeypatch):
    """A header that claims few bytes does not get more into memory."""
    data = bytearray(zipped({"a.csv": "1,2\n" * 1000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    (problem,) = archive.gather([write("a.zip", bytes(data))])
    assert isinstance(problem, Problem)
    assert problem.code == "archive"


def test_an_archive_without_data_is_told(write, tmp_path):
    """An empty zip, an empty folder and one with pictures alone are not passed over in silence."""
    (tmp_path / "none").mkdir()
    picture = write("pictures/a.jpeg", b"\xff\xd8\0").parent
    found, problems = read_paths(
        [write("a.zip", zipped({})), tmp_path / "none", picture], frozenset()
    )
    assert (found, [problem.code for problem in problems]) == ([], ["empty"] * 3)


def test_a_name_longer_than_any_file_has_is_told(write):
    """The other files are read."""
    found, problems = read_paths([Path("a" * 300), write("b.csv", blocks.CONTENT)], frozenset())
    assert ([len(found)], [problem.code for problem in problems]) == ([1], ["unreadable"])


def test_zips_in_zips_end(write):
    """An archive in an archive is opened, one in that is not."""
    inner = zipped({"Content.csv": blocks.CONTENT})
    twice = write("a.zip", zipped({"b.zip": inner, "c.zip": zipped({"d.zip": inner})}))
    found, _ = read_paths([twice], frozenset())
    assert [Path(one.file).name for one in found] == ["a.zip:b.zip:Content.csv"]

"""`advisor import` as a person runs it."""

from __future__ import annotations

import json

import pytest

from tests.sources import blocks, test_workbook


@pytest.fixture(name="files")
def _files(tmp_path):
    """Every synthetic file, in the folder the command runs in."""
    for name, layout in blocks.LAYOUTS.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(layout()))
    for name, text in {**blocks.STUDIO, **blocks.TABLES}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_profile_goes_to_stdout_and_word_of_it_to_stderr(advisor, files):
    """Values with origins on one stream; dates, formulas, gaps and remedies on the other."""
    ran = advisor("import", "G3.json", "Content.csv")
    assert ran.code == 0
    assert 'profile = "demo.creator"\n' in ran.out
    assert "\nposts_in_window = 3\n" in ran.out
    assert '\nposts_in_window = "imported from G3.json (3 posts, 2025-12-06 to' in ran.out
    assert "G3.json: TikTok data export of demo.creator, 3 posts (every post, 2026-03" in ran.err
    assert "Not computable" in ran.err
    assert "TikTok Studio's FollowerActivity.csv could add it" in ran.err


def test_the_profile_can_be_evaluated(advisor, files):
    """What import writes, evaluate reads, and the origin stands in the result."""
    assert advisor("import", "G3.json", "Content.csv", "-o", "me.toml").code == 0
    ran = advisor("evaluate", "me.toml", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["profile"] == "demo.creator"
    assert "imported from G3.json" in ran.out
    assert sorted(path.name for path in files.glob(".*")) == []


def test_help_lists_what_is_read(advisor):
    """What is not listed is not read."""
    ran = advisor("import", "--help")
    assert ran.code == 0
    assert "FollowerTopTerritories" in ran.out
    assert "advisor import posts.csv --creator c0001" in ran.out
    assert "CSV or XLSX" in ran.out


def test_nothing_usable_leaves_the_old_profile(advisor, files):
    """Without any file that can be read the exit code is 2 and nothing is written."""
    (files / "me.toml").write_text("old")
    (files / "junk.txt").write_text("hello")
    ran = advisor("import", "junk.txt", "nowhere.zip", "-o", "me.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "junk.txt:1:1: not-recognised" in ran.err
    assert "missing: there is no file `nowhere.zip`" in ran.err
    assert (files / "me.toml").read_text() == "old"


def test_a_rejected_file_does_not_stop_the_others(advisor, files):
    """What can be read is imported; exit code 3 says that something was not."""
    (files / "cut.zip").write_bytes(b"PK\x03\x04 cut")
    ran = advisor("import", "cut.zip", "G3.json")
    assert ran.code == 3
    assert "cut.zip:1:1: archive: this zip file is cut off or damaged" in ran.err
    assert "posts_in_window = 3" in ran.out


def test_everything_bad_at_once_stops_nothing(advisor, files):
    """Each bad file is one problem with its remedy, and the good one is imported all the same."""
    instagram = "id,permalink,views,likes\n1,https://www.instagram.com/p/x/,5,1\n"
    foreign = blocks.OVERVIEW.replace("March", "Maaliskuuta")
    bad = {
        "holiday.jpeg": (b"\xff\xd8\0\0", "binary"),
        "notes.txt": (b"buy milk", "not-recognised"),
        "insta.csv": (instagram.encode(), "not-tiktok"),
        "viewers.csv": (blocks.VIEWERS.encode("utf-16"), "encoding"),
        "content.csv": (blocks.CONTENT.replace("Morning", "Matin\xe9e").encode("latin-1", "ignore"),
                        "encoding"),
        "cut.zip": (b"PK\x03\x04 cut", "archive"),
        "cut.json": (json.dumps(blocks.g3())[:-9].encode(), "json"),
        "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "workbook"),
        "none.csv": (b"", "empty"),
    }  # fmt: skip
    for name, (content, _) in bad.items():
        (files / name).write_bytes(content)
    (files / "overview.csv").write_text(foreign)
    ran = advisor("import", *bad, "overview.csv", "G3.json", "gone.csv")
    assert ran.code == 3
    for name, (_, code) in bad.items():
        assert any(line.startswith(name) and f": {code}: " in line for line in ran.err.split("\n"))
    assert "missing: there is no file `gone.csv`" in ran.err
    assert "6 rows have a date in a form not known" in ran.err
    assert "posts_in_window = 3" in ran.out


def test_an_export_given_twice_is_read_once(advisor, files):
    """The same data under two names give the same facts, and it is told that they are the same."""
    (files / "copy.json").write_bytes((files / "G3.json").read_bytes())
    once, twice = advisor("import", "G3.json"), advisor("import", "G3.json", "G3.json", "copy.json")
    assert (twice.code, twice.out) == (0, once.out)
    assert "copy.json tells the same and is read once" in twice.err


def test_an_account_without_posts_is_told_as_that(advisor, files):
    """No post is known to be none, or, without any date, no window can be placed."""
    data = blocks.g3()
    data["Post"]["Posts"]["VideoList"] = []
    (files / "none.json").write_text(json.dumps(data))
    assert "posts_in_window = 0\n" in advisor("import", "none.json").out
    (files / "none.json").write_text(json.dumps({"Post": data["Post"]}))
    ran = advisor("import", "none.json")
    assert (ran.code, "(posts_in_window): no post in the list has a date" in ran.err) == (0, True)


def test_an_input_is_never_overwritten(advisor, files):
    """-o cannot name a file that is read, nor one in a folder that is not there."""
    ran = advisor("import", "G3.json", "-o", "./G3.json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads((files / "G3.json").read_text())
    ran = advisor("import", "G3.json", "-o", "gone/me.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "`gone/me.toml` cannot be written: No such file or directory" in ran.err


def test_a_creator_of_a_table_is_chosen(advisor, tmp_path):
    """Several creators ask for one; case and @ do not matter."""
    (tmp_path / "t.csv").write_text(
        "creator,posted_at,views,likes\nAna,2026-01-01 10:00:00,50,5\nbo,2026-01-01 10:00:00,9,3\n"
    )
    assert "--creator: Ana, bo" in advisor("import", "t.csv").err
    ran = advisor("import", "t.csv", "--creator", "@ana")
    assert (ran.code, "median_views = 50" in ran.out) == (0, True)


def test_words_from_files_cannot_act(advisor, tmp_path):
    """Quotes and escape sequences in a name are made harmless in the profile and on stderr."""
    creator = 'a"b\\c\x1b[31m\n[origin]'
    row = {"creator": creator, "create_time": 1772608510, "views": 5, "likes": 1}
    (tmp_path / "t.json").write_text(json.dumps([row]))
    ran = advisor("import", "t.json", "-o", "me.toml")
    assert (ran.code, "\x1b" in ran.err) == (0, False)
    assert advisor("evaluate", "me.toml").code == 0


@pytest.mark.parametrize("name", [*blocks.LAYOUTS, *blocks.STUDIO, *blocks.TABLES])
def test_nothing_outside_the_allow_list_comes_out(advisor, files, name):
    """Canaries in every other field of every format are in no output and no file."""
    name = f"{name}.json" if name in blocks.LAYOUTS else name
    assert name in blocks.STUDIO or blocks.CANARY in (files / name).read_text()
    before = {path for path in files.rglob("*") if path.is_file()}
    ran = advisor("import", name, "Overview.csv", "-o", "me.toml")
    assert (ran.code, ran.out) == (0, "")
    assert blocks.CANARY not in ran.err
    for path in {path for path in files.rglob("*") if path.is_file()} - before:
        assert blocks.CANARY.encode() not in path.read_bytes()


@pytest.mark.parametrize("form", ["TXT", "XLSX", "streamed"])
def test_nothing_comes_out_of_other_forms_either(advisor, files, form):
    """Canaries in the TXT form, in cells and names of sheets, and in a huge file stay inside."""
    if form == "TXT":
        for name, text in blocks.TEXT_FORM.items():
            path = files / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    elif form == "XLSX":
        (files / "in").mkdir()
        (files / "in" / "a.xlsx").write_bytes(test_workbook.studio(blocks.CONTENT))
        (files / "in" / "b.xlsx").write_bytes(test_workbook.studio("no,table\n" + blocks.CANARY))
    else:
        text = json.dumps({"x": blocks.CANARY * 1_500_000} | blocks.g3())
        (files / "in").write_text(text)
        (files / "cut.json").write_text(text[:-900])
        ran = advisor("import", "cut.json")
        assert (ran.code, "broken soon after here" in ran.err) == (2, True)
        assert blocks.CANARY not in ran.err
    ran = advisor("import", "in")
    assert (ran.code, "3 posts" in ran.err) == (0, True)
    assert blocks.CANARY not in ran.out + ran.err


@pytest.mark.parametrize("cut", [30, 300, 900, 1400])
def test_a_cut_file_shows_nothing_either(advisor, files, cut):
    """A problem in the middle of private fields tells its place and none of its text."""
    text = json.dumps({blocks.CANARY: blocks.CANARY * 90} | blocks.g3())
    (files / "cut.json").write_text(text[:-cut])
    (files / "cut.jsonl").write_text('{"id": 1, "views": 2}\n' + text[:-cut])
    ran = advisor("import", "cut.json", "cut.jsonl")
    assert (ran.code, blocks.CANARY in ran.out + ran.err) == (2, False)


def test_a_time_zone_tells_hours_by_the_creators_clock(advisor, files):
    """Busy hours, the share of posts in them and the heatmap; without a zone only UTC."""
    hours = [
        f'"March {day}","{hour}","{90 if hour in range(8, 14) else 5}"'
        for day in range(1, 8)
        for hour in range(24)
    ]
    (files / "active.csv").write_text(
        "\n".join(['"Date","Hour","Active followers"', *hours])
    )  # fmt: skip
    ran = advisor("import", "G3.json", "active.csv", "--timezone", "Europe/Berlin", "-o", "me.toml")
    assert ran.code == 0
    text = (files / "me.toml").read_text()
    assert 'busiest_hours = ["h08", "h09", "h10", "h11", "h12", "h13"]' in text
    assert "peak_post_share = 0.6666666666666666" in text  # 08:15 and 12:30, not 19:00
    assert 'zone = "Europe/Berlin"' in text
    assert "(3 posts of the last year, hours in Europe/Berlin)" in ran.err
    shown = advisor("evaluate", "me.toml")
    assert "When you post (3 posts of the last year, hours in Europe/Berlin)" in shown.out
    without = advisor("import", "G3.json", "active.csv")
    assert "(peak_post_share): your time zone is not known; name it with --timezone" in without.err
    assert "together with TikTok Studio's FollowerActivity.csv could add it then\n" in without.err
    assert "peak_post_share =" not in without.out
    assert "hours in UTC" in without.err
    odd = advisor("import", "G3.json", "--timezone", "Berlin")
    assert (odd.code, odd.out) == (2, "")
    assert "`Berlin` is no time zone" in odd.err

"""The acceptance matrix: every shape of file, whole, renamed, cut, foreign and damaged."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from advisor.analysis.post import Post
from advisor.problems import Problem
from advisor.sources import data_export, json_data, json_values
from advisor.sources.found import Coverage, Found
from advisor.sources.sniff import read_input
from tests.sources import blocks


def one(content: object, *chosen: str, stamp: datetime | None = None) -> Found | Problem:
    """What one file tells that tells nothing by its name."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    data = content.encode() if isinstance(content, str) else content
    return read_input(blocks.given("file", data, stamp), frozenset(chosen))


@pytest.fixture(name="take", params=[json_values.WHOLE, 5], ids=["whole", "streamed"])
def _take(request, monkeypatch):
    """Reads one file as a small one and as a huge one, which must tell the same."""
    monkeypatch.setattr(json_values, "WHOLE", request.param)
    return one


@pytest.mark.parametrize("layout", blocks.LAYOUTS)
def test_every_layout_of_the_export_tells_the_same(take, layout):
    """Wrappers were renamed; posts, likes, followers and dates are found all the same."""
    found = take(blocks.LAYOUTS[layout]())
    assert (found.kind, found.creator, found.coverage) == (
        "TikTok data export", "demo.creator", Coverage.WHOLE,
    )  # fmt: skip
    assert [(post.likes, post.hashtags) for post in found.posts] == [
        (41, ("desk", "office")), (120, None), (37, None),
    ]  # fmt: skip
    assert found.posts[2].created == datetime(2026, 3, 1, 18, 0, 30, tzinfo=UTC)
    assert [like.id for like in found.likes] == [blocks.OWN, blocks.OTHER]
    assert (found.followers, found.likes_received, found.fans_listed) == (1480, 198, 1)
    assert found.comments_written == (datetime(2026, 3, 2, 8, tzinfo=UTC),)
    assert found.ends == datetime(2026, 3, 6, 11, 30, 9, tzinfo=UTC)


def test_the_name_stamp_is_the_end_unless_the_data_go_on(take):
    """An archive says when it was made; dates after that are believed more."""
    late, early = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert take(blocks.g3(), stamp=late).ends == late
    assert take(blocks.g3(), stamp=early).ends > early


@pytest.mark.parametrize("empty", [None, [], {}, "", "N/A"])
def test_an_empty_section_is_not_an_absent_one(take, empty):
    """A list that is there and empty is known to be empty; one that is not there is not."""
    found = take({"Post": {"Posts": {"VideoList": empty}}})
    assert (found.posts, found.likes) == ((), None)
    found = take({"Likes and Favorites": {"Like List": {"ItemFavoriteList": empty}}})
    assert (found.posts, found.likes) == (None, ())


def test_only_a_profile_is_an_export_too(take):
    """A subset of the sections is enough; "None" is no number."""
    found = take({"Profile": {"Profile Info": {"ProfileMap": {"likesReceived": "None"}}}})
    assert (found.kind, found.likes_received, found.posts) == ("TikTok data export", None, None)


@pytest.mark.parametrize(
    ("link", "read"),
    [
        (blocks.share(blocks.OWN), True), (blocks.video(blocks.OWN), True),
        (f"https://www.tiktok.com/@a/photo/{blocks.OWN}", True),
        (f"https://m.tiktok.com/v/{blocks.OWN}.html", True), ("https://vm.tiktok.com/ZM8/", False),
        (None, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["link", "Link", "VideoLink"])
def test_links_of_every_form_give_the_id(take, key, link, read):
    """Three spellings of the key, four forms of the link; others are counted as a warning."""
    found = take({"Activity": {"Like List": {"ItemFavoriteList": [{"Date": "x", key: link}]}}})
    assert [like.id for like in found.likes] == ([blocks.OWN] if read else [])
    assert any("without a video id" in note for note in found.notes) is not read


def test_a_post_that_tells_not_who_can_view_it_counts(take):
    """The oldest layout had no such field, and an empty one is legal."""
    posts = [dict(blocks.POSTS[0], WhoCanView=None), {"Date": "2020-03-01 00:00:00", "Likes": "5"}]
    assert len(take({"Video": {"Videos": {"VideoList": posts}}}).posts) == 2


def test_posts_not_everyone_can_view_are_left_out(take):
    """Private posts are counted in a note; two posts in one second stay two."""
    hidden = blocks.posted("2026-03-02 00:00:00", "3", WhoCanView="Only You")
    posts = [*blocks.POSTS, blocks.POSTS[0], hidden]
    found = take({"Post": {"Posts": {"VideoList": posts}}})
    assert len(found.posts) == 4
    assert found.notes == ("1 posts that not everyone can view are left out",)


@pytest.mark.parametrize("name", blocks.TABLES)
def test_every_tool_tells_of_the_same_post(take, name):
    """Display and Research API, yt-dlp, TikTok-Api and Apify are one table of aliases."""
    found = take(blocks.TABLES[name])
    (post,) = found.posts
    assert (post.id, post.views, post.likes, post.comments, post.shares) == (
        blocks.MORNING, 2410, 120, 9, 11,
    )  # fmt: skip
    assert post.created == datetime(2026, 3, 4, 7, 15, 10, tzinfo=UTC)
    assert (post.hashtags, post.duration, post.own_like) == (("morning",), 34, None)
    assert post.saves in (33, None)
    assert (found.creator, found.coverage) == ("demo.creator", Coverage.LISTED)


def test_a_complete_crawl_says_so(take):
    """A crawl that has as many posts as the account lists every post."""
    item = dict(blocks.WEB[0], authorStats={"followerCount": 5, "videoCount": 1}, digged=True)
    found = take([item])
    assert (found.coverage, found.followers, found.posts[0].own_like) == (Coverage.WHOLE, 5, True)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_content_is_read_with_any_line_ends(take, mark, end):
    """With and without a byte order mark, with Windows line ends, with a last newline."""
    text = mark + blocks.CONTENT.removeprefix("\ufeff").replace("\n", end) + end
    found = take(text)
    assert (found.kind, found.coverage) == ("TikTok Studio Content", Coverage.TOP)
    assert [(post.id, post.views) for post in found.posts] == [
        (blocks.MORNING, 2410), (blocks.OWN, 705), (blocks.DESK, 655),
    ]  # fmt: skip
    assert found.posts[1].created == datetime(2026, 3, 1, 18, 0, 19, tzinfo=UTC)
    assert found.posts[0].created == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert (found.posts[2].caption, found.posts[2].hashtags) == (
        'Three "desk" setups, #desk', ("desk",),
    )  # fmt: skip
    assert found.ends.date().isoformat() == "2026-03-09"
    assert "about 15" in found.notes[0]


def test_a_scheduled_post_has_the_day_it_came_out(take):
    """The id dates the upload; a later post time is believed, over the end of a year too."""
    text = blocks.CONTENT.replace("March 4", "March 20")
    assert take(text).posts[0].created == datetime(2026, 3, 20, 12, tzinfo=UTC)


def test_daily_files_keep_what_is_undefined_apart(take):
    """Undefined is unknown, negative counts stay, days not yet counted are dropped."""
    days = take(blocks.OVERVIEW).days
    assert [day for day, _ in days] == [(3, 3), (3, 4), (3, 5), (3, 6), (3, 7)]
    assert days[2][1].comments == -1
    history = take(blocks.HISTORY).followers_by_day
    assert history == (((12, 31), None), ((1, 1), 1400), ((1, 2), 1398))
    assert "1 days of viewers" in take(blocks.VIEWERS).notes[0]
    assert "3 groups" in take(blocks.GENDER).notes[0]


def test_hours_of_active_followers(take):
    """The last day ends where the export was made; hours of 0 before that are hours of 0."""
    rows = [f"8 de marzo|{hour}|{active}" for hour, active in ((0, 0), (19, 312), (24, 9), (23, 0))]
    rows += ["nunca|1|5", "9 de marzo|0|undefined", "9 de marzo|1|40", "9 de marzo|2|0"]
    found = take(blocks.table("Date|Hour|Active followers", *rows))
    assert found.activity == (
        ((3, 8), 0, 0), ((3, 8), 19, 312), ((3, 8), 23, 0), ((3, 9), 0, None), ((3, 9), 1, 40),
    )  # fmt: skip
    assert found.notes == (
        "its hours are in a time zone it does not state",
        "warning: 1 rows have a date in a form not known and are left out; "
        "set TikTok Studio to English and download the file again",
    )
    quiet = blocks.table("Date|Hour|Active followers", "8 de marzo|0|0", "9 de marzo|0|0")
    for nothing in (blocks.ACTIVITY.split("\n")[0], quiet):
        found = take(nothing)
        assert (found.activity, "about 100 followers" in found.notes[0]) == ((), True)
    assert take(blocks.OVERVIEW).activity is None


@pytest.mark.parametrize(
    "content",
    [
        "{}", "[]", "[1, 2]", '{"a": {"b": [3]}}', "hello", "a,b\n1,2\n", "goal = 'reach'",
        '{"likes_media_likes": [{"title": "x"}]}', "Date,Primary\n2026-01-01,3\n",
        '{"activity": {"VideoList": [{"Date": "2026-01-01 00:00:00"}]}}',
    ],
)  # fmt: skip
def test_what_is_not_tiktoks_is_not_recognised(take, content):
    """Other JSON, other tables, Instagram's likes: one problem, with what to do."""
    found = take(content)
    assert isinstance(found, Problem)
    assert (found.code, found.hint) == (
        "not-recognised",
        "advisor import --help lists what is read",
    )


def test_tables_of_other_platforms_are_refused(take):
    """A table whose links lead to Instagram or nowhere near TikTok is none of ours."""
    text = "id,permalink,views,likes\n1,https://www.instagram.com/p/x/,5,1\n"
    assert take(text).code == "not-tiktok"
    assert take(blocks.CONTENT.replace("www.tiktok.com", "fb.example")).code == "not-tiktok"


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ('{"Post": {"Posts":\n {"VideoList": [{"Date', "json", "file:2:18"),
        ("[" * 100_000, "json", "file:1:1"),
        ('{"id": 1, "views": 1}\n{"id": 2, broken', "json", "file:2:1"),
        (b"id,views\n1,\xe9\n", "encoding", "file:2:3"),
        ("id,views\n".encode("utf-16"), "encoding", "file:1:1"),
    ],
)  # fmt: skip
def test_damaged_files_are_one_problem_that_shows_no_content(content, code, place):
    """What is cut, too deep, in another form or encoding is told by its place alone."""
    found = one(content)
    assert (found.code, str(found.place), found.excerpt) == (code, place, "")


@pytest.mark.parametrize(
    ("end", "code", "line"),
    [
        (b'{"Dat', "json", 3), (b'{"Date": NaN}]}}}', "json", 2), (b'"\xe9"]}}}', "encoding", 2),
        (b"9" * 5000 + b"]}}}", "json", 2), (b"", "json", 3),
    ],
)  # fmt: skip
def test_a_huge_file_that_breaks_off_is_placed_by_piece(monkeypatch, end, code, line):
    """Where the last piece of it began is told, and nothing that stands there."""
    monkeypatch.setattr(json_values, "WHOLE", 5)
    begin = b'{"x": "' + blocks.CANARY.encode() + b'",\n' + b" " * 70_000 + b'\n"Post": '
    found = one(begin + b'{"Posts": {"VideoList": [' + end)
    assert (found.code, found.place.line, found.excerpt) == (code, line, "")
    assert blocks.CANARY not in repr(found)


def test_a_huge_file_is_read_row_by_row(monkeypatch):
    """Lists end at a limit; what is nested in other parts however deeply is skipped."""
    monkeypatch.setattr(json_values, "WHOLE", 5)
    monkeypatch.setattr(data_export, "MOST", 2)
    monkeypatch.setattr(json_data, "MOST", 2)
    deep = "[" * 10_000 + "]" * 10_000
    text = json.dumps(blocks.g3()).replace('"App": 1', f'"App": {deep}')
    found = one(text)
    assert ([post.likes for post in found.posts], len(found.likes)) == ([41, 120], 2)
    assert "goes on after" in found.notes[0]
    assert one(blocks.WEB * 3).code == "too-large"
    assert one("\n".join([json.dumps(blocks.WEB[0])] * 3)).code == "too-large"


@pytest.mark.parametrize("name", [*blocks.LAYOUTS, *blocks.TABLES])
def test_nothing_but_the_allow_list_is_kept(take, name):
    """Whatever stands in other fields is in no value that is handed on."""
    content = blocks.LAYOUTS[name]() if name in blocks.LAYOUTS else blocks.TABLES[name]
    assert blocks.CANARY not in repr(take(content))


def test_what_stands_twice_counts_as_it_does_in_a_table(take):
    """Of a field that stands in a row twice the last is read."""
    assert take('[{"id": 1, "views": 5, "views": 7}]').posts[0].views == 7
    twice = '{"Post": {"Posts": {"VideoList": [], "VideoList": [{"Likes": "3"}]}}}'
    assert len(take(twice).posts) == 1


def test_ids_that_were_floats_are_absent(take):
    """A spreadsheet's 7.6e18 is no id; the link still gives it."""
    text = "vid_id,vid_url,views,likes\n7.612750505084800e+18,{},5,1\n"
    assert take(text.format("")).posts[0].id is None
    assert "lost digits" in " ".join(take(text.format("")).notes)
    assert take(text.format(blocks.video(blocks.MORNING))).posts[0].id == blocks.MORNING
    assert take([{"id": 7.61e18, "views": 5, "createTime": 1772608510}]).posts[0].id is None


def test_an_id_that_is_no_videos_is_kept_with_a_warning(take):
    """The mark in an id is a check of sanity and no reason to refuse."""
    found = take(f"id,views\n{blocks.MORNING + 256},5\n")
    assert found.posts[0].id == blocks.MORNING + 256
    assert "unlike those of videos" in " ".join(found.notes)


def test_a_row_that_does_not_fit_is_left_out(take):
    """A lost comma moves cells into other columns; such a row is not read, and that is told."""
    found = take("id,bio,views,likes\n1,x,5,1\n2,5,1\n\n3,x,y,5,1\n")
    assert ([post.views for post in found.posts], found.notes[-1]) == (
        [5], "warning: 2 rows have more or fewer cells than the first and are left out",
    )  # fmt: skip


@pytest.mark.parametrize("caption", ['"oops', '"' + "x" * 200_000], ids=["few", "huge"])
def test_an_open_quote_is_told_and_takes_no_posts_along(caption):
    """It would make one cell of all rows after it, and the posts there would be missed."""
    rows = [f"2024-02-{day:02} 10:00:00,100,{'fine' if day != 4 else caption}"
            for day in range(1, 21)]  # fmt: skip
    problem = one("\n".join(["created,views,caption", *rows]))
    assert (problem.code, problem.place.line) == ("quote", 5)


@pytest.mark.parametrize("rows", ["", "2024-02-01,5,1\n2024-02-02,5,1\n"], ids=["none", "odd"])
def test_a_table_of_posts_without_a_row_is_not_foreign(take, rows):
    """An account without posts, or rows of another length, are told as what they are."""
    assert take(f"created,views\n{rows}").code == "no-posts"


def test_ids_date_posts_without_a_date(take):
    """An id of a video tells when it was uploaded; one unlike those of videos tells nothing."""
    found = take("id,views\n7612750505084800289,10\n7612750505084800001,10\n")
    assert [post.created for post in found.posts] == [datetime(2026, 3, 2, 20, tzinfo=UTC), None]
    assert "1 posts have no date that can be read; their ids tell" in found.notes[0]


def test_rows_that_name_no_creator_are_told(take):
    """They may be of another one."""
    found = one("author,created,views\nme,2024-02-01,1\n,2024-02-02,2\nme,2024-02-03,3\n")
    assert [post.views for post in found.posts] == [1, 3]
    assert "warning: 1 rows name no creator and are left out" in found.notes


def test_one_creator_of_many_is_chosen(take):
    """A table of several creators asks which; the chosen one's rows alone are read."""
    text = "creator,followers,posted_at,collected_at,views,likes,hashtags\n" + "".join(
        f"c{n},{n}000,2026-03-0{n} 10:00:00,2026-03-09 00:00:00,{n}0,{n},a b\n" for n in (1, 2)
    )
    asked = take(text)
    assert (asked.code, asked.hint) == ("which-creator", "choose one with --creator: c1, c2")
    found = take(text, "c2")
    assert (found.creator, found.followers) == ("c2", 2000)
    assert found.posts == (
        Post(created=datetime(2026, 3, 2, 10, tzinfo=UTC), views=20, likes=2, hashtags=("a", "b")),
    )
    assert found.ends == datetime(2026, 3, 9, tzinfo=UTC)
    assert "no time zone" in found.notes[0]
    assert take(text, "c9").code == "which-creator"

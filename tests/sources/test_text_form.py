"""The TXT form of the data export, in English and in Dutch, whole and in parts."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from advisor.problems import Problem
from advisor.sources.found import Coverage, Found
from advisor.sources.sniff import read_input, read_paths
from tests.sources import blocks


@pytest.fixture(name="folder")
def _folder(write, tmp_path):
    """Writes files into a folder and imports that."""

    def folder(files: dict[str, str], name: str = "TikTok"):
        for path, content in files.items():
            write(f"{name}/{path}", content)
        return read_paths([tmp_path / name], frozenset())

    return folder


def one(name: str, text: str) -> Found | Problem:
    """What a single file tells."""
    return read_input(blocks.given(name, text.encode()), frozenset())


@pytest.mark.parametrize("files", [blocks.TEXT_FORM, blocks.DUTCH], ids=["English", "Dutch"])
def test_a_folder_tells_what_the_json_tells(folder, files):
    """Posts, likes, followers and comments are those of the JSON form, joined into one export."""
    found, problems = folder(files)
    assert problems == []
    (export,) = found
    told = one("j", json.dumps(blocks.g3()))
    received = 198 if files is blocks.TEXT_FORM else None
    assert replace(export, file="j", kind=told.kind, notes=()) == replace(
        told, followers=None, likes_received=received
    )
    assert (export.coverage, export.notes) == (Coverage.WHOLE, ())


def test_a_zip_is_the_same_and_its_stamp_the_end(write):
    """The TXT form comes as a zip, whose name says when it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in blocks.TEXT_FORM.items():
            packed.writestr(f"TikTok/{name}", content.replace(" UTC", ""))
    path = write("TikTok_Data_1773046800.zip", buffer.getvalue())
    (export,), problems = read_paths([path], frozenset())
    assert ([post.likes for post in export.posts], problems) == ([41, 120, 37], [])
    assert export.ends == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_single_files_are_known(folder):
    """Each file alone tells its part; a copy's number in its name does not matter."""
    posts = one("whatever.txt", blocks.TEXT_FORM["Posts/Posts.txt"])
    assert [post.likes for post in posts.posts] == [41, 120, 37]
    assert posts.posts[0].hashtags == ("desk", "office")
    likes = blocks.TEXT_FORM["Likes and Favorites/Like List.txt"]
    for name in ("Like List (1).txt", "Like_List.txt", "a.zip:Like List 2.txt"):
        assert [like.id for like in one(name, likes).likes] == [blocks.OWN, blocks.OTHER]
    assert one("Follower.txt", blocks.text({"Date": "2026-03-05 10:00:00"})).fans_listed == 1
    old = blocks.text({"Date": "2020-03-05 10:00:00", "Video Link": "https://v.x", "Like(s)": "5"})
    assert one("Videos.txt", old).posts[0].likes == 5


def test_empty_sections_are_known_to_be_empty(folder):
    """ "No data" in any language is an empty list, if the name of the file tells of which."""
    for sentence in (blocks.NO_DATA, "Dit gedeelte bevat geen gegevens", "Nada por aquí"):
        assert one("Posts.txt", sentence).posts == ()
        assert one("Likelijst.txt", sentence).likes == ()
        assert one("Ad Interests.txt", sentence).code == "not-recognised"
    found, problems = folder({"Posts.txt": blocks.NO_DATA, "Hashtag.txt": blocks.NO_DATA})
    assert ([export.posts for export in found], problems) == ([()], [])


def test_a_list_that_may_be_of_likes_is_asked_about(folder):
    """Likes and videos watched look alike: a name not known is no reason to guess."""
    likes = blocks.TEXT_FORM["Likes and Favorites/Like List.txt"]
    posts = blocks.TEXT_FORM["Posts/Posts.txt"]
    found, (problem,) = folder({"Posts.txt": posts, "Lista.txt": likes, "Otra.txt": likes}, "a")
    assert (found[0].likes, problem.code) == (None, "which-list")
    assert problem.hint == "give the file with your likes the name `Like List.txt`"
    assert folder({"Like List.txt": likes, "Otra.txt": likes}, "b")[1] == []
    assert one("Lista.txt", likes).code == "which-list"


def test_who_can_view_is_read_in_other_languages():
    """Private posts are left out where the word for everyone is known, else all are counted."""
    private = blocks.posted("2026-03-02 00:00:00", "3", WhoCanView="Alleen ik")
    text = blocks.text(*(blocks.own(post, "Datum") for post in [*blocks.POSTS, private]))
    known = one("x.txt", text.replace("Everyone", "Iedereen"))
    assert (len(known.posts), len(known.notes)) == (3, 1)
    foreign = one("x.txt", text.replace("Everyone", "Κανείς"))
    assert len(foreign.posts) == 4
    assert "in words not known" in foreign.notes[0]


def test_two_exports_in_one_folder_stay_two(folder):
    """The posts of one are not mixed with the likes of the other."""
    files = {
        f"{n}/{name}": text.replace(": 41\n", f": {n}\n")
        for n in "78"
        for name, text in blocks.DUTCH.items()
    }
    found, problems = folder(files)
    assert [[post.likes for post in export.posts] for export in found] == [
        [7, 120, 37],
        [8, 120, 37],
    ]
    assert ([len(export.likes) for export in found], problems) == ([2, 2], [])


def test_deleted_posts_and_broadcasts_are_no_posts():
    """What has two dates was deleted; what has counts and allows nothing was live."""
    for name in ("Recently Deleted Posts.txt", "x.txt"):
        assert one(name, blocks.DELETED).code == "not-recognised"
    live = blocks.TEXT_FORM["Tiktok Live/Go Live History.txt"]
    assert one("x.txt", live).code == "not-recognised"

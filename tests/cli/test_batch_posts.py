"""`advisor batch --posts` as a person runs it."""

from __future__ import annotations

import json

POSTS = """\
creator,posted_at,views,likes,comments,shares,followers
ana,2026-03-01 10:00:00,1000,300,0,1,900
ana,2026-03-20 19:30:00,3000,100,9,2,950
ben,2026-03-05 08:00:00,500,10,2,0,80
,2026-03-06 08:00:00,500,10,2,0,80
"""


def test_posts_give_what_the_imported_profile_gives(advisor, tmp_path):
    """One row per post: the findings of each creator are those of import and evaluate."""
    (tmp_path / "posts.csv").write_text(POSTS)
    ran = advisor("batch", "--posts", "posts.csv", "--rejects", "left.csv")
    assert ran.code == 3  # a row names no creator
    assert (tmp_path / "left.csv").read_text().splitlines()[1:] == [
        "posts.csv,4,creator,no creator is named"
    ]
    rows = [line.split(",") for line in ran.out.splitlines()[1:]]
    assert {row[0] for row in rows} == {"ana", "ben"}
    assert advisor("import", "posts.csv", "--creator", "ana", "-o", "ana.toml").code == 0
    told = json.loads(advisor("evaluate", "ana.toml", "--format", "json").out)
    given = {one["rule"] for one in told["advice"]}
    given |= {other for one in told["advice"] for other in one["also"]}
    assert {row[1] for row in rows if row[0] == "ana" and row[4] != "verdict"} == given


def test_options_of_posts_are_checked(advisor, tmp_path):
    """A time zone needs posts and has to exist; a table of profiles is no table of posts."""
    (tmp_path / "posts.csv").write_text(POSTS)
    assert (
        "--timezone goes with --posts"
        in advisor("batch", "posts.csv", "--timezone", "Asia/Tokyo").err
    )
    ran = advisor("batch", "--posts", "posts.csv", "--timezone", "Mars")
    assert (ran.code, "`Mars` is no time zone" in ran.err) == (2, True)
    (tmp_path / "c.csv").write_text("profile,reply_rate\ndex,0.05\n")
    ran = advisor("batch", "--posts", "c.csv")
    assert (ran.code, "is no table of posts" in ran.err) == (2, True)


def test_posts_of_a_creator_come_from_several_files(advisor, tmp_path):
    """Of any formats, however the posts are dealt out between them."""
    header, *rows = POSTS.splitlines()[:4]
    names = header.split(",")
    objects = [dict(zip(names, row.split(","), strict=True)) for row in rows]
    for one in objects:
        one.update((name, int(one[name])) for name in names[2:])
    (tmp_path / "whole.csv").write_text("\n".join([header, *rows]))
    (tmp_path / "a.csv").write_text("\n".join([header, *rows[::2]]))
    (tmp_path / "b.jsonl").write_text(json.dumps(objects[1]))
    whole = advisor("batch", "--posts", "whole.csv")
    parts = advisor("batch", "--posts", "a.csv", "b.jsonl")
    assert (whole.code, parts.code) == (0, 0)
    assert parts.out == whole.out

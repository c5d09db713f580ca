"""Several files -> one profile."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from advisor.analysis.post import Post
from advisor.facts.profile import Known
from advisor.sources.found import Coverage, Found
from advisor.sources.joining import unite_posts
from advisor.sources.sniff import read_input
from advisor.sources.unite import of_one_creator, unite
from tests.sources import blocks


@pytest.fixture(name="together")
def _together(library):
    """Unites these files: the profile and why other facts are missing."""

    def together(**files: str):
        found = [
            read_input(blocks.given(name, text.encode()), frozenset())
            for name, text in files.items()
        ]
        return unite(found, library.rulebase.facts, None)

    return together


def test_own_likes_are_exact_where_a_second_file_knows_the_ids(together):
    """The export has the likes, Content.csv the ids; one of three own posts was liked."""
    imported = together(export=json.dumps(blocks.g3()), content=blocks.CONTENT)
    known = imported.profile.entries["self_like_share"]
    assert known.value == pytest.approx(1 / 3)
    assert known.origin.startswith("imported from export, content (3 posts, ")
    (fact,) = (fact for fact, _ in imported.facts if fact.name == "self_like_share")
    assert "ids known for 3 of the 3 posts" in fact.caveat
    assert "from 2026-02-21 to 2026-03-01" in fact.caveat
    reactions = (120 + 9 + 11) + (37 + 2 + 0) + (41 + 3 + 1)
    values = imported.profile.values()
    assert values["self_share_of_engagement"] == pytest.approx(1 / reactions)


def test_groups_of_followers_are_known(together):
    """Data rows of either file say that the creator can know who the viewers are."""
    imported = together(content=blocks.CONTENT, gender=blocks.GENDER)
    assert imported.profile.value("top_segment_known") is True
    empty = blocks.GENDER.split("\n")[0]
    assert together(content=blocks.CONTENT, gender=empty).profile.value("top_segment_known") is None


def test_without_ids_own_likes_are_a_note(together):
    """An estimate from time and a bound are told; the fact stays to be asked."""
    imported = together(export=json.dumps(blocks.g3()))
    assert "self_like_share" not in imported.profile.entries
    assert any("about 1, estimated from time" in note for note in imported.notes)
    assert any(
        "2 of your 3 posts, at most 1.1 % of the 198 likes you received" in note
        for note in imported.notes
    )


def test_the_two_official_files_join_post_by_post(together):
    """Seconds and likes say which posts are one, a scheduled one too: three, not six."""
    values = together(export=json.dumps(blocks.g1()), content=blocks.CONTENT).profile.values()
    assert values["posts_in_window"] == 3
    assert values["median_views"] == 705
    assert values["max_like_to_view"] == 41 / 655
    assert values["like_rate"] == pytest.approx(36 / 705)  # without the creator's own like
    assert values["comments_per_week"] == 14 / 4
    assert values["follower_count"] == 1480


def test_top_posts_alone_tell_no_rhythm(together):
    """Content.csv is a selection: rates come with a caveat, frequency not at all."""
    imported = together(content=blocks.CONTENT)
    reasons = {gap.name: gap.reason for gap in imported.missing}
    assert reasons["posts_per_week"] == "content lists top posts only"
    assert reasons["views_trend"] == "content lists top posts only"
    (fact,) = (fact for fact, _ in imported.facts if fact.name == "median_views")
    assert fact.caveat == "of top posts only, so it may well be too high"


def test_the_captions_of_photos_do_not_speak_for_videos(together):
    """The export has captions of photo posts alone; hashtags are then not computable."""
    imported = together(export=json.dumps(blocks.g3()))
    reasons = {gap.name: gap.reason for gap in imported.missing}
    assert reasons["hashtags_per_post"] == "captions are known for 1 of the 3 posts of 90 days"


def test_followers_by_day_come_before_a_count(together):
    """The newest row of the history is believed before the number in the profile."""
    imported = together(export=json.dumps(blocks.g3()), history=blocks.HISTORY)
    assert imported.profile.entries["follower_count"] == Known(1398, "imported from history")


def test_daily_totals_of_enough_days_are_used(together):
    """Engagement, comments, trend and growth come from all days, over the end of a year."""
    first = datetime(2025, 11, 20, tzinfo=UTC)
    days = [first + timedelta(days=n) for n in range(60)]
    overview = blocks.table(
        "Date|Video Views|Profile Views|Likes|Comments|Shares",
        *(f"{day:%B} {day.day}|{100 if n < 32 else 200}|1|8|2|0" for n, day in enumerate(days)),
    )
    history = blocks.table(
        "Date|Followers|Difference in followers from previous day",
        *(f"{day:%B} {day.day}|{1000 + n}|0" for n, day in enumerate(days)),
    )
    values = together(overview=overview, history=history, activity=blocks.ACTIVITY).profile.values()
    assert values["engagement_rate"] == pytest.approx(600 / (32 * 100 + 28 * 200))
    assert values["comments_per_week"] == 14
    assert values["views_trend"] == 1
    assert values["follower_count"] == 1059
    assert values["follower_growth_28d"] == pytest.approx(28 / 1031)
    assert values["follows_per_1k_views"] == pytest.approx(1000 * 28 / 5600)
    assert values["follower_activity_known"] is True


def test_a_year_no_file_tells_is_not_made_up(together):
    """Without any date with a year, windows are shown without one."""
    rows = [f"{month} {day}|100|1|8|2|0" for month in ("March",) for day in range(1, 31)]
    overview = blocks.table("Date|Video Views|Profile Views|Likes|Comments|Shares", *rows)
    origin = together(overview=overview).profile.entries["comments_per_week"].origin
    assert origin == "imported from overview (03 March to 30 March, year not known)"


def test_the_same_export_twice_counts_once(together):
    """Two exports of one account are one set of posts and likes."""
    text = json.dumps(blocks.g3())
    once, twice = together(a=text), together(a=text, b=text)
    assert once.profile.values() == twice.profile.values()


def test_an_account_without_posts_has_none(together):
    """No posts are zero posts where the list is complete, and no rates."""
    data = {"Post": {"Posts": {"VideoList": []}}, "Your Activity": {"Like List":
            {"ItemFavoriteList": blocks.LIKES}}}  # fmt: skip
    imported = together(export=json.dumps(data))
    assert imported.profile.values() == {"posts_in_window": 0, "posts_per_week": 0.0}


def test_an_empty_list_of_posts_spoils_no_other_file(together):
    """An export without any date tells no rhythm; the rates of another file stand."""
    empty = json.dumps({"Post": {"Posts": {"VideoList": []}}})
    imported = together(export=empty, content=blocks.CONTENT)
    assert imported.profile.value("median_views") == 705
    reasons = {gap.name: gap.reason for gap in imported.missing}
    assert reasons["posts_per_week"] == "the list of posts has no date"


def test_only_likes_give_no_facts(together):
    """A list of likes alone tells nothing of own posts, and says which file would."""
    data = {"Likes and Favorites": {"Like List": {"ItemFavoriteList": blocks.LIKES}}}
    imported = together(export=json.dumps(data))
    assert imported.profile.entries == {}


def test_a_value_no_fact_can_have_is_not_computable(together):
    """Rounded counts can give more likes than views; such a rate is left to be asked."""
    text = "id,create_time,views,likes\n7612750505084800289,1772608510,10,12\n"
    imported = together(table=text)
    reasons = {gap.name: gap.reason for gap in imported.missing}
    assert reasons["like_rate"] == "the files give 1.2, which cannot be"
    assert imported.profile.value("max_like_to_view") == 0


def test_files_of_two_creators_are_not_mixed():
    """The first named creator is kept; --creator twice takes both names."""
    one, other = Found("a", "x", "Ana"), Found("b", "x", "bo")
    kept, problems = of_one_creator([one, other], frozenset())
    assert (kept, [problem.code for problem in problems]) == ([one], ["which-creator"])
    assert of_one_creator([one, other], frozenset({"ana", "bo"})) == ([one, other], [])


def test_files_facebook_has_too_need_a_witness():
    """FollowerHistory.csv alone may be Instagram's; beside a sure file of TikTok it is ours."""
    history = read_input(blocks.given("h", blocks.HISTORY.encode()), frozenset())
    sure = read_input(blocks.given("o", blocks.OVERVIEW.encode()), frozenset())
    assert of_one_creator([history], frozenset())[1][0].code == "maybe-not-tiktok"
    assert of_one_creator([history, sure], frozenset())[1] == []


def at(second: int) -> datetime:
    """A moment on one day."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=second)


def test_exports_of_different_days_join_by_the_second():
    """Likes have grown since; the only post near in time is the same one."""
    made = int(at(0).timestamp()) << 32
    whole = Found("a", "x", posts=(Post(created=at(9), likes=5),), coverage=Coverage.WHOLE)
    top = Found("b", "x", posts=(Post(id=made, views=900, likes=80, created=at(0)),))
    united = unite_posts([whole, top])
    assert united.every == united.timeline
    assert united.every == (Post(id=made, created=at(9), views=900, likes=80),)


def test_two_posts_near_in_time_are_told_apart_by_likes():
    """With two candidates the likes decide; where neither fits nothing is joined."""
    made = int(at(0).timestamp()) << 32
    posts = (Post(created=at(5), likes=10), Post(created=at(50), likes=200))
    whole = Found("a", "x", posts=posts, coverage=Coverage.WHOLE)
    for likes, joined in ((201, [None, made]), (50, [None, None])):
        found = Found("b", "x", posts=(Post(id=made, likes=likes),), coverage=Coverage.TOP)
        assert [post.id for post in unite_posts([whole, found]).timeline] == joined

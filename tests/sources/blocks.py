"""Small synthetic files in the shape of what TikTok and other tools write; all of it invented.

`CANARY` stands in every field that must not be read.
"""

from __future__ import annotations

import json
from datetime import datetime
from io import BufferedReader, BytesIO

from advisor.sources.found import Input

CANARY = "canary-7f3a"
OWN = 7612348579574762829
"""Made 2026-03-01 18:00:19 UTC, eleven seconds before the post of 18:00:30."""

MORNING = 7612750505084800289
"""Made 2026-03-02 and scheduled for 2026-03-04 07:15:10."""

DESK = 7614103431829015910
OTHER = 7608872197934845200


def given(name: str, data: bytes, stamp: datetime | None = None) -> Input:
    """A file as if it lay on disk."""
    return Input(name, BufferedReader(BytesIO(data)), stamp)


def share(one: int) -> str:
    """A link as the list of likes has it."""
    return f"https://www.tiktokv.com/share/video/{one}/"


def posted(date: str, likes: str, **more: str) -> dict[str, str]:
    """An own post as the data export lists it, all fields we do not read filled."""
    unread = ("Link", "Location", "AddYoursText", "AlternateText", "CoverImage",
              "NumberOfCollections", "AIGeneratedContent")  # fmt: skip
    post = {"Date": date, "Likes": likes, "WhoCanView": "Everyone", "Title": "N/A", "Sound": CANARY}
    return post | dict.fromkeys(unread, CANARY) | more


POSTS = [
    posted("2026-03-06 11:30:09", "41", Title="Three desk setups #desk #office"),
    posted("2026-03-04 07:15:10", "120"),
    posted("2026-03-01 18:00:30", "37"),
]
LIKES = [
    {"date": "2026-03-01 18:02:00", "link": share(OWN)},
    {"date": "2026-02-21 07:00:00", "link": share(OTHER)},
]
FANS = [{"Date": "2026-03-05 10:00:00", "UserName": CANARY}]
WATCHED = [{"Date": "2026-03-07 09:00:00", "Link": share(OTHER), "Title": CANARY}]
COMMENTS = [
    {"date": "2026-03-02 08:00:00 UTC", "comment": CANARY, "photo": CANARY, "video": CANARY,
     "sticker": CANARY, "originalPostUrl": CANARY, "original post link": CANARY}
]  # fmt: skip
PROFILE = {
    "userName": "demo.creator", "followerCount": 1480, "likesReceived": "198",
    "displayName": CANARY, "bioDescription": CANARY, "emailAddress": CANARY, "birthDate": CANARY,
    "telephoneNumber": CANARY, "PlatformInfo": [{"Name": CANARY}],
}  # fmt: skip
PRIVATE = {
    "Direct Message": {"Direct Messages": {"ChatHistory": {CANARY: [{"Content": CANARY}]}}},
    "Income+ Wallet": {"Card": CANARY},
    "Login History": {"LoginHistoryList": [{"IP": CANARY, "Date": "2026-03-09 00:00:00"}]},
}


def g0() -> dict:
    """The layout of 2020 to 2022; likes are linked by VideoLink."""
    likes = [{"Date": like["date"], "VideoLink": like["link"]} for like in LIKES]
    return PRIVATE | {
        "Activity": {
            "Like List": {"ItemFavoriteList": likes},
            "Video Browsing History": {"VideoList": WATCHED},
            "Follower List": {"FansList": FANS},
        },
        "Profile": {"Profile Information": {"ProfileMap": PROFILE}},
        "Video": {"Videos": {"VideoList": POSTS}},
        "Comment": {"Comments": {"CommentsList": COMMENTS}},
    }


def g1() -> dict:
    """The layout of 2023 to 2025, with deleted posts."""
    data = g0()
    data["Activity"]["Like List"] = {"ItemFavoriteList": LIKES}
    data["Video"]["RecentlyDeletedPosts"] = {"PostList": [posted("2026-03-08 00:00:00", "1")]}
    return data


def g2() -> dict:
    """The layout of 2025."""
    return PRIVATE | {
        "Your Activity": {
            "Like List": {"ItemFavoriteList": LIKES},
            "Watch History": {"VideoList": WATCHED},
            "Follower": {"App": 1, "IsFastLane": False, "FansList": FANS},
        },
        "Profile": {"Profile Info": {"ProfileMap": PROFILE}},
        "Post": {"Posts": {"VideoList": POSTS}, "Recently Deleted Posts": {"PostList": None}},
        "Comment": {"Comments": {"CommentsList": COMMENTS}},
    }


def g3() -> dict:
    """The layout of 2026."""
    return PRIVATE | {
        "Likes and Favorites": {
            "Like List": {"App": 1, "ItemFavoriteList": LIKES},
            "Favorite Videos": {"FavoriteVideoList": [{"Date": CANARY, "Link": CANARY}]},
        },
        "Post": {"Posts": {"VideoList": POSTS}, "Story": {"VideoList": [posted(CANARY, "1")]}},
        "Profile And Settings": {
            "Follower": {"FansList": FANS},
            "Following": {"Following": [{"Date": CANARY, "UserName": CANARY}]},
            "Profile Info": {"ProfileMap": PROFILE},
        },
        "Comment": {"Comments": {"CommentsList": COMMENTS}},
        "Your Activity": {"Watch History": {"VideoList": WATCHED}},
    }


LAYOUTS = {"G0": g0, "G1": g1, "G2": g2, "G3": g3}


def text(*rows: dict[str, str]) -> str:
    """A file of the TXT form: a block of labels and values for each row."""
    return "\n".join("".join(f"{k}: {v}\n" for k, v in row.items()) for row in rows)


ALLOWED = ("Allow comments", "Allow stitches", "Allow duets", "Allow stickers",
           "Allow sharing to story")  # fmt: skip


def own(post: dict[str, str], date: str = "Date") -> dict[str, str]:
    """A post as the TXT form has it, its pictures on lines of their own."""
    links = f"https://p16.{CANARY}/a.jpeg\nhttps://p16.{CANARY}/b.jpeg"
    seen = {"Like(s)": post["Likes"], "Who can view": post["WhoCanView"]}
    rest = {"Sound": CANARY, "Title": post["Title"], "Adds yours text": CANARY}
    return (
        {date: post["Date"] + " UTC", "Link": links} | seen | dict.fromkeys(ALLOWED, "Yes") | rest
    )


NO_DATA = "You have no data in this section\n"
DELETED = text(own(POSTS[0]) | {"Date deleted": "2026-03-08 00:00:00 UTC"})
TEXT_FORM = {
    "Posts/Posts.txt": text(*map(own, POSTS)),
    "Posts/Recently Deleted Posts.txt": DELETED,
    "Likes and Favorites/Like List.txt":
        text(*({"Date": like["date"] + " UTC", "Link": like["link"]} for like in LIKES)),
    "Likes and Favorites/Favorite Videos.txt":
        text({"Date": "2026-03-08 00:00:00 UTC", "Link": share(DESK)}),
    "Your Activity/Watch History.txt": text({"Date": "2026-03-07 09:00:00", "Link": share(OTHER)}),
    "Profile and Settings/Profile Info.txt": text({
        "Profile Photo": CANARY, "Username": "demo.creator", "Like(s) Received": "198",
        "Bio Description": CANARY + "\nUsername: " + CANARY, "Email": CANARY}),
    "Profile and Settings/Follower.txt":
        text({"Date": "2026-03-05 10:00:00 UTC", "Username": CANARY}),
    "Profile and Settings/Following.txt":
        text(*[{"Date": "2026-03-05 10:00:00 UTC", "Username": CANARY}] * 3),
    "Comments/Comments.txt": text({
        "Date": "2026-03-02 08:00:00 UTC", "Comment": CANARY + "\n\nP.S.: " + CANARY,
        "Original post link": share(OTHER)}),
    "Direct Messages/Chat History.txt": f">>> Chat with {CANARY}\n2026-01-01 00:00:00: {CANARY}\n",
    "Tiktok Live/Go Live History.txt": text({
        "Date": "2026-03-09 00:00:00 UTC", "Replay": f"https://live.{CANARY}/x", "Views": "12",
        "Likes": "3", "Title": CANARY, "Cover": CANARY, "Quality": "a", "Gifts": "b", "Fans": "c"}),
    "Ads/Ad Interests.txt": NO_DATA,
}  # fmt: skip
"""The whole export in the TXT form, by the names of its files."""

DUTCH = {
    "Posts.txt": text(*(
        dict(zip(("Datum", "Koppeling", "Vind-ik-leuks", "Wie", *"abcde", "Geluid", "Titel"),
                 row.values(), strict=False))
        for row in map(own, POSTS)
    )).replace("Everyone", "Iedereen"),
    "Likelijst.txt": TEXT_FORM["Likes and Favorites/Like List.txt"].replace("Date:", "Datum:"),
    "Favoriete video's.txt": text({"Datum": "2026-03-08 00:00:00 UTC", "Link": share(DESK)}),
    "Volger.txt": text({"Datum": "2026-03-05 10:00:00 UTC", "Gebruikersnaam": CANARY}),
    "Volgend.txt": text({"Datum": "2026-03-05 10:00:00 UTC", "Gebruikersnaam": CANARY}),
    "Reacties.txt": text({"Datum": "2026-03-02 08:00:00 UTC", "Reactie": CANARY}),
    "Profielinformatie.txt": text({"Gebruikersnaam": "demo.creator", "Bio": CANARY}),
    "Hashtag.txt": "Dit gedeelte bevat geen gegevens",
}  # fmt: skip
"""The same in Dutch, whose profile does not tell the likes received in words we know."""


def table(*rows: str) -> str:
    """A CSV file as TikTok Studio writes it: a mark of byte order, quotes, no last newline."""
    lines = (",".join(f'"{cell}"' for cell in row.split("|")) for row in rows)
    return "\ufeff" + "\n".join(lines)


def video(one: int) -> str:
    """A link as TikTok Studio has it."""
    return f"https://www.tiktok.com/@demo.creator/video/{one}"


CONTENT = table(
    "Time|Video title|Video link|Post time|Total likes|Total comments|Total shares|Total views|"
    + CANARY,
    f"March 9|Morning  #morning #work|{video(MORNING)}|March 4|120|9|11|2410|{CANARY}",
    f"March 9||{video(OWN)}|March 1|37|2|0|705|{CANARY}",
    f'March 9|Three ""desk"" setups, #desk|{video(DESK)}|March 6|41|3|1|655|{CANARY}',
)  # fmt: skip
OVERVIEW = table(
    "Date|Video Views|Profile Views|Likes|Comments|Shares",
    "March 3|210|4|11|0|1", "March 4|1841|22|96|7|9", "March 5|920|9|31|-1|2",
    "March 6|640|12|40|3|0", "March 7|88|1|3|0|0", "March 8|0|0|0|0|0",
)  # fmt: skip
HISTORY = table(
    "Date|Followers|Difference in followers from previous day",
    "31 décembre|undefined|0", "1 janvier|1400|0", "2 janvier|1398|-2",
)  # fmt: skip
ACTIVITY = table("Date|Hour|Active followers", "8 de marzo|19|312", "8 de marzo|20|355")
VIEWERS = table(
    "Date|Total Viewers|New Viewers|Returning Viewers",
    "March 3|undefined|0|0", "March 4|1502|1190|312",
)  # fmt: skip
GENDER = table("Gender|Distribution", "Female|0.59", "Male|41%", "Other|0")
TERRITORIES = table("Top territories|Distribution", "DE|0.62", "Others|0.38")
STUDIO = {
    "Content.csv": CONTENT, "Overview.csv": OVERVIEW, "FollowerHistory.csv": HISTORY,
    "FollowerActivity.csv": ACTIVITY, "Viewers.csv": VIEWERS, "FollowerGender.csv": GENDER,
    "FollowerTopTerritories.csv": TERRITORIES,
}  # fmt: skip

CAPTION = "Morning routine #morning"
DISPLAY = {
    "data": {"videos": [{
        "id": str(MORNING), "create_time": 1772608510, "title": CAPTION,
        "video_description": CAPTION, "duration": 34, "share_url": video(MORNING),
        "like_count": 120, "comment_count": 9, "share_count": 11, "view_count": 2410,
        "cover_image_url": CANARY, "embed_html": CANARY}], "cursor": 1, "has_more": False},
    "error": {"code": "ok", "message": CANARY, "log_id": CANARY},
}  # fmt: skip
RESEARCH = {
    "data": {"videos": [{
        "id": MORNING, "create_time": 1772608510, "username": "demo.creator",
        "region_code": CANARY, "video_description": CAPTION, "music_id": 7000000000000000001,
        "like_count": 120, "comment_count": 9, "share_count": 11, "view_count": 2410,
        "favorites_count": 33, "hashtag_names": ["morning"], "video_duration": 34,
        "voice_to_text": CANARY}], "search_id": CANARY},
}  # fmt: skip
YTDLP = {
    "_type": "playlist", "id": CANARY, "title": "demo.creator",
    "entries": [{
        "_type": "url", "id": str(MORNING), "url": video(MORNING), "title": "Morning",
        "description": CAPTION, "timestamp": 1772608510, "duration": 34, "view_count": 2410,
        "like_count": 120, "comment_count": 9, "repost_count": 11, "save_count": 33,
        "uploader": "demo.creator", "channel": CANARY, "track": CANARY, "artists": [CANARY]}],
}  # fmt: skip
WEB = [{
    "id": str(MORNING), "createTime": 1772608510, "desc": CAPTION,
    "author": {"id": CANARY, "uniqueId": "demo.creator", "nickname": CANARY, "signature": CANARY},
    "authorStats": {"followerCount": 1480, "videoCount": 3, "diggCount": 560},
    "stats": {"playCount": 2410, "diggCount": 120, "commentCount": 9, "shareCount": 11,
              "collectCount": "33"},
    "textExtra": [{"hashtagName": "morning", "userId": CANARY}], "music": {"title": CANARY},
    "video": {"duration": 34, "cover": CANARY}, "digged": False,
}]  # fmt: skip
APIFY = [{
    "id": str(MORNING), "text": CAPTION, "createTime": 1772608510,
    "createTimeISO": "2026-03-04T07:15:10.000Z", "webVideoUrl": video(MORNING),
    "authorMeta": {"name": "demo.creator", "nickName": CANARY, "signature": CANARY, "fans": 1480},
    "musicMeta": {"musicName": CANARY}, "videoMeta": {"duration": 34}, "diggCount": 120,
    "shareCount": 11, "playCount": 2410, "commentCount": 9, "collectCount": 33,
    "hashtags": [{"name": "morning", "cover": CANARY}], "mentions": [CANARY],
}]  # fmt: skip
APIFY_CSV = (
    "id,text,createTimeISO,authorMeta/name,authorMeta/fans,authorMeta/signature,playCount,diggCount,"
    "commentCount,shareCount,collectCount,webVideoUrl,hashtags/0/name,videoMeta/duration\r\n"
    f'{MORNING},"Morning routine, take 2 #morning",2026-03-04T07:15:10.000Z,demo.creator,1480,'
    f"{CANARY},2410,120,9,11,33,{video(MORNING)},morning,34\r\n"
)
TABLES = {
    "display.json": json.dumps(DISPLAY), "research.json": json.dumps(RESEARCH),
    "ytdlp.json": json.dumps(YTDLP), "ytdlp.jsonl": json.dumps(YTDLP["entries"][0]) + "\n",
    "info.json": json.dumps(YTDLP["entries"][0]), "web.json": json.dumps(WEB),
    "apify.json": json.dumps(APIFY), "drawrowfly.json": json.dumps({"collector": APIFY}),
    "apify.csv": APIFY_CSV,
}  # fmt: skip
"""One post, the same in every shape."""

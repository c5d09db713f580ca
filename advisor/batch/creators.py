"""Posts -> a profile per creator, whole columns at a time.

The facts are those of `analysis`, each by the same formula and window. Creators whose posts
have to be united first (an id there twice, or only some posts with ids) are rare, and go
through the importers' own way one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from advisor.analysis import timing
from advisor.analysis.computed import Computed
from advisor.analysis.post import Post
from advisor.analysis.posting_hours import own_times
from advisor.analysis.reactions import LIKED, SEEN
from advisor.analysis.rhythm import DAYS_A_MONTH
from advisor.analysis.tags import GROUP
from advisor.analysis.window import LONG, SHORT
from advisor.batch.table import NAME
from advisor.facts.vocabulary import Fact, Vocabulary
from advisor.inference.columnar import quotient
from advisor.sources.found import Coverage, Found
from advisor.sources.unite import unite

FACTS = (
    "posts_in_window", "posts_per_week", "longest_gap_days", "months_active", "median_views",
    "like_rate", "engagement_rate", "comment_to_like", "max_like_to_view", "silent_like_share",
    "comments_per_week", "views_trend", "hashtags_per_post", "best_topic_lift", "follower_count",
)  # fmt: skip
TIMES = ("own_best_time", "own_best_gain")

_TYPES = {"posts_in_window": pl.Int64(), "follower_count": pl.Int64()}
_created, _end = pl.col("created"), pl.col("end")
_liked = pl.max_horizontal(
    pl.col("likes") - pl.col("own like").fill_null(False).cast(pl.Int64()), 0
)


def profiles(posts: pl.DataFrame, facts: Vocabulary, zone: ZoneInfo | None) -> pl.DataFrame:
    """One row per creator, by name: NAME and every fact that the posts tell.

    `posts` has the columns of `advisor.batch.posts` and a creator in every row. Facts about
    hours of the day need a `zone`.
    """
    told = [name for name in (*FACTS, *TIMES) if name in facts]
    prepared = _prepared(posts)
    odd = prepared.filter(pl.col("odd"))
    plain = prepared.filter(~pl.col("odd"))
    frames = [_facts(plain).join(_times(plain, zone), on=NAME, how="left")]
    if odd.height:
        frames.append(_united(odd, facts, zone))
    whole = pl.concat(frames, how="diagonal_relaxed").sort(NAME)
    return whole.select(NAME, *(_possible(facts[name]) for name in told))


def _possible(fact: Fact) -> pl.Expr:
    """A value no such fact can have is none."""
    column = pl.col(fact.name)
    if fact.type == "choice":
        return column
    return pl.when(column.is_between(fact.min, fact.max)).then(column).alias(fact.name)


def _prepared(posts: pl.DataFrame) -> pl.DataFrame:
    """The posts with what is known of each creator as a whole, oldest first."""
    ids = pl.col("id")
    here = pl.max_horizontal("created", "collected")
    return (
        posts.lazy()
        .with_columns(_spelling())
        .with_columns(pl.int_range(pl.len()).alias("at"))
        .with_columns(
            here.max().over(NAME).alias("end"),
            _created.min().over(NAME).alias("oldest"),
            (ids.n_unique().over(NAME) - ids.is_null().any().over(NAME)).alias("ids"),
            ids.count().over(NAME).alias("named"),
            pl.len().over(NAME).alias("posts"),
            pl.col("posts in all").max().over(NAME).alias("in all"),
        )
        .with_columns(
            ((pl.col("in all") > 0) & (pl.col("ids") >= pl.col("in all")))
            .fill_null(False).alias("whole"),
            ((pl.col("ids") < pl.col("named")) | (pl.col("named") % pl.col("posts") > 0))
            .alias("odd"),
        )
        .sort(NAME, "created", maintain_order=True)
        .collect()
    )  # fmt: skip


def _spelling() -> pl.Expr:
    """Names that differ only in capitals are one creator, called by the first of them."""
    return pl.col("creator").min().over(pl.col("creator").str.to_lowercase()).alias(NAME)


def _since(days: int) -> pl.Expr:
    return _created.is_between(_end - timedelta(days=days), _end)


def _covered(days: int) -> pl.Expr:
    """True where no post of the last so many days can be missing."""
    start = pl.col("end").first() - timedelta(days=days)
    return pl.col("whole").first() | (pl.col("oldest").first() <= start)


def _facts(posts: pl.DataFrame) -> pl.DataFrame:
    """The facts that are sums, medians and counts."""
    quarter, month = _since(LONG), _since(SHORT)
    earlier = _since(2 * SHORT) & ~month
    views, likes, comments, shares = (pl.col(n) for n in ("views", "likes", "comments", "shares"))
    liked = pl.when(likes.is_not_null()).then(_liked)
    rate = _share(liked, views)
    reacted = liked + comments + shares
    replied = comments.is_not_null() & liked.is_not_null()
    loud = quarter & replied & (liked >= LIKED)
    seen = quarter & liked.is_not_null() & views.is_not_null()
    exact = quarter & reacted.is_not_null() & views.is_not_null()
    tags = pl.col("hashtags").list.len()
    tagged = quarter & tags.is_not_null()
    days = pl.col("end").first() - pl.col("oldest").first()
    found = posts.lazy().group_by(NAME, maintain_order=True).agg(
        pl.when(_covered(LONG)).then(quarter.sum()).alias("posts_in_window"),
        pl.when(_covered(SHORT)).then(month.sum() / 4).alias("posts_per_week"),
        pl.when(_covered(LONG)).then(_gap(quarter)).alias("longest_gap_days"),
        pl.when(pl.col("whole").first())
        .then(_ratio(days, timedelta(days=DAYS_A_MONTH))).alias("months_active"),
        _median(views.filter(quarter)).alias("median_views"),
        _median(rate.filter(quarter)).alias("like_rate"),
        _share(reacted.filter(exact).sum(), views.filter(exact).sum()).alias("engagement_rate"),
        _share(comments.filter(quarter & replied).sum(), liked.filter(quarter & replied).sum())
        .alias("comment_to_like"),
        pl.when(seen.any()).then(rate.filter(seen & (views >= SEEN)).max().fill_null(0))
        .alias("max_like_to_view"),
        pl.when((quarter & replied).any())
        .then(_share((loud & (comments == 0)).sum(), loud.sum()).fill_null(0))
        .alias("silent_like_share"),
        pl.when(_covered(SHORT) & month.any() & ~(month & comments.is_null()).any())
        .then(comments.filter(month).sum() / 4).alias("comments_per_week"),
        pl.when(_covered(2 * SHORT) & ~((month | earlier) & views.is_null()).any())
        .then(_share(views.filter(month).sum(), views.filter(earlier).sum()) - 1)
        .alias("views_trend"),
        pl.when((2 * tagged.sum() >= quarter.sum()) & tagged.any())
        .then(_median(tags.filter(tagged))).alias("hashtags_per_post"),
        _followers().alias("follower_count"),
    ).collect()  # fmt: skip
    lifts = _lifts(posts.filter(tagged & liked.is_not_null()).with_columns(liked.alias("liked")))
    joined = found.join(lifts, on=NAME, how="left", maintain_order="left")
    # Without hashtags of half the posts nothing is said of topics.
    return joined.with_columns(
        pl.when(pl.col("hashtags_per_post").is_not_null()).then(pl.col("best_topic_lift"))
    )


def _share(part: pl.Expr, of: pl.Expr) -> pl.Expr:
    """A quotient, null where there is nothing to divide by."""
    return pl.when(of != 0).then(quotient(part, of))


def _median(values: pl.Expr) -> pl.Expr:
    """The mean of the two in the middle; Polars' own median rounds otherwise than Python's."""
    return (values.quantile(0.5, "lower") + values.quantile(0.5, "higher")) / 2


def _ratio(span: pl.Expr, unit: timedelta) -> pl.Expr:
    """How many units a span is."""
    return quotient(span.dt.total_microseconds(), pl.lit(unit // timedelta(microseconds=1)))


def _gap(quarter: pl.Expr) -> pl.Expr:
    """Days of the longest gap between posts, or from the last one to the end."""
    moments = _created.filter(quarter)
    between = moments.diff().max()
    to_end = pl.col("end").first() - moments.max()
    return pl.when(quarter.any()).then(
        _ratio(pl.max_horizontal(between, to_end), timedelta(days=1))
    )


def _followers() -> pl.Expr:
    """The count of the row collected last."""
    known = pl.col("followers").is_not_null()
    when = pl.coalesce("collected", "created")
    order = [when.filter(known), pl.col("at").filter(known)]
    return pl.col("followers").filter(known).sort_by(order, nulls_last=False).last()


def _lifts(posts: pl.DataFrame) -> pl.DataFrame:
    """How the likes of the best topic compare with those of a usual post."""
    usual = posts.lazy().group_by(NAME).agg(_median(pl.col("liked")).alias("usual"))
    names = posts["hashtags"].explode().drop_nulls().unique()
    folded = {name: name.casefold() for name in names}
    topics = (
        posts.lazy()
        .select(NAME, "at", "liked", "hashtags")
        .explode("hashtags", empty_as_null=False)
        .drop_nulls("hashtags")
        .with_columns(pl.col("hashtags").replace(folded))
        .unique(("at", "hashtags"))
        .group_by(NAME, "hashtags")
        .agg(pl.len().alias("uses"), _median(pl.col("liked")).alias("topic"))
        .filter(pl.col("uses") >= GROUP)
        .group_by(NAME)
        .agg(pl.col("topic").max())
    )
    lift = _share(pl.col("topic"), pl.col("usual")).alias("best_topic_lift")
    return topics.join(usual, on=NAME).select(NAME, lift).collect()


# ------------------------------------------------------------------ one creator at a time


def _times(posts: pl.DataFrame, zone: ZoneInfo | None) -> pl.DataFrame:
    """When each creator's own posts did better: a regression for each."""
    schema = {NAME: pl.String(), TIMES[0]: pl.String(), TIMES[1]: pl.Float64()}
    if zone is None:
        return pl.DataFrame(schema=schema)
    settled = _created.is_between(_end - timing.YEAR, _end - timing.SETTLED)
    local = _created.dt.convert_time_zone(zone.key)
    used = posts.filter(settled & pl.col("views").is_not_null()).select(
        NAME, "views", "duration",
        (_created.dt.epoch("us") / 1e6).alias("seconds"),
        (local.dt.hour() + local.dt.minute() / 60).alias("hour"),
        (local.dt.weekday() >= 6).alias("weekend"),
    )  # fmt: skip
    rows = []
    for one in used.partition_by(NAME, maintain_order=True):
        if one.height < timing.FEWEST:
            continue
        seconds, lengths = (one[name].cast(float).to_numpy() for name in ("seconds", "duration"))
        found = timing.judge(
            one["hour"].to_numpy(), one["weekend"].to_numpy(),
            np.log1p(one["views"].cast(float).to_numpy()),
            timing.columns_beside(seconds, lengths), np.zeros(24),
        )  # fmt: skip
        told = [result for result in own_times(found, zone) if isinstance(result, Computed)]
        if told:
            rows.append((one[NAME][0], *(result.value for result in told)))
    return pl.DataFrame(rows, schema, orient="row")


def _united(posts: pl.DataFrame, facts: Vocabulary, zone: ZoneInfo | None) -> pl.DataFrame:
    """The facts of creators whose posts have to be united first."""
    rows = [
        {NAME: found.creator, **unite([found], facts, zone).profile.values()}
        for found in _founds(posts)
    ]
    types = {name: _TYPES.get(name, pl.Float64()) for name in FACTS}
    schema = {NAME: pl.String(), **types, TIMES[0]: pl.String(), TIMES[1]: pl.Float64()}
    return pl.DataFrame(rows, schema)


def _founds(posts: pl.DataFrame) -> Iterator[Found]:
    """What an importer would say of each creator's posts, in the order of the table."""
    for one in posts.sort("at").partition_by(NAME, maintain_order=True):
        first = one.row(0, named=True)
        newest = one.select(_followers()).item()
        made = tuple(_post(row) for row in one.iter_rows(named=True))
        coverage = Coverage.WHOLE if first["whole"] else Coverage.LISTED
        yield Found(
            "posts", "table of posts", first[NAME], made, coverage, followers=newest,
            ends=first["end"],
        )  # fmt: skip


def _post(row: Mapping[str, Any]) -> Post:
    names = ("id", "created", "views", "likes", "comments", "shares", "duration")
    known = {name: row[name] for name in names}
    tags = row["hashtags"]
    return Post(**known, hashtags=None if tags is None else tuple(tags), own_like=row["own like"])

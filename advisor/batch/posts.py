"""Columns of a table of posts -> the columns that facts are computed from.

The same aliases and the same readings of cells as in `sources`: what is common is read a
whole column at a time, and only cells that are written in an odd way go through `cells`,
each different one once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import polars as pl

from advisor.facts.vocabulary import BIGGEST
from advisor.sources import cells
from advisor.sources.posts_table import ALIASES, TAG, column

COLUMNS = {
    "creator": pl.String(), "id": pl.UInt64(), "created": pl.Datetime("us", "UTC"),
    "collected": pl.Datetime("us", "UTC"), "views": pl.Int64(), "likes": pl.Int64(),
    "comments": pl.Int64(), "shares": pl.Int64(), "duration": pl.Float64(),
    "hashtags": pl.List(pl.String()), "own like": pl.Boolean(), "followers": pl.Int64(),
    "posts in all": pl.Int64(),
}  # fmt: skip
"""What a post has; null is not known."""

_NONE = ("", "undefined", "null", "-")
_PLAIN_NUMBER = r"^-?\d{1,15}$"
_PLAIN_MOMENT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
_LINK = r"/(?:share/)?(?:video|photo|v)/(\d{15,20})(?:\D|$)"
_HANDLE = r"tiktok\.com/@([\w.]+)"
_WORD = r"[\p{L}\p{N}_]+"
"""What Python calls a word."""


def wanted(names: Iterable[str]) -> list[str]:
    """The columns of a table that are read; the rest is never looked at."""
    read = {alias for aliases in ALIASES.values() for alias in aliases}
    return [name for name in names if column(name) in read or TAG.fullmatch(column(name))]


def posts(raw: pl.DataFrame) -> pl.DataFrame:
    """The posts in rows of a table, in their order."""
    named = {column(name): name for name in raw.columns}
    frame = raw.select(
        _plain(pl.col(name), raw.schema[name]).alias(alias) for alias, name in named.items()
    )
    found = {
        "creator": _creators(frame),
        "id": _ids(frame),
        "created": _moments(_created(frame)),
        "collected": _moments(_first(frame, "collected")),
        **{name: _counts(_first(frame, name)) for name in ("views", "likes", "comments", "shares")},
        "duration": _mapped(_first(frame, "duration"), cells.seconds, pl.Float64()),
        "hashtags": _hashtags(frame),
        "own like": _own_likes(_first(frame, "own like")),
        "followers": _counts(_first(frame, "followers")),
        "posts in all": _counts(_first(frame, "posts in all")),
    }
    return pl.DataFrame(
        [one.rename(name).cast(COLUMNS[name]) for name, one in found.items()]
    ).with_columns(
        # What a post has is never below zero; followers are taken as they are.
        *(
            pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name)
            for name in ("views", "likes", "comments", "shares")
        ),
        pl.col("created").fill_null(_minted(pl.col("id"))),
    )


def _plain(values: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Other types of text and of numbers as those that are read below."""
    if isinstance(kind, pl.Categorical | pl.Enum):
        return values.cast(pl.String())
    return values.cast(pl.Float64()) if kind.is_decimal() else values


def _minted(id: pl.Expr) -> pl.Expr:
    """When the video of an id was uploaded; null where the id is not one of a video."""
    video = ((id // 256) % 16 == cells.VIDEO) & (id < 2**63)
    micros = (id // 2**32).cast(pl.Int64()) * 1_000_000
    return pl.when(video).then(micros.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"))


def _first(frame: pl.DataFrame, field: str) -> pl.Series:
    """The first value each row has for a field; empty cells and `undefined` are none."""
    there = [name for name in ALIASES[field] if name in frame.columns]
    cleaned = [
        pl.when(~pl.col(name).is_in(_NONE)).then(pl.col(name))
        if frame.schema[name] == pl.String() else pl.col(name)
        for name in there
    ]  # fmt: skip
    if not there:
        return pl.Series(field, [None] * frame.height, pl.Null())
    return frame.select(pl.coalesce(cleaned).alias(field)).to_series()


def _mapped(raw: pl.Series, read: Callable[[object], object], kind: pl.DataType) -> pl.Series:
    """Each different value read once."""
    different = raw.drop_nulls().unique()
    values = pl.Series("read", [read(one) for one in different.to_list()], kind)
    table = pl.DataFrame([different.alias("raw"), values])
    joined = raw.alias("raw").to_frame().join(table, on="raw", how="left", maintain_order="left")
    return joined["read"]


def _mostly(
    raw: pl.Series, plain: str, fast: Callable[[pl.Series], pl.Series],
    read: Callable[[object], object], kind: pl.DataType,
) -> pl.Series:  # fmt: skip
    """Text of the plain form read as a column, any other cell by itself."""
    is_plain = raw.str.contains(plain)
    quick = fast(raw.set(~is_plain.fill_null(False), None)).cast(kind)
    odd = _mapped(raw.set(is_plain.fill_null(False), None), read, kind)
    return quick.zip_with(is_plain.fill_null(False), odd)


def _counts(raw: pl.Series) -> pl.Series:
    """Whole numbers, however tables write them."""
    kind = raw.dtype
    if kind == pl.String():
        return _mostly(raw, _PLAIN_NUMBER, lambda one: one.cast(pl.Int64()), _count, pl.Int64())
    if kind.is_float():
        inside = raw.set(~(raw.abs() <= BIGGEST).fill_null(False), None)
        return inside.cast(pl.Int64())
    if kind.is_integer():
        number = raw.cast(pl.Int64(), strict=False)
        return number.set(~(number.abs() <= BIGGEST).fill_null(False), None)
    return pl.Series(raw.name, [None] * len(raw), pl.Int64())


def _count(raw: object) -> int | None:
    found = cells.count(raw)
    return found.value if found else None


def _moments(raw: pl.Series) -> pl.Series:
    """Moments in UTC; those without a time zone are taken as UTC."""
    kind = COLUMNS["created"]
    if isinstance(raw.dtype, pl.Datetime):
        zoned = raw if raw.dtype.time_zone else raw.dt.replace_time_zone("UTC")
        return zoned.dt.convert_time_zone("UTC").cast(kind)
    if raw.dtype == pl.Date():
        return raw.cast(kind)
    if raw.dtype == pl.String():
        return _mostly(raw, _PLAIN_MOMENT, _plain_moments, _moment, kind)
    if raw.dtype.is_integer():
        number = raw.cast(pl.Int64(), strict=False)
        micros = pl.when(number > 10**11).then(number * 1000).otherwise(number * 1_000_000)
        plausible = pl.when((micros > 10**14) & (micros < 7 * 10**15)).then(micros)
        return pl.select(plausible.cast(pl.Datetime("us"))).to_series().dt.replace_time_zone("UTC")
    return _mapped(raw, _moment, kind)


def _plain_moments(text: pl.Series) -> pl.Series:
    read = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    return read.set(
        ~read.dt.year().is_between(2000, 2199).fill_null(False), None
    ).dt.replace_time_zone("UTC")


def _moment(raw: object) -> datetime | None:
    return cells.moment(raw)[0]


def _created(frame: pl.DataFrame) -> pl.Series:
    """When posts were made; some tables have the time of day in a column of its own."""
    day, clock = _first(frame, "created"), _first(frame, "clock")
    if day.dtype != pl.String() or clock.dtype != pl.String():
        return day
    both = pl.DataFrame({"day": day, "clock": clock}).select(
        pl.when(pl.col("clock").is_not_null())
        .then(
            pl.concat_str(
                pl.col("day").str.strip_chars(), pl.lit(" "), pl.col("clock").str.strip_chars()
            )
        )
        .otherwise(pl.col("day"))
    )
    return both.to_series()


def _ids(frame: pl.DataFrame) -> pl.Series:
    """Exact ids: those of an id column, else of a link; floating-point ones are lost."""
    raw, link = _first(frame, "id"), _first(frame, "link")
    if raw.dtype == pl.String():
        own = raw.str.strip_chars().str.extract(r"^([0-9]{15,20})$").cast(pl.UInt64(), strict=False)
    elif raw.dtype.is_integer():
        own = raw.cast(pl.UInt64(), strict=False)
        own = own.set(~(own > 10**14).fill_null(False), None)
    else:
        own = pl.Series([None] * len(raw), dtype=pl.UInt64())
    if link.dtype != pl.String():
        return own
    return own.zip_with(own.is_not_null(), link.str.extract(_LINK).cast(pl.UInt64(), strict=False))


def _creators(frame: pl.DataFrame) -> pl.Series:
    """The account, named in a column or in the link."""
    raw, link = _first(frame, "creator"), _first(frame, "link")
    none = pl.Series([None] * frame.height, dtype=pl.String())
    named = none
    if raw.dtype.is_integer():
        raw = raw.cast(pl.String())
    if raw.dtype == pl.String():
        bare = raw.str.replace_all(r"\s+", " ").str.strip_chars().str.strip_prefix("@")
        named = bare.str.slice(0, 60).replace("", None)
    linked = link.str.extract(_HANDLE) if link.dtype == pl.String() else none
    return named.zip_with(named.is_not_null(), linked)


def _own_likes(raw: pl.Series) -> pl.Series:
    """True where the creator's own like is known to be there."""
    if raw.dtype == pl.String():
        raw = raw.str.strip_chars().str.to_lowercase() == "true"
    own = raw if raw.dtype == pl.Boolean() else pl.Series([None] * len(raw), dtype=pl.Boolean())
    return own.set(~own.fill_null(False), None)


def _hashtags(frame: pl.DataFrame) -> pl.Series:
    """The hashtags a row lists, else those in its caption."""
    caption = _first(frame, "caption")
    known = caption.dtype == pl.String()
    in_caption = (
        caption.str.extract_all("#" + _WORD).list.eval(pl.element().str.slice(1))
        if known else pl.Series([None] * frame.height, dtype=pl.List(pl.String()))
    )  # fmt: skip
    listed = _listed(frame)
    # An empty list says nothing where there is a caption to look into.
    says = listed.is_not_null() & ((listed.list.len() > 0) | in_caption.is_null())
    return listed.zip_with(says.fill_null(False), in_caption)


def _listed(frame: pl.DataFrame) -> pl.Series:
    """The first list of hashtags in each row."""
    lists = [_list(frame[name]) for name in ALIASES["hashtags"] if name in frame.columns]
    apart = [
        name for name in frame.columns if TAG.fullmatch(name) and frame.schema[name] == pl.String()
    ]
    if apart:
        words = frame.select(pl.concat_list(apart).list.drop_nulls()).to_series()
        named = _names(words)
        lists.append(named.set(words.list.eval(pl.element() != "").list.any().not_(), None))
    found = pl.Series([None] * frame.height, dtype=pl.List(pl.String()))
    for one in lists:
        found = found.zip_with(found.is_not_null(), one)
    return found


def _list(raw: pl.Series) -> pl.Series:
    kind = pl.List(pl.String())
    if raw.dtype == kind:
        return _names(raw)
    if raw.dtype != pl.String():
        return pl.Series([None] * len(raw), dtype=kind)
    is_list = raw.str.strip_chars().str.starts_with("[").fill_null(False)
    words = raw.str.strip_chars().str.replace_all(r"[,\s|]+", " ").str.split(" ")
    return _mapped(raw.set(~is_list, None), _words, kind).zip_with(is_list, _names(words))


def _words(raw: object) -> Sequence[str] | None:
    found = cells.hashtags(raw)
    return None if found is None else list(found)


def _names(words: pl.Series) -> pl.Series:
    """The hashtags that words are, with or without the sign; what is none is left out."""
    bare = pl.concat_str(pl.lit("#"), pl.element().str.strip_chars().str.strip_chars_start("#"))
    return words.list.eval(bare.str.extract(f"#({_WORD})")).list.drop_nulls()

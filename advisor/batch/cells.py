"""Raw columns -> the columns of the kernel, and the rows that have a wrong cell.

Whole columns are judged at once, by what `Fact.read` accepts. Only of the cells that
are wrong is each read by itself, for the words to say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from advisor.batch.table import NAME, ROW, BadTable, Reject, Slice
from advisor.facts.vocabulary import BIGGEST, Fact, NotAValue, Vocabulary
from advisor.inference.columns import column_type, column_types, masks, size
from advisor.problems import visible

DONT_KNOW = "?"


@dataclass(frozen=True, slots=True)
class Profiles:
    """Profiles with the columns of the kernel and NAME, and the rows that were left out."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]


def read_profiles(
    facts: Vocabulary, file: str, slice_: Slice, text: bool, key: str | None
) -> Profiles:
    """The profiles in a slice of a file, by `key` or else by their row. Raises BadTable."""
    raw = slice_.frame
    there = [facts[name] for name in raw.columns if name in facts]
    typed = _parsed(raw, there) if text else raw
    names = _names(raw, file, key)
    read = _read(typed, there, names)
    doubled = [fact.name for fact in there if fact.type == "choices" and read[_mark(fact)].any()]
    if doubled:
        # A word may be there twice, which is no fault.
        lists = [name for name in doubled if isinstance(typed.schema[name], pl.List)]
        typed = typed.with_columns(pl.col(lists).list.unique())
        read = _read(typed, there, names)
    marks = [_mark(fact) for fact in there]
    rejects = list(slice_.rejects)
    if any(read.select(pl.col(marks).any()).row(0)):
        wrong = pl.any_horizontal(marks)
        cells = raw.filter(read.select(wrong).to_series())
        rejects += _rejects(there, file, text, cells, read.filter(wrong))
        rejects.sort(key=lambda one: one.row)
        read = read.filter(~wrong)
    return Profiles(read.drop(marks), tuple(rejects))


def _mark(fact: Fact) -> str:
    """The column that says whether the cell of a fact is wrong."""
    return f"{fact.name}:wrong"


def _unread(fact: Fact) -> str:
    """The column that says whether a cell of text cannot be read as the type of a fact."""
    return f"{fact.name}:unread"


def _names(raw: pl.DataFrame, file: str, key: str | None) -> pl.Series:
    """The key of each row; where it has none FILE:ROW."""
    place = pl.concat_str(pl.lit(f"{file}:"), pl.col(ROW).cast(pl.String()))
    if key is None or key not in raw.columns:
        return raw.select(place.alias(NAME)).to_series()
    if raw.schema[key].is_nested():
        raise BadTable(f"the column `{key}` of `{file}` holds lists, which name nobody")
    given = pl.col(key).cast(pl.String())
    named = pl.when(given.str.strip_chars() != "").then(given).otherwise(place)
    try:
        return raw.select(named.alias(NAME)).to_series()
    except pl.exceptions.ComputeError:
        raise BadTable(f"the column `{key}` of `{file}` holds bytes that are no text") from None


def _read(typed: pl.DataFrame, facts: Sequence[Fact], names: pl.Series) -> pl.DataFrame:
    """The columns of the kernel, and a mark for every cell that is wrong."""
    raw = {fact.name: f"{fact.name}:raw" for fact in facts}
    values: list[pl.Expr] = []
    marks: list[pl.Expr] = []
    for fact in facts:
        value, wrong = _judged(fact, typed.schema[fact.name], pl.col(raw[fact.name]))
        if _unread(fact) in typed.columns:
            wrong = wrong | pl.col(_unread(fact))
        values += value
        marks.append(wrong.fill_null(False).alias(_mark(fact)))
    unread = [one for one in map(_unread, facts) if one in typed.columns]
    columns = [one.meta.output_name() for one in values]
    return (
        typed.lazy()
        .select(pl.lit(names), ROW, *unread, *(pl.col(a).alias(b) for a, b in raw.items()))
        .with_columns(values)
        .select(NAME, ROW, *columns, *marks)
        .collect()
    )


def _judged(fact: Fact, kind: pl.DataType, raw: pl.Expr) -> tuple[list[pl.Expr], pl.Expr]:
    """The columns of a fact from a raw column, and which cells are wrong, told from the
    raw column and those columns."""
    value = pl.col(fact.name)
    match fact.type:
        case "bool" if isinstance(kind, pl.Boolean):
            return [raw.alias(fact.name)], pl.lit(False)
        case "choice" if _is_text(kind):
            read = raw.cast(column_type(fact), strict=False).alias(fact.name)
            return [read], value.is_null() & (raw.cast(pl.String()) != DONT_KNOW)
        case "choices" if isinstance(kind, pl.List):
            # Of lists of something else only the empty one is a set.
            words = raw if _is_text(kind.inner) else raw.list.head(0)
            return masks(fact, words.cast(pl.List(pl.String()))), size(fact) != raw.list.len()
        case "count" | "number" | "ratio" if kind.is_numeric():
            known = raw if kind.is_integer() else raw.cast(pl.Float64()).fill_nan(None)
            low, high = max(fact.min, -BIGGEST), min(fact.max, BIGGEST)
            wrong = ~known.is_between(low, high)
            if fact.type == "count" and not kind.is_integer():
                wrong = wrong | (known != known.floor())
            return [known.cast(column_type(fact), strict=False).alias(fact.name)], wrong
    # A column of another type: only what says "don't know" or is missing is right in it.
    wrong = (raw.fill_nan(None) if kind.is_float() else raw).is_not_null()
    if _is_text(kind):
        wrong = wrong & (raw.cast(pl.String()) != DONT_KNOW)
    nothing = pl.lit(None, column_type(fact))
    return [nothing.alias(name) for name in column_types({fact.name: fact})], wrong


def _is_text(kind: object) -> bool:
    return isinstance(kind, pl.String | pl.Categorical | pl.Enum)


def _parsed(raw: pl.DataFrame, facts: Sequence[Fact]) -> pl.DataFrame:
    """Text as the types of facts: empty is unknown, `?` don't know, a set is `a|b`, `[]`
    the empty set. What cannot be read is marked."""
    stripped = [pl.col(fact.name).str.strip_chars() for fact in facts]
    texts = [
        pl.when((text != "") & (text != DONT_KNOW)).then(text).alias(f"{fact.name}:text")
        for fact, text in zip(facts, stripped, strict=True)
    ]
    return (
        raw.lazy()
        .with_columns(texts)
        .with_columns(_parse(fact, pl.col(f"{fact.name}:text")).alias(fact.name) for fact in facts)
        .with_columns(
            (pl.col(f"{fact.name}:text").is_not_null() & pl.col(fact.name).is_null()).alias(
                _unread(fact)
            )
            for fact in facts
        )
        .drop(f"{fact.name}:text" for fact in facts)
        .collect()
    )


def _parse(fact: Fact, text: pl.Expr) -> pl.Expr:
    match fact.type:
        case "bool":
            lower = text.str.to_lowercase()
            return pl.when((lower == "true") | (lower == "false")).then(lower == "true")
        case "choice":
            return text
        case "choices":
            empty = pl.lit([], pl.List(pl.String()))
            return pl.when(text == "[]").then(empty).otherwise(text.str.split("|"))
    return text.cast(pl.Float64(), strict=False)


# -------------------------------------------------------------------- wrong cells


def _rejects(
    facts: Sequence[Fact], file: str, text: bool, raw: pl.DataFrame, read: pl.DataFrame
) -> Iterator[Reject]:
    """A reject for each wrong cell, from the rows that have one."""
    for cells, marks in zip(raw.iter_rows(named=True), read.iter_rows(named=True), strict=True):
        for fact in facts:
            if marks[_mark(fact)]:
                reason = _reason(fact, cells[fact.name], text)
                yield Reject(file, marks[ROW], fact.name, reason)


def _reason(fact: Fact, raw: object, text: bool) -> str:
    value = _meant(fact, raw) if text and isinstance(raw, str) else raw
    try:
        fact.read(float(value) if isinstance(value, Decimal) else value)
    except NotAValue as error:
        if value is not None:
            return str(error)
    return f"`{fact.name}` takes {fact.expects}, not {visible(str(raw)[:60])!r}"


def _meant(fact: Fact, cell: str) -> object:
    """What a cell of text stands for as far as that can be told."""
    cell = cell.strip()
    match fact.type:
        case "choice":
            return cell
        case "choices":
            return cell.split("|")
        case "bool":
            return None
    try:
        return float(cell)
    except ValueError:
        return None

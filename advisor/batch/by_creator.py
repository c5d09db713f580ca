"""Tables with a row per post -> one table with a row per creator.

The posts of a creator may lie anywhere in the files, so they are first dealt out into
temporary parts by the name of their creator, as many as keep a part small. A part then
becomes profiles in one go.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import polars as pl

from advisor.batch.creators import FACTS, TIMES, profiles
from advisor.batch.posts import posts, wanted
from advisor.batch.table import NAME, ROW, BadTable, Place, Reject, Slice, Table, numbered
from advisor.facts.vocabulary import Vocabulary
from advisor.problems import Usage, guess
from advisor.sources.posts_table import ALIASES, column, is_posts

PART = 200_000_000
"""Bytes of the files that go into one part; compressed ones are taken for five times as large."""


class ByCreator:
    """The creators in tables of posts, each of which was checked."""

    text = False

    def __init__(
        self, tables: Sequence[Table], key: str | None, facts: Vocabulary, zone: ZoneInfo | None
    ) -> None:
        """`key` is the column that names the creator, else one of the usual names is."""
        more = f" and {len(tables) - 1} more" if len(tables) > 1 else ""
        self.name = tables[0].name + more
        self.files: Sequence[str] = [name for table in tables for name in table.files]
        self.columns: Sequence[str] = [NAME, *(one for one in (*FACTS, *TIMES) if one in facts)]
        self._tables, self._key, self._facts, self._zone = tables, key, facts, zone
        sizes = [os.path.getsize(file) * (1 if table.text else 5)
                 for table in tables for file in table.files]  # fmt: skip
        self._parts = max(1, -(-sum(sizes) // PART))

    def share(self, place: Place) -> float | None:
        return place.offset / self._parts

    def slices(self, wanted: Sequence[str], start: Place) -> Iterator[Slice]:
        rows = start.rows
        with TemporaryDirectory(prefix="advisor-posts-") as folder:
            rejects = tuple(self._dealt(Path(folder)))
            for part in range(start.offset, self._parts):
                found = self._profiles(Path(folder), part).select(wanted)
                end = Place(part + 1, rows + found.height)
                # The rejects of all parts come with the first.
                yield Slice(numbered(found, rows + 1), () if part else rejects, end)
                rows = end.rows

    def _dealt(self, folder: Path) -> Iterator[Reject]:
        """Put the posts into their parts; those without a creator are rejects. Raises Usage."""
        number = 0
        for table in self._tables:
            read = [*wanted(table.columns), *([self._key] if self._key else [])]
            for piece in table.slices(list(dict.fromkeys(read)), Place()):
                yield from piece.rejects
                found = self._posts(piece.frame, table.text)
                nobody = found["creator"].is_null()
                for row in piece.frame.filter(nobody)[ROW]:
                    yield Reject(table.name, row, self._key or "creator", "no creator is named")
                dealt = found.filter(~nobody).with_columns(
                    (pl.col("creator").str.to_lowercase().hash(0) % self._parts).alias("part")
                )
                for (part,), posts_of in dealt.group_by("part"):
                    _write(posts_of.drop("part"), folder / f"{part}-{number:06}.arrow")
                number += 1

    def _posts(self, raw: pl.DataFrame, text: bool) -> pl.DataFrame:
        bare = raw.drop(ROW)
        if self._key is not None:
            named = [name for name in bare.columns if column(name) in ALIASES["creator"]]
            bare = bare.with_columns(pl.col(self._key).cast(pl.String()).alias("creator"))
            bare = bare.drop(name for name in named if name != "creator")
        return posts(bare.fill_null("") if text else bare)

    def _profiles(self, folder: Path, part: int) -> pl.DataFrame:
        files = sorted(folder.glob(f"{part}-*.arrow"))
        dealt = [pl.read_ipc(file) for file in files]
        found = pl.concat(dealt) if dealt else posts(pl.DataFrame({"creator": []}))
        return profiles(found, self._facts, self._zone)


def _write(posts_of_part: pl.DataFrame, file: Path) -> None:
    try:
        posts_of_part.write_ipc(file)
    except OSError as error:
        raise Usage(
            f"the posts cannot be kept in `{file.parent.parent}` while they are dealt out: "
            f"{error.strerror or error}; make room there, or name another folder in TMPDIR"
        ) from None


def check_posts(table: Table, key: str | None) -> None:
    """A table has posts and says whose they are. Raises BadTable."""
    names = [column(name) for name in table.columns]
    if not is_posts(names):
        raise BadTable(
            f"`{table.name}` is no table of posts: it needs a column with dates or ids, and one "
            "with views or likes"
        )
    if key is not None and key not in table.columns:
        hint = guess(key, table.columns)
        raise BadTable(f"`{table.name}` has no column `{key}`" + (f"; {hint}" if hint else ""))
    if key is None and not {*ALIASES["creator"], *ALIASES["link"]} & {*names}:
        raise BadTable(f"no column of `{table.name}` names the creator; name it with --key")

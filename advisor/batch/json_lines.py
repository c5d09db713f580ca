"""JSON Lines: an object per line, a profile as `advisor evaluate` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from advisor.batch.table import NAME
from advisor.batch.text_files import Fault, Record, undecodable
from advisor.facts.vocabulary import BIGGEST, Fact, NotAValue, Vocabulary
from advisor.language import json_file
from advisor.problems import Problem

SAMPLE = 1_000
"""Lines at the beginning whose names are looked at."""

DONT_KNOW = re.compile(rb':\s*"\?"')


class JsonLines:
    """JSON Lines with facts and names of profiles.

    What stands in an object of its own, such as the counts of a post, is a column by its
    path: `stats.playCount`.
    """

    text = False
    begin = 0

    def __init__(self, name: str, head: bytes, facts: Vocabulary) -> None:
        self.facts = facts
        names = {NAME: None}
        self.inner: dict[str, tuple[str, str]] = {}
        """The columns of objects: the name of the object and the one in it."""

        for line in head.split(b"\n")[:SAMPLE]:
            document = json_file.parse(name, line.decode("utf-8", "replace"))
            if isinstance(document, Problem):
                continue
            for one, value in document.data.items():
                if isinstance(value, Mapping):
                    self.inner |= {f"{one}.{sub}": (one, sub) for sub in value}
                else:
                    names[one] = None
        self.inner = {path: place for path, place in self.inner.items() if path not in names}
        self.columns: Sequence[str] = [*names, *self.inner]

    def whole(self, data: bytes) -> int:
        return data.rfind(b"\n") + 1

    def _schema(self, wanted: Sequence[str]) -> dict[str, pl.DataType]:
        # Every fact, wanted or not: it may stand on a line that nobody looked at yet.
        return {name: _json_type(self.facts.get(name)) for name in (*wanted, *self.facts)}

    def _read_whole(self, data: bytes, wanted: Sequence[str]) -> pl.DataFrame:
        """Every line, the columns of objects by their paths. Raises PolarsError."""
        inner = [name for name in wanted if name in self.inner]
        schema = self._schema([name for name in wanted if name not in self.inner])
        objects: dict[str, dict[str, pl.DataType]] = {}
        for name in inner:
            outer, sub = self.inner[name]
            objects.setdefault(outer, {})[sub] = pl.String()
        if not objects.keys().isdisjoint(schema):
            raise pl.exceptions.SchemaError("a name is an object on some lines only")
        structs: dict[str, pl.DataType] = {
            outer: pl.Struct(fields) for outer, fields in objects.items()
        }
        frame = pl.read_ndjson(data, schema=schema | structs)
        columns = (pl.col(self.inner[n][0]).struct.field(self.inner[n][1]).alias(n) for n in inner)
        return frame.with_columns(columns).drop(objects)

    def parse(self, data: bytes, wanted: Sequence[str]) -> pl.DataFrame | None:
        if b'"?"' in data:
            # No text can hold this: a quotation mark in a text has a backslash before it.
            data = DONT_KNOW.sub(b":null", data)
        try:
            frame = self._read_whole(data, wanted)
        except pl.exceptions.PolarsError:
            return None
        # Numbers this big may have been rounded.
        rounded = frame.select((pl.col(pl.Float64).abs() >= BIGGEST).any())
        return None if any(map(any, rounded.iter_rows())) else frame

    def each(self, data: bytes, wanted: Sequence[str]) -> Iterator[Record | Fault]:
        for line in data.split(b"\n"):
            if not line.strip():
                continue
            fault = undecodable(line)
            document = Fault("", fault) if fault else json_file.parse("", line.decode())
            if isinstance(document, Problem):
                document = Fault("", document.message)
            yield document if isinstance(document, Fault) else self._read(document.data, wanted)

    def _read(self, data: Mapping[str, object], wanted: Sequence[str]) -> Record | Fault:
        record: dict[str, object] = {}
        for name, raw in data.items():
            fact = self.facts.get(name)
            if raw is None or raw == "?" or (fact is None and name not in wanted):
                continue
            try:
                value = raw if fact is None else fact.read(raw)
            except NotAValue as error:
                return Fault(name, str(error))
            record[name] = sorted(value) if isinstance(value, frozenset) else value
        for name in wanted:
            outer, sub = self.inner.get(name, ("", ""))
            if isinstance(held := data.get(outer), Mapping) and held.get(sub) is not None:
                record[name] = held[sub]
        return record

    def frame(self, records: Sequence[Record], wanted: Sequence[str]) -> pl.DataFrame:
        schema = self._schema(wanted)
        columns = {name: [record.get(name) for record in records] for name in schema}
        return pl.DataFrame(columns, schema, strict=False)


def _json_type(fact: Fact | None) -> pl.DataType:
    match fact.type if fact else "":
        case "bool":
            return pl.Boolean()
        case "choices":
            return pl.List(pl.String())
        case "count" | "number" | "ratio":
            return pl.Float64()
    return pl.String()

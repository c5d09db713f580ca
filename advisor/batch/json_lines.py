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
    """JSON Lines with facts and names of profiles."""

    text = False
    begin = 0

    def __init__(self, name: str, head: bytes, facts: Vocabulary) -> None:
        self.facts = facts
        names = {NAME: None}
        for line in head.split(b"\n")[:SAMPLE]:
            document = json_file.parse(name, line.decode("utf-8", "replace"))
            if not isinstance(document, Problem):
                names |= dict.fromkeys(document.data)
        self.columns: Sequence[str] = list(names)

    def whole(self, data: bytes) -> int:
        return data.rfind(b"\n") + 1

    def _schema(self, wanted: Sequence[str]) -> dict[str, pl.DataType]:
        # Every fact, wanted or not: it may stand on a line that nobody looked at yet.
        return {name: _json_type(self.facts.get(name)) for name in (*wanted, *self.facts)}

    def parse(self, data: bytes, wanted: Sequence[str]) -> pl.DataFrame | None:
        if b'"?"' in data:
            # No text can hold this: a quotation mark in a text has a backslash before it.
            data = DONT_KNOW.sub(b":null", data)
        try:
            frame = pl.read_ndjson(data, schema=self._schema(wanted))
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

"""`advisor batch` as a person runs it."""

from __future__ import annotations

import gzip
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

TABLE = """\
profile,self_like_share,posts_in_window,reply_rate,self_like_motives,goal
dex,0.95,12,0.05,proud,reach
ana,0.1,40,0.9,proud|cause,?
,,,,[],
"""
COLUMNS = ["profile", "rule", "value", "status", "kind", "stance", "priority"]


@pytest.fixture(name="table")
def _table(tmp_path):
    """A table in the folder where the command runs."""
    (tmp_path / "c.csv").write_text(TABLE)
    return tmp_path / "c.csv"


def test_findings_go_to_a_pipe_as_csv(advisor, table):
    """Results on stdout, word of what is missing on stderr."""
    ran = advisor("batch", "c.csv")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].split(",") == COLUMNS
    assert "dex,self-like.excessive,,applies,warning,against,high" in lines
    assert "c.csv:3,self_like_verdict,your_call,provisional,verdict,," in lines
    assert ran.err.startswith("no column, so unknown of everybody: questions, ")
    assert advisor("batch", "c.csv", "-o", "-").out == ran.out


READ = {
    "csv": pl.read_csv,
    "jsonl": pl.read_ndjson,
    "parquet": pl.read_parquet,
    "arrow": pl.read_ipc,
}


@pytest.mark.parametrize("suffix", READ)
def test_the_same_findings_in_every_format(advisor, table, tmp_path, suffix):
    """Whatever is read and written; only the result is left in the folder."""
    shown = [line.split(",") for line in advisor("batch", "c.csv").out.splitlines()[1:]]
    rows = pl.read_csv(table, infer_schema=False)
    typed = rows.select(
        "profile", pl.col("self_like_share", "reply_rate").cast(pl.Float64),
        pl.col("posts_in_window").cast(pl.Int64), "goal",
        pl.Series("self_like_motives", [["proud"], ["proud", "cause", "proud"], []]),
    )  # fmt: skip
    write = {"jsonl": typed.write_ndjson, "parquet": typed.write_parquet, "arrow": typed.write_ipc}
    write.get(suffix, lambda path: path.write_text(TABLE))(tmp_path / f"in.{suffix}")
    ran = advisor("batch", f"in.{suffix}", "-o", f"out.{suffix}")
    assert ran.code == 0
    found = [
        [cell or "" for cell in row] for row in READ[suffix](tmp_path / f"out.{suffix}").rows()
    ]
    assert [[row[0].replace(f"in.{suffix}", "c.csv"), *row[1:]] for row in found] == shown
    assert {one.name for one in tmp_path.iterdir()} == {"c.csv", f"in.{suffix}", f"out.{suffix}"}


def test_rows_may_be_left_out_or_explained(advisor, table, tmp_path):
    """More findings and more columns, and the tests that decided."""
    ran = advisor(
        "batch", "c.csv", "-o", "f.jsonl", "--with", "text,because", "--with", "undecided"
    )
    assert ran.code == 0
    rows = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
    assert list(rows[0]) == [*COLUMNS, "title", "advice", "action", "because"]
    row = next(r for r in rows if (r["profile"], r["rule"]) == ("dex", "self-like.excessive"))
    assert "95 %" in row["advice"]
    assert row["because"] == "self_like_share >= 0.8; posts_in_window >= 5"
    assert {row["status"] for row in rows} > {"undecided", "applies"}
    assert advisor("batch", "c.csv", "--as", "wide", "--with", "text").code == 2


@pytest.mark.parametrize("shape", ["profiles", "wide"])
def test_a_row_per_profile(advisor, table, shape):
    """In short, or with the status of every rule."""
    ran = advisor("batch", "c.csv", "--as", shape)
    assert [line.split(",")[:3] for line in ran.out.splitlines()] == [
        ["profile", "self_like_verdict", "self_like_verdict:status"],
        ["dex", "cut_back", "provisional"],
        ["ana", "fine_sparingly", "provisional"],
        ["c.csv:3", "your_call", "provisional"],
    ]


def test_wrong_rows_are_left_out_with_their_reasons(advisor, tmp_path):
    """All of them in a file, some on stderr, and an exit code that says so."""
    rows = ["good,0.5", "far,95", "worse", "=cmd,0.1"]
    (tmp_path / "c.csv").write_text("profile,reply_rate\n" + "\n".join(rows))
    ran = advisor("batch", "c.csv", "-o", "f.csv", "--rejects", "r.csv", "--as", "profiles")
    assert ran.code == 3
    assert "rejected: c.csv, row 2: `reply_rate` takes a number from 0 up to 1, not 95" in ran.err
    assert "2 rows left out; r.csv has all of them" in ran.err
    rejects = (tmp_path / "r.csv").read_text().splitlines()
    assert rejects[0] == "file,row,column,reason"
    assert rejects[1].startswith('c.csv,2,reply_rate,"`reply_rate` takes')
    assert rejects[2] == "c.csv,3,,1 cells where 2 are named"
    names = [line.split(",")[0] for line in (tmp_path / "f.csv").read_text().splitlines()]
    assert names == ["profile", "good", "=cmd"]
    (tmp_path / "c.csv").write_text("reply_rate\n95\n")
    assert advisor("batch", "c.csv", "-o", "f.csv").code == 2


def test_columns_that_are_no_fact_are_told(advisor, tmp_path):
    """With a guess; with --strict nothing is done."""
    (tmp_path / "c.csv").write_text("reply_rat,reply_rate\n1,0.5\n")
    ran = advisor("batch", "c.csv", "-o", "f.csv")
    assert ran.code == 0
    assert "the column `reply_rat` of c.csv is no fact and is not read" in ran.err
    assert "did you mean `reply_rate`?" in ran.err
    (tmp_path / "f.csv").unlink()
    ran = advisor("batch", "c.csv", "-o", "f.csv", "--strict")
    assert ran.code == 2
    assert not (tmp_path / "f.csv").exists()


def test_patterns_and_compressed_files_are_read_together(advisor, tmp_path):
    """One result for all; a file that cannot be read is told and does not stop the others."""
    for name in "ba":
        packed = gzip.compress(f"id,reply_rate\n{name},0.5\n".encode())
        (tmp_path / f"{name}.csv.gz").write_bytes(packed)
    (tmp_path / "z.csv").write_bytes(b"")
    ran = advisor("batch", "*.csv*", "--key", "id", "--as", "profiles")
    assert [line.split(",")[0] for line in ran.out.splitlines()] == ["profile", "a", "b"]
    assert (ran.code, "table: `z.csv` is empty" in ran.err) == (3, True)


REFUSED = {
    "no file": (("nowhere.csv",), "there is no file `nowhere.csv`"),
    "no such column": (("c.csv", "--key", "name"), "`c.csv` has no column `name`"),
    "the input": (("c.csv", "-o", "./c.csv"), "`./c.csv` is read or written already"),
    "the input as summary": (("c.csv", "--summary", "c.csv"), "read or written already"),
    "one file for two": (("c.csv", "-o", "x.csv", "--rejects", "x.csv"), "written already"),
    "no format": (("c.csv", "-o", "x.xlsx"), "does not say in which format to write"),
    "no folder": (("c.csv", "-o", "gone/x.csv"), "there is no folder"),
    "a folder as output": (("c.csv", "-o", "d.csv"), "`d.csv` is a folder"),
    "a folder for rejects": (("c.csv", "-o", "x.csv", "--rejects", "d.csv"), "is a folder"),
    "a folder in the way": (("c.csv", "--rejects", "r.csv"), "`r.csv` cannot be written"),
    "a time zone of nothing": (
        ("c.parquet", "-o", "x", "--engine", "dask", "--timezone", "Asia/Tokyo"),
        "--timezone goes with --posts",
    ),
    "no such addition": (("c.csv", "--with", "reasons"), "'reasons' is not one of"),
    "the wrong summary": (("c.csv", "--summary", "x.txt"), "end its name in .json"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused(advisor, table, case):
    """Before anything is read or written."""
    (table.parent / "d.csv").mkdir()
    (table.parent / ".r.csv.unfinished").mkdir()
    arguments, message = REFUSED[case]
    ran = advisor("batch", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert table.read_text() == TABLE


def test_the_summary_is_a_picture_or_json(advisor, table, tmp_path):
    """Bars on stdout, or a file; without -o only the summary is printed."""
    ran = advisor("batch", "c.csv", "--summary")
    assert ran.code == 0
    assert ran.out.startswith("3 profiles\n\nShould I like my own videos?")
    assert "33.3 % ████████" in ran.out
    assert advisor("batch", "c.csv", "-o", "f.csv", "--summary=s.json").out == ""
    summary = json.loads((tmp_path / "s.json").read_text())
    assert (summary["profiles"], summary["rejected_rows"]) == (3, 0)
    values = {one["value"]: one["profiles"] for one in summary["verdicts"][0]["values"]}
    assert values == {"your_call": 1, "fine_sparingly": 1, "cut_back": 1}


def test_a_table_without_rows_gives_a_table_without_rows(advisor, tmp_path):
    """All columns are there."""
    (tmp_path / "c.csv").write_text("profile,reply_rate\n")
    assert advisor("batch", "c.csv", "-o", "f.parquet").code == 0
    assert pl.read_parquet(tmp_path / "f.parquet").columns == COLUMNS


def test_a_fact_on_a_late_line_is_not_lost(advisor, tmp_path):
    """JSON Lines name their facts line by line."""
    lines = ['{"profile": "early"}'] * 1500 + ['{"profile": "late", "reply_rate": 0.1}']
    (tmp_path / "c.jsonl").write_text('{"collabs_90d": 0}\n' + "\n".join(lines))
    assert "late,community.reply,,applies," in advisor("batch", "c.jsonl").out


def test_a_reader_that_stops_early_is_no_failure(tmp_path, environment):
    """As with `head`: no traceback, no complaint."""
    (tmp_path / "c.csv").write_text("reply_rate\n" + "0.1\n" * 50_000)
    command = f"{Path(sys.executable).parent / 'advisor'} batch c.csv | head -1"
    done = subprocess.run(
        command,
        shell=True,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ",".join(COLUMNS) + "\n"
    assert "Error" not in done.stderr


def test_the_number_of_threads_changes_no_byte(advisor, tmp_path):
    """Two runs with other threads write the same file."""
    rng = random.Random(2)
    lines = "\n".join(f"c{i},{rng.random()},{rng.randrange(50)}" for i in range(3000))
    (tmp_path / "c.csv").write_text("profile,self_like_share,posts_in_window\n" + lines)
    for suffix in ("parquet", "csv"):
        written = []
        for threads in "12":
            advisor("batch", "c.csv", "-o", f"f.{suffix}", POLARS_MAX_THREADS=threads)
            written.append((tmp_path / f"f.{suffix}").read_bytes())
        assert written[0] == written[1]


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(advisor, environment, tmp_path):
    """Killed three times at random moments, then resumed; and once with other input."""
    rng = random.Random()
    for number in range(25):
        lines = "\n".join(f"c{i},{i % 100 / 50}" for i in range(50 * number, 50 * number + 50))
        (tmp_path / f"in{number:02}.csv").write_text("profile,reply_rate\n" + lines)
    command = ("batch", "in*.csv", "--rejects", "r.csv", "--with", "undecided", "-o")
    assert advisor(*command, "whole.parquet").code == 3
    expected = [(tmp_path / name).read_bytes() for name in ("whole.parquet", "r.csv")]
    (tmp_path / "r.csv").unlink()
    program = str(Path(sys.executable).parent / "advisor")
    for _ in range(3):
        running = subprocess.Popen(
            [program, *command, "f.parquet", "--resume"], cwd=tmp_path, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(rng.uniform(0.3, 1.2))
        running.send_signal(signal.SIGKILL)
        running.wait()
    parts = tmp_path / ".f.parquet.parts"
    if parts.exists() and not (tmp_path / "f.parquet").exists():
        ran = advisor("batch", "in0*.csv", "-o", "f.parquet", "--resume")
        assert ran.code == 2
        assert "`f.parquet` cannot be resumed: the options changed since it was begun" in ran.err
    assert advisor(*command, "f.parquet", "--resume").code == 3
    assert [(tmp_path / name).read_bytes() for name in ("f.parquet", "r.csv")] == expected
    assert not parts.exists()


def test_rules_that_cannot_be_read_are_told(advisor, table, tmp_path):
    """The others apply, and the exit code says so."""
    ran = advisor("batch", "c.csv", "-o", "f.csv", "--rules", "gone.toml")
    assert (ran.code, "there is no file `gone.toml`" in ran.err) == (1, True)
    assert (tmp_path / "f.csv").read_text() == advisor("batch", "c.csv").out


def test_a_folder_that_cannot_be_written_is_told(advisor, table, tmp_path):
    """The disk may be read-only or full: what is done is kept."""
    (tmp_path / ".f.csv.parts").write_text("in the way")
    ran = advisor("batch", "c.csv", "-o", "f.csv")
    assert ran.code == 2
    assert "`f.csv` cannot be written" in ran.err

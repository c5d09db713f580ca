"""`advisor batch`: tables of profiles in, a table of findings out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli.advice import rules_option
from advisor.cli.output import Ending, open_library, say, tell, tell_problems, width
from advisor.cli.printed import Printed
from advisor.cli.progress import Progress
from advisor.problems import Problem, Usage, count

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from advisor.batch.parts import Parts
    from advisor.batch.run import Job, Note
    from advisor.batch.table import Table
    from advisor.rulebase.library import Library

SHAPES = ("findings", "profiles", "wide")
WITH = ("set-aside", "undecided", "text", "because")
ENGINES = ("polars", "pyspark", "dask")
SHOWN = 5
"""Rows left out that are told on stderr."""


def _words(ctx: click.Context, option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    words = [word.strip() for one in value for word in one.split(",")]
    for word in words:
        if word not in WITH:
            raise click.BadParameter(f"'{word}' is not one of {', '.join(WITH)}")
    return tuple(one for one in WITH if one in words)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "output", metavar="OUTPUT",
    help="Write here: .parquet .csv .jsonl .arrow. Without it, or with -, to stdout.",
)  # fmt: skip
@click.option("--as", "shape", type=click.Choice(SHAPES), default="findings", show_default=True,
              help="A row per finding, or per profile, in short or with every rule.")  # fmt: skip
@click.option("--with", "more", multiple=True, metavar="WHAT,...", callback=_words,
              help="Add findings: set-aside, undecided; add columns: text, because.")  # fmt: skip
@click.option(
    "--key",
    metavar="COLUMN",
    help="The column that names profiles, else profile; with --posts the creator.",
)
@click.option("--posts", is_flag=True, help="INPUT has a row per post; every creator is a profile.")
@click.option("--timezone", metavar="NAME",
              help="With --posts: where creators live, such as Europe/Berlin.")  # fmt: skip
@click.option("--rejects", metavar="FILE", help="Write rows that were left out here, as CSV.")
@click.option("--summary", metavar="[FILE.json]", is_flag=False, flag_value="-",
              help="Show what share gets what; into a file as JSON.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--engine", type=click.Choice(ENGINES), default="polars", show_default=True,
              help="Who evaluates; docs/batch.md tells when to use which.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Stop where a column is no fact.")
@rules_option
def batch(
    inputs: tuple[str, ...], output: str | None, shape: str, more: tuple[str, ...],
    key: str | None, posts: bool, timezone: str | None, rejects: str | None,
    summary: str | None, resume: bool, engine: str, strict: bool, rules: tuple[str, ...],
) -> None:  # fmt: skip
    """Apply the rules to tables of profiles, or with --posts of posts.

    INPUT is CSV or JSON Lines, also compressed with gzip or zstd, Parquet or Arrow, or
    a pattern such as 'data/*.parquet'. Columns are named like facts. In CSV an empty cell
    is unknown, ? is "don't know", a|b a set and [] the empty set. With --posts, columns
    are those that advisor import knows, and facts are computed as it does.

    Rows with a wrong value are left out and told. Findings come in slices of the input;
    in a slice first the verdicts, then the rules, each with its profiles in order. Text
    is written to CSV as it is: a spreadsheet may take one that begins with = + - @ for
    a formula.

    \b
    Example:
      advisor batch creators.csv -o findings.parquet --rejects rejects.csv
      advisor batch 'creators/*.parquet' -o creators.csv --as profiles --summary
      advisor batch --posts posts.csv -o findings.csv
    """
    from advisor.batch.run import run

    zone = _zone(timezone, posts)
    ending = Ending()
    library = open_library(rules, ending)
    if engine != "polars":
        from advisor.cli.engines import Asked, evaluate_on

        if resume or posts or summary is not None:
            raise Usage("--posts, --resume and --summary work with --engine polars only")
        asked_of = Asked(inputs, output, rejects, key, shape, more, strict)
        evaluate_on(engine, library.rulebase, asked_of, ending)
        ending.leave()
    _check_files(inputs, (output, rejects, None if summary == "-" else summary))
    tables = _open_tables(inputs, library, key, posts, zone, ending)
    if not tables:
        ending.leave()
    if not posts:
        _tell_columns(tables, key, library, strict)
    counted = summary is not None
    job = _job(library, tables, None if posts else key, shape, more, counted)
    target = None if rejects is None else Path(rejects)
    result: Parts | Printed
    if output in (None, "-"):
        result = Printed(target, quiet=summary == "-" and output is None)
    else:
        asked = {
            "options": [shape, *more, key, posts, timezone, counted],
            "names of tables": list(inputs),
        }
        result = _parts(Path(output), target, job, library, asked, resume)
    before = sum(note.profiles for note in result.notes)
    progress = Progress(job, before, sys.stdout if isinstance(result, Printed) else None)
    try:
        for done in run(job, *result.reached):
            result.add(done)
            progress.show(done)
        result.finish()
    except KeyboardInterrupt:
        progress.clear()
        tell(result.stopped)
        raise
    finally:
        progress.clear()
    ending.evaluated = sum(note.profiles for note in result.notes)
    rejected = sum(note.rejected for note in result.notes)
    ending.rejected += rejected
    _tell_rejects(result.notes, rejected, rejects)
    if summary is not None:
        _summarise(library, result.notes, summary)
    ending.leave()


def _check_files(inputs: Sequence[str], outputs: Sequence[str | None]) -> None:
    """No two of the files to write are one, and none is read. Raises Usage."""
    from advisor.batch.inputs import files

    *_, summary = outputs
    taken = {Path(file).resolve() for file in files(inputs)}
    for output in outputs:
        if output is None or output == "-":
            continue
        path = Path(output).resolve()
        if path in taken:
            raise Usage(f"`{output}` is read or written already; name another file to write")
        if not path.parent.is_dir():
            raise Usage(f"`{output}` cannot be written: there is no folder `{path.parent}`")
        if path.is_dir():
            raise Usage(f"`{output}` is a folder; name a file to write")
        taken.add(path)
    if summary is not None and not summary.endswith(".json"):
        # `--summary a.csv b.csv` would take the first table for the file to write.
        raise Usage(f"the summary `{summary}` is written as JSON; end its name in .json")


def _zone(timezone: str | None, posts: bool) -> ZoneInfo | None:
    """The time zone of that name. Raises Usage."""
    from advisor.facts.hours import NotHours, time_zone

    if timezone is None:
        return None
    if not posts:
        raise Usage("--timezone goes with --posts")
    try:
        return time_zone(timezone)
    except NotHours as error:
        raise Usage(str(error)) from None


def _open_tables(
    inputs: Sequence[str], library: Library, key: str | None, posts: bool,
    zone: ZoneInfo | None, ending: Ending,
) -> list[Table]:  # fmt: skip
    """The tables that can be read, those of posts as one; the others are told."""
    from advisor.batch.by_creator import ByCreator, check_posts
    from advisor.batch.inputs import files, open_table
    from advisor.batch.names import check
    from advisor.batch.table import BadTable

    facts = library.rulebase.facts
    tables: list[Table] = []
    for name in files(inputs):
        try:
            table = open_table(name, {} if posts else facts)
            if posts:
                check_posts(table, key)
            else:
                check(table, key, facts)
            tables.append(table)
        except BadTable as error:
            tell_problems([Problem("table", str(error))])
            ending.rejected += 1
    return [ByCreator(tables, key, facts, zone)] if posts and tables else tables


def _tell_columns(tables: Sequence[Table], key: str | None, library: Library, strict: bool) -> None:
    """Columns that are no fact, and facts without a column. Raises Usage if strict."""
    from advisor.batch.names import missing_facts, unknown_columns

    facts = library.rulebase.facts
    unknown = list(unknown_columns(tables, key, facts))
    tell_problems(unknown)
    if strict and unknown:
        raise Usage("with --strict every column has to be a fact")
    missing = missing_facts(tables, facts)
    if missing:
        tell(f"no column, so unknown of everybody: {', '.join(missing)}")


def _job(
    library: Library, tables: Sequence[Table], key: str | None, shape: str,
    more: Sequence[str], counted: bool,
) -> Job:  # fmt: skip
    from advisor.batch.asked import asked_shape
    from advisor.batch.run import Job
    from advisor.batch.summary import counter
    from advisor.inference.columnar import Kernel

    base = library.rulebase
    shaped = asked_shape(base, shape, more)
    return Job(Kernel(base), tables, key, shaped, counter(base if counted else None))


def _parts(
    output: Path, rejects: Path | None, job: Job, library: Library, asked: dict[str, Any],
    resume: bool,
) -> Parts:  # fmt: skip
    """The parts of the result, those of a run that was stopped if it is to go on."""
    from importlib.metadata import version

    from advisor.batch.parts import Parts, digest
    from advisor.batch.run import states
    from advisor.rulebase.library import rule_files, shipped_folder

    folders = (shipped_folder(), *library.overlays)
    fingerprint = {
        "versions": [version("advisor"), version("polars")],
        **asked,
        "tables": [states(table) for table in job.tables],
        "rules": digest([file for folder in folders for file in rule_files(folder)]),
    }
    return Parts(output, rejects, fingerprint, resume)


def _tell_rejects(notes: Sequence[Note], rejected: int, file: str | None) -> None:
    """The first rows that were left out, and where all are."""
    first = [one for note in notes for one in note.first_rejects][:SHOWN]
    tell_problems(Problem("rejected", f"{one.file}, row {one.row}: {one.reason}") for one in first)
    if rejected:
        where = f"{file} has all of them" if file else "--rejects FILE writes all of them"
        tell(f"{count(rejected, 'row')} left out; {where}")


def _summarise(library: Library, notes: Sequence[Note], file: str) -> None:
    from advisor.batch.summary import added, as_json, as_text

    profiles, rejected = (sum(note.profiles for note in notes), sum(n.rejected for n in notes))
    counts = added([note.counts for note in notes])
    if file == "-":
        say(as_text(library.rulebase, profiles, counts, width()))
        return
    data = as_json(library.rulebase, profiles, rejected, counts)
    from advisor.cli.output import replace_file

    replace_file(Path(file), json.dumps(data, ensure_ascii=False, indent=2) + "\n")

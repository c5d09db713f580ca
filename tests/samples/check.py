"""`make check-samples SAMPLES=FOLDER`: all that an import says of real posts, worked out anew.

Then `advisor batch --posts` on the whole file, against the advice on each imported profile.

FOLDER has a `posts.csv`, a row a post, with the columns creator, followers, posted_at,
collected_at, duration_s, views, likes, comments, shares and hashtags.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from advisor.problems import count
from advisor.rulebase.library import load
from tests.samples import batch
from tests.samples.compare import HOURS, ZONES, differences, expected
from tests.samples.definitions import Told
from tests.samples.posts import Row, by_creator, split
from tests.samples.said import Said, called, commanded

COMMANDS = 12
"""Creators for whom the command reads the whole file."""

SHOWN = 20
"""Differences printed in full."""


@dataclass
class Tally:
    """Imports that told each fact, those that did not, and what differs, by fact."""

    title: str
    told: Counter[str] = field(default_factory=Counter)
    untold: Counter[str] = field(default_factory=Counter)
    different: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0

    def add(
        self, creator: str, rows: Sequence[Row], zone: str | None, take: Callable[[], Said]
    ) -> None:
        """Take an import and compare it with the definitions."""
        begin = time.perf_counter()
        said = take()
        self.seconds += time.perf_counter() - begin
        wanted = expected(rows, zone)
        for name, one in wanted.items():
            (self.told if isinstance(one, Told) else self.untold)[name] += 1
        self.told[HOURS] += 1
        for name, what in differences(rows, zone, wanted, said):
            self.different.append((name, f"{creator}, {self.title}: {name}: {what}"))


def main(arguments: list[str]) -> int:
    """Check a folder and print what came out; 1 if anything differs, 2 without posts."""
    file = Path(*arguments[:1], "posts.csv")
    begin = time.perf_counter()
    creators = by_creator(file) if len(arguments) == 1 and file.is_file() else {}
    if not creators:
        print(f"there are no posts in `{file}`; name the folder of such a file", file=sys.stderr)
        return 2
    tallies = [*in_process(file, creators), by_command(file, creators)]
    _table(tallies[0])
    for tally in tallies:
        imports = tally.told[HOURS]
        print(
            f"{count(imports, 'import')} {tally.title}, {1000 * tally.seconds / imports:.0f} ms "
            f"each: {count(len(tally.different), 'difference')}"
        )
    in_batch = [what for zone in ZONES for what in batch.differences(file, zone)]
    print(f"findings of `advisor batch --posts`: {count(len(in_batch), 'creator')} differ")
    different = [what for tally in tallies for _, what in tally.different] + in_batch
    print(*different[:SHOWN], sep="\n", end="\n" * bool(different))
    posts = sum(map(len, creators.values()))
    print(
        f"{len(creators):,} creators, {posts:,} posts; {time.perf_counter() - begin:.1f} s; "
        f"peak memory {_peak(resource.RUSAGE_SELF):.0f} MB, "
        f"of a command {_peak(resource.RUSAGE_CHILDREN):.0f} MB"
    )
    return 1 if different else 0


def in_process(file: Path, creators: Mapping[str, Sequence[Row]]) -> list[Tally]:
    """Every creator's rows as a file of their own, in a time zone and without one."""
    vocabulary = load().rulebase.facts
    tallies = {zone: Tally(f"in {zone}" if zone else "without a time zone")
               for zone in (*ZONES, None)}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for creator, part in split(file, Path(folder)):
            for zone, tally in tallies.items():
                take = partial(called, part, creator, zone, vocabulary)
                tally.add(creator, creators[creator], zone, take)
    return list(tallies.values())


def by_command(file: Path, creators: Mapping[str, Sequence[Row]]) -> Tally:
    """Some creators, always the same, out of the whole file."""
    tally, (zone,) = Tally("by the command line"), ZONES
    names = sorted(creators)
    for creator in Random(1).sample(names, min(COMMANDS, len(names))):
        tally.add(creator, creators[creator], zone, partial(commanded, file, creator, zone))
    return tally


def _table(tally: Tally) -> None:
    different = Counter(name for name, _ in tally.different)
    print(f"{'fact':<26}{'with a value':>14}{'without':>10}{'differences':>14}")
    for name in sorted(tally.told | tally.untold):
        print(f"{name:<26}{tally.told[name]:>14,}{tally.untold[name]:>10,}{different[name]:>14,}")


def _peak(who: int) -> float:
    """The most memory held at once, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make bench`: figures against the budgets of the design, medians of one run.

Whole processes are timed from outside; peers are named beside each ratio. Run it with
the machine at rest.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from advisor.authoring.verify import verify
from advisor.explanation.change import smallest_changes, verdict_is
from advisor.explanation.decided import decided
from advisor.explanation.outlook import Outlook
from advisor.explanation.relevance import questions
from advisor.explanation.whynot import near_misses, why_not
from advisor.facts.profile import Known, Profile
from advisor.facts.vocabulary import Fact
from advisor.inference import kleene
from advisor.inference.completion import complete
from advisor.inference.engine import Engine
from advisor.inference.evaluation import Evaluation
from advisor.interview import Interview
from advisor.language.tree import Value
from advisor.pipeline import advise
from advisor.rulebase.library import load
from advisor.rulebase.model import RuleBase
from tests.benchmarks import imports
from tests.benchmarks.questions import evaluated, people

ADVISOR = str(Path(sys.executable).parent / "advisor")
DEX = (
    "self_like_share = 0.95\nposts_in_window = 12\nreply_rate = 0.05\n"
    "outbound_comments_per_week = 0\ncollabs_90d = 0\n"
)


def main() -> None:
    """Measure everything there is and print one line each."""
    print(f"{'what':<52}{'median':>10}{'budget':>10}   ratio")
    start = process([sys.executable, "-c", "pass"])
    row("python -c pass (the peer of whole processes)", start, None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dex.toml"
        file.write_text(DEX)
        helped = process([ADVISOR, "--help"])
        row("advisor --help", helped, 100, f"{helped / start:.1f} x python")
        evaluated = process([ADVISOR, "evaluate", str(file)])
        row("advisor evaluate FILE", evaluated, 300, f"{evaluated / start:.1f} x python")
        row("first paint of the wizard", first_paint(folder), 350)
        for measured in imports.measured(Path(folder)):
            row(*measured)
    row("load the shipped rules", median(load, 15), None)
    library = load()
    base = library.rulebase
    engine = Engine(base, sys.exit)
    rng = Random(1)
    everything = [some_profile(rng, base.facts.values(), 1.0) for _ in range(40)]
    half = [some_profile(rng, base.facts.values(), 0.5) for _ in range(40)]
    full = [complete(base, one) for one in everything]
    reference = over(full, lambda one: kleene.evaluate(base, one))
    row(f"one evaluation, reference ({len(base.rules)} rules)", reference, 1)
    checked = over(full, engine.evaluate)
    row("one evaluation, core with cross-check", checked, 8, f"{checked / reference:.0f} x ref.")
    row("  the same, half of the facts known",
        over([complete(base, one) for one in half], engine.evaluate), 8)  # fmt: skip
    row("one report, from profile to advice", over(half, lambda one: advise(engine, one)), None)
    expert(base)
    row("answer -> advice panel repainted", repaint(engine), 30)
    row("advisor rules verify, the proofs alone", median(lambda: list(verify(base)), 5), 1000)
    print(f"core: {engine.active} {engine.reason}")


def expert(base: RuleBase) -> None:
    """The questions, changes and reasons of the people, and of profiles half known."""
    rng = Random(3)
    half = [some_profile(rng, base.facts.values(), 0.5) for _ in range(40)]
    evaluations = [evaluated(base, one) for one in (*people(base), *half)]
    row("next question, full base", each(evaluations, lambda one: questions(Outlook(one))), 20)
    verdict = base.verdicts["self_like_verdict"]
    wanted = [verdict_is(verdict, branch.value) for branch in verdict.branches]
    changes = [
        median(lambda one=one, goal=goal: smallest_changes(one, goal), 1)  # type: ignore[misc]
        for one in evaluations
        for goal in wanted
    ]
    row("smallest change, three ways", statistics.median(changes), 50)
    row("  the longest of them", max(changes), 200)
    rule = next(rule for rule in base.rules if rule.id == "self-like.proud")
    row("why not, one rule", each(evaluations, lambda one: why_not(one, rule)), 5)
    row("why not, every rule one step away", each(evaluations, near_misses), 5)
    row("what decided a verdict", each(evaluations, lambda one: decided(one, verdict)), None)


def each(items: list[Evaluation], call: Callable[[Evaluation], object]) -> float:
    """The median time of a call over evaluations in milliseconds."""
    remaining = iter(items)
    return median(lambda: call(next(remaining)), len(items))


def row(what: str, milliseconds: float, budget: float | None, ratio: str = "") -> None:
    """Print one line; a figure over its budget is marked."""
    limit = f"{budget:g} ms" if budget else ""
    mark = "  OVER" if budget and milliseconds > budget else ""
    print(f"{what:<52}{milliseconds:>7.2f} ms{limit:>10}   {ratio}{mark}", flush=True)


def median(call: Callable[[], object], times: int) -> float:
    """The median time of a call in milliseconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found)


def over(items: list[Profile], call: Callable[[Profile], object]) -> float:
    """The median time of a call over the items in milliseconds."""
    remaining = iter(items)
    return median(lambda: call(next(remaining)), len(items))


def process(command: list[str]) -> float:
    """The median time of a whole process in milliseconds, after one warm-up."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def once() -> None:
        subprocess.run(command, env=environment, capture_output=True, check=True)

    once()
    return median(once, 11)


def first_paint(folder: str) -> float:
    """From starting the process to its first question on a terminal."""

    def once() -> float:
        begin = time.perf_counter()
        child, terminal = pty.fork()
        if child == 0:
            os.environ |= {"XDG_STATE_HOME": folder, "TERM": "xterm-256color"}
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.execv(ADVISOR, [ADVISOR])
        seen = b""
        while b"What would you like" not in seen:
            if not select.select([terminal], [], [], 10)[0]:
                sys.exit("the wizard painted nothing")
            seen += os.read(terminal, 65536)
        elapsed = time.perf_counter() - begin
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)
        return elapsed * 1000

    once()
    return statistics.median(once() for _ in range(9))


def repaint(engine: Engine) -> float:
    """From an answer to the new advice drawn beside it, in a running wizard."""
    import asyncio

    from advisor.wizard.app import Wizard

    start = Interview(engine, Profile("bench", {"questions": Known(frozenset({"self_like"}))}), 1)

    async def run() -> float:
        found = []
        app = Wizard(start)
        async with app.run_test(size=(100, 30)) as pilot:
            for _ in range(15):
                question = app.interview.question
                if question is None:
                    break
                begin = time.perf_counter()
                app.interview = app.interview.answer(some_value(Random(2), question))
                app.show()
                app.screen._compositor.render_strips()
                found.append((time.perf_counter() - begin) * 1000)
                await pilot.pause()
        return statistics.median(found)

    return asyncio.run(run())


def some_profile(rng: Random, facts: object, share: float) -> Profile:
    """A profile with this share of the facts known."""
    known = {
        fact.name: Known(some_value(rng, fact))
        for fact in facts  # type: ignore[attr-defined]
        if not fact.computed and rng.random() < share
    }
    return Profile("bench", known)


def some_value(rng: Random, fact: Fact) -> Value:
    """A value of the fact, of everyday size."""
    match fact.type:
        case "bool":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(fact.choices)
        case "choices":
            return frozenset(one for one in fact.choices if rng.random() < 0.3)
    high = fact.max if fact.max < 1e6 else {"count": 2000, "ratio": 1}.get(fact.type, 20)
    number = rng.uniform(max(fact.min, -1), high)
    return int(number) if fact.type == "count" else number


if __name__ == "__main__":
    main()

"""A fact on a line: where it stands, and a mark at every value where something flips."""

from __future__ import annotations

import textwrap

from advisor.explanation.flips import Track
from advisor.problems import visible

HERE, NOW, VERDICT, ADVICE, LINE = "●", "○", "┃", "╵", "─"


def scale(track: Track, at: int, width: int) -> list[str]:
    """The line, the value it stands at, and what the marks say, `width` columns wide."""
    fact, stops = track.fact, track.stops
    last = max(1, len(stops) - 1)
    room = width - 2

    def column(place: float) -> int:
        return round(place / last * (room - 1))

    line = [LINE] * room
    for place, stop in enumerate(stops):
        if stop.flips:
            # A mark stands between two stops: the flip is on the way from one to the other.
            line[column(place - 0.5)] = VERDICT if stop.verdict else ADVICE
    line[column(track.now)] = NOW
    line[column(at)] = HERE
    value = visible(fact.show(stops[at].value))
    ends = [visible(fact.show(stop.value)) for stop in (stops[0], stops[-1])]
    between = max(1, width - len(ends[0]) - len(ends[1]))
    lines = [f"{value}" + ("" if at == track.now else f"  (you said {_now(track)})")]
    lines.append(" " + "".join(line))
    if fact.type in ("count", "number", "ratio"):
        lines.append(ends[0] + " " * between + ends[1])
    lines += textwrap.wrap(_legend(track), width)
    return lines


def _now(track: Track) -> str:
    return visible(track.fact.show(track.stops[track.now].value))


def _legend(track: Track) -> str:
    """What the marks on this line mean."""
    verdicts = any(stop.verdict for stop in track.stops)
    advice = any(stop.flips and not stop.verdict for stop in track.stops)
    parts = [f"{HERE} here", f"{NOW} yours"]
    parts += [f"{VERDICT} turns the answer"] if verdicts else []
    parts += [f"{ADVICE} other advice"] if advice else []
    return "  ".join(parts)

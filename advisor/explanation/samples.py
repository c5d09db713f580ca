"""Made-up answers to every question, many at once, one bit for each.

They show which answers can change something, and how much an answer tells. They are
drawn once for a rule base with a fixed seed, so that the same profile is always asked
the same questions.
"""

from __future__ import annotations

from random import Random

from advisor.explanation.cells import SIZE, Variable

COUNT = 1024
EVERYONE = (1 << COUNT) - 1
SEED = 20240229

TICKED = 0.3
"""How likely somebody ticks one choice of several."""

EXACTLY = 0.25
"""How likely a number is exactly a constant of the rules, against lying on one side of it."""

FINENESS = 6
"""Likelihoods are met to a part in two to this power."""


def draw(variables: list[Variable]) -> list[list[int]]:
    """For each variable and each of its cells, the unknown one last, the samples in it."""
    rng = Random(SEED)
    return [_split(rng, variable) for variable in variables]


def _split(rng: Random, variable: Variable) -> list[int]:
    weights = _weights(variable)
    left, bits = EVERYONE, []
    for number, weight in enumerate(weights):
        rest = sum(weights[number:])
        taken = left & _some(rng, weight / rest) if rest > weight else left
        taken = taken if weight else 0
        left &= ~taken
        bits.append(taken)
    return [*bits, 0]


def _weights(variable: Variable) -> list[float]:
    if variable.word and variable.word != SIZE:
        return [0.0 if v is None else TICKED if v else 1 - TICKED for v in variable.cells]
    numbers = [v for v in variable.cells if isinstance(v, int | float) and type(v) is not bool]
    if len(numbers) < 3:
        return [0.0 if value is None else 1.0 for value in variable.cells]
    # Cells of numbers are a constant, what lies up to the next constant, and so on.
    return [
        0.0 if value is None else EXACTLY if value in variable.points else 1.0
        for value in variable.cells
    ]


def _some(rng: Random, share: float) -> int:
    """Each sample with this likelihood: one fair coin for each binary digit of it."""
    found = 0
    for digit in range(FINENESS):
        coin = rng.getrandbits(COUNT)
        found = found | coin if round(share * 2**FINENESS) >> digit & 1 else found & coin
    return found

"""The cheapest options with which a formula holds."""

from __future__ import annotations

from itertools import combinations

from advisor.explanation.cheapest import cheapest
from advisor.explanation.search import All, Lit, Some


def test_out_of_time_it_does_not_go_on_looking_for_ever():
    """Twelve birds and eleven nests: to see that one nest is missing takes hours."""
    nests = range(11)
    apart = [
        Some((Lit(one, ~(1 << nest)), Lit(other, ~(1 << nest))))
        for one, other in combinations(range(12), 2)
        for nest in nests
    ]
    whole = [(1 << len(nests)) - 1] * 12
    assert cheapest([[1.0] * len(nests)] * 12, All(tuple(apart)), whole, deadline=0) is None

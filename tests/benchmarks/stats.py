"""`make bench-stats`: how often the models claim what is not there, and what their intervals cover.

5,000 generated accounts of each size without any effect, and as many with effects.
"""

from __future__ import annotations

import numpy as np

from advisor.analysis import hashtag_effects, timing
from tests.analysis.accounts import Account, account, tagged

ACCOUNTS = 5_000
SIZES = (15, 40, 100, 200)


def judged(one: Account) -> timing.Timing:
    """What the model says of an account."""
    return timing.judge(one.hours, one.weekend, one.views, one.beside, one.active)


def true_gain(one: Account, found: timing.Timing) -> float:
    """The true change of views from the usual to the best slot."""
    assert found.best is not None
    hours = np.array([found.best.hour + 0.5, found.usual.hour + 0.5])
    weekend = np.array([found.best.weekend, found.usual.weekend])
    best, usual = one.effect(hours, weekend)
    return float(np.exp(best - usual) - 1)


def times(posts: int) -> str:
    """False claims without effects; claims, wrong ones and coverage with effects."""
    rng = np.random.default_rng(posts)
    false = sum(judged(account(rng, posts, real=False)).sure for _ in range(ACCOUNTS))
    claims = wrong = covered = compared = 0
    for _ in range(ACCOUNTS):
        one = account(rng, posts, real=True)
        found = judged(one)
        if found.gain is None:
            continue
        gain = true_gain(one, found)
        compared += 1
        covered += found.gain.low <= gain <= found.gain.high
        claims += found.sure
        wrong += found.sure and gain <= 0
    return (
        f"{posts:5}  {false / ACCOUNTS:6.1%}  {claims / ACCOUNTS:6.1%}  "
        f"{wrong:5} of {claims:<5}  {covered / compared:6.1%}"
    )


def tags(posts: int) -> str:
    """Accounts told of a hashtag that does nothing."""
    rng = np.random.default_rng(posts)
    false = 0
    for _ in range(ACCOUNTS):
        sets, views, beside = tagged(rng, posts, tags=10)
        if sets:
            false += any(one.sure for one in hashtag_effects.judge(sets, views, beside))
    return f"{posts:5}  {false / ACCOUNTS:6.1%}"


def main() -> None:
    """Print the table."""
    print(f"Posting times, {ACCOUNTS:,} accounts of each size without and with effects")
    print("posts  false   claims  wrong direction  80 % interval covers")
    for posts in SIZES:
        print(times(posts), flush=True)
    print(f"Hashtags, {ACCOUNTS:,} accounts of each size, 10 hashtags, none works")
    print("posts  false")
    for posts in SIZES:
        print(tags(posts), flush=True)


if __name__ == "__main__":
    main()

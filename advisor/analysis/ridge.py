"""Bayesian ridge regression that averages over how large effects and noise may be.

To plug in the best size of effects instead makes intervals far too narrow.
Source: MacKay, Bayesian Interpolation (1992); Gelman, Hill, Yajima (2012) on why shrinking
needs no further correction for many comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NOISE = (0.4, 0.55, 0.75, 1.0, 1.35, 1.8, 2.4)
"""Standard deviations of the logarithm of views that are thought possible, all alike."""

_erf = np.frompyfunc(erf, 1, 1)


@dataclass(frozen=True, slots=True)
class Sums:
    """All that a regression needs of n rows: their products, summed; `xx` (p, p), `xy` (p)."""

    xx: Array
    xy: Array
    yy: float
    n: int


def sums(x: Array, y: Array) -> Sums:
    """The sums of one regression: columns `x` (n, p) and what they explain, `y` (n)."""
    return Sums(x.T @ x, x.T @ y, float(y @ y), len(y))


@dataclass(frozen=True, slots=True)
class Prior:
    """What is thought of the coefficients beforehand: each is near `mean` within `deviation`."""

    weight: float
    mean: Array
    deviation: Array


@dataclass(frozen=True, slots=True)
class Posterior:
    """A mixture of k normal distributions of the coefficients.

    `weights` (k), `means` (k, p), `covariances` (k, p, p); `noise` is its expected deviation.
    """

    weights: Array
    means: Array
    covariances: Array
    noise: float

    def of(self, contrast: Array) -> Mixture:
        """The distribution of a weighted sum of the coefficients, for each row of `contrast`.

        `contrast` (..., p) of one regression.
        """
        means = contrast @ self.means.T
        spreads = np.einsum("...p,kpq,...q->...k", contrast, self.covariances, contrast)
        return Mixture(self.weights, means, np.sqrt(np.maximum(spreads, 1e-12)))


@dataclass(frozen=True, slots=True)
class Mixture:
    """Mixtures of k normal distributions: `weights` (k), `means` and `deviations` (..., k)."""

    weights: Array
    means: Array
    deviations: Array

    def above(self, bound: float | Array) -> Array:
        """The probability of more than `bound`."""
        away = (self.means - np.asarray(bound)[..., None]) / (self.deviations * sqrt(2))
        return np.asarray((self.weights * (1 + _erf(away).astype(float)) / 2).sum(-1))

    def quantile(self, share: float) -> Array:
        """The value that so large a share lies below, to a thousandth of its range."""
        low = (self.means - 8 * self.deviations).min(-1)
        high = (self.means + 8 * self.deviations).max(-1)
        for _ in range(30):
            middle = (low + high) / 2
            below = 1 - self.above(middle) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)


def regress(data: Sums, priors: Sequence[Prior]) -> Posterior:
    """What the rows say of the coefficients, averaged over the priors and over the noise."""
    evidence, means, covariances = [], [], []
    for prior in priors:
        for noise in NOISE:
            logarithm, mean, covariance = _fit(data, prior, noise)
            evidence.append(logarithm + log(prior.weight))
            means.append(mean)
            covariances.append(covariance)
    weights = np.exp(np.array(evidence) - max(evidence))
    weights /= weights.sum()
    noise = float(weights @ np.array(NOISE * len(priors)))
    return Posterior(weights, np.stack(means), np.stack(covariances), noise)


def _fit(data: Sums, prior: Prior, noise: float) -> tuple[float, Array, Array]:
    """The logarithm of the evidence, and mean and covariance of the coefficients."""
    precision = 1 / prior.deviation**2
    inner = data.xx / noise**2 + np.diag(precision)
    pull = data.xy / noise**2 + precision * prior.mean
    covariance = np.linalg.inv(inner)
    mean = covariance @ pull
    _, size = np.linalg.slogdet(inner)
    fit = data.yy / noise**2 + precision @ prior.mean**2 - pull @ mean
    spread = data.n * log(2 * pi * noise**2) - np.log(precision).sum() + size
    return float(-(spread + fit) / 2), mean, np.asarray(covariance)

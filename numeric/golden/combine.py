"""Clipped combination with numpy's median and astropy's mad_std, and the variance of the median of normal values by integration.

    pip install numpy scipy astropy
    python combine.py > combine.json
"""

import json
import sys
from math import factorial

import astropy
import numpy as np
import scipy
from astropy.stats import mad_std
from scipy.integrate import dblquad, quad
from scipy.stats import norm


def survivors(values, limit):
    # Not astropy's sigma_clip(stdfunc="mad_std"): for an even number of values its compiled MAD is not the mean of the middle two (seen in 8.0.2).
    for _ in range(5):
        kept = values[np.abs(values - np.median(values)) <= limit * mad_std(values)]
        if len(kept) == len(values):
            break
        values = kept
    return values


def clipped(n, pixels, limit, seed):
    """Stacks with outliers. Center is the median, σ is 1.4826 MAD, at most five rounds."""
    rng = np.random.default_rng(seed)
    stack = rng.normal(100, 5, (n, pixels))
    stack[rng.random(stack.shape) < 0.04] += rng.uniform(20, 900)
    stack = stack.astype("f4")
    kept = [survivors(pixel, limit) for pixel in stack.T.astype("f8")]
    return {
        "frames": n,
        "clipSigma": limit,
        "stack": [[float(v) for v in frame] for frame in stack],
        "mean": [float(v.mean()) for v in kept],
        "median": [float(np.median(v)) for v in kept],
        "used": [len(v) for v in kept],
    }


def median_variance(n):
    """n · Var(median of n standard normal values), from the densities of one and of two order statistics."""
    if n == 1:
        return 1.0
    if n % 2:
        k = (n - 1) // 2
        weight = factorial(n) / factorial(k) ** 2
        second = quad(lambda x: weight * x * x * norm.pdf(x) * (norm.cdf(x) * norm.sf(x)) ** k, -9, 9, epsabs=1e-12)[0]
        return n * second
    k = n // 2 - 1
    weight = factorial(n) / factorial(k) ** 2

    def density(y, x):
        return weight * ((x + y) / 2) ** 2 * norm.pdf(x) * norm.pdf(y) * (norm.cdf(x) * norm.sf(y)) ** k

    return n * dblquad(density, -8, 8, lambda x: x, lambda x: 8, epsabs=1e-8)[0]


json.dump(
    {
        "kind": "independent",
        "versions": {"astropy": astropy.__version__, "numpy": np.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]},
        "stacks": [clipped(5, 60, 3, 1), clipped(10, 60, 3, 2), clipped(15, 60, 2.5, 3)],
        "medianVariance": [[n, round(median_variance(n), 5)] for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 21, 30)],
    },
    sys.stdout,
    separators=(",", ":"),
)
print()

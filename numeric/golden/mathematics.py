"""Least squares, series, quantiles, nonlinear fits and ln Gamma by numpy and scipy, on data of fixed seeds.

    pip install numpy scipy
    python mathematics.py > mathematics.json
"""

import json
import sys

import numpy as np
import scipy
from numpy.polynomial import chebyshev, legendre
from scipy.optimize import curve_fit
from scipy.special import gammaln

rng = np.random.default_rng(20)


def rounded(values, digits=12):
    return [float(f"%.{digits}g" % v) for v in np.ravel(values)]


def series():
    x = np.sort(rng.uniform(0, 4060, 60))
    weights = rng.uniform(0.2, 4, 60)
    y = 3000 + 0.6 * x - 2e-5 * x**2 + 3e-9 * x**3 + rng.normal(0, 1, 60) / np.sqrt(weights)
    u = 2 * x / 4060 - 1
    result = {"x": x.tolist(), "y": y.tolist(), "weights": weights.tolist(), "domain": [0, 4060]}
    for name, module in [("legendre", legendre), ("chebyshev", chebyshev)]:
        design = module.legvander(u, 4) if name == "legendre" else module.chebvander(u, 4)
        normal = design.T @ (weights[:, None] * design)
        fit = (module.legfit if name == "legendre" else module.chebfit)(u, y, 4, w=np.sqrt(weights))
        result[name] = {"coefficients": rounded(fit), "covariance": rounded(np.linalg.inv(normal))}
    return result


def moffat(x, amplitude, center, gamma, alpha, constant):
    return amplitude * (1 + ((x - center) / gamma) ** 2) ** -alpha + constant


def moffat_fit():
    x = np.arange(80.0)
    sigma = 2 + 0.05 * np.abs(x - 40)
    y = moffat(x, 300, 38.25, 5, 2.5, 50) + rng.normal(0, 1, 80) * sigma
    parameters, covariance = curve_fit(moffat, x, y, p0=[200, 39, 4, 3, 40], sigma=sigma, absolute_sigma=True, xtol=1e-14, ftol=1e-14)
    return {"x": x.tolist(), "y": y.tolist(), "sigma": sigma.tolist(), "parameters": rounded(parameters), "sigmas": rounded(np.sqrt(np.diag(covariance)), 6)}


def quantiles():
    values = rng.normal(0, 1, 37)
    q = [0, 0.013, 0.25, 0.5, 0.77, 0.999, 1]
    return {"values": values.tolist(), "q": q, "quantiles": np.quantile(values, q).tolist()}


def log_gamma():
    x = [1e-3, 0.1, 0.5, 1, 1.4616, 2, 3.7, 9.99, 10.01, 55.5, 1e4, 1e8]
    return {"x": x, "value": gammaln(x).tolist()}


versions = {"numpy": np.__version__, "scipy": scipy.__version__}
json.dump({"versions": versions, "series": series(), "moffat": moffat_fit(), "quantiles": quantiles(), "logGamma": log_gamma()}, sys.stdout)

"""Columns and wavelengths of the optical model: numpy's Legendre series forward, scipy's root finder back.

    pip install numpy scipy
    python wavelength.py > wavelength.json
"""

import json
import sys

import numpy as np
import scipy
from numpy.polynomial.legendre import legval
from scipy.optimize import brentq

PIXEL_MILLIMETER = 0.015

# lines per mm, grating and camera angle (degree), delta (radian), focal length (mm), c0..c5 (pixel), detector columns
CASES = [
    (400, 5.8, 11.6, 0.0002, 374.9, [0, 0, 0, -0.06, -0.03, 0.12], 4060),
    (400, 7.5, 16.1, 0.0017, 375.3, [0, 0, 0.4, -0.1, 0.0, 0.1], 4060),
    (600, 12.0, 27.0, 0.0039, 378.5, [0, 0, -0.6, -0.06, -0.03, 0.12], 3096),
    (930, 12.6, 25.2, 0.0051, 377.1, [3.7, -1.2, 1.1, 0.1, -0.1, 0.2], 4060),
    (1200, 30.1, 60.2, 0.0119, 375.6, [0, 0, 0, -0.06, -0.03, 0.12], 4060),
    (2100, 43.04, 86.08, 0.0205, 379.1, [0, 0, 0.2, -0.2, 0.05, 0.18], 4060),
]


def column(case, angstrom):
    lines_per_mm, grating, camera, delta, focal, distortion, columns = case
    alpha = np.radians(grating)
    axis = columns / 2 - 0.5
    beta = np.arcsin(lines_per_mm * 1e-7 * angstrom - np.sin(alpha))
    base = axis + focal / PIXEL_MILLIMETER * np.tan(beta - (np.radians(camera) - alpha) + delta)
    return base + legval((base - axis) / (columns / 2), distortion)


def table(case):
    lines_per_mm, grating, camera, *_ = case
    columns = case[-1]
    alpha = np.radians(grating)
    center = (np.sin(alpha) + np.sin(np.radians(camera) - alpha)) / lines_per_mm * 1e7
    dispersion = 0.015 / 377 / lines_per_mm * 1e7
    reach = columns * dispersion
    wanted = [0.0, 17.25, columns / 3, columns / 2 - 0.5, 0.8 * columns, columns - 1.0]
    angstrom = [brentq(lambda w, x=x: column(case, w) - x, center - reach, center + reach, xtol=1e-10) for x in wanted]
    names = ["linesPerMm", "gratingAngleDegree", "cameraAngleDegree", "deltaRadian", "focalLengthMillimeter", "distortion", "detectorColumns"]
    return {**dict(zip(names, case)), "columns": wanted, "angstrom": angstrom}


json.dump(
    {
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
        "models": [table(case) for case in CASES],
    },
    sys.stdout,
    indent=1,
)
print()

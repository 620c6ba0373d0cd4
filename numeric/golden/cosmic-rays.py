"""LACosmic by astroscrappy on small images: masks, cleaned values and the filters underneath.

    pip install numpy astroscrappy
    python cosmic-rays.py > cosmic-rays.json
"""

import json
import sys

import astroscrappy
import numpy as np
from astroscrappy import utils


def pattern_image():
    """The formula of a reference vector of the Goodman pipeline: a base of 23 values and eleven pixels hit."""
    y, x = np.mgrid[0:40, 0:60]
    image = (200 + (37 * x + 91 * y + 13 * ((x * y) % 17)) % 23).astype("f4")
    for row, column, charge in [(10, 10, 1500), (10, 11, 700), (25, 30, 300), (25, 31, 200), (5, 5, 4000), (30, 50, 800)]:
        image[row, column] += charge
    image[20, 45:50] += 500
    return image


def spectrum_image(seed, nx=96, ny=64):
    """Sky with lines along y, a source along x, photon and read noise, rays of one to five pixels. Whole electrons."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:ny, 0:nx]
    model = 120 + 0.3 * x + 900 * np.exp(-0.5 * ((x - 30) / 1.4) ** 2) + 300 * np.exp(-0.5 * ((x - 71) / 1.4) ** 2)
    model = model + 600 * np.exp(-0.5 * ((y - 33 - 0.02 * x) / 2.2) ** 2)
    image = rng.poisson(model) + rng.normal(0, 6.5, model.shape)
    for _ in range(25):
        row, column = rng.integers(7, ny - 12), rng.integers(7, nx - 12)
        for step in range(rng.integers(1, 6)):
            image[row + step // 2, column + step] += rng.uniform(150, 3000)
    return np.rint(image).astype("f4"), np.rint(model).astype("f4")


def detect(image, light, sepmed, niter):
    mask, clean = astroscrappy.detect_cosmics(
        image, inbkg=light, gain=1.0, readnoise=6.5, satlevel=1e9, sigclip=4.5, sigfrac=0.3, objlim=5.0,
        niter=niter, sepmed=sepmed, cleantype="meanmask", fsmode="median",
    )
    flagged = np.flatnonzero(mask)
    return {
        "separable": sepmed,
        "iterations": niter,
        "withLight": light is not None,
        "flagged": flagged.tolist(),
        "cleaned": [float(v) for v in clean.ravel()[flagged]],
    }


def case(image, light=None):
    results = [detect(image, None, sepmed, niter) for sepmed in (True, False) for niter in (1, 4)]
    if light is not None:
        results += [detect(image, light, sepmed, 4) for sepmed in (True, False)]
    return {
        "nx": image.shape[1],
        "ny": image.shape[0],
        "image": [int(v) for v in image.ravel()],
        "light": [] if light is None else [int(v) for v in light.ravel()],
        "results": results,
    }


def filters():
    image = np.rint(np.random.default_rng(7).normal(100, 20, (17, 23))).astype("f4")
    convolved = utils.laplaceconvolve(utils.subsample(image))
    convolved[convolved < 0] = 0
    medians = {
        f"{shape}{size}": getattr(utils, f"{name}{size}")(image).ravel().astype(int).tolist()
        for shape, name, sizes in (("square", "medfilt", (3, 5, 7)), ("separable", "sepmedfilt", (5, 7, 9)))
        for size in sizes
    }
    return {
        "nx": 23,
        "ny": 17,
        "image": image.ravel().astype(int).tolist(),
        "laplacian": [float(v) for v in utils.rebin(convolved).ravel()],
        "medians": medians,
    }


json.dump(
    {
        "kind": "independent",
        "versions": {"astroscrappy": astroscrappy.__version__, "numpy": np.__version__, "python": sys.version.split()[0]},
        "filters": filters(),
        "cases": [case(pattern_image())] + [case(*spectrum_image(seed)) for seed in (1, 2, 3)],
    },
    sys.stdout,
    separators=(",", ":"),
)
print()

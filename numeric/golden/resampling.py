"""Rebinning by specutils: fluxes and uncertainties of a spectrum with uneven bins, moved to even ones.

specutils works with flux densities and takes bin edges halfway between centers; ours with amounts per bin. The test converts.

    pip install numpy astropy specutils
    python resampling.py > resampling.json
"""

import json
import sys

import astropy
import numpy as np
import specutils
from astropy import units as u
from astropy.nddata import VarianceUncertainty
from specutils import Spectrum
from specutils.manipulation import FluxConservingResampler

rng = np.random.default_rng(3)
centers = 4000 + np.arange(120) * 1.1 + 4e-3 * np.arange(120) ** 2
density = 100 + 40 * np.sin(centers / 9) + rng.normal(0, 3, 120)
variance = rng.uniform(4, 16, 120)
spectrum = Spectrum(flux=density * u.electron / u.AA, spectral_axis=centers * u.AA, uncertainty=VarianceUncertainty(variance))
results = []
for first, step, count in [(4003.3, 0.7, 180), (4010.0, 3.2, 40)]:
    target = first + step * np.arange(count)
    out = FluxConservingResampler()(spectrum, target * u.AA)
    kind = out.uncertainty.uncertainty_type
    spread = {"var": lambda v: v, "ivar": lambda v: 1 / v, "std": lambda v: v**2}[kind](out.uncertainty.array)
    results.append({"first": first, "step": step, "count": count, "density": out.flux.value.tolist(), "variance": spread.tolist()})
versions = {"numpy": np.__version__, "astropy": astropy.__version__, "specutils": specutils.__version__}
json.dump({"versions": versions, "centers": centers.tolist(), "density": density.tolist(), "variance": variance.tolist(), "results": results}, sys.stdout)

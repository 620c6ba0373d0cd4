"""Reads product files of the pipeline with the tools astronomers use and prints what they make of them, as JSON.

    python products.golden.py FILE...

Needs astropy, numpy and specutils from PyPI (written with astropy 8.0, specutils 2.4). Any warning about the format is an error.
"""

import json
import sys
import warnings

import numpy as np
from astropy.io import fits
from astropy.nddata import CCDData, StdDevUncertainty
from astropy.units import Unit
from astropy.utils.exceptions import AstropyUserWarning, AstropyWarning
from astropy.wcs import FITSFixedWarning
from numpy.polynomial import chebyshev
from specutils import Spectrum


def strict():
    """Every warning is an error but one: astropy tells that it has computed MJD-OBS from DATE-OBS, as it may."""
    warnings.simplefilter("error", AstropyWarning)
    warnings.filterwarnings("ignore", message=".*datfix.*", category=FITSFixedWarning)


def number(value):
    return None if not np.isfinite(value) else float(value)


def frame(path):
    with warnings.catch_warnings():
        strict()
        ccd = CCDData.read(path)
    sigma = ccd.uncertainty.represent_as(StdDevUncertainty)
    return {
        "shape": list(ccd.shape),
        "unit": str(ccd.unit),
        "fluxSum": number(np.nansum(ccd.data, dtype=float)),
        "varianceSum": number(np.nansum(ccd.uncertainty.array, dtype=float)),
        "uncertainty": type(ccd.uncertainty).__name__,
        "sigmaUnit": str(sigma.unit),
        "sigmaFirst": number(sigma.array[0, 0]),
        "masked": int(ccd.mask.sum()),
    }


def spectrum(path, hdus):
    with warnings.catch_warnings():
        # specutils warns that a variance of NaN is not positive; NaN is how a sample without an answer looks.
        warnings.simplefilter("ignore", AstropyUserWarning)
        # No format, no column named: what a person types.
        read = Spectrum.read(path, format="tabular-fits")
        table = hdus["SPECTRUM"].data
        result = {
            "axisUnit": str(read.spectral_axis.unit),
            "axisFirst": number(read.spectral_axis.value[0]),
            "axisLast": number(read.spectral_axis.value[-1]),
            "fluxUnit": str(read.flux.unit),
            "fluxSum": number(np.nansum(read.flux.value)),
            "isFlux": bool(np.array_equal(read.flux.value, table["flux"], equal_nan=True)),
            "isUncertainty": bool(np.array_equal(read.uncertainty.array, table["uncertainty"], equal_nan=True)),
            "uncertainty": type(read.uncertainty).__name__,
            "masked": int((np.asarray(read.mask) != 0).sum()),
            "columns": list(table.names),
            "units": [column.unit for column in table.columns],
        }
        header = hdus[0].header
        result["primaryUnit"] = str(Unit(header["BUNIT"], format="fits"))
        result["unitMeaning"] = header.comments["BUNIT"]
        if header["CTYPE1"].strip() == "LINEAR":
            linear = Spectrum.read(path, format="wcs1d-fits", hdu=0)
            coefficients = [header[f"GSP_C{k:03d}"] for k in range(header["GSP_ORDR"] + 1)]
            model = chebyshev.chebval(np.arange(header["GSP_NPIX"]), coefficients)
            result |= {
                "linearUnit": str(linear.spectral_axis.unit),
                "linearFirst": number(linear.spectral_axis.value[0]),
                "linearLast": number(linear.spectral_axis.value[-1]),
                "linearFluxUnit": str(linear.flux.unit),
                "linearSum": number(np.nansum(linear.flux.value)),
                "modelError": number(np.max(np.abs(model - table["wavelength"]))),
            }
    return result


def describe(path):
    with warnings.catch_warnings():
        strict()
        with fits.open(path, checksum=True) as hdus:
            hdus.verify("exception")
            names = [hdu.name for hdu in hdus]
            record = json.loads(hdus["RECORD"].data.tobytes())
            result = {
                "names": names,
                "level": hdus[0].header["RLEVEL"],
                "kind": record["kind"],
                "object": hdus[0].header["OBJECT"],
                "block": str(hdus[0].header["BLOCK_ID"]),
                "text": hdus[0].header["LONGTEXT"],
            }
            return result | (frame(path) if "MASK" in names else spectrum(path, hdus))


if __name__ == "__main__":
    print(json.dumps([describe(path) for path in sys.argv[1:]]))

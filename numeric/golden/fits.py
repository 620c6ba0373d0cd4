"""What astropy reads in a collection of FITS files, for the tests of numeric/fits.

    python fits.py                    writes fits.json from ../../../shared/data (files that are there)
    python fits.py --describe FILE    prints the same description of one file, and fails on anything that is not
                                      standard: verify('exception'), wrong checksums, any warning

Needs PyPI: numpy, astropy; gzip for files that end in .Z. The files: samples of astropy, ccdproc, glue, nom.tam.fits, the FITS support office at GSFC and
frames of Goodman. A card is kept as a short fingerprint (see canonical), so that the file stays small.
"""

import bz2
import gzip
import io
import json
import struct
import subprocess
import sys
import warnings
from pathlib import Path

import astropy
import numpy as np
from astropy.io import fits

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1].parent / "shared" / "data"
FOLDERS = ("fits-samples", "goodman-frames")


def number(value):
    """A double as the 16 hex digits of its bytes: the same text in every language."""
    return struct.pack(">d", float(value)).hex()


def canonical(card):
    """keyword|kind|value|comment, or keyword|? where astropy refuses the card."""
    keyword = card.rawkeyword if card.field_specifier else card.keyword
    try:
        value = card.rawvalue if card.field_specifier else card.value
        comment = card.comment
    except fits.VerifyError:
        return f"{keyword}|?"
    if card.field_specifier or isinstance(value, fits.card.Undefined):
        kind = "u" if not card.field_specifier else "?"
        if kind == "?":
            return f"{keyword}|?"
        text = ""
    elif isinstance(value, bool):
        kind, text = "l", "T" if value else "F"
    elif isinstance(value, int) and abs(value) > 2**53 - 1:
        kind, text = "i", str(value)
    elif isinstance(value, (int, float)):
        kind, text = "n", number(value)
    elif isinstance(value, complex):
        kind, text = "c", number(value.real) + number(value.imag)
    else:
        kind, text = "s", value.rstrip()
    return f"{keyword}|{kind}|{text}|{comment.strip()}"


def fingerprint(text):
    """FNV-1a, 32 bit, over latin-1 bytes; `?` at the end where only the keyword is known."""
    value = 0x811C9DC5
    for byte in text.encode("latin-1", "replace"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"{value:08x}" + ("?" if text.endswith("|?") else "")


def finite(values):
    return [None if not np.isfinite(v) else float(v) for v in values]


@np.errstate(all="ignore")  # random bits are signaling NaN and sums beyond all bounds, too
def describe_numbers(values):
    """Count, count of NaN, extremes, sum and some cells of numbers in the order of the file."""
    flat = np.asarray(values).ravel()
    if flat.dtype.kind == "c":
        flat = np.stack([flat.real, flat.imag], axis=-1).ravel()
    real = flat.astype(np.float64)
    good = real[np.isfinite(real)]
    total = float(good.sum())
    places = sorted({0, len(real) // 3, len(real) // 2, len(real) - 1} - {-1}) if len(real) else []
    return {
        "n": len(real),
        "bad": int(len(real) - len(good)),
        "min": float(good.min()) if len(good) else None,
        "max": float(good.max()) if len(good) else None,
        "sum": total if np.isfinite(total) else None,
        "at": places,
        "cells": finite(real[places]),
    }


def describe_texts(values):
    texts = [str(v).rstrip() for v in np.asarray(values).ravel()]
    return {"n": len(texts), "length": sum(map(len, texts)), "first": texts[:3], "last": texts[-1:]}


def describe_logicals(values):
    flat = np.asarray(values).ravel()
    return {"n": len(flat), "true": int(np.count_nonzero(flat == True))}  # noqa: E712 -- None and NUL are not true


def column_values(data, column, i):
    values = data.field(i)
    if column.null not in (None, "") and values.dtype.kind in "iuf" and column.format[-1:] not in "A":
        stored = np.asarray(data.view(np.ndarray)[data.dtype.names[i]])
        if stored.dtype.kind in "iu":
            values = np.where(stored == column.null, np.nan, np.asarray(values, dtype=np.float64))
    return values


def describe_column(data, column, i):
    values = column_values(data, column, i)
    made = {"name": column.name, "format": column.format}
    if values.dtype == object:
        rows = [np.asarray(v) for v in values]
        letter = column.format.lstrip("01")[1]
        if letter == "A":
            return {**made, "texts": describe_texts(["".join(np.atleast_1d(v).astype(str).ravel()) for v in rows])}
        joined = np.concatenate([r.ravel() for r in rows]) if rows else np.zeros(0)
        return {**made, "rows": [int(r.size) for r in rows[:20]], **kind_of(joined, letter == "L")}
    return {**made, **kind_of(values, values.dtype.kind == "b" and "X" not in column.format)}


def kind_of(values, logical):
    values = np.asarray(values)
    if logical:
        return {"logicals": describe_logicals(values)}
    if values.dtype.kind in "SU":
        return {"texts": describe_texts(values)}
    return {"numbers": describe_numbers(values)}


def header_cards(raw, hdu):
    if isinstance(hdu, fits.CompImageHDU):
        return []  # its cards as they stand are those of the table; fits-tiles.py proves those of the image
    start, end = hdu._header_offset, hdu._data_offset
    header = fits.Header.fromstring(raw[start:end].decode("latin-1"))
    return [fingerprint(canonical(card)) for card in header.cards]


def describe_hdu(raw, hdu):
    made = {"cards": header_cards(raw, hdu)}
    if isinstance(hdu, (fits.GroupsHDU, fits.hdu.base._NonstandardHDU)):
        return {"kind": "other", **made}
    made = {"name": hdu.name, **made}
    if isinstance(hdu, (fits.BinTableHDU, fits.TableHDU)):
        data, columns = hdu.data, hdu.columns
        rows = int(hdu.header["NAXIS2"])
        described = [describe_column(data, c, i) for i, c in enumerate(columns)] if data is not None else []
        return {"kind": "table", "rows": rows, **made, "columns": described}
    shape = [int(hdu.header[f"NAXIS{n + 1}"]) for n in range(hdu.header["NAXIS"])]
    made = {"kind": "image", "shape": shape, **made}
    if isinstance(hdu, fits.CompImageHDU):
        made["packed"] = True
    data = hdu.data
    if data is None:
        return made
    return {**made, "type": data.dtype.name, "numbers": describe_numbers(data)}


def unpacked(path):
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        return gzip.decompress(raw)
    if raw[:3] == b"BZh":
        return bz2.decompress(raw)
    if raw[:2] == b"\x1f\x9d":
        return subprocess.run(["gzip", "-dc"], input=raw, capture_output=True, check=True).stdout
    return raw


def describe_file(path, strict=False):
    raw = unpacked(path)
    with fits.open(io.BytesIO(raw), checksum=strict) as hdus:
        if strict:
            hdus.verify("exception")
        return [describe_hdu(raw, hdu) for hdu in hdus]


def main():
    files = {}
    for folder in FOLDERS:
        for path in sorted((DATA / folder).glob("*")):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    files[f"{folder}/{path.name}"] = describe_file(path)
            except Exception as error:  # noqa: BLE001 -- whatever astropy throws is what is recorded
                files[f"{folder}/{path.name}"] = {"refused": f"{type(error).__name__}: {error}"[:120]}
    made = {"versions": {"astropy": astropy.__version__, "numpy": np.__version__}, "files": files}
    lines = [f"  {json.dumps(name)}: {json.dumps(made['files'][name])}" for name in files]
    text = "{\n" + f'"versions": {json.dumps(made["versions"])},\n"files": {{\n' + ",\n".join(lines) + "\n}\n}\n"
    (HERE / "fits.json").write_text(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--describe"]:
        warnings.simplefilter("error")
        print(json.dumps([describe_file(Path(name), strict=True) for name in sys.argv[2:]]))
    else:
        main()

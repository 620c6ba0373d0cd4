"""Small tile-compressed images of every kind, and what astropy reads in them, for the tests of numeric/fits/tiles; and small files packed by
gzip and bzip2 for those of numeric/fits/unpack.

    python fits-tiles.py              writes fits-tiles.json

Needs PyPI: numpy, astropy. Each file is kept whole (base64). Of the values the SHA-256 of their little-endian bytes is kept, so that a test
compares every bit, and a few of them to look at. What astropy cannot write (a tile that is not compressed, blank values by tile, wide
descriptors) is put together by hand from its cells; astropy reads it back all the same.
"""

import base64
import bz2
import gzip
import hashlib
import io
import json
import warnings
from pathlib import Path

import astropy
import numpy as np
from astropy.io import fits
from astropy.io.fits.hdu.compressed import _codecs

_codecs.gzip_compress = lambda data: gzip.compress(data, mtime=0)  # gzip writes the time of day; the same script shall write the same file

HERE = Path(__file__).resolve().parent
NX, NY = 30, 26


def star(scale=1.0, noise=3.0, seed=5):
    """A star on a sloping sky with noise: differences small and large, of both signs."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:NY, :NX]
    return scale * (900 + 2.5 * x - 1.5 * y + 4e3 * np.exp(-((x - 20) ** 2 + (y - 12) ** 2) / 8)) + rng.normal(0, noise, (NY, NX))


def integers(dtype):
    info = np.iinfo(dtype)
    data = np.clip(np.rint(star(noise=3)), max(info.min, -30000), min(info.max, 60000)) if dtype != np.uint8 else np.rint(star(0.05, 1))
    data = data.astype(dtype)
    if dtype != np.uint8 and dtype not in (np.int64, np.uint64):
        data[0, :3] = [info.min, info.max, 0]  # the largest steps there are
    return data


def mask():
    y, x = np.mgrid[:NY, :NX]
    data = np.zeros((NY, NX), np.int16)
    data[((x - 11) ** 2 + (y - 9) ** 2) < 40] = 1
    data[5:8, 20:] = 4096 + 7
    data[20:, 3] = 30000
    data[25, ::2] = 12
    return data


def packed(data, header=None, **how):
    """A file as fpack makes one: an empty first HDU, the image behind it."""
    hdu = fits.CompImageHDU(data, header, **how)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(out)
    return out.getvalue()


def by_hand(cells, columns, cards, wide=False):
    """A compressed image from the bytes of its cells: one list a column of variable length, or an array of numbers."""
    heap, names, formats, rows = b"", [], [], []
    for name, kind, values in columns:
        names.append(name)
        formats.append(("1Q" if wide else "1P") + kind if isinstance(values, list) else kind)
    count = len(columns[0][2])
    for i in range(count):
        row = b""
        for name, kind, values in columns:
            if isinstance(values, list):
                width = {"B": 1, "I": 2, "J": 4, "E": 4, "D": 8}[kind]
                row += np.array([len(values[i]) // width, len(heap)], ">i8" if wide else ">i4").tobytes()
                heap += values[i]
            else:
                row += np.asarray(values[i]).astype(">" + {"D": "f8", "J": "i4", "I": "i2"}[kind]).tobytes()
        rows.append(row)
    table = b"".join(rows)
    number = lambda k, v: f"{k:<8}= {v:>20}".ljust(80)  # noqa: E731
    text = lambda k, v: f"{k:<8}= '{v:<8}'".ljust(80)  # noqa: E731
    lines = [text("XTENSION", "BINTABLE"), number("BITPIX", 8), number("NAXIS", 2), number("NAXIS1", len(rows[0])), number("NAXIS2", count)]
    lines += [number("PCOUNT", len(heap)), number("GCOUNT", 1), number("TFIELDS", len(columns))]
    for n, (name, form) in enumerate(zip(names, formats), 1):
        lines += [text(f"TTYPE{n}", name), text(f"TFORM{n}", form)]
    lines += [number("ZIMAGE", "T")] + [text(k, v) if isinstance(v, str) and v not in "TF" else number(k, v) for k, v in cards] + ["END".ljust(80)]
    block = lambda b, fill: b.ljust(-(-len(b) // 2880) * 2880, fill)  # noqa: E731
    first = [number("SIMPLE", "T"), number("BITPIX", 8), number("NAXIS", 0), number("EXTEND", "T"), "END".ljust(80)]
    return block("".join(first).encode(), b" ") + block("".join(lines).encode(), b" ") + block(table + heap, b"\0")


def image_cards(bitpix, method, tile=(NX, 1), **more):
    cards = [("ZSIMPLE", "T"), ("ZBITPIX", bitpix), ("ZNAXIS", 2), ("ZNAXIS1", NX), ("ZNAXIS2", NY), ("ZTILE1", tile[0]), ("ZTILE2", tile[1]), ("ZCMPTYPE", method)]
    return cards + list(more.items())


def hand_made():
    data = np.rint(star()).astype(">i2")
    rows = [row.tobytes() for row in data]
    squeezed = [gzip.compress(row, 9, mtime=0) for row in rows]
    yield "gzip_1, wide descriptors", by_hand(None, [("COMPRESSED_DATA", "B", squeezed)], image_cards(16, "GZIP_1"), wide=True)
    yield "gzip_1, 32 bits for an image of 16", by_hand(None, [("COMPRESSED_DATA", "B", [gzip.compress(r.astype(">i4").tobytes(), mtime=0) for r in data])], image_cards(16, "GZIP_1"))
    mixed = [b"" if i % 3 else packed_row for i, packed_row in enumerate(squeezed)]
    plain = [row if i % 3 else b"" for i, row in enumerate(rows)]
    yield "some tiles not compressed", by_hand(None, [("COMPRESSED_DATA", "B", mixed), ("UNCOMPRESSED_DATA", "I", plain)], image_cards(16, "GZIP_1"))
    floats = star().astype(">f4")
    plain = [row.tobytes() if i % 2 else b"" for i, row in enumerate(floats)]
    mixed = [b"" if i % 2 else gzip.compress(row.tobytes(), mtime=0) for i, row in enumerate(floats)]
    yield "floats, some tiles not compressed", by_hand(None, [("COMPRESSED_DATA", "B", mixed), ("UNCOMPRESSED_DATA", "E", plain)], image_cards(-32, "GZIP_1", ZQUANTIZ="NONE"))
    stored = np.rint(star()).astype(">i4")
    stored[3, 4:9] = -2147483648
    tiles = [gzip.compress(row.tobytes(), mtime=0) for row in stored]
    scales = np.linspace(0.5, 1.5, NY)
    zeros = np.linspace(-3, 7, NY)
    by_tile = [("COMPRESSED_DATA", "B", tiles), ("ZSCALE", "D", scales), ("ZZERO", "D", zeros)]
    cards = dict(ZBLANK=-2147483648)
    for name, how in (("no dither", dict(ZQUANTIZ="NO_DITHER")), ("dither 1", dict(ZQUANTIZ="SUBTRACTIVE_DITHER_1", ZDITHER0=9999)), ("dither 2", dict(ZQUANTIZ="SUBTRACTIVE_DITHER_2", ZDITHER0=3))):
        zeroed = [gzip.compress(np.where(np.arange(NX) % 7 == 0, -2147483646, row).astype(">i4").tobytes(), mtime=0) for row in stored]
        columns = [("COMPRESSED_DATA", "B", zeroed if name == "dither 2" else tiles)] + by_tile[1:]
        yield f"floats by hand, {name}, blanks by keyword", by_hand(None, columns, image_cards(-32, "GZIP_1", **cards, **how))
    blanks = np.where(np.arange(NY) % 2, -2147483648, -1).astype("i4")
    yield "floats by hand, blanks by tile", by_hand(None, [*by_tile, ("ZBLANK", "J", blanks)], image_cards(-64, "GZIP_1", ZQUANTIZ="SUBTRACTIVE_DITHER_1", ZDITHER0=1))


def by_astropy():
    ints = [np.uint8, np.int16, np.uint16, np.int32, np.uint32]
    for dtype in ints:
        for method in ("RICE_1", "GZIP_1", "GZIP_2", "NOCOMPRESS"):
            yield f"{method}, {np.dtype(dtype).name}", packed(integers(dtype), compression_type=method)
    for dtype in (np.int64, np.uint64):
        yield f"GZIP_2, {np.dtype(dtype).name}", packed(integers(dtype), compression_type="GZIP_2")
    for tile in ((7, 10), (NY, NX), (1, 5)):
        yield f"RICE_1, uint16, tiles of {tile[1]} x {tile[0]}", packed(integers(np.uint16), compression_type="RICE_1", tile_shape=tile)
    yield "GZIP_1, int16, a cube", packed(np.stack([integers(np.int16)[:9, :11] + k for k in range(3)]), compression_type="GZIP_1", tile_shape=(2, 4, 5))
    yield "RICE_1, int16, one axis", packed(integers(np.int16)[4], compression_type="RICE_1")
    yield "PLIO_1, int16", packed(mask(), compression_type="PLIO_1")
    yield "PLIO_1, int32, one tile", packed(mask().astype(np.int32) * 200, compression_type="PLIO_1", tile_shape=(NY, NX))
    yield "PLIO_1, uint8", packed((mask() > 0).astype(np.uint8), compression_type="PLIO_1")
    for scale in (0, 1, 4, 20):
        for smooth in (False, True):
            header = fits.Header()
            name = f"HCOMPRESS_1, int16, scale {scale}{', smooth' if smooth else ''}"
            yield name, packed(np.rint(star()).astype(np.int16), header, compression_type="HCOMPRESS_1", tile_shape=(16, NX), hcomp_scale=scale, hcomp_smooth=smooth)
    yield "HCOMPRESS_1, int32", packed(np.rint(star(3e4, 1e3)).astype(np.int32), compression_type="HCOMPRESS_1", tile_shape=(NY, NX))
    yield "HCOMPRESS_1, uint16", packed(integers(np.uint16), compression_type="HCOMPRESS_1", tile_shape=(NY, NX))
    yield "HCOMPRESS_1, int16 below zero", packed(np.rint(star() - 3000).astype(np.int16), compression_type="HCOMPRESS_1", tile_shape=(NY, NX), hcomp_scale=8, hcomp_smooth=True)
    for dtype in (np.float32, np.float64):
        for method in ("RICE_1", "GZIP_1", "GZIP_2", "HCOMPRESS_1"):
            yield f"{method}, {np.dtype(dtype).name}", packed(star().astype(dtype), compression_type=method, quantize_level=8, tile_shape=(NY, NX) if method[0] == "H" else None)
    for method in ("GZIP_1", "GZIP_2", "NOCOMPRESS"):
        yield f"{method}, float32, not quantized", packed(star().astype(np.float32), compression_type=method, quantize_level=0)
    for dither in (1, 2):
        data = star().astype(np.float32)
        data[::5] = 0
        data[7, 3:6] = np.nan
        yield f"RICE_1, float32, dither {dither}, zeros and NaN", packed(data, compression_type="RICE_1", quantize_level=4, quantize_method=dither, dither_seed=9990)
    data = star().astype(np.float32)
    data[::3] = np.float32(1) / 3  # no noise, so no step to quantize by
    yield "RICE_1, float32, tiles that would not quantize", packed(data, compression_type="RICE_1", quantize_level=4)
    header = fits.Header([("BLANK", -32768)])
    data = np.rint(star()).astype(np.int16)
    data[2, :4] = -32768
    yield "RICE_1, int16, BLANK", packed(data, header, compression_type="RICE_1")


def cards_of(header):
    """Values of the cards that any reader must restore alike."""
    kept = {}
    for card in header.cards:
        if card.keyword in ("", "COMMENT", "HISTORY", "PCOUNT", "GCOUNT", "EXTEND", "XTENSION", "SIMPLE", "CHECKSUM", "DATASUM", "BLANK"):
            continue
        kept[card.keyword] = card.value
    return kept


def describe(raw):
    with fits.open(io.BytesIO(raw), memmap=False) as hdus:
        data = hdus[1].data
        header = hdus[1].header
        little = np.ascontiguousarray(data).astype(data.dtype.newbyteorder("<"))
        flat = little.ravel()
        places = [0, 1, len(flat) // 2, len(flat) - 1]
        return {
            "file": base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode(),
            "type": data.dtype.name,
            "shape": list(data.shape[::-1]),
            "sha256": hashlib.sha256(little.tobytes()).hexdigest(),
            "missing": int(np.isnan(flat).sum()) if flat.dtype.kind == "f" else 0,
            "at": places,
            "cells": [None if flat.dtype.kind == "f" and np.isnan(flat[i]) else float(flat[i]) for i in places],
            "cards": cards_of(header),
        }


def packings():
    """Runs, repeats at a distance, noise, counts and nothing, which use every branch of an unpacker."""
    rng = np.random.default_rng(11)
    counts = (900 + rng.integers(0, 20, 1200) - 32768).astype(">i2").tobytes()
    plain = {
        "nothing": b"",
        "one byte": b"7",
        "text": b"SIMPLE  =                    T / fits  " * 300,
        "zeros": bytes(300_000),
        "noise": rng.integers(0, 256, 400, dtype=np.uint8).tobytes(),
        "counts": counts,
    }
    for name, data in plain.items():
        for level in (1, 9):
            yield f"bzip2 -{level}, {name}", "bzip2", bz2.compress(data, level), data
        for level in (0, 1, 9):
            if level > 0 or len(data) < 1000:
                yield f"gzip -{level}, {name}", "gzip", gzip.compress(data, level, mtime=0), data
    yield "bzip2, two streams", "bzip2", bz2.compress(plain["text"]) + bz2.compress(counts), plain["text"] + counts
    yield "gzip, two members", "gzip", gzip.compress(plain["text"], mtime=0) + gzip.compress(counts, mtime=0), plain["text"] + counts


def main():
    made = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, raw in [*by_astropy(), *hand_made()]:
            made[name] = describe(raw)
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in made.items()]
    versions = {"astropy": astropy.__version__, "numpy": np.__version__}
    packed_lines = []
    for name, kind, data, plain in packings():
        value = {"kind": kind, "packed": base64.b64encode(data).decode(), "length": len(plain), "sha256": hashlib.sha256(plain).hexdigest()}
        packed_lines.append(f"  {json.dumps(name)}: {json.dumps(value)}")
    parts = [f'"versions": {json.dumps(versions)}', '"images": {\n' + ",\n".join(lines) + "\n}", '"packings": {\n' + ",\n".join(packed_lines) + "\n}"]
    (HERE / "fits-tiles.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()

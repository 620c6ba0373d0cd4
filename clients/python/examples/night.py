"""Sends the frames of a folder, waits for their spectra, and opens them: python night.py FOLDER, with GOODMAN_URL and GOODMAN_TOKEN set."""

import sys

from goodman_live import Platform

platform = Platform()
frames = platform.upload_folder(sys.argv[1])
platform.wait(frames)
for frame in frames:
    for product in platform.products(frame):
        spectrum = platform.spectrum(product)
        print(product["file_name"], spectrum.spectral_axis[[0, -1]], spectrum.flux.unit)

"""The peers of our kernels on the same arrays: `python peers.py FOLDER`, with what bench/peers.ts has put there. Prints one JSON document.

Each is called as its documentation does it for the same work; every call is timed by itself, wall and processor, and the medians are told."""
import io
import json
import statistics
import sys
import time
import warnings

import astropy
import astropy.units as u
import astroscrappy
import ccdproc
import numpy as np
from astropy.io import fits
from astropy.nddata import CCDData
from astropy.stats import mad_std

warnings.simplefilter("ignore")
folder = sys.argv[1]
with open(f"{folder}/plan.json") as file:
    plan = json.load(file)


def image(name, shape):
    return np.fromfile(f"{folder}/{name}", dtype="<f4").reshape(shape)


def timed(runs, work):
    wall, processor = [], []
    for _ in range(runs):
        began, used = time.perf_counter(), time.process_time()
        work()
        wall.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - used))
    return {"wallMs": statistics.median(wall), "processorMs": statistics.median(processor)}


def combine():
    shape = (plan["combine"]["ny"], plan["combine"]["nx"])
    frames = [CCDData(image(f"stack-{i}.f32", shape), unit=u.electron) for i in range(plan["combine"]["frames"])]

    def work():
        clip = plan["combine"]["clipSigma"]
        ccdproc.combine(frames, method="average", sigma_clip=True, sigma_clip_low_thresh=clip, sigma_clip_high_thresh=clip,
                        sigma_clip_func=np.ma.median, sigma_clip_dev_func=mad_std)

    return timed(plan["combine"]["peerRuns"], work)


def rays():
    frame = image("rays.f32", (plan["rays"]["ny"], plan["rays"]["nx"]))

    def work():
        astroscrappy.detect_cosmics(frame, sigclip=plan["rays"]["sigclip"], sigfrac=plan["rays"]["sigfrac"], objlim=plan["rays"]["objlim"], gain=1.0,
                                    readnoise=plan["rays"]["readNoise"], niter=1, sepmed=False, satlevel=np.inf, cleantype="meanmask")

    return timed(plan["runs"], work)


def read():
    return timed(plan["runs"], lambda: fits.getdata(f"{folder}/raw.fits", memmap=False).astype(np.float32))


def decode():
    with open(f"{folder}/raw.fits", "rb") as file:
        stored = file.read()
    return timed(plan["runs"], lambda: fits.getdata(io.BytesIO(stored), memmap=False).astype(np.float32))


print(json.dumps({
    "versions": {"ccdproc": ccdproc.__version__, "astroscrappy": astroscrappy.__version__, "astropy": astropy.__version__, "numpy": np.__version__},
    "combine": combine(), "rays": rays(), "decode": decode(), "read": read(),
}))

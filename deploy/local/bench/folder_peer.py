"""One of the two programs of goodman_pipeline, as it is called by hand: `python folder_peer.py redccd|redspec [its arguments]`.

It asks the network for the rotation of the Earth and opens windows for its plots; where there is neither, it would stop."""
import sys

import matplotlib
from astropy.utils import iers

matplotlib.use("Agg")
matplotlib.use = lambda *_, **__: None
iers.conf.auto_download = False
iers.conf.auto_max_age = None
iers.conf.iers_degraded_accuracy = "ignore"

from goodman_pipeline.scripts.redccd import redccd  # noqa: E402
from goodman_pipeline.scripts.redspec import redspec  # noqa: E402

sys.argv = sys.argv[1:]
{"redccd": redccd, "redspec": redspec}[sys.argv[0]]()

"""A window's workers look places up at the same time."""

from __future__ import annotations

import subprocess
import sys

#: In a process of its own: what this guards against ends the process.
PROGRAM = """
import sys, threading, numpy as np
from mapper import basemap
from mapper.geodesy import SearchArea, inside, ranges_within
sys.setswitchinterval(1e-6)
rng = np.random.default_rng(0)
# All over the Earth: every country and region is asked for the first time by all at once.
points = np.column_stack([rng.uniform(-180, 180, 2000), rng.uniform(-60, 75, 2000)])
start = threading.Barrier(4)
country = basemap.country("UA")
region = SearchArea(basemap.admin1("UA")["geom"].iloc[7])
found = []

def look():
    start.wait()
    located = basemap.locate(points)["admin1"].tolist()
    within = inside(points, country).tolist()
    ranged = ranges_within([region], lambda p: np.hypot(p[:, 0], p[:, 1]) * 1e5)
    found.append((located, within, ranged[0].least_m))

threads = [threading.Thread(target=look) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(found) == 4 and all(one == found[0] for one in found)
"""


def test_lookups_from_several_threads_at_once():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]


def test_no_file_stays_open():
    """Python complains of one that does, and a notebook shows it."""
    program = (
        "from mapper import basemap\n"
        "basemap.locate([[36.2, 50.0]]), basemap.country('UA'), basemap.drawing((36, 49, 37, 50))\n"
    )
    watched = [sys.executable, "-W", "always::ResourceWarning", "-c", program]
    done = subprocess.run(watched, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")

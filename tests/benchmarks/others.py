"""What people measure with today: shapely in a projected CRS, PostGIS's geography type."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

FloatArray = npt.NDArray[np.float64]
#: Made for a run, dropped after it; one of this name that was there is not touched.
DATABASE = "mapper_benchmark"
TO_EUROPE = Transformer.from_crs("EPSG:4326", "EPSG:3035", always_xy=True)


def in_europe(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in EPSG:3035, as `to_crs` gives it."""
    return shapely.transform(
        geometry, lambda c: np.column_stack(TO_EUROPE.transform(c[:, 0], c[:, 1]))
    )


def by_tree(points: FloatArray, line: BaseGeometry) -> FloatArray:
    """Return metres in EPSG:3035, by a search tree of the line's edges."""
    edges = []
    for part in shapely.get_parts(line):
        ends = shapely.get_coordinates(in_europe(part))
        edges.append(shapely.linestrings(np.stack([ends[:-1], ends[1:]], axis=1)))
    x, y = TO_EUROPE.transform(points[:, 0], points[:, 1])
    _, away = shapely.STRtree(np.concatenate(edges)).query_nearest(
        shapely.points(x, y), return_distance=True, all_matches=False
    )
    return np.asarray(away)


def by_distance(points: FloatArray, line: BaseGeometry) -> FloatArray:
    """Return metres in EPSG:3035, by `shapely.distance` to the whole line."""
    x, y = TO_EUROPE.transform(points[:, 0], points[:, 1])
    plane = in_europe(line)
    shapely.prepare(plane)
    return np.asarray(shapely.distance(plane, shapely.points(x, y)))


class AbsentError(Exception):
    """PostGIS does not answer; says why."""


@dataclass
class PostGIS:
    """A PostgreSQL with PostGIS on this machine, for the time of a ``with``.

    On Debian: ``apt-get install postgresql-15-postgis-3``, ``service postgresql
    start``, ``su postgres -c "createuser --superuser $USER"``. The connection
    is psql's own through the machine's socket, as the user who runs this.
    """

    def __enter__(self) -> PostGIS:
        """Make the database."""
        if shutil.which("psql") is None:
            raise AbsentError("there is no psql on this machine")
        _psql("postgres", f"CREATE DATABASE {DATABASE};")
        try:
            _psql(DATABASE, "CREATE EXTENSION postgis;")
        except AbsentError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Drop the database."""
        _psql("postgres", f"DROP DATABASE {DATABASE};")

    def version(self) -> str:
        """Return the versions of PostgreSQL and PostGIS."""
        query = "SELECT current_setting('server_version'), postgis_lib_version();"
        return "PostgreSQL {}, PostGIS {}".format(*_psql(DATABASE, query).split("|")).strip()

    def load(self, points: FloatArray, line: BaseGeometry) -> None:
        """Store points and line as geography, replacing those before."""
        rows = "".join(f"{n}\tPOINT({x!r} {y!r})\n" for n, (x, y) in enumerate(points.tolist()))
        _psql(
            DATABASE,
            "DROP TABLE IF EXISTS p, l;\n"
            "CREATE TABLE p (n int, g geography);\nCREATE TABLE l (g geography);\n"
            f"COPY p FROM STDIN;\n{rows}\\.\n"
            f"COPY l FROM STDIN;\n{shapely.to_wkt(line, rounding_precision=-1)}\n\\.\n"
            "ANALYZE p; ANALYZE l;\n",
        )

    def seconds(self) -> float:
        """Return the time of one ST_Distance per point in one process, by psql's clock."""
        answer = _psql(
            DATABASE,
            "SET max_parallel_workers_per_gather = 0;\n"
            "SET jit = off;\n\\timing on\nSELECT sum(ST_Distance(p.g, l.g)) FROM p, l;\n",
        )
        times = [row for row in answer.splitlines() if row.startswith("Time:")]
        return float(times[-1].split()[1]) / 1000

    def distances_m(self) -> FloatArray:
        """Return ST_Distance of every point, in order."""
        answer = _psql(DATABASE, "SELECT ST_Distance(p.g, l.g) FROM p, l ORDER BY n;\n")
        return np.array(answer.split(), dtype=np.float64)


def _psql(database: str, script: str) -> str:
    """Return psql's answer, unaligned; only this machine's socket or loopback is asked."""
    command = ["psql", "-X", "-q", "-t", "-A", "-w", "-v", "ON_ERROR_STOP=1", "-d", database]
    here = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # A script of its own: COPY's rows go through it, and a pipe may break.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "script.sql")
        file.write_text(script)
        try:
            done = subprocess.run(
                [*command, "-f", str(file)],
                env=here,
                capture_output=True,
                text=True,
                timeout=1800,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise AbsentError(str(error)) from error
    if done.returncode:
        raise AbsentError((done.stderr.strip().splitlines() or ["it does not answer"])[0])
    return done.stdout

"""The paper: millimetres, text without mathematics, files without a clock."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any, Final

import matplotlib
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from mapper.export.figures.colours import Colour
from mapper.export.figures.text import Style

_MM_PER_INCH: Final = 25.4
_SETTINGS: Final[dict[Any, Any]] = {
    # Identical files for identical inputs: ids in SVG come from the content.
    "svg.hashsalt": "mapper",
    "svg.fonttype": "path",
    # Letters in a PDF stay letters, also Cyrillic ones.
    "pdf.fonttype": 42,
    "path.simplify": True,
    "path.simplify_threshold": 0.1,
    "agg.path.chunksize": 0,
    "hatch.linewidth": 0.5,
    "text.usetex": False,
    # Letters as wide as measured: fitted to pixels, a line would outgrow its room.
    "text.hinting": "no_hinting",
}
#: Stands in a PDF where the last change of the data is not known.
_NO_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

# Building its list of fonts is none of the reader's business.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


@contextmanager
def settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours, whatever a person has set."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


class Paper:
    """A sheet measured in millimetres from its lower left corner.

    Parameters
    ----------
    width, height
        Millimetres.
    dpi
        Pixels an inch of what is drawn as pixels.
    background
        Its colour.
    """

    def __init__(self, width: float, height: float, dpi: float, background: Colour) -> None:
        self.width, self.height = width, height
        self.figure = Figure(
            figsize=(width / _MM_PER_INCH, height / _MM_PER_INCH), dpi=dpi, facecolor=background
        )
        FigureCanvasAgg(self.figure)
        self.axes: Any = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0.0, width)
        self.axes.set_ylim(0.0, height)
        self.axes.set_autoscale_on(False)
        self._clip: Any = None

    def clip_to(self, left: float, bottom: float, width: float, height: float) -> None:
        """Cut what is drawn with ``clip`` from now on to a rectangle."""
        self._clip = Rectangle((left, bottom), width, height, transform=self.axes.transData)

    def add(self, artist: Any, *, clip: bool = False) -> Any:
        """Put an artist on the paper."""
        self.axes.add_artist(artist)
        artist.set_clip_path(self._clip if clip else None)
        artist.set_clip_on(clip)
        return artist

    def fill(self, geometries: Iterable[Any], colour: Colour, z: float, **more: Any) -> None:
        """Fill polygons, millimetres, holes left out."""
        path = path_of(geometries)
        if path is not None:
            style = {"facecolor": colour, "edgecolor": "none", "linewidth": 0.0} | more
            self.add(PathPatch(path, zorder=z, **style), clip=True)

    def stroke(
        self, geometries: Iterable[Any], colour: Colour, width_pt: float, z: float, **more: Any
    ) -> None:
        """Draw lines or the edges of polygons, millimetres; width in points."""
        path = path_of(geometries)
        if path is not None:
            style = {"joinstyle": "round", "capstyle": "round"} | more
            patch = PathPatch(
                path, facecolor="none", edgecolor=colour, linewidth=width_pt, zorder=z, **style
            )
            self.add(patch, clip=True)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        style: Style,
        colour: Colour,
        *,
        align: str = "left",
        halo: Colour | None = None,
        halo_pt: float = 2.0,
        turned_deg: float = 0.0,
        z: float = 50.0,
    ) -> Any:
        """Write one line with its baseline at y (its middle where turned), millimetres."""
        artist = self.axes.text(
            x, y, text, fontproperties=style.font, color=colour, ha=align, zorder=z,
            va="center_baseline" if turned_deg else "baseline",
            rotation=turned_deg, rotation_mode="anchor", parse_math=False, clip_on=False,
        )  # fmt: skip
        if halo is not None:
            artist.set_path_effects([withStroke(linewidth=halo_pt, foreground=halo[:3])])
        return artist

    def save(self, path: FilePath, data_date: str) -> None:
        """Write the file its suffix names; a date in it is that of the data."""
        kind = path.suffix.lower().removeprefix(".")
        self.figure.savefig(
            path, format=kind, dpi=self.figure.dpi, metadata=_metadata(kind, data_date)
        )


def _metadata(kind: str, data_date: str) -> dict[str, Any]:
    if kind == "png":
        return {"Software": "Mapper"}
    if kind == "svg":
        return {"Date": None, "Creator": "Mapper"}
    return {"CreationDate": _moment(data_date), "Producer": "Mapper", "Creator": "Mapper"}


def _moment(data_date: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(data_date)
    except ValueError:
        return _NO_MOMENT
    return moment.replace(microsecond=0, tzinfo=moment.tzinfo or dt.UTC)


def path_of(geometries: Iterable[Any]) -> Path | None:
    """Return polygons and lines as one path, None where nothing is left of them."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(list(geometries), dtype=object)))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    lines = parts[np.isin(shapely.get_type_id(parts), (1, 2))]
    rings = [*shapely.get_rings(polygons), *lines]
    if not rings:
        return None
    points, codes = [], []
    for ring, closed in zip(
        rings, [True] * (len(rings) - len(lines)) + [False] * len(lines), strict=True
    ):
        vertices = shapely.get_coordinates(ring)
        vertices = vertices[np.isfinite(vertices).all(axis=1)]
        if len(vertices) < 2:
            continue
        code = np.full(len(vertices), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        points.append(vertices)
        codes.append(code)
    return Path(np.concatenate(points), np.concatenate(codes)) if points else None

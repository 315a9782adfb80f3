"""A file read for its lines or areas alone: a thing to measure to, a country's boundary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.model.errors import GeometryError, InputError
from mapper.readers import vector
from mapper.readers.archive import unpacked
from mapper.readers.inputfile import InputFile


@dataclass(frozen=True)
class ShapeFile:
    """The lines or areas of a vector file.

    Attributes
    ----------
    name
        The file's name without its ending.
    geometry
        Everything in it as one collection, EPSG:4326 (lon, lat), not mended.
    file, sha256
        Where it came from.
    """

    name: str
    geometry: BaseGeometry
    file: Path
    sha256: str

    @property
    def inputs(self) -> tuple[dict[str, str], ...]:
        """The file as an input of a measurement."""
        return ({"file": self.file.name, "sha256": self.sha256},)


def read_shape(path: str | Path) -> ShapeFile:
    """Read the lines and areas of a vector file, whatever else it says.

    Parameters
    ----------
    path
        GeoJSON (also a bare geometry), KML, KMZ, GeoPackage, Shapefile, FlatGeobuf,
        or an archive with one of them.

    Raises
    ------
    InputError
        If it is no such file, a geometry in it cannot be read, or it has
        neither a line nor an area.
    """
    outer = InputFile(path)
    with unpacked(outer) as found:
        if len(found.files) > 1:
            raise InputError(
                "the ZIP file holds several files; unpack it and give the one that is meant",
                file=path,
                found=", ".join(inner.path.name for inner in found.files[:4]),
            )
        file = found.files[0]
        geometries = []
        for layer in vector.layers(file):
            bad = layer.problems.dropna()
            if len(bad):
                raise InputError(
                    "a geometry cannot be read", file=path, row=int(bad.index[0]) + 1,
                    found=str(bad.iloc[0]),
                )  # fmt: skip
            geometries += [one for one in layer.geometries if one is not None and not one.is_empty]
    kept = [one for one in geometries if shapely.get_dimensions(one) >= 1]
    if not kept:
        raise InputError("there is neither a line nor an area in it", file=path)
    collection = shapely.GeometryCollection(kept)
    if not np.isfinite(shapely.get_coordinates(collection)).all():
        raise GeometryError("a vertex is no position on Earth", file=path)
    return ShapeFile(outer.path.stem, collection, outer.path, outer.sha256)

"""GPX files: waypoints are features, tracks and routes are somebody's way and nothing to map."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely

from mapper.readers.features import Features, properties_as_text
from mapper.readers.inputfile import InputFile
from mapper.readers.kml import local_name, xml_root
from mapper.readers.text import html_to_text

#: Elements of a waypoint to the names under which tables know such columns.
_PROPERTIES: Final = {
    "name": "name",
    "desc": "description",
    "cmt": "notes",
    "time": "date",
    "type": "type",
    "src": "publisher",
}


def is_gpx(file: InputFile) -> bool:
    """Tell GPX by its first element, whatever its namespace."""
    return file.kind == "xml" and b"<gpx" in file.head[:4096].replace(b"\x00", b"").lower()


def gpx_features(file: InputFile) -> tuple[Features, int]:
    """Return the waypoints of a GPX file in lon, lat, and how many tracks and routes it has.

    Raises
    ------
    InputError
        If the XML is broken or declares entities.
    """
    root = xml_root(file)
    waypoints = [element for element in root if local_name(element) == "wpt"]
    others = sum(local_name(element) in ("trk", "rte") for element in root)
    properties = []
    problems: list[str | None] = []
    lonlat = np.full((len(waypoints), 2), np.nan)
    for number, waypoint in enumerate(waypoints):
        values = {}
        for child in waypoint:
            name = local_name(child)
            if name in _PROPERTIES:
                values[_PROPERTIES[name]] = html_to_text("".join(child.itertext()))
            elif name == "link":
                values["url"] = child.get("href", "")
        properties.append({name: value for name, value in values.items() if value})
        written = waypoint.get("lon", ""), waypoint.get("lat", "")
        try:
            lonlat[number] = [float(degrees) for degrees in written]
            problems.append(None)
        except ValueError:
            problems.append(", ".join(written))
    geometries = shapely.points(lonlat)
    geometries[np.isnan(lonlat).any(axis=1)] = None
    features = Features(
        properties_as_text(properties), geometries, pd.Series(problems, dtype="str")
    )
    return features, others

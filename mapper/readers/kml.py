"""KML placemarks, with or without namespace, read without trusting the XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
import numpy as np
import pandas as pd
import shapely
from defusedxml import DefusedXmlException
from shapely.geometry.base import BaseGeometry

from mapper.model.errors import InputError
from mapper.readers.features import BAD_GEOMETRY, Features, properties_as_text
from mapper.readers.inputfile import InputFile
from mapper.readers.text import html_to_text

#: Style of the kept measurements in a KML that Mapper wrote.
_MEASUREMENT: Final = "#measurement"
_MAX_DEPTH: Final = 100
_SHAPES: Final = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")


def is_kml(file: InputFile) -> bool:
    """Tell KML by its first element, whatever its namespace."""
    return file.kind == "xml" and b"<kml" in file.head[:4096].replace(b"\x00", b"").lower()


def kml_features(file: InputFile, *, styles: bool = False, schema_data: bool = False) -> Features:
    """Return the placemarks of a KML file; coordinates are lon, lat by definition.

    Parameters
    ----------
    file
        The KML file.
    styles
        Whether ``styleUrl`` is among the properties; feeds that put meaning into
        their icons need it.
    schema_data
        Whether the properties are only what stands in ``SimpleData``, to the letter, as in
        what Mapper wrote; kept measurements in it are no events and are passed over.

    Raises
    ------
    InputError
        If the XML is broken or declares entities, or has nothing but links to other files.
    """
    root = xml_root(file)
    properties = []
    geometries: list[BaseGeometry | None] = []
    problems: list[str | None] = []
    for placemark, folder in _placemarks(root):
        if schema_data and _text(placemark, "styleUrl") == _MEASUREMENT:
            continue
        values = _simple_data(placemark) if schema_data else _properties(placemark, folder)
        if styles:
            values["styleUrl"] = _text(placemark, "styleUrl")
        properties.append(values)
        try:
            geometries.append(_geometry(placemark))
            problems.append(None)
        except BAD_GEOMETRY as error:
            geometries.append(None)
            problems.append(str(error) or "a broken geometry")
    _tell_links(file, root, alone=not geometries)
    array = np.full(len(geometries), None, dtype=object)
    array[:] = geometries
    return Features(properties_as_text(properties), array, pd.Series(problems, dtype="str"))


def _tell_links(file: InputFile, root: Element, *, alone: bool) -> None:
    """Say that what a KML only links to is not in it; nothing is fetched."""
    links = sum(local_name(element) == "NetworkLink" for element in root.iter())
    if links and alone:
        raise InputError(
            "the KML only links to other files, which are not opened",
            file=file.path,
            expected="the linked file itself, saved from the map",
        )
    if links:
        told = "1 link" if links == 1 else f"{links:,} links"
        file.warnings.append(f"The KML has {told} to other files, which were not opened.")


def xml_root(file: InputFile) -> Element:
    """Return the root of an XML file (`InputError` if it is broken or declares entities)."""
    try:
        root: Element = SafeTree.fromstring(file.content, forbid_dtd=False)
    except DefusedXmlException as error:
        raise InputError(
            "the XML declares entities, which could read other files", file=file.path
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"the XML is broken ({error})", file=file.path) from error
    return root


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1]


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local_name(child) == name)


def _text(element: Element, name: str) -> str:
    for child in _children(element, name):
        return (child.text or "").strip()
    return ""


def _placemarks(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each placemark with the name of the folder it stands in."""
    waiting = [(root, "", 0)]
    while waiting:
        element, folder, depth = waiting.pop()
        if local_name(element) == "Placemark":
            yield element, folder
            continue
        if local_name(element) == "Folder":
            folder = _text(element, "name") or folder
        if depth < _MAX_DEPTH:
            waiting.extend((child, folder, depth + 1) for child in reversed(element))


def _properties(placemark: Element, folder: str) -> dict[str, str]:
    values = {"name": _text(placemark, "name"), "folder": folder}
    for child in placemark:
        if local_name(child) == "description":
            values["description"] = html_to_text("".join(child.itertext()))
        elif local_name(child) == "TimeStamp":
            values["date"] = _text(child, "when")
        elif local_name(child) == "TimeSpan":
            values["date"], values["date_end"] = _text(child, "begin"), _text(child, "end")
        elif local_name(child) == "ExtendedData":
            values.update(_extended(child))
    return {name: value for name, value in values.items() if value}


def _simple_data(placemark: Element) -> dict[str, str]:
    return {
        name: item.text
        for item in placemark.iter()
        if local_name(item) == "SimpleData" and (name := item.get("name")) and item.text
    }


def _extended(element: Element) -> dict[str, str]:
    found = {}
    for item in element.iter():
        name = item.get("name")
        if name and local_name(item) == "Data":
            found[name] = html_to_text(_text(item, "value"))
        elif name and local_name(item) == "SimpleData":
            found[name] = html_to_text(item.text or "")
    return found


def _geometry(element: Element) -> BaseGeometry | None:
    parts = [_shape(child) for child in element if local_name(child) in _SHAPES]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts)


def _shape(element: Element) -> BaseGeometry:
    kind = local_name(element)
    if kind == "MultiGeometry":
        return shapely.GeometryCollection(
            [_shape(child) for child in element if local_name(child) in _SHAPES]
        )
    if kind == "Polygon":
        rings: dict[str, list[Any]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
        for boundary in element:
            for ring in _children(boundary, "LinearRing"):
                rings.setdefault(local_name(boundary), []).append(_coordinates(ring))
        return shapely.Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])
    coordinates = _coordinates(element)
    if kind == "Point":
        return shapely.Point(coordinates[0])
    return shapely.LineString(coordinates)


def _coordinates(element: Element) -> list[tuple[float, float]]:
    """Return lon and lat of tuples ``lon,lat[,height]`` set apart by blanks."""
    pairs = []
    for written in _text(element, "coordinates").split():
        parts = written.split(",")
        pairs.append((float(parts[0]), float(parts[1])))
    return pairs

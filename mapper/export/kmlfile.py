"""Events as KML: placemarks with days, styles and every column of the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.export.figures.colours import Colours
from mapper.export.joined import json_lists
from mapper.export.tables import Tables
from mapper.export.xlsxfile import about
from mapper.measure import KeptMeasurement, format_distance
from mapper.model import schema
from mapper.model import vocabulary as words

#: Precisions of a place that is drawn as a dot and not as a ring.
_PRECISE: Final = ("exact", "vicinity", "settlement")
_ICONS: Final = "https://maps.google.com/mapfiles/kml/shapes/"
_NOT_IN_XML: Final = "[\x01-\x08\x0b\x0c\x0e-\x1f\x00\ufffe\uffff]"
_TYPES: Final = {"integer": "int", "real": "double"}


def write_kml(tables: Tables, path: Path) -> None:
    """Write a placemark per event; see `mapper.export.table`."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_head(tables))
        if len(tables.events):
            file.write("\n".join(_placemarks(tables).to_pylist()))
        if len(tables.measurements):
            file.write(_measurements(tables))
        file.write("\n</Document>\n</kml>\n")


def _head(tables: Tables) -> str:
    said = "".join(f"<p>{_html(f'{name}: {text}')}</p>" for name, text in about(tables))
    fields = "".join(
        f'<SimpleField type="{_TYPES.get(column.kind, "string")}" name="{column.name}"/>\n'
        for column in schema.EVENTS.columns
    )
    fields += "".join(
        f'<SimpleField type="string" name="{name}"/>\n' for name in ("sources", "claims")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n<name>Events</name>\n'
        f"<description>{_escaped(said)}</description>\n"
        f'<Schema name="events" id="events">\n{fields}</Schema>\n{_styles()}'
    )


def _styles() -> str:
    """Return a style per status for places known well (dots) and roughly (rings)."""
    styles = []
    colours = Colours()
    for status in words.VERIFICATION_STATUSES:
        # KML has alpha, blue, green, red.
        red, green, blue, _ = (round(255 * part) for part in colours(f"status-{status}"))
        colour = f"ff{blue:02x}{green:02x}{red:02x}"
        for kind, icon, scale in (("precise", "shaded_dot", 0.8), ("vague", "donut", 1.1)):
            styles.append(
                f'<Style id="{status}-{kind}"><IconStyle><color>{colour}</color>'
                f"<scale>{scale}</scale><Icon><href>{_ICONS}{icon}.png</href></Icon></IconStyle>"
                "<LabelStyle><scale>0.7</scale></LabelStyle>"
                # Nothing of the extended data is run as HTML by the balloon.
                "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
            )
    styles.append(
        '<Style id="measurement"><LineStyle><color>ff6b6159</color><width>2</width></LineStyle>'
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )
    return "".join(styles)


def _placemarks(tables: Tables) -> pa.Array:
    events = tables.events
    precise = events["geo_precision"].isin(_PRECISE)
    style = events["verification_status"] + "-" + precise.map({True: "precise", False: "vague"})
    starts, ends = _text(events["date_start"]), _text(events["date_end"])
    span = _join("<TimeSpan><begin>", starts, "</begin><end>", ends, "</end></TimeSpan>")
    points = events[schema.GEOMETRY]
    lonlat = _join(
        *("<Point><coordinates>", _number(points.x), ",", _number(points.y)),
        "</coordinates></Point>",
    )
    return _join(
        "<Placemark><name>", _escaped(_text(events["title"])), "</name><Snippet></Snippet>",
        "<description>", _escaped(_balloons(tables)), "</description>",
        pc.fill_null(span, ""), "<styleUrl>#", _text(style), "</styleUrl>",
        '<ExtendedData><SchemaData schemaUrl="#events">', _data(tables),
        "</SchemaData></ExtendedData>", pc.fill_null(lonlat, ""), "</Placemark>",
    )  # fmt: skip


def _measurements(tables: Tables) -> str:
    """Return a folder of the kept measurements, each a line along the ground."""
    placemarks = []
    for kept in KeptMeasurement.all_of(tables.measurements):
        lines = [] if kept.line is None else [line.coords for line in kept.line.geoms]
        parts = [
            "<LineString><tessellate>1</tessellate><coordinates>"
            + " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in line)
            + "</coordinates></LineString>"
            for line in lines
        ]
        name = kept.note or format_distance(kept.distance_m, kept.min_m, kept.max_m, "km")
        placemarks.append(
            f"<Placemark><name>{_escaped(name)}</name><Snippet></Snippet>"
            f"<description>{_escaped(_html(kept.statement))}</description>"
            "<styleUrl>#measurement</styleUrl>"
            f"<MultiGeometry>{''.join(parts)}</MultiGeometry></Placemark>"
        )
    listed = "\n".join(placemarks)
    return f"\n<Folder><name>Measurements</name>\n{listed}\n</Folder>"


def _data(tables: Tables) -> pa.Array:
    """Return per event the columns that say something, by the names of the table."""
    events = tables.events
    columns: dict[str, Any] = {name: _text(events[name]) for name in schema.EVENTS.names}
    ids = events["event_id"]
    columns["sources"] = _text(json_lists(tables.sources, schema.SOURCES, ids))
    columns["claims"] = _text(json_lists(tables.claims, schema.CLAIMS, ids))
    parts = []
    for name, values in columns.items():
        if values.null_count == len(values):
            continue
        cell = _join(f'<SimpleData name="{name}">', _escaped(values), "</SimpleData>")
        parts.append(pc.fill_null(cell, ""))
    return _join(*parts)


def _balloons(tables: Tables) -> pa.Array:
    """Return per event the HTML a person reads: every text of it is escaped."""
    events = tables.events
    starts, ends = events["date_start"], events["date_end"]
    when = starts.where(starts == ends, starts + " to " + ends).fillna(events["date_text"])
    statuses = {value: term.label for value, term in words.VERIFICATION_STATUSES.items()}
    precisions = {value: term.meaning for value, term in words.GEO_PRECISIONS.items()}
    rows = {
        "": events["description"],
        "When: ": when,
        "Place: ": events["place_name"],
        "Precision: ": events["geo_precision"].map(precisions).astype("str"),
        "Status: ": events["verification_status"].map(statuses).astype("str"),
        "Killed: ": events["killed_best"],
        "Injured: ": events["injured_best"],
        "Notes: ": events["notes"],
    }
    parts = []
    for label, values in rows.items():
        line = _join(f"<p>{label}", _html(_text(values)), "</p>")
        parts.append(pc.fill_null(line, ""))
    return _join(*parts, _links(tables))


def _links(tables: Tables) -> pa.Array:
    """Return per event its sources, as links where the address is one of the web."""
    sources = tables.sources
    web = sources["url"].str.match(r"(?i)https?://[^\s/]").fillna(False).to_numpy(bool)
    told = sources["publisher"] + ": " + sources["title"]
    named = told.fillna(sources["publisher"]).fillna(sources["title"]).fillna(sources["url"])
    named = named.fillna("source")
    names, urls = _html(_text(named)), _html(_text(sources["url"].fillna("")))
    links = _join('<p><a href="', urls, '">', names, "</a></p>")
    plain = _join("<p>", names, "</p>")
    lines = pd.Series(pc.if_else(pa.array(web), links, plain).to_pandas(), dtype="str")
    joined = lines.groupby(sources["event_id"].to_numpy(), sort=False).agg("".join)
    return pc.fill_null(_text(tables.events["event_id"].map(joined).astype("str")), "")


def _join(*parts: Any) -> pa.Array:
    """Return texts put together row by row; null where any of a row is null."""
    kind = pa.large_string()
    return pc.binary_join_element_wise(
        *(pa.scalar(part, kind) if isinstance(part, str) else part.cast(kind) for part in parts),
        pa.scalar("", kind),
    )


def _text(values: pd.Series) -> pa.Array:
    """Return a column as text, missing values as null."""
    return pa.array(values, from_pandas=True).cast(pa.large_string())


def _number(degrees: pd.Series) -> pa.Array:
    rounded = np.round(degrees.to_numpy(dtype=np.float64), 9)
    return pa.array(rounded, from_pandas=True).cast(pa.large_string())


def _html(text: Any) -> Any:
    """Return text as it stands in HTML, where double quotes may end an attribute."""
    return _replaced(text, (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")))


def _escaped(text: Any) -> Any:
    """Return text as it stands in XML, without the characters XML cannot hold."""
    if isinstance(text, str):
        return _escaped(pa.array([text])).to_pylist()[0]
    clean = pc.replace_substring_regex(text, _NOT_IN_XML, "")
    # A bare carriage return would be read back as a line break.
    return _replaced(clean, (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")))


def _replaced(text: Any, pairs: tuple[tuple[str, str], ...]) -> Any:
    for old, new in pairs:
        if isinstance(text, str):
            text = text.replace(old, new)
        else:
            text = pc.replace_substring(text, old, new)
    return text

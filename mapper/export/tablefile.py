"""Events as a table file: CSV, GeoJSON, GeoPackage, KML, XLSX."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from mapper.export.credits import event_credits, licence_notes
from mapper.export.csvfile import DECIMALS, write_csv
from mapper.export.files import write_whole
from mapper.export.keptrows import measurement_features
from mapper.export.kmlfile import write_kml
from mapper.export.report import ExportReport
from mapper.export.tables import Source, Tables, gather
from mapper.export.xlsxfile import cut_texts, write_xlsx
from mapper.mapdoc import jsonrows
from mapper.mapdoc.sources import source_json
from mapper.model import schema
from mapper.model.errors import ExportError
from mapper.model.filters import EventFilter

_CREDIT_COLUMNS: Final = ["text", "licence", "url", "redistribution"]


def table(
    source: Source,
    path: str | Path,
    *,
    filter: EventFilter | None = None,
    most_events: int | None = None,
    check: Callable[[], object] = lambda: None,
) -> ExportReport:
    """Write the events as a table; the suffix of `path` says which kind.

    ``.csv``: UTF-8 with byte-order mark, columns of the table ``events`` with
    ``longitude`` and ``latitude``, ``sources`` (addresses joined by `` | ``),
    ``sources_json`` and ``claims`` (all that is said of them, as JSON lists);
    text that a spreadsheet would run as a formula starts with an apostrophe.
    ``.xlsx``: sheets ``events``, ``sources``, ``claims`` and ``about`` (credits,
    licences, filter, date of the data); days are dates. ``.kml``: a placemark
    per event with its days, a style by status and precision, and every column
    as extended data. ``.geojson``: RFC 7946, columns that hold anything, sources and
    ``extra`` as JSON inside each feature, the event sets' licences in
    ``credits``. ``.gpkg``: layers
    ``events``, ``control_areas``, ``lines_of_contact`` and tables ``sources``
    and ``credits``. Measurements kept in the project are a layer or sheet ``measurements``
    of ``.gpkg`` and ``.xlsx``, a folder of ``.kml``, and ``measurements`` beside the features of
    ``.geojson``, where there are any.

    Sensitive events are left out.

    Parameters
    ----------
    source, path, filter
        As in `mapper.export.html`.
    most_events
        At most so many events, the first ones: for a preview.
    check
        As in `mapper.export.html`.

    Returns
    -------
    ExportReport
        Counts and warnings. The same source and options give the same bytes.

    Raises
    ------
    ExportError
        If the suffix is none of these or the file cannot be written.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(sorted(_WRITERS))
        raise ExportError(f"{path.name} cannot be written: a table needs one of {known}.")
    tables = gather(source, path).select(filter or EventFilter()).first(most_events)
    check()

    def fill(part: Path) -> None:
        write(tables, part)
        # What was given up meanwhile must not replace a file that is there.
        check()

    write_whole(path, fill)
    # Only a GeoPackage carries the fronts.
    whole = path.suffix.lower() == ".gpkg"
    notes = licence_notes(tables.credits if whole else event_credits(tables.events))
    if path.suffix.lower() == ".xlsx":
        notes = (*cut_texts(tables), *notes)
    return ExportReport(
        file=path,
        events=len(tables.events),
        left_out=tables.left_out,
        notes=(*tables.told, *notes),
    )


def _write_geojson(tables: Tables, path: Path) -> None:
    events = tables.events
    # A column that is empty all through would only be a thousand nulls.
    used = [name for name in schema.EVENTS.names if events[name].notna().any()]
    properties = {name: _encoded(events[name]) for name in used if name != "extra"}
    if "extra" in used:
        extra = [_checked_json(text) for text in _texts(events["extra"])]
        properties["extra"] = pa.array(extra, type=pa.string())
    properties["sources"] = source_json(tables.sources, events["event_id"])
    points = events[schema.GEOMETRY]
    located = (points.notna() & ~points.is_empty).to_numpy()
    geometry = ["null"] * len(events)
    written = points[located].x.round(DECIMALS), points[located].y.round(DECIMALS)
    for row, lon, lat in zip(located.nonzero()[0].tolist(), *written, strict=True):
        geometry[row] = f'{{"type":"Point","coordinates":[{lon},{lat}]}}'
    features = jsonrows.objects(
        {
            "type": pa.array(['"Feature"'] * len(events), type=pa.string()),
            "id": _encoded(events["event_id"]),
            "geometry": pa.array(geometry, type=pa.string()),
            "properties": jsonrows.objects(properties),
        }
    )
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        file.write(",\n".join(features.to_pylist()))
        credits = json.dumps(event_credits(events), ensure_ascii=False)
        file.write(f'\n],"credits":{credits}')
        if len(tables.measurements):
            file.write(f',"measurements":{measurement_features(tables.measurements)}')
        file.write("}\n")


def _encoded(values: pd.Series) -> pa.Array:
    return jsonrows.encoded(_texts(values))


def _texts(values: pd.Series) -> list[Any]:
    listed: list[Any] = pa.array(values, from_pandas=True).to_pylist()
    return listed


def _checked_json(text: str | None) -> str:
    """Return JSON text as it is, and anything else as a JSON string."""
    if text is None:
        return "null"
    try:
        return json.dumps(json.loads(text, parse_constant=_refuse), ensure_ascii=False)
    except ValueError:
        return json.dumps(text, ensure_ascii=False)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _write_geopackage(tables: Tables, path: Path) -> None:
    with _gdal_clock(tables.data_date), _sentences(path):
        append = False
        layers = [schema.EVENTS, schema.CONTROL_AREAS, schema.LINES_OF_CONTACT]
        layers += [schema.MEASUREMENTS] * bool(len(tables.measurements))
        for layer in layers:
            pyogrio.write_dataframe(
                getattr(tables, layer.name),
                path,
                layer=layer.name,
                driver="GPKG",
                geometry_type=layer.geometry,
                append=append,
                GEOMETRY_NAME=schema.GEOMETRY,
            )
            append = True
        credits = pd.DataFrame(tables.credits, columns=_CREDIT_COLUMNS, dtype="str")
        for name, frame in (("sources", tables.sources), ("credits", credits)):
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", append=True)


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Raise what GDAL says of the disk as an error of the file."""
    try:
        yield
    except (DataSourceError, DataLayerError) as error:
        raise OSError(None, str(error), path) from error


@contextmanager
def _gdal_clock(data_date: str) -> Iterator[None]:
    """Make GDAL stamp files with the data's last change instead of the time."""
    stamp = f"{data_date[:19]}.000Z" if len(data_date) >= 19 else "1970-01-01T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


_WRITERS: Final[dict[str, Callable[[Tables, Path], None]]] = {
    ".csv": write_csv,
    ".geojson": _write_geojson,
    ".gpkg": _write_geopackage,
    ".kml": write_kml,
    ".xlsx": write_xlsx,
}

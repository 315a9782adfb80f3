"""``mapper distances``: every event to the front of its own day, as a table."""

from __future__ import annotations

import contextlib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import typer

from mapper import measure, readers
from mapper.cli import output, places
from mapper.cli.csvfile import write_csv
from mapper.cli.fronts import FrontSet
from mapper.cli.options import refuse_replacing
from mapper.model.errors import InputError
from mapper.model.schema import GEOMETRY
from mapper.project import is_project, open_project
from mapper.readers import ImportResult
from mapper.readers.inputfile import InputFile


def run(
    source: Path,
    *,
    front_files: list[Path],
    boundary: Path | None,
    out: Path,
    max_gap_days: int,
    compare: bool,
    as_json: bool,
) -> None:
    """Measure all events of a project or file and write a table."""
    refuse_replacing(out, [source, *front_files, *([boundary] if boundary else [])])
    gathered = FrontSet(None if boundary is None else places.shape(boundary))
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(output.progress(quiet=as_json))
        opened = source if is_project(source) else None
        if opened is not None:
            project = stack.enter_context(open_project(opened))
            events = project.events
            if front_files:
                gathered.use_project(project)
            else:
                gathered.add_project(project)
            table, rows = _event_columns(events), np.arange(len(events))
        else:
            progress.start(f"Reading {source.name}")
            result = readers.read(source, progress=progress)
            if result.events is None:
                raise InputError("there are no events in it", file=source)
            events = result.events
            table, rows = _input_columns(result)
        gathered.add_files(front_files, progress, project=opened)
        if not len(gathered):
            raise typer.BadParameter("fronts are needed: give --front FILE...")
        fronts = gathered.fronts()
        progress.start("Measuring")
        measured = measure.distances(
            events, fronts, max_gap_days=max_gap_days, compare=compare, progress=progress
        )
    table = _joined(table, rows, measured)
    write_csv(table, out)
    given = int(measured["distance_m"].notna().sum())
    refused = len(table) - given
    if as_json:
        output.print_json(
            {
                "file": str(out),
                "events": len(table),
                "measured": given,
                "refused": refused,
                "inputs": list(fronts.inputs_of(fronts.snapshots)),
                "warnings": [],
            }
        )
        return
    without = f", {refused:,} without (see the column refused)" if refused else ""
    output.say(f"Wrote {out}: {given:,} distances{without}.")


def _event_columns(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the table's columns with the place as numbers."""
    table = pd.DataFrame(events.drop(columns=GEOMETRY))
    points = events[GEOMETRY]
    return table.assign(longitude=points.x.round(7), latitude=points.y.round(7))


def _input_columns(result: ImportResult) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the input's own columns and which of its rows the events are.

    A text table is repeated as it stands, its rejected rows with the reason
    as ``refused``. Anything else gives the columns of the table ``events``.
    """
    assert result.events is not None
    every = np.arange(len(result.events))
    file = InputFile(result.file)
    if file.kind != "table" or result.ignored:
        return _event_columns(result.events), every
    parsed = file.parsed
    reasons = dict(zip(result.rejected["row"], result.rejected["reason"], strict=True))
    accepted = np.flatnonzero(~parsed.row_numbers.isin(list(reasons)))
    if len(parsed.frame) != len(result.events) + len(reasons) - len(parsed.broken) or len(
        accepted
    ) != len(result.events):
        return _event_columns(result.events), every
    table = parsed.frame.reset_index(drop=True)
    refused = pd.Series([reasons.get(row) for row in parsed.row_numbers], dtype="str")
    return table.assign(refused=refused), accepted


def _joined(table: pd.DataFrame, rows: np.ndarray, measured: pd.DataFrame) -> pd.DataFrame:
    """Put the measured columns beside the rows they belong to."""
    # The contract's columns; who was known only to a region has that in the input.
    measured = measured.drop(columns="known_to_region")
    for name in measured.columns:
        if name.partition(":")[0].endswith("_m"):
            measured[name] = measured[name].round(3)
    for name in ("nearest_lon", "nearest_lat"):
        measured[name] = measured[name].round(7)
    placed = measured.set_axis(rows, axis="index").reindex(range(len(table)))
    if "refused" in table.columns:
        placed["refused"] = placed["refused"].where(placed["refused"].notna(), table["refused"])
    kept = table.drop(columns=[name for name in table.columns if name in placed.columns])
    return pd.concat([kept, placed], axis=1)

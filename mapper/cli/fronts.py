"""Fronts for a measurement, from files and from a project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pandas as pd

from mapper import readers
from mapper.cli.output import Progress
from mapper.measure import Fronts
from mapper.model.errors import InputError
from mapper.model.schema import CONTROL_AREAS, LINES_OF_CONTACT, Table, conform, empty
from mapper.project import Project


class FrontSet:
    """Fronts gathered, and which file gave the front of which day."""

    def __init__(self) -> None:
        self._frames: dict[str, list[pd.DataFrame]] = {
            CONTROL_AREAS.name: [],
            LINES_OF_CONTACT.name: [],
        }
        self._inputs: list[tuple[set[str], dict[str, str]]] = []

    def add_files(self, files: list[Path], progress: Progress) -> None:
        """Read files of fronts.

        Raises
        ------
        InputError
            If one cannot be read or has no front in it.
        """
        for file in files:
            progress.start(f"Reading {file.name}")
            result = readers.read(file, progress=progress)
            if result.fronts is None or not len(result.fronts):
                raise InputError("there is no front in it", file=file)
            self._frames[CONTROL_AREAS.name].append(result.control_areas)
            self._frames[LINES_OF_CONTACT.name].append(result.lines_of_contact)
            days = set(result.fronts["as_of"])
            self._inputs.append((days, {"file": file.name, "sha256": result.sha256}))

    def add_project(self, project: Project) -> None:
        """Take the fronts of a project."""
        for table in (CONTROL_AREAS, LINES_OF_CONTACT):
            frame = project.table(table)
            self._frames[table.name].append(frame)
            for day in sorted(set(frame["as_of"])):
                self._inputs += [({day}, entry) for entry in project.front_inputs(day)]

    @property
    def days(self) -> list[str]:
        """Days that have a front, in order."""
        found = {day for frames in self._frames.values() for f in frames for day in f["as_of"]}
        return sorted(found)

    def latest(self) -> dt.date | None:
        """Return the newest day that has a front."""
        return dt.date.fromisoformat(self.days[-1]) if self.days else None

    def fronts(self, day: dt.date | None = None) -> Fronts:
        """Return all fronts, with the input files that matter for ``day``.

        Those are the files of each source's newest front on or before it;
        all files where no day is given.
        """
        areas, lines = (self._table(table) for table in (CONTROL_AREAS, LINES_OF_CONTACT))
        used = set(self.days)
        if day is not None:
            both = pd.concat([frame[["source", "as_of"]] for frame in (areas, lines)])
            before = both[both["as_of"] <= day.isoformat()]
            used = set(before.groupby("source")["as_of"].max())
        inputs: list[dict[str, str]] = []
        for days, entry in self._inputs:
            if days & used and entry not in inputs:
                inputs.append(entry)
        return Fronts(areas, lines, inputs)

    def _table(self, table: Table) -> gpd.GeoDataFrame:
        frames = [frame for frame in self._frames[table.name] if len(frame)]
        if not frames:
            return gpd.GeoDataFrame(empty(table))
        joined = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True))
        # The same front may stand in a file and in the project.
        return gpd.GeoDataFrame(conform(joined.drop_duplicates(table.key), table))

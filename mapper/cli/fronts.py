"""Fronts for a measurement, from files and from a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from mapper import readers
from mapper.cli.output import Progress
from mapper.measure import Fronts, Shape
from mapper.model.errors import InputError
from mapper.model.schema import CONTROL_AREAS, LINES_OF_CONTACT, Table, conform, empty
from mapper.project import Project, refuse_open_project
from mapper.project.lines import KeptLines


class FrontSet:
    """Fronts gathered from several places, and the files they came from.

    ``outline`` is the country's own boundary, in place of the base map's and of
    the one kept in a project.
    """

    def __init__(self, outline: Shape | None = None) -> None:
        self._outline = outline
        self._frames: dict[str, list[pd.DataFrame]] = {
            CONTROL_AREAS.name: [],
            LINES_OF_CONTACT.name: [],
        }
        self._inputs: list[dict[str, Any]] = []
        self._kept: KeptLines | None = None

    def add_files(
        self, files: list[Path], progress: Progress, *, project: Path | None = None
    ) -> None:
        """Read files of fronts; ``project`` is one that is open.

        Raises
        ------
        InputError
            If one cannot be read or has no front in it.
        """
        for file in files:
            refuse_open_project(file, project)
            progress.start(f"Reading {file.name}")
            result = readers.read(file, progress=progress)
            if result.fronts is None or not len(result.fronts):
                raise InputError("there is no front in it", file=file)
            self._frames[CONTROL_AREAS.name].append(result.control_areas)
            self._frames[LINES_OF_CONTACT.name].append(result.lines_of_contact)
            days = sorted(set(result.fronts["as_of"]))
            self._inputs.append({"file": file.name, "sha256": result.sha256, "front_days": days})

    def use_project(self, project: Project) -> None:
        """Take the boundary and the derived lines kept in a project, which must stay open."""
        self._outline = self._outline or project.boundary
        self._kept = project.lines

    def add_project(self, project: Project) -> None:
        """Take the fronts of a project, and what `use_project` takes."""
        self.use_project(project)
        for table in (CONTROL_AREAS, LINES_OF_CONTACT):
            self._frames[table.name].append(project.table(table))
        self._inputs += project.front_inputs()

    def __len__(self) -> int:
        return sum(len(frame) for frames in self._frames.values() for frame in frames)

    def fronts(self) -> Fronts:
        """Return all fronts as the engine wants them."""
        areas, lines = (self._table(table) for table in (CONTROL_AREAS, LINES_OF_CONTACT))
        return Fronts(areas, lines, self._inputs, self._outline, self._kept)

    def _table(self, table: Table) -> gpd.GeoDataFrame:
        frames = [frame for frame in self._frames[table.name] if len(frame)]
        if not frames:
            return gpd.GeoDataFrame(empty(table))
        joined = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True))
        # The same front may stand in a file and in the project.
        return gpd.GeoDataFrame(conform(joined.drop_duplicates(table.key), table))

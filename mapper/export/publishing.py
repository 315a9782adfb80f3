"""What of the tables a published page carries: layers, columns, sources, exact places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from mapper.export import keptrows
from mapper.export.generalising import generalised
from mapper.export.tables import Tables
from mapper.export.withholding import ids_without_links, without_links
from mapper.mapdoc.language import ENGLISH, Note
from mapper.model import schema
from mapper.model.errors import InputError

#: Columns of the table ``events`` that each column of a page is made of.
_MADE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "place_name": ("place_name", "admin1", "country"),
    "killed": ("killed_min", "killed_best", "killed_max"),
    "injured": ("injured_min", "injured_best", "injured_max"),
    "distance": (),
    "sources": (),
    "claims": (),
}

#: The layer that a measurement to such a target would show a point of.
_LAYER_OF: Final = {"line-of-contact": "lines_of_contact", "control-area": "control_areas"}


@dataclass(frozen=True)
class Publication:
    """What a published page carries of the data.

    Parameters
    ----------
    layers
        Of ``events``, ``control_areas``, ``lines_of_contact``, ``measurements``; all when None.
    columns
        What is told of an event beside title, days, place on the map and
        status: names of `mapper.mapdoc.language.English.COLUMNS`; all when None.
    sources
        Whether sources are shown. If not, nothing of them is in the file, nor
        any address in its texts.
    generalise_m
        Side of the fields in metres in whose middle events are put; exact
        places when None.

    Raises
    ------
    InputError
        For an unknown layer or column.
    """

    layers: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    sources: bool = True
    generalise_m: float | None = None

    def __post_init__(self) -> None:
        for what, chosen, known in (
            ("layer", self.layers, ENGLISH.LAYERS),
            ("column", self.columns, ENGLISH.COLUMNS),
        ):
            for name in chosen or ():
                if name not in known:
                    raise InputError(
                        f"not a {what} of a page", found=name, expected="one of " + ", ".join(known)
                    )

    @property
    def hidden(self) -> tuple[str, ...]:
        """Columns that are left out, sources among them where they are hidden."""
        kept = ENGLISH.COLUMNS if self.columns is None else self.columns
        # What each source says names the sources.
        unsaid = () if self.sources else ("sources", "claims")
        return tuple(name for name in ENGLISH.COLUMNS if name not in kept or name in unsaid)

    def has_layer(self, name: str) -> bool:
        """Whether a layer is in the page."""
        return self.layers is None or name in self.layers

    def apply(self, tables: Tables) -> Tables:
        """Return the tables with only what is to be published, and notes that say so.

        The tables of fronts stay, as distances are measured to them.
        """
        notes = list(tables.notes)
        if not self.has_layer("events"):
            tables = tables.of_events(np.zeros(len(tables.events), dtype=bool))
        kept = len(tables.measurements)
        absent = tuple(
            name
            for name in ENGLISH.LAYERS
            if not self.has_layer(name) and (kept or name != "measurements")
        )
        if absent:
            notes.append(Note("layers", {"layers": absent}))
        hidden = self.hidden
        named = (
            hidden if self.sources else tuple(n for n in hidden if n not in ("sources", "claims"))
        )
        if named:
            notes.append(Note("columns", {"columns": named}))
        if "sources" in hidden:
            notes.append(Note("no_sources"))
        tables = self._without_measurements(_without(tables, hidden))
        if "sources" in hidden:
            # A row without an id of its own may go by the address of its source.
            tables = tables.with_ids(ids_without_links(tables.events["event_id"]))
        if self.generalise_m is not None:
            tables = generalised(tables, self.generalise_m)
            notes.append(Note("generalised", {"grid": self.generalise_m}))
            if kept and self.has_layer("measurements"):
                notes.append(Note("measurements_generalised"))
        return replace(tables, notes=tuple(notes))

    def _without_measurements(self, tables: Tables) -> Tables:
        """Return the tables with the measurements that give nothing away that is left out."""
        measurements, hidden = tables.measurements, self.hidden
        # They end in exact places, and where many end the line of contact is drawn.
        if not self.has_layer("measurements") or self.generalise_m is not None:
            return replace(tables, measurements=measurements.iloc[:0])
        unwanted = [kind for kind, layer in _LAYER_OF.items() if not self.has_layer(layer)]
        of_event = "distance" not in hidden
        measurements = keptrows.of_kinds(measurements, unwanted, of_event=of_event)
        if "place_name" in hidden:
            measurements = keptrows.without_names(measurements)
        if "sources" in hidden:
            measurements = keptrows.without_addresses(measurements)
        return replace(tables, measurements=measurements)


def _without(tables: Tables, hidden: Iterable[str]) -> Tables:
    """Return the tables without what the hidden columns are made of."""
    gone = [column for name in hidden for column in _MADE_OF.get(name, (name,))]
    events = tables.events
    if gone:
        blank = pd.DataFrame(index=events.index, columns=gone)
        named = pd.DataFrame(events).assign(**{name: blank[name] for name in gone})
        frame = gpd.GeoDataFrame(named, geometry=schema.GEOMETRY, crs=schema.CRS)
        events = schema.conform(frame, schema.EVENTS)
    claims, sources = tables.claims, tables.sources
    claims = claims[~claims["field"].isin(gone)].reset_index(drop=True)
    if "sources" in hidden:
        # Sources may be quoted with their addresses in any text.
        events, claims = without_links(events), without_links(claims)
        sources = sources.iloc[:0]
        claims = claims.assign(source_id=pd.Series(None, claims.index, dtype="str"))
    if "claims" in hidden:
        claims = claims.iloc[:0]
    return replace(tables, events=events, sources=sources, claims=claims)

"""Mapper's elements of Folium's object model: a map and its layers.

>>> from mapper.export import EventLayer, MapperMap
>>> mapped = MapperMap(title="Strikes")          # doctest: +SKIP
>>> EventLayer(events).add_to(mapped)            # doctest: +SKIP
>>> Timeline(mode="cumulative").add_to(mapped)   # doctest: +SKIP
>>> mapped.save("strikes.html")                  # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, Self, TypeVar

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Element

from mapper import mapdoc, measure
from mapper.export.layout import Page
from mapper.export.tables import as_table
from mapper.mapdoc.language import Note
from mapper.model import schema


class EventLayer(Element):
    """Events, drawn by verification status and precision.

    Parameters
    ----------
    events
        Table ``events`` or any points with some of its columns (lon, lat; a
        frame in another CRS is converted). Columns it does not know are not
        shown. An area, a line or several points stand as a place in them, known
        to the distance of their farthest vertex, never as exact.
    sources
        Table ``sources`` of these events.
    claims
        Table ``claims`` of these events: what each source says.
    distances
        Result of `mapper.measure.distances` for these events, row by row.
    credits
        Where the events come from: ``text``, ``licence``, ``url``,
        ``redistribution`` each.
    """

    def __init__(
        self,
        events: gpd.GeoDataFrame,
        sources: pd.DataFrame | None = None,
        *,
        claims: pd.DataFrame | None = None,
        distances: pd.DataFrame | None = None,
        credits: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__()
        self._name = "EventLayer"
        self.events = as_table(events, schema.EVENTS)
        self.sources = as_table(sources, schema.SOURCES)
        self.claims = as_table(claims, schema.CLAIMS)
        self.distances = distances
        self.credits = tuple(credits)


class FrontLayer(Element):
    """Control areas and lines of contact by day.

    Parameters
    ----------
    control_areas, lines_of_contact
        Tables of these names, or any areas and lines with columns ``as_of``
        and ``source``; either may be absent.
    fronts
        The engine's snapshots of the same tables: where given, the line of
        contact of each control area is drawn.
    """

    def __init__(
        self,
        control_areas: gpd.GeoDataFrame | None = None,
        lines_of_contact: gpd.GeoDataFrame | None = None,
        *,
        fronts: measure.Fronts | None = None,
    ) -> None:
        super().__init__()
        self._name = "FrontLayer"
        self.control_areas = as_table(control_areas, schema.CONTROL_AREAS)
        self.lines_of_contact = as_table(lines_of_contact, schema.LINES_OF_CONTACT)
        self.fronts = fronts


class BaseMap(Element):
    """The base map below everything; one is added where none is.

    Parameters
    ----------
    drawing
        Result of `mapper.basemap.drawing`; made for the data's bounds if None.
    """

    def __init__(self, drawing: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._name = "BaseMap"
        self.drawing = drawing


class Timeline(Element):
    """Events by day below the map, days to choose, and time to let run.

    Parameters
    ----------
    mode
        ``"window"``: the chosen days move on; ``"cumulative"``: their end only,
        so that events add up.
    speed
        Days a second; about a minute for all days if None.
    window_days
        How many days the window has before the reader chooses some.
    """

    def __init__(
        self,
        *,
        mode: Literal["window", "cumulative"] = "window",
        speed: float | None = None,
        window_days: int | None = None,
    ) -> None:
        super().__init__()
        if mode not in ("window", "cumulative"):
            raise ValueError(f"a timeline runs as a window or cumulative, not {mode}")
        if (speed is not None and speed <= 0) or (window_days is not None and window_days < 1):
            raise ValueError("the speed of a timeline is above 0 days a second, its window a day")
        self._name = "Timeline"
        given = {"mode": mode, "speed": speed, "window_days": window_days}
        self.settings = {name: value for name, value in given.items() if value is not None}


LayerT = TypeVar("LayerT", EventLayer, FrontLayer, BaseMap, Timeline)


class MapperMap(folium.Map):
    """A Folium map drawn by Mapper's own client; takes one of each layer.

    Without a `Timeline` days can be typed, and there is no axis of time.

    Parameters
    ----------
    title, introduction, filter_text, data_date
        Texts of the page.
    day
        Day whose front is shown first.
    notes, picture
        As in `mapper.export.layout.Page`.
    language
        ``en``, ``uk`` or ``ru``: of all that is not data.
    """

    def __init__(
        self,
        *,
        title: str = "",
        introduction: str = "",
        filter_text: str = "",
        data_date: str = "",
        day: dt.date | None = None,
        notes: Iterable[str | Note] = (),
        language: str = "en",
        picture: str = "",
    ) -> None:
        super().__init__(tiles=None)
        self.title = title
        self.introduction = introduction
        self.filter_text = filter_text
        self.data_date = data_date
        self.day = day
        self.language = language
        self._document: mapdoc.MapDocument | None = None
        Page(notes=notes, picture=picture).add_child(self)

    @classmethod
    def showing(
        cls, document: mapdoc.MapDocument, *, notes: Iterable[str | Note] = (), picture: str = ""
    ) -> Self:
        """Return a map of a document that is already built."""
        mapped = cls(title=document.title, notes=notes, language=document.language, picture=picture)
        mapped._document = document
        return mapped

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        """Add a layer of Mapper's; the page draws no other Folium element."""
        if not isinstance(child, (EventLayer, FrontLayer, BaseMap, Timeline)):
            raise TypeError(f"a Mapper map cannot draw {type(child).__name__}")
        if any(type(child) is type(present) for present in self._children.values()):
            raise ValueError(f"the map already has its {type(child).__name__}")
        self._document = None
        added: Element = super().add_child(child, name=name, index=index)
        return added

    def document(self) -> mapdoc.MapDocument:
        """Return the map document of the layers."""
        if self._document is None:
            events = self._layer(EventLayer) or EventLayer(None)
            fronts = self._layer(FrontLayer) or FrontLayer()
            base = self._layer(BaseMap) or BaseMap()
            timeline = self._layer(Timeline)
            built = mapdoc.build(
                events.events,
                events.sources,
                fronts.control_areas,
                fronts.lines_of_contact,
                title=self.title,
                claims=events.claims,
                introduction=self.introduction,
                day=self.day,
                distances=events.distances,
                fronts=fronts.fronts,
                basemap=base.drawing,
                credits=events.credits,
                filter_text=self.filter_text,
                data_date=self.data_date,
                language=self.language,
            )
            settings = None if timeline is None else timeline.settings
            self._document = replace(built, timeline=settings)
        return self._document

    def _layer(self, kind: type[LayerT]) -> LayerT | None:
        return next((c for c in self._children.values() if isinstance(c, kind)), None)


def page(
    document: mapdoc.MapDocument, *, notes: Iterable[str | Note] = (), picture: str = ""
) -> str:
    """Return the HTML page of a document.

    Parameters
    ----------
    document
        What the page shows.
    notes, picture
        As in `mapper.export.layout.Page`.
    """
    mapped = MapperMap.showing(document, notes=notes, picture=picture)
    html: str = mapped.get_root().render()
    return html

"""Exports: the page to publish, figures for print, and tables."""

from typing import TYPE_CHECKING

from mapper import lazy

if TYPE_CHECKING:
    from mapper.export.elements import BaseMap, EventLayer, FrontLayer, MapperMap, Timeline, page
    from mapper.export.figurefile import figure
    from mapper.export.htmlfile import html
    from mapper.export.report import ExportReport
    from mapper.export.tablefile import table

# Folium and all it brings are imported for an export only, not for the window.
__getattr__ = lazy.parts(
    __name__,
    {
        "BaseMap": "elements",
        "EventLayer": "elements",
        "ExportReport": "report",
        "FrontLayer": "elements",
        "MapperMap": "elements",
        "Timeline": "elements",
        "figure": "figurefile",
        "html": "htmlfile",
        "page": "elements",
        "table": "tablefile",
    },
)

__all__ = [
    "BaseMap",
    "EventLayer",
    "ExportReport",
    "FrontLayer",
    "MapperMap",
    "Timeline",
    "figure",
    "html",
    "page",
    "table",
]

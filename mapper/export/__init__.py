"""Exports: the page to publish, figures for print, and tables."""

from mapper.export.elements import BaseMap, EventLayer, FrontLayer, MapperMap, Timeline, page
from mapper.export.figurefile import figure
from mapper.export.htmlfile import html
from mapper.export.report import ExportReport
from mapper.export.tablefile import table

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

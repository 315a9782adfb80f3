"""Exports: the page to publish, and tables."""

from mapper.export.elements import BaseMap, EventLayer, FrontLayer, MapperMap, page

__all__ = ["BaseMap", "EventLayer", "FrontLayer", "MapperMap", "page"]

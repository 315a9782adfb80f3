"""Mapper: reported strikes on a map, and how far they lie from the front."""

__version__ = "0.1.0"

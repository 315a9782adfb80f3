"""Distances that can be printed: dated, with their interval, words and inputs.

>>> from mapper.measure import Place, distance
>>> distance(Place("", 37.92, 50.02), Place("", 53.2045, 56.8498)).distance_m // 1
1264049.0
"""

from mapper.measure.claim import ClaimCheck, check_claim
from mapper.measure.controlled import ControlledAreas, controlled_areas
from mapper.measure.distance import TARGETS, distance
from mapper.measure.frontline import RADIUS_M, FrontLine
from mapper.measure.fronts import MAX_GAP_DAYS, Fronts, without_day
from mapper.measure.kept import PATH_KINDS, KeptMeasurement
from mapper.measure.leftout import LEFT_OUT
from mapper.measure.many import distances
from mapper.measure.measurement import Measurement, Place, Target, radius_known
from mapper.measure.methodsnote import (
    escape_markdown,
    interval_parts,
    methods_note,
    statement_text,
)
from mapper.measure.notes import apart_words
from mapper.measure.path import Path, along
from mapper.measure.region import Region
from mapper.measure.rounding import (
    UNITS,
    format_area,
    format_bounds,
    format_distance,
    format_interval,
)
from mapper.measure.shape import Shape
from mapper.measure.snapshots import Snapshot
from mapper.measure.staleness import FrontMarks, KeptChange, what_changed

__all__ = [
    "LEFT_OUT",
    "MAX_GAP_DAYS",
    "PATH_KINDS",
    "RADIUS_M",
    "TARGETS",
    "UNITS",
    "ClaimCheck",
    "ControlledAreas",
    "FrontLine",
    "FrontMarks",
    "Fronts",
    "KeptChange",
    "KeptMeasurement",
    "Measurement",
    "Path",
    "Place",
    "Region",
    "Shape",
    "Snapshot",
    "Target",
    "along",
    "apart_words",
    "check_claim",
    "controlled_areas",
    "distance",
    "distances",
    "escape_markdown",
    "format_area",
    "format_bounds",
    "format_distance",
    "format_interval",
    "interval_parts",
    "methods_note",
    "radius_known",
    "statement_text",
    "what_changed",
    "without_day",
]

"""The map document: what the map client is given, in the window and in a file."""

from mapper.mapdoc.build import build
from mapper.mapdoc.document import Bounds, MapDocument
from mapper.mapdoc.measurements import packed_measurements
from mapper.mapdoc.update import MapUpdate, update

__all__ = ["Bounds", "MapDocument", "MapUpdate", "build", "packed_measurements", "update"]

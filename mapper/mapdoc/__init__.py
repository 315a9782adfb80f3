"""The map document: what the map client is given, in the window and in a file."""

from mapper.mapdoc.build import build
from mapper.mapdoc.document import MapDocument

__all__ = ["MapDocument", "build"]

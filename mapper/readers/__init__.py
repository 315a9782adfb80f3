"""Files of events and fronts, recognised by content and read without guessing."""

from mapper.readers.look import Look, look
from mapper.readers.reading import feeds, read, recognise
from mapper.readers.registry import Placed, PlaceWords
from mapper.readers.result import ImportResult
from mapper.readers.shape import ShapeFile, read_shape

__all__ = [
    "ImportResult",
    "Look",
    "PlaceWords",
    "Placed",
    "ShapeFile",
    "feeds",
    "look",
    "read",
    "read_shape",
    "recognise",
]

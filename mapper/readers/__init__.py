"""Files of events and fronts, recognised by content and read without guessing."""

from mapper.readers.archive import names_in
from mapper.readers.look import Inner, Look, look
from mapper.readers.reading import feeds, read, recognise
from mapper.readers.registry import Placed, PlaceWords, Said
from mapper.readers.result import ImportResult, Part
from mapper.readers.shape import ShapeFile, read_shape

__all__ = [
    "ImportResult",
    "Inner",
    "Look",
    "Part",
    "PlaceWords",
    "Placed",
    "Said",
    "ShapeFile",
    "feeds",
    "look",
    "names_in",
    "read",
    "read_shape",
    "recognise",
]

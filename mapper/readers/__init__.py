"""Files of events and fronts, recognised by content and read without guessing."""

from mapper.readers.reading import feeds, read, recognise
from mapper.readers.result import ImportResult
from mapper.readers.shape import ShapeFile, read_shape

__all__ = ["ImportResult", "ShapeFile", "feeds", "read", "read_shape", "recognise"]

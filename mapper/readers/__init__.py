"""Files of events and fronts, recognised by content and read without guessing."""

from mapper.readers.reading import feeds, read, recognise
from mapper.readers.result import ImportResult

__all__ = ["ImportResult", "feeds", "read", "recognise"]

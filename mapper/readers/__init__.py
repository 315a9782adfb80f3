"""Files of events and fronts, recognised by content and read without guessing."""

from typing import TYPE_CHECKING

from mapper import lazy

if TYPE_CHECKING:
    from mapper.readers.archive import names_in
    from mapper.readers.looking import Inner, Look, look
    from mapper.readers.reading import feeds, read, recognise
    from mapper.readers.registry import Placed, PlaceWords, Said
    from mapper.readers.result import ImportResult, Part
    from mapper.readers.shape import ShapeFile, read_shape

# A project is opened without a reader, and they take as long to import as all of Qt.
__getattr__ = lazy.parts(
    __name__,
    {
        "ImportResult": "result",
        "Inner": "looking",
        "Look": "looking",
        "Part": "result",
        "PlaceWords": "registry",
        "Placed": "registry",
        "Said": "registry",
        "ShapeFile": "shape",
        "feeds": "reading",
        "look": "looking",
        "names_in": "archive",
        "read": "reading",
        "read_shape": "shape",
        "recognise": "reading",
    },
)

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

"""uawardata's table of units: recognised so that it is not taken for a table of events."""

from __future__ import annotations

from typing import Final

from mapper.model.errors import InputError
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading

_SIGNATURE: Final = frozenset({"date", "lat", "lng", "unit", "unitnumber", "subordinate_to"})


def recognise(file: InputFile) -> bool:
    """Tell the table by its columns of units and what they are subordinate to."""
    return file.columns >= _SIGNATURE


def read(file: InputFile, options: Options) -> Reading:
    """Refuse the table: positions of units are outside what Mapper is for."""
    raise InputError(
        "the table lists positions of military units, which Mapper does not show",
        file=file.path,
        expected="events or fronts",
    )


FEED: Final = Feed(
    "uawardata",
    "uawardata, positions of units",
    "events",
    recognise,
    read,
    # A refusal stands whatever columns are given.
    mappable=True,
    forms="CSV of units",
    keeps="nothing: the file is refused with the reason",
    drops="everything; Mapper shows no positions of units",
)

"""What changed since an earlier page: found by reading that page."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from mapper.mapdoc import MapDocument
from mapper.mapdoc.language import Note
from mapper.mapdoc.reading import WrittenDocument, read_payload
from mapper.model.errors import ExportError

_DOCUMENT: Final = re.compile(r'id="mapper-document" data-encoding="gzip\+base64">([^<]*)<')

#: What is compared, by the column of a page it belongs to; distances follow from the fronts.
_ARRAYS: Final = {
    "start": "",
    "end": "",
    "killed_best": "killed",
    "injured_best": "injured",
}
_PLACE_ARRAYS: Final = ("lon", "lat", "radius_m")
_CODED: Final = (
    ("status", "verification_status"),
    ("type", "event_type"),
    ("weapon", "weapon"),
)
_TEXTS: Final = {
    "title": "",
    "description": "description",
    "perpetrator": "perpetrator_alleged",
    "claimed_by": "claimed_by",
    "denied_by": "denied_by",
    "notes": "notes",
}
#: Texts that Mapper writes in the language of the page.
_WRITTEN: Final = {"when": "", "place": "place_name", "killed": "killed", "injured": "injured"}


def read_page(path: Path) -> WrittenDocument:
    """Return the document of a page that Mapper wrote.

    Raises
    ------
    ExportError
        If the file cannot be read or is no such page.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"{path} is no page that Mapper wrote.") from error
    found = _DOCUMENT.search(text)
    try:
        if found is None:
            raise ValueError("no document")
        return read_payload(gzip.decompress(base64.b64decode(found[1])))
    except (ValueError, KeyError, OSError, EOFError, zlib.error) as error:
        raise ExportError(
            f"{path} is no page that this version of Mapper wrote; nothing can be compared."
        ) from error


def changes(before: WrittenDocument, document: MapDocument) -> Note:
    """Return a note of the events added, removed and changed since an earlier page.

    Events are known by their ids. Pages with generalised positions, or where
    ids were addresses of hidden sources, have none that last: there an event
    that changed is one removed and one added.
    """
    now = read_payload(document.payload())
    old, new = _compared(before, now)
    if not any(map(_made_up, (before, now))):
        both = old.index.intersection(new.index)
        changed = int((old[both].to_numpy() != new[both].to_numpy()).sum())
        counts = (len(new) - len(both), len(old) - len(both), changed)
    else:
        number = new.value_counts()
        kept = int(np.minimum(number, old.value_counts().reindex(number.index, fill_value=0)).sum())
        counts = (len(new) - kept, len(old) - kept, 0)
    named = before.header["version"]
    values = {"changes": counts}
    return Note("since_named", values | {"before": named}) if named else Note("since", values)


def _made_up(page: WrittenDocument) -> bool:
    """Whether ids are of one page alone (`mapper.export.withholding.neutral_ids`)."""
    numbered = any(re.fullmatch(r"event_*:\d+", name or "") for name in page.texts["event_id"])
    return bool(page.header["generalised_m"]) or ("sources" in page.header["hidden"] and numbered)


def _compared(before: WrittenDocument, now: WrittenDocument) -> tuple[pd.Series, pd.Series]:
    """Return what two pages say of each event as one text, by id.

    Only what both were to say is compared, and places only where both are
    exact or generalised alike.
    """
    headers = before.header, now.header
    hidden = {name for header in headers for name in header["hidden"]}
    same_places = headers[0]["generalised_m"] == headers[1]["generalised_m"]
    arrays = [name for name, column in _ARRAYS.items() if column not in hidden]
    coded = [pair for pair in _CODED if pair[1] not in hidden]
    if same_places:
        arrays += _PLACE_ARRAYS
        coded.append(("precision", "geo_precision"))
    texts = _TEXTS
    if headers[0]["language"] == headers[1]["language"]:
        texts = texts | _WRITTEN
    names = [name for name, column in texts.items() if column not in hidden]

    def contents(page: WrittenDocument) -> pd.Series:
        nothing = [None] * len(page.arrays["located"])
        columns: list[list[Any]] = [page.arrays[name].tolist() for name in arrays]
        columns += [page.words(array, vocabulary) for array, vocabulary in coded]
        columns += [page.texts.get(name, nothing) for name in names]
        if "sources" not in hidden:
            rows = page.lists.get("sources", [[] for _ in nothing])
            columns.append([[(s["url"], s["title"], s["publisher"]) for s in row] for row in rows])
        said = [json.dumps(row, ensure_ascii=False) for row in zip(*columns, strict=True)]
        return pd.Series(said, index=pd.Index(page.texts["event_id"], dtype="str"), dtype="str")

    return contents(before), contents(now)

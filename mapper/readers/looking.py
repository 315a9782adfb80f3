"""A first look at a file: what it is, its columns and first rows, before it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyogrio

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import pairs
from mapper.readers.aliases import find_fields
from mapper.readers.asked import asked_of, asked_together
from mapper.readers.features import properties_as_text
from mapper.readers.gpx import gpx_features, is_gpx
from mapper.readers.head import HeadFile
from mapper.readers.inputfile import InputFile
from mapper.readers.kml import is_kml, kml_features
from mapper.readers.package import gdal, layer_names
from mapper.readers.reading import FEEDS, _feed, _recognise, opened
from mapper.readers.registry import ANSWERS, Feed, Options, Progress, Said
from mapper.readers.several import named

HEAD_ROWS: Final = 100


@dataclass(frozen=True, eq=False)
class Inner:
    """One of several files in an archive: its name and what it is seen to be, or why not."""

    name: str
    look: Look | None = None
    error: str = ""


@dataclass(frozen=True, eq=False)
class Look:
    """What a file is seen to be.

    Parameters
    ----------
    feed, title, kind, mappable
        The feed it is read as, as in `Feed`.
    fitting
        Name to title of all feeds that recognise the file, likeliest first.
    columns
        Names of its columns or properties, in order.
    fields
        Field to column, as guessed or given; empty where columns are fixed.
    head
        The first rows as they stand in the file, all text.
    signature
        The same for all files of one kind: made of the recognised feed and the columns.
    question
        What the head shows must be answered; reading all of it may ask more.
    beside
        Whether other files of the same import may tell more of its records.
    inside
        The files of an archive with several; the rest is then that of the first which
        can be read.
    """

    file: Path
    feed: str
    title: str
    kind: str
    mappable: bool
    fitting: Mapping[str, str]
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    head: pd.DataFrame
    signature: str
    question: AnswerNeededError | None = field(default=None)
    beside: bool = False
    inside: tuple[Inner, ...] = ()


def look(
    path: str | Path,
    feed: str | None = None,
    columns: Mapping[str, str] | None = None,
    *,
    inside: Mapping[str, Said] | None = None,
    progress: Progress | None = None,
) -> Look:
    """Look at the head of a file, without reading all of a large one.

    Parameters
    ----------
    path, feed, columns, inside, progress
        As for `read`.

    Raises
    ------
    InputError
        If the file cannot be opened or is of no kind that Mapper reads.
    """
    given = dict(columns or {})
    outer = InputFile(path, given.get("sheet"))
    with opened(outer) as found:
        files = named(found, inside or {}, outer)
        if not found.several:
            _, file, said = files[0]
            return _look_at(file, outer.path, said.feed or feed, {**given, **said.columns})
        looked: list[Inner] = []
        error: InputError | None = None
        for number, (name, file, said) in enumerate(files):
            Options(progress=progress).report(number / len(files))
            try:
                own = {**given, **said.columns}
                looked.append(Inner(name, _look_at(file, outer.path, said.feed or feed, own)))
            except InputError as problem:
                error = error or problem
                looked.append(Inner(name, error=str(problem)))
        looked += [Inner(name, error=str(problem)) for name, problem in found.bad]
    first = next((one.look for one in looked if one.look is not None), None)
    if first is None:
        assert error is not None
        raise error
    left_out = {name for name, _, said in files if said.left_out}
    questions = [
        asked_of(one.look.question, outer.path, one.name)
        for one in looked
        if one.name not in left_out and one.look is not None and one.look.question is not None
    ]
    question = asked_together(questions) if questions else None
    return replace(first, question=question, inside=tuple(looked))


def _look_at(inner: InputFile, path: Path, wanted: str | None, columns: dict[str, str]) -> Look:
    try:
        return _look(HeadFile(inner.path, inner.sheet), path, wanted, columns)
    except InputError:
        # The head of a file that is cut may be no file of its kind.
        return _look(inner, path, wanted, columns)


def _look(file: InputFile, path: Path, wanted: str | None, columns: dict[str, str]) -> Look:
    fitting = [feed for feed in FEEDS if feed.recognise(file)]
    recognised = fitting[0] if fitting else _recognise(file, mapped=False)
    mapped = bool(columns.keys() - ANSWERS)
    if wanted is not None:
        feed = _feed(wanted)
    elif mapped:
        feed = _recognise(file, mapped=True)
    else:
        feed = recognised
    head, names = _head(file)
    return Look(
        file=path,
        feed=feed.name,
        title=feed.title,
        kind=feed.kind,
        mappable=feed.mappable,
        fitting={known.name: known.title for known in fitting},
        columns=names,
        fields=_fields(file, names, columns, path) if feed.mappable else {},
        head=head,
        signature=_signature(recognised, names),
        question=_question(file, feed, columns),
        beside=feed.beside is not None,
    )


def _fields(
    file: InputFile, names: Sequence[str], columns: Mapping[str, str], path: Path
) -> dict[str, str]:
    """Return which column is read as which field, one of both coordinates too."""
    fields, _ = find_fields(names, columns, path)
    given = fields.pop(pairs.FIELD, None)
    if file.kind != "table" or not columns.keys().isdisjoint(("lat", "lon")):
        return fields
    if given is None and "lat" in fields:
        return fields
    both = pairs.column_of(file.parsed.frame, columns)
    if both is None:
        return fields
    kept = {name: one for name, one in fields.items() if name not in ("lat", "lon") and one != both}
    return {**kept, pairs.FIELD: both}


def _head(file: InputFile) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the first rows and the names of all columns."""
    if file.kind == "table":
        frame = file.parsed.frame
    elif file.kind == "json":
        frame = properties_as_text(_records(file))
    elif is_kml(file):
        frame = kml_features(file).frame
    elif is_gpx(file):
        frame = gpx_features(file)[0].frame
    elif file.kind == "zip":
        # An archive that a feed reads as a whole has no one table to show.
        frame = pd.DataFrame()
    else:
        frame = _first_features(file)
    head = frame.head(HEAD_ROWS).reset_index(drop=True)
    return head, tuple(str(name) for name in frame.columns)


def _records(file: InputFile) -> list[Any]:
    """Return the properties of the first features, or the first objects of a JSON list."""
    if file.features is not None:
        features = file.features[:HEAD_ROWS]
        return [item.get("properties") if isinstance(item, dict) else None for item in features]
    held = [file.json, *(file.json.values() if isinstance(file.json, dict) else ())]
    for value in held:
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value[:9]):
            return value[:HEAD_ROWS]
    return []


def _first_features(file: InputFile) -> pd.DataFrame:
    """Return the first features of the first layer, without their geometries."""
    names = [name for name, spatial in layer_names(file).items() if spatial]
    if not names:
        return pd.DataFrame()
    with gdal(file):
        frame = pyogrio.read_dataframe(
            file.path, layer=names[0], max_features=HEAD_ROWS, read_geometry=False
        )
    texts = {str(name): frame[name].astype("str") for name in frame.columns}
    return pd.DataFrame({name: text.where(frame[name].notna(), "") for name, text in texts.items()})


def _signature(feed: Feed, columns: Sequence[str]) -> str:
    joined = "\n".join(name.casefold() for name in columns)
    return f"{feed.name}:{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


def _question(file: InputFile, feed: Feed, columns: Mapping[str, str]) -> AnswerNeededError | None:
    """Return what is asked when only the head of a table is read."""
    if not feed.mappable or file.kind != "table":
        return None
    try:
        feed.read(file, Options(columns=columns))
    except AnswerNeededError as error:
        # The order of dates is decided by the whole column.
        return None if error.asks == "date_order" and getattr(file, "cut", False) else error
    except InputError:
        return None
    return None

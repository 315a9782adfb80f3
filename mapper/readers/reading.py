"""Reading any file: recognise its feed, read it, account for every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from mapper.model.dates import parse_day
from mapper.model.errors import AnswerNeededError, InputError
from mapper.model.texts import arrow_memory
from mapper.readers import (
    acled,
    atlos,
    bellingcat,
    cir,
    deepstate,
    deepstate_daily,
    front_pairs,
    geoconfirmed,
    isw,
    mapper_table,
    owlmaps,
    table,
    uawardata,
    ucdp,
    unplaced,
    vector,
    viina,
)
from mapper.readers.archive import Unpacked, unpacked
from mapper.readers.asked import asked_of, asked_together, in_file
from mapper.readers.collecting import without_collecting
from mapper.readers.inputfile import EXPECTED, InputFile
from mapper.readers.registry import ANSWERS, Feed, Options, Placed, PlaceWords, Progress, Said
from mapper.readers.result import ImportResult, Part, Reading
from mapper.readers.several import gather, named

#: Every feed, the particular before the general: the first that recognises a file reads it.
FEEDS: Final[tuple[Feed, ...]] = (
    mapper_table.FEED,
    ucdp.FEED,
    acled.FEED,
    viina.FEED,
    atlos.FEED,
    geoconfirmed.FEED,
    bellingcat.FEED,
    cir.FEED,
    uawardata.FEED,
    deepstate.FEED,
    deepstate_daily.FEED,
    isw.FEED,
    owlmaps.FEED,
    front_pairs.FEED,
    vector.FEED,
    table.FEED,
)


_MOST_NAMED: Final = 3


def feeds() -> list[str]:
    """Return the names of all feeds, particular ones first."""
    return [feed.name for feed in FEEDS]


def read(
    path: str | Path,
    feed: str | None = None,
    date: dt.date | str | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    *,
    places: Mapping[PlaceWords, Placed | None] | None = None,
    inside: Mapping[str, Said] | None = None,
    beside: Sequence[str | Path] = (),
) -> ImportResult:
    """Read a file of events or fronts.

    Parameters
    ----------
    path
        File to read. Nothing but this file is opened (and, for a Shapefile,
        the parts beside it of the same name).
    feed
        One of `feeds`; recognised by the file's content when None.
    date
        The day a file shows that does not say so itself (ISO text or date).
    columns
        Field to column of a table, such as ``{"lat": "Breite"}``. Fields are
        the columns of the table ``events`` and ``lat``, ``lon``, ``date``,
        ``url``, ``date_order`` (the value is then "day-first" or
        "month-first").
    progress
        Called with the share done, 0 to 1. Returning False cancels.
    places
        Where to place rows that name a place and have no coordinates, by the
        words of ``unplaced`` of an earlier reading; None keeps them without a
        place.
    inside
        What was said of single files in an archive, by the names in `names_in`;
        ``feed``, ``date`` and ``columns`` count for those of which nothing was said.
    beside
        Other files of the same import. Of these only labels of this file's records are
        read, such as VIINA's.

    Returns
    -------
    ImportResult
        Events or fronts in EPSG:4326 (lon, lat), and every other row with
        the reason why it was not taken.

    Raises
    ------
    InputError
        If the file as a whole cannot be read.
    CancelledError
        If ``progress`` returned False.
    """
    day = parse_day(date) if isinstance(date, str) else date
    options = Options(
        date=day, columns=dict(columns or {}), places=dict(places or {}), progress=progress
    )
    wanted = None if feed is None else _feed(feed)
    outer = InputFile(path, options.columns.get("sheet"))
    parts: list[Part] = []
    with (
        arrow_memory(),
        without_collecting(),
        ThreadPoolExecutor(1) as pool,
        opened(outer) as found,
    ):
        hashing = pool.submit(lambda: outer.sha256)
        files = named(found, inside or {}, outer)
        if not found.several:
            _, file, said = files[0]
            chosen, reading = _read(file, _wanted(wanted, said), _of_one(options, said))
            if chosen.beside is not None:
                reading = chosen.beside(reading, _readable(beside))
            reading = _together(reading, [chosen], file)
            told = file.warnings
        else:
            chosen, reading = _read_all(files, wanted, options, outer, parts)
            told = []
        hashing.result()
    return ImportResult(
        file=outer.path,
        sha256=outer.sha256,
        feed=chosen.name,
        rows=reading.rows,
        events=reading.events,
        sources=reading.sources,
        claims=reading.claims,
        fronts=reading.fronts,
        rejected=reading.rejected,
        ignored=reading.ignored,
        warnings=[*found.warnings, *told, *reading.warnings],
        unplaced=reading.unplaced,
        parts=tuple(parts + [Part(name, error=str(error)) for name, error in found.bad]),
    )


def _readable(paths: Sequence[str | Path]) -> list[InputFile]:
    """Return files that can be opened; what is wrong with others is said when they are read."""
    files = []
    for path in paths:
        with suppress(InputError):
            file = InputFile(path)
            if file.kind == "table" and file.columns:
                files.append(file)
    return files


def _wanted(feed: Feed | None, said: Said) -> Feed | None:
    return feed if said.feed is None else _feed(said.feed)


def _of_one(options: Options, said: Said) -> Options:
    """Return what was said of one file, for the rest of it what was said of all."""
    return replace(
        options, date=said.date or options.date, columns={**options.columns, **said.columns}
    )


def opened(file: InputFile) -> AbstractContextManager[Unpacked]:
    """Give what is to be read: the files within a ZIP, unless a feed reads the whole of it."""
    if file.kind == "zip" and any(feed.archives and feed.recognise(file) for feed in FEEDS):
        return nullcontext(Unpacked((file,), (file.path.name,)))
    return unpacked(file)


def recognise(path: str | Path) -> str:
    """Return the name of the feed a file is of; `InputError` if of none."""
    with opened(InputFile(path)) as found:
        return _recognise(found.files[0], mapped=False).name


def _read(file: InputFile, wanted: Feed | None, options: Options) -> tuple[Feed, Reading]:
    mapped = bool(options.columns.keys() - ANSWERS)
    feed = wanted or _recognise(file, mapped=mapped)
    if feed.certain and not feed.recognise(file):
        raise InputError(f"the file is not of the feed {feed.name}", file=file.path)
    if mapped and not feed.mappable:
        raise InputError(
            f"the columns of {feed.title} are fixed",
            file=file.path,
            expected="columns given only for other tables",
        )
    options.report(0.05)
    file.report = options.between(0.05, 0.35)
    try:
        return feed, unplaced.settle(feed.read(file, options), options)
    except InputError as error:
        if error.file is not None:
            raise
        raise in_file(error, file.path) from error


def _read_all(
    files: Sequence[tuple[str, InputFile, Said]],
    wanted: Feed | None,
    options: Options,
    outer: InputFile,
    parts: list[Part],
) -> tuple[Feed, Reading]:
    """Read the files of an archive as one; what cannot be read of several is told in ``parts``.

    Raises
    ------
    AnswerNeededError
        If any of them needs an answer; its ``more`` has what the others ask.
    InputError
        If none can be read.
    """
    read: list[tuple[str, Feed, Reading]] = []
    failed: list[InputError] = []
    questions: list[AnswerNeededError] = []
    left_out = [name for name, _, said in files if said.left_out]
    wanted_files = [one for one in files if not one[2].left_out]
    for number, (name, file, said) in enumerate(wanted_files):
        share = options.between(number / len(wanted_files), (number + 1) / len(wanted_files))
        own = replace(_of_one(options, said), progress=partial(_tell, share))
        try:
            feed, reading = _read(file, _wanted(wanted, said), own)
        except AnswerNeededError as error:
            questions.append(asked_of(error, outer.path, name))
            continue
        except InputError as error:
            failed.append(error)
            parts.append(Part(name, error=str(error)))
            continue
        reading.warnings[:0] = file.warnings
        read.append((name, feed, reading))
        parts.append(Part(name, feed.title, reading.rows))
    if questions:
        raise asked_together(questions)
    if not read:
        raise failed[0] if failed else InputError("every file in it is left out", file=outer.path)
    whole = gather([(name, reading) for name, _, reading in read])
    whole.warnings += [f"Not read: {error}" for error in failed]
    if left_out:
        whole.warnings.append(f"Left out, as you said: {', '.join(left_out)}.")
    kinds = dict.fromkeys(feed for _, feed, _ in read)
    whole = _together(whole, kinds, outer)
    if len(kinds) > 1:
        named_as = ((feed.title, [name for name, one, _ in read if one is feed]) for feed in kinds)
        told = "; ".join(f"{_listed(names)} as {title}" for title, names in named_as)
        whole.warnings.append(f"The files were read each for itself: {told}.")
    return next(iter(kinds)), whole


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _together(reading: Reading, kinds: Iterable[Feed], file: InputFile) -> Reading:
    """Return a reading as the feeds in it settle what its files tell of each other's events."""
    try:
        for feed in kinds:
            reading = reading if feed.together is None else feed.together(reading)
    except InputError as error:
        raise in_file(error, file.path) from error
    return reading


def _tell(report: Callable[[float], None], share: float) -> bool:
    report(share)
    return True


def _feed(name: str) -> Feed:
    for feed in FEEDS:
        if feed.name == name:
            return feed
    raise InputError(
        "there is no such feed", field="feed", found=name, expected="one of " + ", ".join(feeds())
    )


def _recognise(file: InputFile, *, mapped: bool) -> Feed:
    """Return the first feed that knows the file; given columns mean a plain table."""
    for feed in FEEDS:
        if (feed.mappable or not mapped) and feed.recognise(file):
            return feed
    raise InputError("the file is of no kind that Mapper reads", file=file.path, expected=EXPECTED)

"""UCDP Georeferenced Event Dataset: the CSV of 49 columns, with or without header."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.coded import mapped
from mapper.model.errors import InputError
from mapper.model.texts import arrow, encoded, no_text, numbers, per_distinct, series, words
from mapper.readers.countries import country_codes
from mapper.readers.inputfile import InputFile
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import BLANKS, clean, clean_coded, one_line

_HEADER: Final = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob"
)
COLUMNS: Final = _HEADER.split(",")

#: Without these there is no event; others may be absent.
_NEEDED: Final = (
    *("id", "latitude", "longitude", "date_start", "date_end", "type_of_violence", "side_a"),
    *("side_b", "where_prec", "date_prec", "best", "high", "low"),
)
_SIGNATURE: Final = frozenset({"type_of_violence", "where_prec", "date_prec", "side_a", "best"})

#: where_prec to geo_precision and a radius in metres that we propose.
_PLACES: Final[dict[str, tuple[str, float | None]]] = {
    "1": ("exact", 10.0),
    "2": ("settlement", 25_000.0),
    "3": ("area", 30_000.0),
    "4": ("region", 100_000.0),
    "5": ("region", 100_000.0),
    "6": ("country", None),
    "7": ("country", None),
}
_DATES: Final = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"}
_TYPES: Final = {
    "1": ("State-based violence", "Battles"),
    "2": ("Non-state violence", "Battles"),
    "3": ("One-sided violence", "Violence against civilians"),
}
_BLANK: Final = f"[{BLANKS}]"
_DAY: Final = r"\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}"
_ARTICLE: Final = (
    rf"^(?P<publisher>.+?){_BLANK}*,{_BLANK}*(?P<published_at>{_DAY})"
    rf"{_BLANK}*,{_BLANK}*(?P<title>(?s:.)*)$"
)
# Most articles are so plain that cutting at two commas does the same, ten times as fast.
_PLAIN_ARTICLE: Final = r"^[^,\n]*[!-+\--~],[0-9]{4}-[0-9]{2}-[0-9]{2},[!-~]"


def _headless(file: InputFile) -> bool:
    first = [cell.strip() for cell in file.header]
    return (
        len(first) == len(COLUMNS)
        and first[0].isdigit()
        and first[COLUMNS.index("geom_wkt")].upper().startswith("POINT")
        and first[COLUMNS.index("type_of_violence")] in _TYPES
    )


def recognise(file: InputFile) -> bool:
    """Tell a UCDP GED table by its columns, or by the cells of its first row."""
    return file.kind == "table" and (file.columns >= _SIGNATURE or _headless(file))


def read(file: InputFile, options: Options) -> Reading:
    """Read UCDP GED events with the articles they were coded from."""
    parsed = file.parsed
    if _headless(file) and not file.columns >= _SIGNATURE:
        parsed = file.table(COLUMNS)
        file.warnings.append("The table has no header row; UCDP's order of columns was used.")
    raw = parsed.coded.rename(columns=str.lower)
    lacking = [name for name in _NEEDED if name not in raw.columns]
    if lacking:
        raise InputError(
            "the UCDP table lacks columns", file=file.path, expected=", ".join(lacking[:5])
        )
    rows = Rows(raw, parsed.row_numbers)
    rows.set_broken(parsed.broken, len(raw.columns))
    ids = rows.text("id")
    event_ids = "ucdp:" + ids
    rows.used |= {"source_article", "source_office", "source_date", "source_headline"}
    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(lambda: _sources(clean(raw["source_article"]), event_ids))
        rows.reject(ids.isna().to_numpy(), "id", "UCDP's number of the event")
        rows.reject_repeats(ids, "id")
        columns, lon, lat = _event_columns(rows, ids, event_ids, options)
        sources = making.result()
    reading = rows.finish(columns, lon, lat, sources=sources)
    options.report(1.0)
    return reading


def _event_columns(
    rows: Rows, ids: pd.Series, event_ids: pd.Series, options: Options
) -> tuple[dict[str, Any], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the columns of events, and their degrees."""
    raw = rows.raw
    lon, lat = rows.coordinates("longitude", "latitude")
    order = rows.date_order(["date_start", "date_end"], options.date_order)
    start, end = rows.days("date_start", order), rows.days("date_end", order)
    rows.check_order(start.start, end.end, "date_end")
    low, best, high = (rows.counts(name) for name in ("low", "best", "high"))
    low, high, notes = _bounds_in_order(low, best, high)
    if notes.notna().any():
        rows.warnings.append(
            "Deaths given with low, best and high out of order; the bound that contradicts "
            f"best is left empty and the notes say so: {notes.notna().sum()}."
        )
    options.report(0.4)

    precision = _code(rows, "where_prec")
    days = _code(rows, "date_prec")
    violence = _code(rows, "type_of_violence")
    side_a, side_b = clean_coded(raw["side_a"]), clean_coded(raw["side_b"])
    one_sided = (violence == "3").fillna(False)
    place, country, admin1 = (
        rows.coded(name) for name in ("where_coordinates", "country", "adm_1")
    )
    kind = words(violence, {code: name.lower() for code, (name, _) in _TYPES.items()})
    description = rows.coded("where_description")
    codes = mapped(country, country_codes)
    if (codes.isna() & country.notna()).any():
        # An unknown name of a country stays readable in `extra`.
        rows.used.discard("country")
    rows.used |= {"geom_wkt", "year"}
    columns = {
        "event_id": event_ids,
        "external_id": ids,
        "feed": "ucdp",
        "title": _title(kind, place, side_a, side_b),
        "description": description,
        "date_start": start.start,
        "date_end": end.end,
        "date_precision": words(days, _DATES),
        "place_name": place,
        "admin1": admin1,
        "country": codes,
        "geo_precision": words(precision, {k: name for k, (name, _) in _PLACES.items()}),
        "radius_m": numbers(precision, {k: radius for k, (_, radius) in _PLACES.items()}),
        "event_type": words(violence, {k: name for k, (_, name) in _TYPES.items()}),
        # Only one-sided violence has a direction in UCDP: side A against civilians.
        "perpetrator_alleged": side_a.where(one_sided),
        "affected_party": side_b.where(one_sided),
        "killed_min": low,
        "killed_best": best,
        "killed_max": high,
        "notes": notes,
        "extra": rows.extra(options.between(0.5, 0.9)),
    }
    return columns, lon, lat


def _bounds_in_order(
    low: pd.Series, best: pd.Series, high: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return bounds without those that contradict ``best``, and a note where one does."""
    # Comparing with NaN is false, as is wanted of unknown counts.
    least, middle, most = (
        count.to_numpy(dtype=np.float64, na_value=np.nan) for count in (low, best, high)
    )
    unsure = np.isnan(middle) & (least > most)
    wrong_low, wrong_high = (least > middle) | unsure, (most < middle) | unsure
    if not (wrong_low | wrong_high).any():
        return low, high, no_text(low.index)
    wrong = wrong_low | wrong_high
    # Writing numbers out is slow, and few rows need it.
    parts = [count[wrong].astype("str") for count in (low, best, high)]
    written = parts[0] + ", best " + parts[1] + ", high " + parts[2]
    notes = ("UCDP gives contradicting deaths: low " + written + ".").reindex(low.index)
    return low.mask(wrong_low), high.mask(wrong_high), notes


def _code(rows: Rows, column: str) -> pd.Series:
    """Return a code such as ``1``, also where a program wrote ``1.0``."""
    return mapped(clean_coded(rows.raw[column]), _plain_code)


def _plain_code(codes: pd.Series) -> pd.Series:
    return codes.str.replace(r"\.0+$", "", regex=True)


def _title(kind: pd.Series, place: pd.Series, side_a: pd.Series, side_b: pd.Series) -> pd.Series:
    # The place first: it is what differs from row to row of a list.
    where = _with_end(place, ": ", "")
    first = _with_end(side_a, " – ", "unknown side – ")
    second = _with_end(side_b, " (", "unknown side (")
    what = _with_end(kind, ")", "violence)")
    parts = [arrow(part) for part in (where, first, second, what)]
    joined = pc.binary_join_element_wise(*parts, pa.scalar("", pa.large_string()))
    return series(joined, place.index)


@per_distinct
def _with_end(texts: pd.Series, end: str, otherwise: str) -> pd.Series:
    return (texts + end).fillna(otherwise)


def _sources(written: pd.Series, event_ids: pd.Series) -> pd.DataFrame:
    """Return one source per article: ``"publisher,day,headline";"..."``."""
    coded = encoded(written)
    texts, codes = (written, np.arange(len(written))) if coded is None else coded
    articles, owner = _articles(texts)
    # Rows of one text have the articles of that text.
    first = np.searchsorted(owner, np.arange(len(texts)))
    count = np.bincount(owner, minlength=len(texts))[codes]
    row = np.repeat(np.arange(len(codes)), count)
    number = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    listed = articles
    if not _in_order(row, len(codes)) or not _in_order(first[codes], len(articles)):
        listed = articles.take(first[codes][row] + number)
        event_ids = event_ids.take(row)
    listed.index = pd.Index(row)
    listed["event_id"] = event_ids.set_axis(listed.index)
    suffix = pd.Series([f"#{one + 1}" for one in range(number.max(initial=0) + 1)], dtype="str")
    listed["source_id"] = listed["event_id"] + suffix.take(number).set_axis(listed.index)
    return listed


def _articles(texts: pd.Series) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Return the articles in texts, and the place of each one's text, in order."""
    ends = '" \n'
    found = pc.ascii_trim(arrow(texts).combine_chunks(), ends)
    owner = np.arange(len(found))
    if pc.any(pc.match_substring(found, '"')).as_py():
        lists = pc.split_pattern_regex(found, f'"{_BLANK}*;{_BLANK}*"')
        owner = pc.list_parent_indices(lists).to_numpy()
        found = pc.ascii_trim(pc.list_flatten(lists), ends)
    filled = pc.fill_null(pc.not_equal(found, ""), False)
    if not pc.all(filled).as_py():
        owner = owner[filled.to_numpy(zero_copy_only=False)]
        found = found.filter(filled)
    publisher, day, title = _taken_apart(found)
    index = pd.RangeIndex(len(found))
    frame = pd.DataFrame(
        {
            "publisher": clean(series(publisher, index)),
            "published_at": series(day, index),
            "title": clean(one_line(series(pc.coalesce(title, found), index))),
        }
    )
    return frame, owner


def _taken_apart(articles: pa.Array) -> list[pa.Array]:
    """Return publisher, day and title of articles, missing where they are not so written."""
    plain = pc.match_substring_regex(articles, _PLAIN_ARTICLE)
    if pc.all(plain).as_py():
        whole = pc.split_pattern(articles, ",", max_splits=2)
        return [pc.list_element(whole, at) for at in range(3)]
    parts = pc.split_pattern(articles.filter(plain), ",", max_splits=2)
    others = pc.extract_regex(articles.filter(pc.invert(plain)), _ARTICLE)
    is_plain = plain.to_numpy(zero_copy_only=False)
    place = np.where(is_plain, np.cumsum(is_plain) - 1, len(parts) + np.cumsum(~is_plain) - 1)
    return [
        pa.concat_arrays([pc.list_element(parts, at), pc.struct_field(others, name)]).take(
            pa.array(place)
        )
        for at, name in enumerate(("publisher", "published_at", "title"))
    ]


def _in_order(places: npt.NDArray[np.int64], count: int) -> bool:
    """Tell whether places are 0, 1, 2 and so on up to a count."""
    return len(places) == count and np.array_equal(places, np.arange(count))


FEED: Final = Feed(
    "ucdp",
    "UCDP GED",
    "events",
    recognise,
    read,
    forms="CSV, also without its header row",
    keeps="place, days, deaths low, best and high, articles; sides of one-sided violence; the "
    "rest in `extra`",
    drops="bounds of deaths that contradict the best estimate (told in the notes); the place "
    "and the articles a second time",
)

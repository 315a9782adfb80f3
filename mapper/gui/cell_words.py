"""What the cells and headings of the event list say."""

from __future__ import annotations

from mapper.gui.columns import ROUGH, STATUSES, UNKNOWN, EventColumns, count_of
from mapper.gui.day_words import people, refusal
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.facet_words import label_of, meaning_of
from mapper.gui.list_columns import TEXTS
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.dates import NO_DAY, day_from_number
from mapper.model.facets import FACETS
from mapper.model.names import region_name
from mapper.model.sides import sides_in


def cell_text(
    columns: EventColumns, key: str, row: int, distances: DistanceColumn | None, unit: str
) -> str:
    """Return the text of one cell; empty for nothing stated."""
    match key:
        case "date":
            return columns.days_text(row)
        case "title":
            return str(columns.title[row])
        case "place":
            rough = ROUGH[columns.rough[row]]
            return str(columns.place[row]) or ("" if rough is None else tr(rough.label))
        case "status":
            return tr(words.VERIFICATION_STATUSES[STATUSES[columns.status[row]]].label)
        case "killed" | "injured":
            count = count_of((columns.killed if key == "killed" else columns.injured)[row])
            if not count.known:
                return "–"
            return "0" if count.best == 0 and str(count) == "none reported" else people(count)
        case "distance":
            return "" if distances is None else distances.text(row, unit)
        case "changed":
            return columns.text("updated_at", row)[:16].replace("T", " ")
    if key in TEXTS:
        return columns.text(TEXTS[key], row)
    if key == "sides":
        return sides_in(columns.text("extra", row))
    value = columns.text(FACETS[key].column, row)
    return label_of(key, value) if value else ""


def short_text(columns: EventColumns, key: str, row: int) -> str:
    """Return what a cell says where its text has no room: of counts the range."""
    counts = {"killed": columns.killed, "injured": columns.injured}.get(key)
    if counts is None:
        return ""
    low, best, high = (int(number) for number in counts[row])
    if best == UNKNOWN and (low == UNKNOWN) != (high == UNKNOWN):
        return f"≥{low}" if high == UNKNOWN else f"≤{high}"
    return f"{low}–{high}" if 0 <= low < high else ""


def cell_tip(
    columns: EventColumns, key: str, row: int, distances: DistanceColumn | None, unit: str
) -> str | None:
    """Return what more there is to say of one cell."""
    from mapper.gui.labels import plain_tip  # needs Qt's widgets, the rest does not

    if key == "status":
        term = words.VERIFICATION_STATUSES[STATUSES[columns.status[row]]]
        return f"{tr(term.label)}: {tr(term.meaning)}"
    if key in ("killed", "injured"):
        counts = columns.killed if key == "killed" else columns.injured
        return f"{key.capitalize()}: {count_of(counts[row])}"
    if key == "distance":
        refused = "" if distances is None else str(distances.refused[row])
        return plain_tip(refusal(refused)) if refused else None
    text = cell_text(columns, key, row, distances, unit)
    rough = ROUGH[columns.rough[row]]
    if rough is not None and key in ("title", "place"):
        said = f"{tr(rough.label)}. {tr(rough.meaning)}"
        text = said if text == tr(rough.label) else f"{text}: {said}"
    elif key in FACETS and FACETS[key].column and text:
        text = meaning_of(key, columns.text(FACETS[key].column, row)) or text
    return plain_tip(text) if text else None


def group_words(columns: EventColumns, key: str, row: int) -> str:
    """Return the heading of the group that an event is in."""
    if key == "day":
        day = int(columns.start[row])
        return tr("Day not known") if day == NO_DAY else day_from_number(day).isoformat()
    if key == "place":
        place, region = str(columns.place[row]), _region(columns, row)
        if not place:
            return tr("Place not named")
        return tr("{place}, {region}", place=place, region=region) if region else place
    value = _region(columns, row) if key == "region" else columns.text(FACETS[key].column, row)
    if value:
        return label_of(key, value)
    return tr("{what} not stated", what=FACETS[key].label)


def _region(columns: EventColumns, row: int) -> str:
    """Return the one name of an event's region; grouping the list has named it before."""
    written = columns.text("admin1", row)
    return written and region_name(written, columns.text("country", row))

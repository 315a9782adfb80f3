"""The columns that the event list can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mapper.gui.translation import tr


@dataclass(frozen=True)
class ColumnLook:
    """Header text, tip, widths in characters and alignment of one column.

    It is ``least`` wide where there is little room, else ``characters``. A column whose key
    is that of a facet shows its values, one with a ``text`` that column of the events.
    """

    key: str
    header: str
    tip: str
    characters: int
    least: int
    right: bool = False
    text: str = ""


LOOKS: Final = (
    ColumnLook("date", tr("Date"), tr("Day or days of the event"), 13, 11),
    ColumnLook("title", tr("Title"), tr("What is reported"), 34, 21, text="title"),
    ColumnLook("place", tr("Place"), tr("Place as the source names it"), 14, 10, text="place_name"),
    ColumnLook("status", tr("Status"), tr("How far the report is checked"), 14, 5),
    ColumnLook("killed", tr("Killed"), tr("People killed; – means unknown"), 6, 5, right=True),
    ColumnLook("injured", tr("Injured"), tr("People injured; – means unknown"), 6, 6, right=True),
    ColumnLook(
        "distance", tr("To front"), tr("Distance to the front of that day"), 9, 8, right=True
    ),
    ColumnLook("sources", tr("Sources"), tr("How many sources it has"), 7, 7, right=True),
    ColumnLook("type", tr("Type"), tr("What kind of event it is"), 16, 10),
    ColumnLook("weapon", tr("Weapon"), tr("What was used"), 13, 9),
    ColumnLook("target", tr("Target"), tr("What was hit"), 13, 9),
    ColumnLook("region", tr("Region"), tr("Oblast, or its like elsewhere"), 16, 10),
    ColumnLook("country", tr("Country"), tr("Country of the place"), 10, 8),
    ColumnLook("precision", tr("Precision"), tr("How exactly the place is known"), 11, 8),
    ColumnLook("attributed", tr("Attributed to"), tr("Who is said to have done it"), 18, 10),
    ColumnLook("claimed", tr("Claimed by"), tr("Who says to have done it"), 18, 10),
    ColumnLook("affected", tr("Affected"), tr("Whom it met"), 18, 10),
    ColumnLook("sides", tr("Sides"), tr("The sides that UCDP or ACLED name"), 22, 12),
    ColumnLook("feed", tr("Feed"), tr("The set of data it came with"), 9, 7),
    ColumnLook("work", tr("Work"), tr("How far the work on it is"), 12, 9),
    ColumnLook("tags", tr("Tags"), tr("Tags given to it"), 14, 8, text="tags"),
    ColumnLook("notes", tr("Notes"), tr("Notes on it"), 18, 8, text="notes"),
    ColumnLook("changed", tr("Changed"), tr("Last change, UTC"), 16, 10, text="updated_at"),
)
SORT_KEYS: Final = tuple(look.key for look in LOOKS)
#: The number of each column in the table.
SECTIONS: Final = {look.key: section for section, look in enumerate(LOOKS)}
#: Columns of the events that are shown as they are written.
TEXTS: Final = {look.key: look.text for look in LOOKS if look.text}
#: Columns shown unless the person chose others, from left to right: a narrow list has room for
#: the first of them.
USUAL: Final = ("date", "title", "status", "place", "distance", "killed", "injured")
#: So many of them there are at least, whatever is left for the title.
FEWEST: Final = 3
#: What the list can be grouped by, and how it is asked for.
GROUPS: Final = {
    "": tr("Nothing"),
    "day": tr("First day"),
    "place": tr("Place"),
    "region": tr("Region"),
    "country": tr("Country"),
    "status": tr("Status"),
    "type": tr("Type"),
    "work": tr("Work on it"),
}

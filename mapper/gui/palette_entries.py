"""What the command palette offers: commands at once, events and places as they are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu

from mapper import gazetteer
from mapper.gazetteer import Candidate
from mapper.gui import settings
from mapper.gui.session import ProjectData
from mapper.gui.spec import Spec
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr
from mapper.model.errors import MapperError
from mapper.model.filters import EventFilter
from mapper.model.spelling import plain

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow

#: How many events and places are listed.
MOST_EVENTS: Final = 6
MOST_PLACES: Final = 4
#: Shorter words find too much.
SHORTEST: Final = 2
#: Nearest the map goes to a place.
_TOWN_ZOOM: Final = 11.0


@dataclass(frozen=True)
class Entry:
    """A row of the palette: ``kind`` stands beside it, ``run`` does it."""

    text: str
    kind: str
    run: Callable[[], object]
    keys: str = ""
    tip: str = ""
    #: Words it is found by besides its text.
    also: str = ""
    #: Why it cannot be done now; empty if it can.
    reason: str = ""


@dataclass(frozen=True)
class Looked:
    """Events (id, day, title) and places that words were found in."""

    events: tuple[tuple[str, str, str], ...] = ()
    places: tuple[Candidate, ...] = ()


class Entries:
    """Gathers the entries of a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def commands(self) -> list[Entry]:
        """Return every command, and the projects opened lately."""
        window = self._window
        found = [
            Entry(
                _words(action.text()),
                _words(spec.menu),
                action.trigger,
                action.shortcut().toString(),
                spec.tip,
                f"{spec.tip} {spec.toolbar}",
                "" if action.isEnabled() else self._reason(spec),
            )
            for spec, action in window.actions_table.all()
            if spec.name != "palette"
        ]
        for menu in window.actions_table.menus.values():
            found += _choices(menu)
        for path in settings.recent_projects():
            found.append(
                Entry(
                    path.name,
                    tr("Recent project"),
                    partial(window.session.open, path),
                    "",
                    str(path),
                )
            )
        return found

    def _reason(self, spec: Spec) -> str:
        """Return why a command cannot be used now, in few words."""
        data = self._window.session.data
        nothing = {
            "undo": tr("nothing to undo"),
            "redo": tr("nothing to redo"),
            "no_boundary": tr("there is none"),
            "back": tr("nothing was looked at before"),
            "forward": tr("nothing was looked at after it"),
        }
        if data is None and spec.needs in ("project", "writable"):
            return tr("no project is open")
        if data is not None and data.read_only_reason and spec.needs == "writable":
            return tr("the project is read-only")
        return nothing.get(spec.name, tr("not now"))

    def looker(self, text: str) -> Callable[[Progress], Looked]:
        """Return work that looks for events and places with the words of ``text``."""
        return partial(look, self._window.session.data, text)

    def found(self, looked: Looked, text: str) -> list[Entry]:
        """Return entries of what was looked up, those first that begin as ``text``."""
        window = self._window
        entries = [
            Entry(
                title or event_id, tr("Event, {day}", day=day), partial(window.show_event, event_id)
            )
            for event_id, day, title in looked.events
        ]
        for place in looked.places:
            go = partial(window.map_view.set_view, place.lon, place.lat, _TOWN_ZOOM)
            entries.append(Entry(str(place), tr("Place"), go, "", tr("Show it on the map")))
        # Also those found by another name or in their notes.
        return sorted(entries, key=lambda entry: -sum(_scores(entry, text)))


def ranked(entries: list[Entry], text: str) -> list[Entry]:
    """Return the entries that hold all words of ``text``, the best first.

    A word that begins a word of the entry counts more than one inside it, and its text more
    than what is told of it. Of two that fit alike, what cannot be done now comes last.
    """
    scored = [(scores, entry) for entry in entries if all(scores := _scores(entry, text))]
    return [
        entry for _, entry in sorted(scored, key=lambda one: (-sum(one[0]), bool(one[1].reason)))
    ]


def look(data: ProjectData | None, text: str, progress: Progress) -> Looked:
    """Return events and places with the words of ``text``; runs in a worker."""
    if len(text.strip()) < SHORTEST:
        return Looked()
    events: tuple[tuple[str, str, str], ...] = ()
    if data is not None and len(data.columns):
        rows = EventFilter(text=text.strip()).mask(data.events).nonzero()[0]
        columns = data.columns
        # The latest are asked for most.
        newest = rows[columns.start[rows].argsort(kind="stable")[::-1][:MOST_EVENTS]]
        events = tuple(
            (str(columns.ids[row]), columns.days_text(int(row)), str(columns.title[row]))
            for row in newest
        )
    progress.check()
    try:
        places = tuple(gazetteer.complete(text.strip(), limit=MOST_PLACES))
    except MapperError:
        # Without its index the gazetteer knows none; the window tells of that by itself.
        places = ()
    return Looked(events, places)


def _scores(entry: Entry, text: str) -> list[int]:
    """Return how well each word of ``text`` fits an entry; 0 where it does not."""
    names = [plain(word) for word in entry.text.split()]
    others = [plain(word) for word in f"{entry.kind} {entry.also}".split()]
    return [_score(plain(word), names, others) for word in text.split()]


def _score(word: str, names: list[str], others: list[str]) -> int:
    if any(name.startswith(word) for name in names):
        return 6
    if any(word in name for name in names):
        return 3
    if any(other.startswith(word) for other in others):
        return 2
    return 0


def _choices(menu: QMenu) -> list[Entry]:
    """Return the checkable entries of a menu's submenus: themes, colours, base maps."""
    found = []
    for parent in menu.actions():
        submenu = parent.menu()
        if submenu is None:
            continue
        name = _words(submenu.title())
        found += [
            Entry(f"{name}: {_words(action.text())}", _words(menu.title()), action.trigger)
            for action in submenu.actions()
            if _is_choice(action)
        ]
    return found


def _is_choice(action: QAction) -> bool:
    return action.isCheckable() and action.isEnabled() and bool(action.text())


def _words(text: str) -> str:
    """Return a menu's text as it is read."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")

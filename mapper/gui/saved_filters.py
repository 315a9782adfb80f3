"""Filters kept under a name, for any project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PyQt6.QtWidgets import QInputDialog, QMenu, QWidget

from mapper.gui import settings
from mapper.gui.day_words import filtered
from mapper.gui.translation import tr
from mapper.model.errors import InputError
from mapper.model.filters import EventFilter


class SavedFilters(QMenu):
    """Lists the filters that were saved; choosing one asks for it."""

    def __init__(
        self,
        current: Callable[[], EventFilter],
        choose: Callable[[EventFilter], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._choose = choose
        self.aboutToShow.connect(self._fill)

    def save(self, name: str) -> None:
        """Keep the filter as it stands, without its place on the map, under a name."""
        kept = settings.saved_filters()
        kept[name.strip() or self._current().describe()] = as_values(self._current())
        settings.set_saved_filters(kept)

    def forget(self, name: str) -> None:
        """Keep a filter no more."""
        settings.set_saved_filters({k: v for k, v in settings.saved_filters().items() if k != name})

    def _fill(self) -> None:
        self.clear()
        found = {name: from_values(values) for name, values in settings.saved_filters().items()}
        for name, chosen in found.items():
            if chosen is not None:
                action = self.addAction(name.replace("&", "&&"))
                assert action is not None
                action.setToolTip(filtered(chosen))
                action.triggered.connect(partial(self._choose, chosen))
        if not found:
            nothing = self.addAction(tr("No saved filters"))
            assert nothing is not None
            nothing.setEnabled(False)
        self.addSeparator()
        keep = self.addAction(tr("Save this filter…"), self._ask)
        assert keep is not None
        keep.setEnabled(not without_place(self._current()).everything)
        if found:
            forget = self.addMenu(tr("Forget"))
            assert forget is not None
            for name in found:
                action = forget.addAction(name.replace("&", "&&"))
                assert action is not None
                action.triggered.connect(partial(self.forget, name))

    def _ask(self) -> None:
        chosen = without_place(self._current())
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle(tr("Save this filter"))
        dialog.setLabelText(tr("Name of the filter"))
        dialog.setTextValue(filtered(chosen)[:60])
        dialog.textValueSelected.connect(self.save)
        dialog.open()


def without_place(chosen: EventFilter) -> EventFilter:
    """Return a filter without what belongs to one moment: the view, chosen events."""
    return replace(chosen, within=None, ids=None, ids_words="")


def as_values(chosen: EventFilter) -> dict[str, Any]:
    """Return a filter as plain values for JSON."""
    return {
        "from": None if chosen.from_day is None else chosen.from_day.isoformat(),
        "until": None if chosen.until_day is None else chosen.until_day.isoformat(),
        "statuses": list(chosen.statuses),
        "text": chosen.text,
        "places": list(chosen.places),
        "choices": {name: list(values) for name, values in chosen.choices},
    }


def from_values(values: Any) -> EventFilter | None:
    """Return the filter, or None for what this version does not understand."""
    try:
        days = [values[end] and dt.date.fromisoformat(values[end]) for end in ("from", "until")]
        return EventFilter(
            days[0] or None,
            days[1] or None,
            tuple(map(str, values["statuses"])),
            str(values["text"]),
            tuple(map(str, values["places"])),
            tuple((name, tuple(map(str, some))) for name, some in values["choices"].items()),
        )
    except (InputError, KeyError, TypeError, ValueError, AttributeError):
        return None

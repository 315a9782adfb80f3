"""Filters kept under a name, for any project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import settings
from mapper.gui.filter_words import filtered
from mapper.gui.labels import TextLabel
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
        chosen = self._current()
        lost = EventFilter(within=chosen.within, ids=chosen.ids, ids_words=chosen.ids_words)
        self.dialog = FilterName(filtered(without_place(chosen))[:60], self, filtered(lost))
        self.dialog.named.connect(self.save)
        self.dialog.open()


class FilterName(QDialog):
    """Asks for the name of a filter; one that is taken is said to be, and replaced if wished.

    Signals
    -------
    named(str)
        The filter is to be kept under that name.
    """

    named = pyqtSignal(str)

    def __init__(self, proposed: str, parent: QWidget, lost: str = "") -> None:
        super().__init__(parent.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Save this filter"))
        self._kept = {
            name: from_values(values) for name, values in settings.saved_filters().items()
        }
        self.edit = QLineEdit(proposed)
        self.edit.setMinimumWidth(self.edit.fontMetrics().averageCharWidth() * 52)
        name = QLabel(tr("Name of the filter"))
        name.setBuddy(self.edit)
        self.told = TextLabel("")
        self.lost = TextLabel(
            tr("Not kept, as it belongs to this moment: {filter}.", filter=lost), role="muted"
        )
        self.lost.setVisible(bool(lost))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        save = buttons.button(kinds.Save)
        assert save is not None
        self.keep = save
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        for part in (name, self.edit, self.told, self.lost, buttons):
            rows.addWidget(part)
        self.edit.textChanged.connect(self._look)
        self.edit.selectAll()
        self._look()

    def accept(self) -> None:
        if self.keep.isEnabled():
            self.named.emit(self.edit.text())
            super().accept()

    def _look(self) -> None:
        name = self.edit.text().strip()
        taken = name in self._kept
        words = ""
        if taken:
            before = self._kept[name]
            told = "" if before is None else filtered(before)
            words = tr("The name is taken by another filter: {filter}. Replace it?", filter=told)
        self.told.set_text(words.strip())
        self.told.setVisible(taken)
        self.keep.setEnabled(bool(name))
        self.keep.setText(tr("Replace") if taken else tr("Save"))


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

"""Facets to narrow the list by: each value with its number of events, ticked to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PyQt6.QtCore import QSignalBlocker, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.facet_counts import FINDINGS, PLACES, Counts
from mapper.gui.facet_words import label_of, meaning_of, spelt_words
from mapper.gui.icons import place_mark
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr, whole_number
from mapper.model import vocabulary as words
from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.filters import Box, Choices, EventFilter, EventIds
from mapper.model.regions import Spellings
from mapper.model.spelling import plain

#: Values of a facet listed before a person looks for others.
_MOST: Final = 40
_FACET: Final = Qt.ItemDataRole.UserRole
_VALUE: Final = Qt.ItemDataRole.UserRole + 1
#: Marks the row that asks for a check.
_ASKS: Final = Qt.ItemDataRole.UserRole + 2
#: Facets that are open at first.
_OPEN: Final = frozenset({"status", "type", "casualties"})


class FacetPanel(QWidget):
    """Shows counts by facet; hidden until somebody wants to filter.

    Signals
    -------
    changed(EventFilter)
        Other statuses, places, facets or another box are chosen; days and text are empty.
    counts_wanted()
        It was opened and has no counts yet.
    turned(bool)
        It was opened, or hidden.
    check_wanted()
        The data are to be checked, to filter by what is found.
    rules_chosen(tuple)
        Other rules of the checks are chosen; `take_ids` answers.
    """

    changed = pyqtSignal(object)
    counts_wanted = pyqtSignal()
    turned = pyqtSignal(bool)
    check_wanted = pyqtSignal()
    rules_chosen = pyqtSignal(tuple)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._colours = colours
        self._counts: Counts = {}
        self._spellings: Spellings = {}
        self._chosen = EventFilter()
        self._box: Box | None = None
        #: Rules of the checks whose findings pass, `NOT_STATED` for events without any.
        self.rules: tuple[str, ...] = ()
        #: Whether the data are being checked, and whether findings are known.
        self._checking = self._checked = False
        self._open = set(_OPEN)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(tr("Find a value"))
        self.sought.setAccessibleName(tr("Find a value to filter by"))
        self.sought.setClearButtonEnabled(True)
        self.sought.textChanged.connect(lambda _text: self._fill())
        self.saved = QToolButton()
        self.saved.setText(tr("Saved"))
        self.saved.setToolTip(tr("Filters saved under a name"))
        self.saved.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.in_view = QCheckBox(tr("Only what the map shows"))
        self.in_view.setToolTip(tr("List the events in the part of the map that is in view"))
        self.in_view.toggled.connect(lambda _on: self._emit())
        self.nothing = TextLabel(role="muted")
        self.nothing.hide()
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Values to filter by"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        header = self.tree.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        # A row must not be taken from the tree while it tells that it was ticked.
        self._ticked = QTimer(self)
        self._ticked.setSingleShot(True)
        self._ticked.setInterval(0)
        self._ticked.timeout.connect(self._take_ticks)
        self.tree.itemChanged.connect(lambda _item, _column: self._ticked.start())
        self.tree.itemExpanded.connect(lambda item: self._open.add(item.data(0, _FACET)))
        self.tree.itemCollapsed.connect(lambda item: self._open.discard(item.data(0, _FACET)))
        self.tree.itemActivated.connect(lambda item, _column: self._turn(item))
        self.tree.itemClicked.connect(lambda item, _column: self._ask_to_check(item))
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.sought, 1)
        top.addWidget(self.saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.in_view)
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree, 1)
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether its counts are looked at."""
        return not self.isHidden()

    def open(self, wanted: bool) -> None:
        """Show or hide it."""
        self.setVisible(wanted)
        self.turned.emit(wanted)
        if wanted:
            self.counts_wanted.emit()
            self.sought.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_filter(self, chosen: EventFilter) -> None:
        """Follow a filter that was set elsewhere."""
        if chosen.ids is not self._chosen.ids:
            # What others choose is chosen by no rule.
            self.rules = ()
        self._chosen = chosen
        with QSignalBlocker(self.in_view):
            self.in_view.setChecked(chosen.within is not None)
        self._fill()

    def take_box(self, box: Box | None) -> None:
        """Take what the map shows."""
        self._box = box
        if self.in_view.isChecked() and self._chosen.within != box:
            self._emit()

    def show_counts(
        self, counts: Counts, chosen: EventFilter, spellings: Spellings | None = None
    ) -> None:
        """Show how many events have each value; of regions also how they are written."""
        self._counts, self._chosen = counts, chosen
        self._spellings = spellings or {}
        self._fill()

    def set_checking(self, *, running: bool, known: bool) -> None:
        """Say whether the data are being checked, and whether findings are known."""
        if (running, known) != (self._checking, self._checked):
            self._checking, self._checked = running, known
            self._fill()

    def take_ids(self, ids: EventIds | None, words_of: str) -> None:
        """Narrow to the events that the chosen rules found."""
        self._chosen = replace(self._chosen, ids=ids, ids_words=words_of)
        self._emit()

    def set_colours(self, colours: Colours) -> None:
        """Draw marks in the theme's colours."""
        self._colours = colours
        self._fill()

    # Filling

    def _fill(self) -> None:
        if not self.wanted:
            return
        asked = plain(self.sought.text())
        down = self.tree.verticalScrollBar()
        assert down is not None
        at, current = down.value(), self._current()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for name, label in _facets():
                self._add_facet(name, label, asked)
            facets = self.tree.topLevelItemCount()
            self._add_findings(asked)
        found = self.tree.topLevelItemCount() if asked else facets
        words_of = tr("All events listed have the same type, region and so on.")
        if not any(number for counts in self._counts.values() for _, number in counts):
            words_of = tr("No event passes the filter, so there are no values to choose from.")
        self.nothing.set_text(tr("No value is called so.") if asked else words_of)
        self.nothing.setVisible(not found and bool(self._counts))
        down.setValue(at)
        self._go_to(current)

    def _add_facet(self, name: str, label: str, asked: str) -> None:
        chosen = set(self._values(name))
        counted = dict(self._counts.get(name, ()))
        # What is ticked is listed, though no event has it any more.
        values = [*counted, *(value for value in chosen if value not in counted)]
        rows = [
            (value, words_of)
            for value in values
            if not (name == PLACES and value == NOT_STATED)
            and self._is_asked(asked, name, value, words_of := label_of(name, value))
        ]
        if not rows or (len(rows) == 1 and not asked and not chosen):
            # One value for all tells nothing apart.
            return
        parent = _head(name, f"{label} ({len(chosen)})" if chosen else label)
        self.tree.addTopLevelItem(parent)
        listed = [row for at, row in enumerate(rows) if at < _MOST or row[0] in chosen]
        for value, words_of in listed:
            parent.addChild(
                self._row(name, value, words_of, counted.get(value, 0), value in chosen)
            )
        if len(listed) < len(rows):
            more = QTreeWidgetItem(
                [tr("{number:,} more: find them above", number=len(rows) - len(listed)), ""]
            )
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            parent.addChild(more)
        parent.setExpanded(bool(asked) or bool(chosen) or name in self._open)

    def _is_asked(self, asked: str, name: str, value: str, words_of: str) -> bool:
        """Whether a value is looked for; a region also as the events write it."""
        written = self._spellings.get(value, ()) if name == "region" else ()
        return any(asked in plain(text) for text in (words_of, *written))

    def _add_findings(self, asked: str) -> None:
        """Say how far the data are checked, where that is not told by findings."""
        if asked or (self._checked and not self._checking):
            return
        parent = next((item for item in self._items() if item.data(0, _FACET) == FINDINGS), None)
        if parent is None:
            parent = _head(FINDINGS, tr("Findings of the checks"))
            self.tree.addTopLevelItem(parent)
            parent.setExpanded(FINDINGS in self._open or self._checking)
        ask = tr("Check the data, to filter by it…")
        row = QTreeWidgetItem([tr("Checking…") if self._checking else ask, ""])
        row.setData(0, _FACET, FINDINGS)
        if self._checking:
            row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        else:
            row.setData(0, _ASKS, True)
            row.setForeground(0, QColor(self._colours.accent))
            row.setToolTip(0, tr("Checked are all events, in the background"))
        parent.insertChild(0, row)

    def _ask_to_check(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _ASKS):
            self.check_wanted.emit()

    def _row(self, name: str, value: str, words_of: str, number: int, on: bool) -> QTreeWidgetItem:
        row = QTreeWidgetItem([words_of, whole_number(number)])
        row.setData(0, _FACET, name)
        row.setData(0, _VALUE, value)
        row.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )
        row.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        written = self._spellings.get(value, ()) if name == "region" else ()
        said = spelt_words(words_of, written) or meaning_of(name, value) or words_of
        row.setToolTip(0, plain_tip(said))
        if name == "status" and value in self._colours.statuses:
            row.setIcon(0, self._colours.status_mark(value))
        elif name == PLACES:
            row.setIcon(0, place_mark(value, self._colours.muted))
        return row

    def _current(self) -> tuple[str, str | None] | None:
        item = self.tree.currentItem()
        return None if item is None else (item.data(0, _FACET), item.data(0, _VALUE))

    def _go_to(self, wanted: tuple[str, str | None] | None) -> None:
        for item in self._items():
            if wanted is not None and (item.data(0, _FACET), item.data(0, _VALUE)) == wanted:
                self.tree.setCurrentItem(item)
                return

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.tree.topLevelItemCount()):
            parent = self.tree.topLevelItem(at)
            assert parent is not None
            yield parent
            for row in range(parent.childCount()):
                child = parent.child(row)
                assert child is not None
                yield child

    # Choosing

    def _values(self, name: str) -> tuple[str, ...]:
        if name == "status":
            return self._chosen.statuses
        if name == PLACES:
            return self._chosen.places
        if name == FINDINGS:
            return self.rules
        chosen = dict(self._chosen.choices).get(name, ())
        if name not in self._counts:
            return chosen
        # A filter that was saved may have another spelling.
        return tuple(dict.fromkeys(value and FACETS[name].meant(value) for value in chosen))

    def _turn(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _ASKS):
            self.check_wanted.emit()
        elif item.data(0, _VALUE) is None:
            item.setExpanded(not item.isExpanded())
        else:
            on = item.checkState(0) == Qt.CheckState.Checked
            item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _take_ticks(self) -> None:
        ticked: dict[str, list[str]] = {name: [] for name, _ in _facets()}
        listed: set[tuple[str, str]] = set()
        for item in self._items():
            name, value = item.data(0, _FACET), item.data(0, _VALUE)
            if value is not None:
                listed.add((name, value))
                if item.checkState(0) == Qt.CheckState.Checked:
                    ticked[name].append(value)
        for name, values in ticked.items():
            # What the search for a value hides stays chosen.
            values += [v for v in self._values(name) if (name, v) not in listed]
        choices: Choices = tuple(
            (name, tuple(ticked[name])) for name in FACETS if name != "status" and ticked[name]
        )
        self._chosen = replace(
            self._chosen,
            statuses=tuple(
                word for word in words.VERIFICATION_STATUSES if word in ticked["status"]
            ),
            places=tuple(word for word in words.ROUGH_PLACES if word in ticked[PLACES]),
            choices=choices,
        )
        rules = tuple(ticked[FINDINGS])
        if set(rules) != set(self.rules):
            self.rules = rules
            self.rules_chosen.emit(rules)
        else:
            self._emit()

    def _emit(self) -> None:
        within = self._box if self.in_view.isChecked() else None
        self._chosen = replace(self._chosen, within=within)
        self.changed.emit(self._chosen)


def _facets() -> Iterator[tuple[str, str]]:
    for facet in FACETS.values():
        yield facet.name, tr(facet.label)
        if facet.name == "precision":
            yield PLACES, tr("Off the map")
    yield FINDINGS, tr("Findings of the checks")


def _head(name: str, label: str) -> QTreeWidgetItem:
    head = QTreeWidgetItem([label, ""])
    head.setData(0, _FACET, name)
    font = head.font(0)
    font.setBold(True)
    head.setFont(0, font)
    head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return head

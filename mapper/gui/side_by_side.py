"""What sources disagree on, beside each other; below each other where there is no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mapper.gui.disagreeing import Differing, Told
from mapper.gui.labels import TextLabel, plain_tip, rule
from mapper.gui.translation import tr

#: Narrowest column, in characters.
_CHARACTERS: Final = 11
_GAP: Final = 12
_STANDS: Final = {
    "same": tr("the same"),
    "fewer": tr("fewer"),
    "more": tr("more"),
    "within": tr("fits"),
    "overlaps": tr("overlaps"),
    "differs": tr("differs"),
}
_AGREES: Final = ("same", "within")
#: Values up to so many characters have a word beside them.
_SHORT: Final = 20
#: Longer names are cut; they stand whole in their tip and below, among the sources.
_LONGEST_NAME: Final = 60
_LONGEST_VALUE: Final = 200


class SideBySide(QWidget):
    """A small table: a line of values for each field, a column for each source."""

    def __init__(self, fields: Sequence[Differing], names: Mapping[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(tr("What sources disagree on"))
        self._fields = tuple(fields)
        self._names = names
        told = [one.source_id for field in fields for one in field.told]
        self._sources = tuple(dict.fromkeys(told))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        #: Whether the sources stand beside each other; None before it is known.
        self.beside: bool | None = None
        self._shown: QWidget | None = None
        self._show(beside=False)

    def minimumSizeHint(self) -> QSize:
        # Else the page could never become narrower than the table.
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._show(beside=self.width() >= self._needed())

    def _needed(self) -> int:
        columns = len(self._sources) + 1
        return (
            columns * self.fontMetrics().averageCharWidth() * _CHARACTERS
            + len(self._sources) * _GAP
        )

    def _show(self, *, beside: bool) -> None:
        if beside == self.beside:
            return
        self.beside = beside
        before = self._shown
        self._shown = self._table() if beside else self._stack()
        self._layout.addWidget(self._shown)
        if before is not None:
            self._layout.removeWidget(before)
            before.hide()
            before.deleteLater()

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(3)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(TextLabel(tr("This event"), role="muted"), 0, 0, top)
        for column, source_id in enumerate(self._sources, start=1):
            grid.addWidget(self._name(source_id), 0, column, top)
        for column in range(len(self._sources) + 1):
            grid.setColumnStretch(column, 1)
        width = len(self._sources) + 1
        line = 1
        for field in self._fields:
            grid.addWidget(rule(), line, 0, 1, width)
            grid.addWidget(TextLabel(field.label, role="muted"), line + 1, 0, 1, width)
            grid.addWidget(_value(field, field.here), line + 2, 0, top)
            by_source = {one.source_id: one for one in field.told}
            for column, source_id in enumerate(self._sources, start=1):
                cell = self._cell(field, by_source.get(source_id), source_id)
                grid.addWidget(cell, line + 2, column, top)
            if field.together:
                grid.addWidget(_together(field), line + 3, 0, 1, width)
            line += 4
        return table

    def _stack(self) -> QWidget:
        stack = QWidget()
        lines = QVBoxLayout(stack)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for number, field in enumerate(self._fields):
            if number:
                lines.addWidget(rule())
            lines.addWidget(TextLabel(field.label, role="muted"))
            here = QVBoxLayout()
            here.setSpacing(0)
            here.addWidget(_value(field, field.here))
            here.addWidget(TextLabel(tr("This event"), role="muted"))
            lines.addLayout(here)
            for told in field.told:
                part = QVBoxLayout()
                part.setSpacing(0)
                part.addWidget(self._cell(field, told, told.source_id, across=True))
                part.addWidget(self._name(told.source_id))
                lines.addLayout(part)
            if field.together:
                lines.addWidget(_together(field))
        return stack

    def _name(self, source_id: str) -> TextLabel:
        name = self._whole_name(source_id)
        label = TextLabel(_cut(name, _LONGEST_NAME), role="muted")
        label.setToolTip(plain_tip(name))
        return label

    def _whole_name(self, source_id: str) -> str:
        return self._names.get(source_id, tr("Source not stated"))

    def _cell(
        self, field: Differing, told: Told | None, source_id: str, *, across: bool = False
    ) -> QWidget:
        if told is None:
            nothing = TextLabel("–", role="muted")
            nothing.setAccessibleName(
                tr("{field}: {source} says nothing", field=field.label, source=source_id)
            )
            return nothing
        cell = QWidget()
        lines = QVBoxLayout(cell)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        value = _value(field, told.text)
        stand = _STANDS.get(told.stand, "")
        value.setAccessibleName(
            tr(
                "{field}, {source}: {value} {stand}",
                field=field.label,
                source=self._whole_name(source_id),
                value=told.text,
                stand=stand,
            ).strip()
        )
        words = TextLabel(stand, role="muted" if told.stand in _AGREES else "differs")
        if across and stand and len(told.text) <= _SHORT:
            line = QHBoxLayout()
            line.setSpacing(_GAP)
            line.addWidget(value)
            line.addWidget(words, 1)
            lines.addLayout(line)
        else:
            lines.addWidget(value)
            if stand:
                lines.addWidget(words)
        if told.note:
            lines.addWidget(TextLabel(told.note, role="muted"))
        return cell


def _value(field: Differing, text: str) -> TextLabel:
    label = TextLabel(_cut(text, _LONGEST_VALUE) or tr("unknown"), bold=bool(text))
    if len(text) > _LONGEST_VALUE:
        label.setToolTip(plain_tip(text))
    label.setAccessibleName(f"{field.label}: {label.text()}")
    return label


def _together(field: Differing) -> TextLabel:
    return TextLabel(tr("All sources together: {range}", range=field.together), role="muted")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"

"""One finding: what is doubtful, what its mend would change, and the person's decision."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapper.checks import Mend
from mapper.gui import wording
from mapper.gui.check_work import Checker, Findings
from mapper.gui.day_words import people
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn
from mapper.model import vocabulary as words
from mapper.model.event import Count, Event, Source

#: Events of one finding that are named.
_NAMED: Final = 8
_Read = tuple[tuple[Event, tuple[Source, ...]], ...]


class CheckCard(QFrame):
    """Shows one finding and offers its mend.

    Signals
    -------
    shown(str)
        The person wants to see another event that the finding is about.
    """

    shown = pyqtSignal(str)

    def __init__(self, checker: Checker) -> None:
        super().__init__()
        self.setObjectName("card")
        self._checker = checker
        self._number = -1
        self._findings: Findings | None = None
        self.mend: Mend | None = None
        self._page = 0
        self.message = TextLabel(bold=True)
        self.apply = QPushButton(tr("Mend it"))
        self.apply.setProperty("role", "primary")
        self.apply.clicked.connect(self._apply)
        self.right = QPushButton(tr("This is right"))
        self.right.clicked.connect(self._dismiss)
        self.reason = TextLabel(role="muted")
        self._inner = QWidget()
        self._body = QVBoxLayout(self._inner)
        self._body.setContentsMargins(12, 10, 12, 4)
        self._body.setSpacing(7)
        self._body.addWidget(self.message)
        self._proposal = QWidget()
        self._body.addWidget(self._proposal)
        self._body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inner)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 10)
        buttons.addWidget(self.apply, 1)
        buttons.addWidget(self.right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(area, 1)
        whole.addWidget(self.reason)
        whole.addLayout(buttons)
        self.reason.setContentsMargins(12, 0, 12, 0)
        self.setMinimumHeight(self.fontMetrics().height() * 9)

    def show_finding(self, findings: Findings, number: int) -> None:
        """Show a finding by its row; its events are read first."""
        self._findings, self._number, self._page = findings, number, 0
        row = findings.table.iloc[number]
        self.mend = row["mend"]
        self.message.set_text(str(row["message"]))
        is_open = bool(findings.open[number])
        self.right.setText(tr("This is right") if is_open else tr("Open it again"))
        self.right.setToolTip(
            tr("Remember that nothing is wrong here")
            if is_open
            else tr("Show it as doubtful again")
        )
        reason = self._checker.read_only_reason
        self.reason.set_text(reason or "")
        self.reason.setVisible(reason is not None)
        self.right.setEnabled(reason is None)
        self.apply.setVisible(self.mend is not None and is_open)
        self.apply.setEnabled(reason is None)
        self._label()
        self._propose(TextLabel("", role="muted"))
        self._read()

    def _read(self) -> None:
        """Read the events that the proposal shows."""
        mend, findings = self.mend, self._findings
        if mend is None or findings is None:
            self._propose(
                TextLabel(
                    tr("Nothing is proposed for this: it takes a person to tell."), role="muted"
                )
            )
        elif mend.kind == "group":
            self._propose(self._group(mend, findings))
        else:
            ids = mend.event_ids[:_NAMED]
            if mend.kind == "merge":
                ids = (ids[0], mend.event_ids[1 + self._page])
            self._checker.read(ids, partial(self._show, findings, self._number, self._page))

    def _show(self, findings: Findings, number: int, page: int, read: _Read) -> None:
        if findings is not self._findings or (number, page) != (self._number, self._page):
            return
        mend = self.mend
        assert mend is not None
        self._propose(self._values(mend, read) if mend.kind == "set" else self._pair(mend, read))

    def _propose(self, proposal: QWidget) -> None:
        self._body.replaceWidget(self._proposal, proposal)
        self._proposal.hide()
        self._proposal.deleteLater()
        self._proposal = proposal

    def _values(self, mend: Mend, read: _Read) -> QWidget:
        """Return each value before and after, event by event."""
        widget, grid = _grid()
        several = len(mend.event_ids) > 1
        for event, sources in read:
            if several:
                grid.addWidget(TextLabel(event.title), grid.rowCount(), 0, 1, 3)
            for name, before, after in _changes(mend, event, sources):
                row = grid.rowCount()
                grid.addWidget(TextLabel(name, role="muted"), row, 0, 1, 3)
                grid.addWidget(TextLabel(before), row + 1, 0)
                grid.addWidget(_arrow(), row + 1, 1, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(TextLabel(after, bold=True), row + 1, 2)
        left = len(mend.event_ids) - len(read)
        if left:
            grid.addWidget(_more(left), grid.rowCount(), 0, 1, 3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        return widget

    def _pair(self, mend: Mend, read: _Read) -> QWidget:
        """Return two events side by side, what differs in bold."""
        widget, grid = _grid()
        heads = (
            tr("Kept"),
            tr("Merged in ({number} of {of})", number=self._page + 1, of=len(mend.event_ids) - 1),
        )
        for column, head in enumerate(heads):
            grid.addWidget(TextLabel(head, role="muted"), 0, column)
            grid.setColumnStretch(column, 1)
        swap = QPushButton(tr("Keep the other"))
        swap.setToolTip(tr("Keep this event, and merge the one beside it into it"))
        swap.clicked.connect(self._swap)
        grid.addWidget(swap, 1, 1, Qt.AlignmentFlag.AlignLeft)
        if len(mend.event_ids) > 2:
            more = QPushButton(tr("Show the next"))
            more.setToolTip(tr("Show the next event that would be merged in"))
            more.clicked.connect(self._turn)
            grid.addWidget(more, 1, 0, Qt.AlignmentFlag.AlignLeft)
        pairs = [(one, two) for one, two in zip(*map(_told, read), strict=True) if one[1] or two[1]]
        if all(one == two for one, two in pairs):
            same = TextLabel(tr("Both say the same; the sources of both are kept."))
            grid.addWidget(same, 2, 0, 1, 2)
        # What differs decides which one to keep: it stands first.
        pairs.sort(key=lambda pair: pair[0] == pair[1])
        for row, (one, two) in enumerate(pairs, start=3):
            if one == two:
                grid.addWidget(_fact(one, role="muted"), row, 0, 1, 2)
                continue
            for column, fact in enumerate((one, two)):
                label = _fact(fact, bold=True)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        return widget

    def _group(self, mend: Mend, findings: Findings) -> QWidget:
        """Return the events of a salvo, each to be looked at."""
        widget = QWidget()
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        columns = findings.data.columns
        for event_id in mend.event_ids[:_NAMED]:
            row = columns.row_of(event_id)
            if row is not None:
                layout.addWidget(TextLabel(f"{columns.days_text(row)}  {columns.title[row]}"))
        if len(mend.event_ids) > _NAMED:
            layout.addWidget(_more(len(mend.event_ids) - _NAMED))
        layout.addWidget(
            TextLabel(
                tr("They stay events of their own; their casualties count once."), role="muted"
            )
        )
        return widget

    def _swap(self) -> None:
        """Keep the event on the right instead."""
        mend = self.mend
        assert mend is not None
        chosen = mend.event_ids[1 + self._page]
        others = tuple(event_id for event_id in mend.event_ids if event_id != chosen)
        self.mend = replace(mend, event_ids=(chosen, *others))
        self._page = 0
        self.shown.emit(chosen)
        self._read()

    def _turn(self) -> None:
        assert self.mend is not None
        self._page = (self._page + 1) % (len(self.mend.event_ids) - 1)
        self.shown.emit(self.mend.event_ids[1 + self._page])
        self._read()

    def _label(self) -> None:
        if self.mend is not None:
            short = {"merge": tr("Merge"), "group": tr("Make one incident"), "set": tr("Mend it")}
            self.apply.setText(short[self.mend.kind])
            self.apply.setToolTip(self.mend.label)
            self.apply.setAccessibleName(self.mend.label)

    def _apply(self) -> None:
        if self.mend is not None:
            self._checker.apply([self.mend])

    def _dismiss(self) -> None:
        if self._findings is not None:
            right = bool(self._findings.open[self._number])
            self._checker.dismiss([self._number], right=right)


def _grid() -> tuple[QWidget, QGridLayout]:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    return widget, grid


def _fact(fact: tuple[str, str], *, role: str = "", bold: bool = False) -> TextLabel:
    name, value = fact
    label = TextLabel(value or "–", role=role, bold=bold)
    label.setToolTip(name)
    label.setAccessibleName(f"{name}: {value or tr('nothing')}")
    return label


def _changes(mend: Mend, event: Event, sources: tuple[Source, ...]) -> list[tuple[str, str, str]]:
    """Return what a mend changes of an event: name, before and after in words."""
    rows = []
    source = next((s for s in sources if s.source_id == mend.values.get("source_id")), None)
    if "lon" in mend.values:
        moved = replace(event, lon=mend.values["lon"], lat=mend.values.get("lat"))
        rows.append(
            (
                tr("Position"),
                wording.position(event) or tr("none"),
                wording.position(moved) or tr("none"),
            )
        )
    for name, value in mend.values.items():
        if name not in ("lon", "lat", "source_id"):
            before = _value(event if source is None else source, name)
            rows.append((tr(words.field_label(name)), _said(before), _said(value)))
    return rows


def _more(count: int) -> TextLabel:
    return TextLabel(tr("and {count:,} more", count=count), role="muted")


def _arrow() -> TextLabel:
    arrow = TextLabel("→", role="muted")
    arrow.setWordWrap(False)
    arrow.setAccessibleName(tr("becomes"))
    return arrow


def _told(read: tuple[Event, tuple[Source, ...]]) -> list[tuple[str, str]]:
    """Return what matters of an event, as pairs of name and words."""
    event, sources = read
    return [
        (tr("Title"), event.title),
        (tr("When"), wording.when(event)),
        (tr("Where"), wording.where(event)),
        (tr("Position"), wording.position(event)),
        (tr("Status"), tr(words.VERIFICATION_STATUSES[event.verification_status].label)),
        (tr("Killed"), _people(tr("killed"), event.killed)),
        (tr("Injured"), _people(tr("injured"), event.injured)),
        (tr("What"), wording.what(event)),
        (tr("Description"), event.description or ""),
        (tr("Sources"), trn("{number} source", "{number} sources", len(sources))),
        (tr("Feed"), event.feed),
    ]


def _people(name: str, count: Count) -> str:
    return "" if count == Count() else f"{name}: {people(count)}"


def _value(holder: Event | Source, name: str) -> Any:
    head, _, part = name.partition("_")
    if head in ("killed", "injured") and part in ("min", "best", "max"):
        return getattr(getattr(holder, head), part)
    return getattr(holder, name, None)


def _said(value: Any) -> str:
    return tr("nothing") if value is None or value == "" else str(value)

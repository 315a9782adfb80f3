"""The import dialog: files on their way in, and what an import would do, before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.drop_veil import DropVeil
from mapper.gui.dropping import import_words
from mapper.gui.import_detail import ImportDetail
from mapper.gui.import_file import ImportFile
from mapper.gui.import_folders import MOST_FILES
from mapper.gui.import_list import FileList
from mapper.gui.import_report import FileReport, rejected_rows, summary
from mapper.gui.importing import Importer
from mapper.gui.labels import TextLabel
from mapper.gui.layout import dropped_paths
from mapper.gui.placing import fit_dialog
from mapper.gui.translation import tr, trn
from mapper.project import Change, Counts


class ImportDialog(QDialog):
    """Shows files as they are read; Import takes all that are ready.

    Signals
    -------
    imported(tuple)
        A `FileReport` per file, once everything ready is in the project.
    """

    imported = pyqtSignal(object)

    def __init__(
        self,
        importer: Importer,
        save_rejected: Callable[[pd.DataFrame], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.veil = DropVeil(self)
        self.setWindowTitle(tr("Import into {project}", project=importer.project_path.stem))
        self.importer = importer
        importer.setParent(self)
        self._save_rejected = save_rejected
        self._closing = False
        self.summary = TextLabel(tr("Looking at the files…"), bold=True, larger=1.15)
        self.passed_over = TextLabel(role="muted")
        self.list = FileList(importer.files)
        self.detail = ImportDetail(importer)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(tr("Progress"))
        self.save = QPushButton(tr("Save rejected rows…"))
        self.save.setToolTip(tr("Save them as a CSV file, to mend and import again"))
        self.save.setAutoDefault(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.take = QPushButton(tr("Import"))
        self.take.setDefault(True)
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        fit_dialog(self, QSize(1180, 800), QSize(720, 520))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.bar, 1)
        foot.addWidget(self.save)
        foot.addStretch(0)
        buttons = QDialogButtonBox()
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addWidget(self.summary)
        layout.addWidget(self.passed_over)
        layout.addWidget(self.list)
        layout.addWidget(self.detail, 1)
        layout.addLayout(foot)
        self.setTabOrder(self.list, self.detail.feed)

    def _connect(self) -> None:
        importer = self.importer
        importer.added.connect(self._take_files)
        importer.changed.connect(self._take_change)
        importer.saved_share.connect(self._show_saving)
        importer.taken.connect(self._finish)
        importer.refused.connect(self._refuse)
        self.list.chosen.connect(self.detail.show_file)
        self.list.files.wanted_changed.connect(self._refresh)
        self.list.files.wanted_inside.connect(importer.want)
        self.detail.changed.connect(self._tick)
        self.save.clicked.connect(lambda: self._save_rejected(self._rejected()))
        self.take.clicked.connect(self._import)
        self.cancel.clicked.connect(self.reject)

    # What the importer says

    def _take_files(self) -> None:
        self.list.refresh()
        if self.list.file is not None:
            self.detail.show_file(self.list.file)
        self._refresh()

    def _take_change(self, file: ImportFile) -> None:
        self.list.touch(file)
        if file is self.list.file:
            self.list.follow(file)
            self.detail.show_file(file)
        if self.list.stands_on_nothing:
            # A question is what the person can do something about.
            asking = next((one for one in self.importer.files if one.question is not None), None)
            if asking is not None:
                self.list.follow(asking)
        self._refresh()

    def _tick(self) -> None:
        if self.list.file is not None:
            self.list.files.touch(self.list.file)
        self._refresh()

    def _refresh(self) -> None:
        importer = self.importer
        files = importer.files
        ready = [file for file in files if file.taken]
        busy = importer.busy or importer.saving
        self.bar.setVisible(busy)
        if not importer.saving:
            self.bar.setValue(round(1000 * importer.done_share))
        self.summary.set_text(self._words(ready))
        passed = _passed_over(importer)
        self.passed_over.set_text(passed)
        self.passed_over.setVisible(bool(passed))
        self.list.setVisible(bool(files))
        self.detail.setVisible(bool(files))
        self.detail.setEnabled(not importer.saving)
        self.list.setEnabled(not importer.saving)
        self.save.setVisible(any(file.rejected for file in files))
        self.take.setEnabled(bool(ready) and not busy)
        several = len(files) > 1
        several_words = tr("Import {number} of {all} files", number=len(ready), all=len(files))
        self.take.setText(several_words if several else tr("Import"))

    def _words(self, ready: list[ImportFile]) -> str:
        importer = self.importer
        files = importer.files
        if importer.saving:
            return tr("Importing…")
        if not files:
            return tr("Looking for files…") if importer.busy else tr("There is no file to import.")
        if importer.busy:
            done = sum(file.state in ("ready", "asking", "failed") for file in files)
            if len(files) == 1:
                return tr("Reading {name}…", name=files[0].file.name)
            return tr("Reading {number} of {all} files…", number=done + 1, all=len(files))
        asking = sum(file.state == "asking" for file in files)
        parts = []
        if ready:
            parts.append(tr("Ready: {what}", what=summary(_reports(ready), done=False)))
            feeds = [file.title for file in ready if file.new_events]
            if len(feeds) > len(set(feeds)):
                # Two releases of one set hold the same events.
                parts.append(tr("Counted file by file: what several hold is taken once."))
        if asking:
            parts.append(
                trn("{number} file needs an answer.", "{number:,} files need an answer.", asking)
            )
        failed = sum(file.state == "failed" for file in files)
        if failed:
            parts.append(
                trn("{number} file cannot be read.", "{number:,} files cannot be read.", failed)
            )
        if not parts:
            return (
                tr("Nothing new: the project has all of it already.")
                if any(file.counts and file.counts.unchanged for file in files)
                else tr("There is nothing to import.")
            )
        return " ".join(parts)

    def _show_saving(self, share: float) -> None:
        self.bar.setValue(round(1000 * share))

    def _refuse(self, sentence: str) -> None:
        if self._closing:
            super().reject()
            return
        self._refresh()
        self.summary.set_text(sentence)

    def _finish(self, change: Change) -> None:
        reports = _reports(self.importer.files, change)
        self.importer.cancel()
        self.accept()
        self.imported.emit(reports)

    # What the person does

    def _import(self) -> None:
        self.importer.take()
        self._refresh()
        self.bar.setValue(0)
        self.take.setEnabled(False)

    def reject(self) -> None:
        """Stop everything and close; what is being written is taken back first."""
        self.importer.cancel()
        if self.importer.saving:
            self._closing = True
            self.cancel.setEnabled(False)
            self.summary.set_text(tr("Cancelling…"))
            return
        super().reject()

    def _rejected(self) -> pd.DataFrame:
        return rejected_rows(_reports(self.importer.files))

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        assert event is not None
        files = dropped_paths(event)
        if files and not self.importer.saving:
            event.acceptProposedAction()
            self.veil.appear(import_words(len(files)))

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent | None) -> None:
        assert event is not None
        self.veil.hide()
        event.acceptProposedAction()
        self.importer.add(dropped_paths(event))
        self._refresh()


def _passed_over(importer: Importer) -> str:
    parts = []
    if importer.unknown:
        parts.append(
            trn(
                "{number} file of another kind", "{number:,} files of other kinds", importer.unknown
            )
        )
    if importer.hidden:
        parts.append(tr("{number:,} hidden", number=importer.hidden))
    words = [tr("Passed over in folders: {what}.", what=", ".join(parts))] if parts else []
    if importer.more:
        words.append(
            tr("More than {most:,} files were found; the first are listed.", most=MOST_FILES)
        )
    return " ".join(words)


def _reports(files: Sequence[ImportFile], change: Change | None = None) -> tuple[FileReport, ...]:
    """Return what an import would do; with the change it made, what came of it."""
    parts = [] if change is None else list(change.parts)
    reports = []
    for file in files:
        error = file.error or (str(file.questions[0]) if file.questions else "")
        if change is not None and not file.taken and not error:
            continue
        counts = file.counts
        warnings = [] if file.result is None else list(file.result.warnings)
        if change is not None and file.taken:
            part = parts.pop(0)
            counts = Counts(part.accepted, part.updated, part.unchanged)
            warnings += part.warnings
        elif file.comparison is not None:
            warnings += file.comparison.warnings
        reports.append(
            FileReport(
                file.file,
                feed=file.title,
                kind=file.kind,
                rows=0 if file.result is None else file.result.rows,
                accepted=0 if counts is None else counts.accepted,
                updated=0 if counts is None else counts.updated,
                unchanged=0 if counts is None else counts.unchanged,
                ignored=file.ignored,
                rejected=None if file.result is None else file.result.rejected,
                warnings=tuple(dict.fromkeys(warnings)),
                error=error,
                fronts=min(file.new_fronts, 0 if counts is None else counts.accepted),
            )
        )
    return tuple(reports)

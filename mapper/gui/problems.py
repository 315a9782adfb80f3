"""The one place that shows errors: the person's trouble in a sentence, our bugs as a report."""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Callable, Mapping
from types import TracebackType

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import mapper
from mapper.gui.labels import TextLabel
from mapper.gui.notices import NoticeBar
from mapper.gui.translation import tr
from mapper.model.errors import CancelledError, MapperError

_log = logging.getLogger(__name__)


class Presenter(QObject):
    """Shows every error of the window.

    Signals
    -------
    bug_met(str)
        An unexpected exception, as one line.
    """

    bug_met = pyqtSignal(str)

    def __init__(self, notices: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._notices = notices
        self._window = window
        self.report: QDialog | None = None

    def show(
        self, error: BaseException, offers: Mapping[str, Callable[[], object]] | None = None
    ) -> None:
        """Show an error: a sentence for a `MapperError`, a report for a bug.

        ``offers`` are the words of buttons beside a sentence and what each does.
        """
        if isinstance(error, CancelledError):
            self._notices.show_message(str(error))
        elif isinstance(error, MapperError):
            self._notices.show_message(str(error), "error", offers)
        else:
            self.show_bug(type(error), error, error.__traceback__)

    def tell(self, words: str, offers: Mapping[str, Callable[[], object]]) -> None:
        """Tell what was done, with buttons for what can be done about it."""
        self._notices.show_message(words, offers=offers)

    def warn(self, words: str, offers: Mapping[str, Callable[[], object]]) -> None:
        """Tell what is wrong with the data, with buttons for what can be done about it."""
        self._notices.show_message(words, "error", offers)

    def withdraw(self, words: str) -> None:
        """Take a message back, if it is still shown."""
        if self._notices.text.accessibleName() == words:
            self._notices.hide()

    def show_bug(
        self,
        kind: type[BaseException],
        error: BaseException,
        where: TracebackType | None,
    ) -> None:
        """Log an unexpected exception and show a report that can be copied."""
        text = "".join(traceback.format_exception(kind, error, where))
        _log.error("Unexpected error\n%s", text)
        self.bug_met.emit(
            tr("Mapper met an unexpected error: {kind}: {error}", kind=kind.__name__, error=error)
        )
        if self.report is not None:
            # One report at a time: an error in a repaint would open hundreds.
            return
        self.report = BugReport(text, self._window)
        self.report.finished.connect(self._forget)
        self.report.open()

    def _forget(self) -> None:
        self.report = None


class BugReport(QDialog):
    """Says that Mapper failed, with a report to send."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Something went wrong in Mapper"))
        self.resize(680, 420)
        self.report = QPlainTextEdit(
            f"Mapper {mapper.__version__}, Python {platform.python_version()}, "
            f"Qt {QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}, {platform.platform()}\n\n{text}"
        )
        self.report.setReadOnly(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(tr("Copy report"))
        copy.clicked.connect(self._copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(9)
        layout.addWidget(TextLabel(tr("This is a fault in Mapper, not in your data."), bold=True))
        layout.addWidget(
            TextLabel(
                tr(
                    "What was saved in the project stays saved. Please send the report below; "
                    "it can contain names of files, so read it first."
                )
            )
        )
        layout.addWidget(self.report, 1)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.report.toPlainText())

"""A frame around the control that has the keyboard, for themes that ask for one."""

from __future__ import annotations

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QRect, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWebEngineWidgets import QWebEngineView
from PyQt6.QtWidgets import QApplication, QMainWindow, QWidget

from mapper.gui.theme import Colours

_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)


class FocusRings(QObject):
    """Keeps one frame on the control with the keyboard, whatever window it is in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._width_px = 0
        self._colour = ""
        self._watched: list[QWidget] = []
        self.ring: FocusRing | None = None
        application.focusChanged.connect(self._follow)

    def set_colours(self, colours: Colours) -> None:
        """Draw the frame as a theme wants it, or none."""
        self._width_px, self._colour = colours.focus_px, colours.accent
        self._follow(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Go where the control goes (called by Qt)."""
        if event is not None and event.type() in _MOVES:
            self._place()
        return False

    def _follow(self, _old: QWidget | None, widget: QWidget | None) -> None:
        for one in self._watched:
            if not sip.isdeleted(one):
                one.removeEventFilter(self)
        self._watched = []
        if self.ring is not None and not sip.isdeleted(self.ring):
            self.ring.hide()
        # The map shows itself what has the keyboard in it.
        if not self._width_px or widget is None or isinstance(widget, QMainWindow):
            return
        if isinstance(widget, QWebEngineView) or isinstance(widget.parent(), QWebEngineView):
            return
        step: QWidget | None = widget
        while step is not None:
            step.installEventFilter(self)
            self._watched.append(step)
            step = None if step.isWindow() else step.parentWidget()
        self._place()

    def _place(self) -> None:
        widget = self._watched[0] if self._watched else None
        if widget is None or sip.isdeleted(widget):
            return
        window = widget.window()
        assert window is not None
        if self.ring is None or sip.isdeleted(self.ring):
            self.ring = FocusRing(window)
        if self.ring.parentWidget() is not window:
            self.ring.setParent(window)
        self.ring.set_pen(QColor(self._colour), self._width_px)
        seen = widget.visibleRegion().boundingRect()
        corner = widget.mapTo(window, seen.topLeft())
        frame = QRect(corner, seen.size()).adjusted(-2, -2, 2, 2) & window.rect()
        self.ring.setGeometry(frame)
        self.ring.setVisible(not seen.isEmpty())
        self.ring.raise_()


class FocusRing(QWidget):
    """Lines around an area; lets everything through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pen = QPen()

    def set_pen(self, colour: QColor, width_px: int) -> None:
        """Draw in this colour and width from now on."""
        self._pen = QPen(colour, width_px)
        self._pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        inset = self._pen.width() // 2
        painter = QPainter(self)
        painter.setPen(self._pen)
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()

"""Light, dark and high contrast: palettes, the application style sheet, colours with a meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PyQt6.QtWidgets import QApplication, QStyleFactory

from mapper.gui import settings
from mapper.gui.held_layouts import HeldLayouts
from mapper.gui.icons import dot
from mapper.gui.style import style_sheet
from mapper.gui.translation import tr

if TYPE_CHECKING:
    from PyQt6.QtGui import QAccessibilityHints

Theme = Literal["system", "light", "dark", "high-contrast"]
#: The themes with the words of their menu.
THEMES: Final[dict[Theme, str]] = {
    "system": tr("Follow the system"),
    "light": tr("Light"),
    "dark": tr("Dark"),
    "high-contrast": tr("High contrast"),
}


#: With 0 Qt goes on at once, before it looks for keys and the mouse.
NEXT_TURN_MS: Final = 1

#: As in ``resources/web/eventstyles.js``; all others are circles.
_SHAPES: Final = {"claimed": "triangle", "disputed": "diamond", "debunked": "cross"}


@dataclass(frozen=True)
class Colours:
    """The colours of one theme, as ``#rrggbb``."""

    window: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    strong_border: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    hover: str
    note: str
    note_border: str
    danger: str
    #: Verdicts on a claim; a claim that differs has the colour of danger.
    agrees: str
    undecided: str
    #: Verification status: colour of its mark, the same as on the map.
    statuses: dict[str, str]
    dot_edge: str
    #: Shapes of the marks that are no circles.
    shapes: dict[str, str] = field(default_factory=lambda: _SHAPES)
    #: Width of the frame around what has the keyboard; 0: each control has its own sign.
    focus_px: int = 0

    def status_mark(self, status: str) -> QIcon:
        """Return a status's mark, of the colour and shape it has on the map."""
        shape = self.shapes.get(status, "circle")
        return dot(self.statuses[status], self.dot_edge, shape)

    def on_status(self, status: str) -> str:
        """Return black or white, whichever is easier to read on a status's colour."""
        ground = QColor(self.statuses[status])
        light = 0.299 * ground.red() + 0.587 * ground.green() + 0.114 * ground.blue()
        return "#15181c" if light > 100 else "#ffffff"


#: As in ``resources/web/colours.css``; a test compares them.
_STATUSES: Final = {
    "unverified": "#a3a8ae",
    "reported": "#e69f00",
    "claimed": "#f0e442",
    "corroborated": "#56b4e9",
    "geolocated": "#009e73",
    "verified": "#0072b2",
    "disputed": "#cc79a7",
    "debunked": "#d6d9dd",
}

LIGHT: Final = Colours(
    window="#f3f4f6",
    surface="#ffffff",
    raised="#f8f9fb",
    text="#1b1f24",
    muted="#59636e",
    border="#dde1e6",
    strong_border="#c3c9d1",
    accent="#1f5fbf",
    on_accent="#ffffff",
    selection="#d6e5fb",
    on_selection="#10233f",
    hover="#e8ebef",
    note="#fff6df",
    note_border="#e3c778",
    danger="#b3261e",
    agrees="#14693a",
    undecided="#7d5200",
    statuses=_STATUSES,
    dot_edge="#5b626b",
)

DARK: Final = Colours(
    window="#1d2025",
    surface="#15181c",
    raised="#22262c",
    text="#e7eaee",
    muted="#9ba5b1",
    border="#33393f",
    strong_border="#4a525b",
    accent="#6aa6ff",
    on_accent="#0c1a2e",
    selection="#274a7a",
    on_selection="#f3f7fd",
    hover="#2c3138",
    note="#332b16",
    note_border="#7a6426",
    danger="#ff8a80",
    agrees="#62cf95",
    undecided="#f0c252",
    statuses=_STATUSES
    | {
        "unverified": "#9aa0a7",
        "verified": "#2f93d6",
        "geolocated": "#12b585",
        "debunked": "#f2f4f6",
    },
    dot_edge="#15181c",
)


#: Text 7:1 and more, edges white; each status has a shape of its own.
HIGH_CONTRAST: Final = Colours(
    window="#000000",
    surface="#000000",
    raised="#000000",
    text="#ffffff",
    muted="#e0e0e0",
    border="#9a9a9a",
    strong_border="#ffffff",
    accent="#ffe14d",
    on_accent="#000000",
    selection="#0b4fb3",
    on_selection="#ffffff",
    hover="#3a3a3a",
    note="#000000",
    note_border="#ffe14d",
    danger="#ff9d94",
    agrees="#6ee7a8",
    undecided="#ffd479",
    statuses=DARK.statuses,
    dot_edge="#ffffff",
    shapes=_SHAPES
    | {
        "unverified": "plus",
        "corroborated": "hexagon",
        "geolocated": "wedge",
        "verified": "square",
    },
    focus_px=3,
)

_COLOURS: Final = {"light": LIGHT, "dark": DARK, "high-contrast": HIGH_CONTRAST}


class ThemeKeeper(QObject):
    """Keeps the application in the chosen theme, following the system if asked.

    Signals
    -------
    changed(Colours)
        The colours in force are others than before.
    """

    changed = pyqtSignal(object)

    def __init__(self, application: QApplication, override: Theme | None = None) -> None:
        super().__init__(application)
        self._application = application
        self._override = override
        self._colours: Colours | None = None
        #: Whether the windows on the screen wait for the sheet of these colours.
        self._changing = False
        self._held = HeldLayouts()
        application.setStyle(QStyleFactory.create("Fusion"))
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._apply)
        # PyQt 6.11 has the signal as a plain method: there the next start sees the change.
        connect = getattr(
            getattr(_accessibility(), "contrastPreferenceChanged", None), "connect", None
        )
        if connect is not None:
            connect(self._apply)
        self._apply()

    @property
    def chosen(self) -> Theme:
        """What the person chose."""
        return self._override or settings.theme()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return _COLOURS[self.in_force]

    @property
    def in_force(self) -> Theme:
        """The theme that is shown: never "system"."""
        return in_force(self.chosen)

    def choose(self, theme: Theme) -> None:
        """Take a theme and remember it."""
        self._override = None
        settings.set_theme(theme)
        self._apply()

    def _apply(self) -> None:
        if self.colours is self._colours:
            return
        self._colours = self.colours
        self._application.setPalette(_palette(self._colours))
        if not any(one.isVisible() for one in self._application.topLevelWidgets()):
            self._application.setStyleSheet(style_sheet(self._colours))
            self.changed.emit(self._colours)
            return
        self._let_paint(wanted=False)
        self.changed.emit(self._colours)
        if not self._changing:
            self._changing = True
            # Not in the turn that whoever heard of the colours took.
            QTimer.singleShot(5 * NEXT_TURN_MS, self._hold_layouts)

    # In turns, lest input waits for all. To change one sheet for another takes Qt four times
    # as long as to take it off and put the other on: it works out each widget for itself. And
    # it would lay all out as it is without a sheet.

    def _hold_layouts(self) -> None:
        self._held.hold(one for one in self._application.topLevelWidgets() if one.isVisible())
        QTimer.singleShot(NEXT_TURN_MS, self._take_sheet_off)

    def _take_sheet_off(self) -> None:
        self._application.setStyleSheet("")
        QTimer.singleShot(NEXT_TURN_MS, self._put_sheet_on)

    def _put_sheet_on(self) -> None:
        self._changing = False
        self._application.setStyleSheet(style_sheet(self.colours))
        QTimer.singleShot(NEXT_TURN_MS, self._lay_out_again)

    def _lay_out_again(self) -> None:
        if not self._changing:
            self._held.go_on()
            # Widgets are laid out anew before that, and painted after it.
            QTimer.singleShot(NEXT_TURN_MS, self._paint_again)

    def _paint_again(self) -> None:
        if not self._changing:
            self._let_paint(wanted=True)

    def _let_paint(self, *, wanted: bool) -> None:
        """Paint no window between two sheets."""
        for window in self._application.topLevelWidgets():
            window.setUpdatesEnabled(wanted)


def in_force(chosen: Theme) -> Theme:
    """Return the theme to show where one is chosen: what "system" is now."""
    if chosen != "system":
        return chosen
    accessibility = _accessibility()
    if (
        accessibility is not None
        and accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast
    ):
        return "high-contrast"
    hints = QGuiApplication.styleHints()
    dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _accessibility() -> QAccessibilityHints | None:
    """Return what the system says of contrast; None before Qt 6.10."""
    hints = QGuiApplication.styleHints()
    return hints.accessibility() if hints is not None and hasattr(hints, "accessibility") else None


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.danger,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Highlight: colours.selection,
        QPalette.ColorRole.HighlightedText: colours.on_selection,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Light: colours.raised,
        QPalette.ColorRole.Midlight: colours.border,
        QPalette.ColorRole.Mid: colours.strong_border,
        QPalette.ColorRole.Dark: colours.strong_border,
        QPalette.ColorRole.Shadow: colours.strong_border,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette

"""The application's style sheet, made from the colours of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.gui.theme import Colours

#: Selectors use object names and the property ``role``; sizes are in points
#: relative to the system font nowhere: text size follows the system.
_SHEET = """
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {strong_border}; padding: 4px; }}
QMenuBar {{ background: {window}; border-bottom: 1px solid {border}; padding: 1px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {raised}; border: 1px solid {strong_border}; padding: 5px; }}
QMenu::item {{ padding: 6px 26px 6px 10px; border-radius: 4px; }}
QMenu::icon {{ padding-left: 6px; }}
QMenu::item:selected {{ background: {selection}; color: {on_selection}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 5px 6px; }}
QAbstractItemView {{ activate-on-singleclick: 0; }}
QToolBar {{ background: {window}; border: none; border-bottom: 1px solid {border};
    padding: 4px 8px; spacing: 2px; }}
QToolBar::separator {{ width: 1px; background: {border}; margin: 5px 7px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 8px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {selection}; color: {on_selection}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {raised}; border: 1px solid {strong_border}; border-radius: 6px;
    padding: 5px 13px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {muted}; border-color: {border}; }}
QPushButton:checked {{ background: {selection}; color: {on_selection}; }}
QPushButton:default, QPushButton[role="primary"] {{ background: {accent}; color: {on_accent};
    border-color: {accent}; }}
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {{ background: {raised};
    color: {muted}; border-color: {border}; }}
QPushButton[role="small"] {{ padding: 5px 8px; }}
QPushButton[role="link"] {{ border: none; background: transparent; color: {accent};
    padding: 1px 0; text-align: left; }}
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ text-decoration: underline; }}
QLineEdit {{ background: {surface}; border: 1px solid {strong_border}; border-radius: 6px;
    padding: 5px 7px; selection-background-color: {selection};
    selection-color: {on_selection}; }}
QLineEdit:focus {{ border-color: {accent}; }}
QLineEdit[wrong="true"] {{ border-color: {danger}; }}
QListWidget {{ background: {surface}; border: 1px solid {strong_border}; border-radius: 6px;
    padding: 2px; outline: none; selection-background-color: {selection};
    selection-color: {on_selection}; }}
QListWidget::item {{ padding: 2px 4px; }}
QListWidget::item:hover {{ background: {hover}; }}
QListWidget::item:selected {{ background: {selection}; color: {on_selection}; }}
QTableView {{ background: {surface}; border: none; outline: none; gridline-color: {border};
    selection-background-color: {selection}; selection-color: {on_selection}; }}
QTableView::item {{ padding: 0 6px; border: none; border-bottom: 1px solid {border}; }}
QTableView::item:selected {{ background: {selection}; color: {on_selection}; }}
QTableView::indicator:unchecked, QRadioButton::indicator:unchecked {{ background: {surface};
    border: 1px solid {muted}; border-radius: 3px; width: 12px; height: 12px; }}
QRadioButton::indicator:unchecked {{ border-radius: 7px; }}
QTreeWidget {{ background: {surface}; border: none; outline: none;
    selection-background-color: {selection}; selection-color: {on_selection}; }}
QTreeWidget::item {{ padding: 2px 2px; }}
QTreeWidget::item:hover {{ background: {hover}; }}
QTreeWidget::item:selected {{ background: {selection}; color: {on_selection}; }}
QTreeWidget::indicator:unchecked, QListWidget::indicator:unchecked,
QCheckBox::indicator:unchecked {{ background: {surface};
    border: 1px solid {muted}; border-radius: 3px; width: 12px; height: 12px; }}
QHeaderView {{ background: {window}; border: none; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none;
    border-bottom: 1px solid {strong_border}; padding: 5px 6px; }}
QHeaderView::section:hover {{ color: {text}; }}
QScrollArea {{ border: none; background: {surface}; }}
QSplitter::handle {{ background: {border}; }}
QSplitter::handle:hover {{ background: {accent}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 2px 6px; }}
QProgressBar {{ background: {border}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QTabWidget::pane {{ border: 1px solid {border}; background: {surface}; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
QScrollBar::handle {{ background: {strong_border}; border-radius: 4px; margin: 2px;
    min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
#panel {{ background: {surface}; }}
#filterBar {{ background: {window}; border-bottom: 1px solid {border}; }}
#filterState {{ background: {window}; }}
#filterState[filtering="true"] {{ background: {note}; border-bottom: 1px solid {note_border}; }}
#cells QHeaderView::section {{ padding: 5px 18px 5px 6px; }}
#cells::item {{ padding: 0 12px 0 6px; }}
#tableHead {{ background: {window}; border-top: 1px solid {border};
    border-bottom: 1px solid {border}; }}
QDockWidget {{ border: none; }}
QMainWindow::separator {{ background: {border}; height: 2px; width: 2px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
#tableHead QTabBar::tab {{ background: transparent; color: {muted}; border: none; padding: 6px 10px;
    border-bottom: 2px solid transparent; }}
#tableHead QTabBar::tab:hover {{ color: {text}; }}
#tableHead QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
#tableHead QTabBar::tab:focus {{ background: {hover}; }}
#notice {{ background: {note}; border-bottom: 1px solid {note_border}; }}
#notice[kind="error"] {{ border-bottom: 2px solid {danger}; }}
#card {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; }}
#card QScrollArea, #card QScrollArea > QWidget > QWidget {{ background: transparent; }}
#note {{ background: {note}; border: 1px solid {note_border}; border-radius: 8px; }}
#note QLabel, #notice QLabel {{ background: transparent; }}
#sheet {{ background: {raised}; border: 1px solid {strong_border}; }}
#welcome {{ border-top: 1px solid {border}; }}
#welcome, #welcome > QWidget > QWidget {{ background: {raised}; }}
#measureBar {{ background: {raised}; border-bottom: 1px solid {border}; }}
#calendarPopup {{ background: {raised}; border: 1px solid {strong_border}; }}
#calendarPopup QLabel {{ background: transparent; color: {muted}; }}
#qt_calendar_navigationbar {{ background: {raised}; }}
QCalendarWidget QToolButton {{ color: {text}; }}
QCalendarWidget QAbstractItemView {{ background: {surface};
    alternate-background-color: {raised};
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QCalendarWidget QAbstractItemView::item {{ padding: 0; border: none; }}
QCalendarWidget QAbstractItemView::item:selected {{ background: {accent}; color: {on_accent}; }}
#taskList {{ background: {raised}; border: 1px solid {strong_border}; }}
#palette {{ background: {raised}; border: 1px solid {strong_border}; border-radius: 10px; }}
#palette QListWidget {{ background: transparent; border: none; }}
#rule {{ background: {border}; }}
QLabel[editable="true"] {{ border: none; border-bottom: 1px solid transparent; }}
QLabel[editable="true"]:hover {{ border-bottom: 1px dotted {muted}; }}
QLabel[editable="true"]:focus {{ border-bottom: 1px solid {accent}; background: {hover}; }}
QPlainTextEdit {{ background: {surface}; border: 1px solid {strong_border}; border-radius: 6px;
    padding: 3px 4px; selection-background-color: {selection};
    selection-color: {on_selection}; }}
QPlainTextEdit:focus, QListWidget:focus {{ border-color: {accent}; }}
QPlainTextEdit[wrong="true"] {{ border-color: {danger}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="differs"] {{ color: {undecided}; }}
QLabel[role="error"] {{ color: {danger}; }}
"""


#: Where edges must be seen: what the system draws in shades gets lines.
_STRONG = """
QComboBox, QSpinBox, QDateEdit {{ background: {surface}; border: 1px solid {strong_border};
    border-radius: 6px; padding: 4px 7px; }}
QToolButton {{ border-color: {border}; }}
QToolButton:checked, QPushButton:checked {{ background: {surface}; color: {text};
    border: 2px solid {accent}; }}
QTableView::item:selected, QListWidget::item:selected, QTreeWidget::item:selected {{
    border-top: 2px solid {accent}; border-bottom: 2px solid {accent}; }}
QMenu::item:selected {{ border: 1px solid {accent}; }}
QPushButton:disabled {{ border: 1px dashed {muted}; }}
QPushButton[role="link"] {{ text-decoration: underline; }}
QHeaderView::section {{ color: {text}; border-bottom: 2px solid {strong_border}; }}
QSplitter::handle {{ background: {strong_border}; }}
QMenu::separator, QToolBar::separator {{ background: {strong_border}; }}
QProgressBar {{ border: 1px solid {strong_border}; background: {surface}; }}
QTableView::indicator:unchecked, QRadioButton::indicator:unchecked,
QTreeWidget::indicator:unchecked, QCheckBox::indicator:unchecked {{
    border: 2px solid {strong_border}; }}
#filterState[filtering="true"], #notice {{ border: 2px solid {note_border}; }}
#notice[kind="error"] {{ border: 2px solid {danger}; }}
#card, #note, #welcome, #measureBar {{ border-color: {strong_border}; }}
"""


def style_sheet(colours: Colours) -> str:
    """Return the sheet in these colours."""
    sheet = _SHEET + _STRONG if colours.focus_px else _SHEET
    return sheet.format_map(vars(colours))

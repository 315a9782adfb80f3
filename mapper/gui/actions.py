"""Every command of the window: one table from which menus and toolbar are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMainWindow, QMenu

from mapper.gui.icons import icon
from mapper.gui.spec import EDIT, FILE, HELP, VIEW, Spec
from mapper.gui.theme import Colours
from mapper.gui.toolbar import FittingToolBar
from mapper.gui.translation import tr

SPECS: Final = (
    Spec("new", FILE, tr("&New project…"), tr("Start an empty project"), "new", "Ctrl+N"),
    Spec(
        "open",
        FILE,
        tr("&Open project…"),
        tr("Open a project file"),
        "open",
        "Ctrl+O",
        toolbar=tr("Open"),
    ),
    Spec(
        "sample",
        FILE,
        tr("Open the &sample"),
        tr("Open a working copy of the sample"),
        "sample",
        "Ctrl+Shift+O",
    ),
    Spec(
        "import",
        FILE,
        tr("&Import files…"),
        tr("Add events or fronts from files; or drop them on the window"),
        "import",
        "Ctrl+I",
        toolbar=tr("Import"),
        line=True,
        needs="writable",
    ),
    Spec(
        "boundary",
        FILE,
        tr("Countr&y boundary…"),
        tr("Derive lines of contact within your own outline of the country"),
        shortcut="Ctrl+B",
        needs="writable",
    ),
    Spec(
        "no_boundary",
        FILE,
        tr("Remo&ve the country boundary"),
        tr("Use the base map's outline of the country again"),
        shortcut="Ctrl+Shift+B",
        needs="writable",
    ),
    Spec(
        "export_html",
        FILE,
        tr("&Export…"),
        tr("Save an interactive map, a figure for print or a table, with a preview"),
        "export",
        "Ctrl+E",
        toolbar=tr("Export"),
        needs="project",
    ),
    Spec(
        "export_table",
        FILE,
        tr("Export &data…"),
        tr("Save the events shown as CSV, XLSX, GeoJSON, GeoPackage or KML"),
        shortcut="Ctrl+Shift+E",
        needs="project",
    ),
    Spec(
        "copy",
        FILE,
        tr("Save a &copy…"),
        tr("Save the project as it is now under another name"),
        shortcut="Ctrl+Shift+S",
        line=True,
        needs="project",
    ),
    Spec(
        "merge",
        FILE,
        tr("&Merge a colleague's copy…"),
        tr("Take what was changed in a copy of the project, conflicts shown first"),
        shortcut="Ctrl+Shift+M",
        needs="writable",
    ),
    Spec(
        "backups",
        FILE,
        tr("&Backups…"),
        tr("List the daily backups of the project, and open a copy of one"),
        shortcut="Ctrl+Shift+K",
        needs="project",
    ),
    Spec("quit", FILE, tr("&Quit"), tr("Close the window"), shortcut="Ctrl+Q", line=True),
    Spec("undo", EDIT, tr("&Undo"), tr("Undo the last change"), "undo", "Ctrl+Z", needs="writable"),
    Spec("redo", EDIT, tr("&Redo"), tr("Redo it"), "redo", "Ctrl+Shift+Z", needs="writable"),
    Spec(
        "add_event",
        EDIT,
        tr("&Add event…"),
        tr("Add an event where you click the map, or by a place or coordinates"),
        "add",
        "Ctrl+Shift+N",
        toolbar=tr("Add event"),
        line=True,
        needs="writable",
    ),
    Spec(
        "delete",
        EDIT,
        tr("D&elete event"),
        tr("Delete the selected event with its sources; undo brings it back"),
        shortcut="Del",
        needs="writable",
    ),
    Spec(
        "palette",
        EDIT,
        tr("&Go to anything…"),
        tr("Find a command, an event, a place or a recent project by typing"),
        "search",
        "Ctrl+K",
        line=True,
    ),
    Spec("find", EDIT, tr("&Find"), tr("Search the list"), "search", "Ctrl+F"),
    Spec(
        "facets",
        EDIT,
        tr("Fil&ter by values"),
        tr("Filter by status, type, weapon, region and more, with numbers of events"),
        "filter",
        "Ctrl+Shift+F",
        needs="project",
    ),
    Spec(
        "place",
        EDIT,
        tr("Find p&lace…"),
        tr("Place the selected event by a name or by coordinates"),
        shortcut="Ctrl+L",
        needs="writable",
    ),
    Spec(
        "move",
        EDIT,
        tr("&Move on the map…"),
        tr("Drag the selected event to where it lies"),
        shortcut="Ctrl+Shift+L",
        needs="writable",
    ),
    Spec("clear_filter", EDIT, tr("&Clear filter"), tr("Show every event"), shortcut="Esc"),
    Spec(
        "check",
        EDIT,
        tr("Check &data"),
        tr("List what is doubtful about the events, and mend it"),
        "check",
        "F7",
        checkable=True,
        toolbar=tr("Check data"),
        line=True,
        needs="project",
    ),
    Spec(
        "history",
        EDIT,
        tr("&History"),
        tr("List what was changed, when, and from which value to which"),
        "history",
        "F8",
        checkable=True,
        toolbar=tr("History"),
        needs="project",
    ),
    Spec(
        "fronts",
        EDIT,
        tr("Fro&nts"),
        tr("List the snapshots of fronts, where there is none, and on what terms they came"),
        "fronts",
        "F9",
        checkable=True,
        toolbar=tr("Fronts"),
        needs="project",
    ),
    Spec(
        "tables",
        VIEW,
        tr("&Tables"),
        tr("Distances and counts of the events shown, to sort, copy and export"),
        "tables",
        "Ctrl+T",
        checkable=True,
        toolbar=tr("Tables"),
        needs="project",
    ),
    Spec(
        "copy_statement",
        EDIT,
        tr("Copy &statement"),
        tr("Copy the distance of the selected event as a statement"),
        "copy",
        "Ctrl+Shift+C",
        needs="project",
    ),
    Spec(
        "copy_note",
        EDIT,
        tr("Copy methods n&ote"),
        tr("Copy how the distance of the selected event was made: method, fronts, inputs"),
        shortcut="Ctrl+Alt+C",
        needs="project",
    ),
    Spec(
        "copy_statement_markdown",
        EDIT,
        tr("Copy statement as Mar&kdown"),
        tr("Copy the distance of the selected event as a statement in Markdown"),
        shortcut="Ctrl+Alt+Shift+C",
        needs="project",
    ),
    Spec(
        "copy_note_markdown",
        EDIT,
        tr("Cop&y methods note as Markdown"),
        tr("Copy how the distance of the selected event was made, in Markdown"),
        shortcut="Ctrl+Alt+Shift+N",
        needs="project",
    ),
    Spec(
        "columns",
        VIEW,
        tr("&Columns and groups…"),
        tr("Choose the columns of the list, and whether events stand by day, place or region"),
        "columns",
        "Ctrl+Shift+G",
        needs="project",
    ),
    Spec("next", VIEW, tr("&Next event"), tr("Next event of the list (J)"), "next", "Alt+Down"),
    Spec("previous", VIEW, tr("&Previous event"), tr("Previous event (K)"), "previous", "Alt+Up"),
    Spec(
        "back",
        VIEW,
        tr("&Back"),
        tr("The event looked at before"),
        shortcut="Alt+Left",
        needs="trail",
    ),
    Spec(
        "forward",
        VIEW,
        tr("F&orward"),
        tr("The event looked at after it"),
        shortcut="Alt+Right",
        needs="trail",
    ),
    Spec(
        "measure",
        VIEW,
        tr("&Measure on the map"),
        tr("Click points on the map to measure along them; Esc ends"),
        "measure",
        "Ctrl+M",
        checkable=True,
        toolbar=tr("Measure"),
        line=True,
        needs="project",
    ),
    Spec(
        "measurements",
        VIEW,
        tr("&Kept measurements"),
        tr("List the measurements kept in the project, show them on the map and delete them"),
        shortcut="F10",
        checkable=True,
        needs="project",
    ),
    Spec(
        "fit",
        VIEW,
        tr("&Fit the map"),
        tr("Show all events and fronts"),
        "fit",
        "Ctrl+0",
        toolbar=tr("Fit"),
        needs="project",
    ),
    Spec(
        "tasks",
        VIEW,
        tr("T&asks"),
        tr("List what runs, with Cancel for each, and what has ended lately"),
        shortcut="Ctrl+Shift+T",
        line=True,
    ),
    Spec(
        "welcome",
        HELP,
        tr("&Three things to try"),
        tr("Show first steps below the list, or hide them"),
        shortcut="F1",
    ),
    Spec(
        "about",
        HELP,
        tr("&About Mapper"),
        tr("Version, licences and data sources"),
        "about",
        "Shift+F1",
    ),
)


class Actions:
    """The commands as `QAction` by name, and the menus they are in."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.toolbar = FittingToolBar(tr("Toolbar"))
        self.toolbar.setObjectName("toolbar")
        for spec in SPECS:
            action = QAction(spec.text, window)
            tip = f"{spec.tip} ({spec.shortcut})" if spec.shortcut else spec.tip
            action.setToolTip(tip)
            action.setStatusTip(spec.tip)
            action.setIconText(spec.toolbar or spec.text)
            action.setCheckable(spec.checkable)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            action.triggered.connect(lambda _checked, name=spec.name: handlers[name]())
            self._by_name[spec.name] = action
            self._place(window, spec, action)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def all(self) -> list[tuple[Spec, QAction]]:
        """Return every command, whether it can be used now or not."""
        return [(spec, self._by_name[spec.name]) for spec in SPECS]

    def set_available(self, *, project: bool, writable: bool) -> None:
        """Enable the commands that can be used now."""
        for spec in SPECS:
            allowed = {"": True, "project": project, "writable": writable}.get(spec.needs)
            if allowed is not None:
                self._by_name[spec.name].setEnabled(allowed)

    def set_colours(self, colours: Colours) -> None:
        """Draw the icons in the theme's colours."""
        for spec in SPECS:
            if spec.icon:
                self._by_name[spec.name].setIcon(icon(spec.icon, colours.text, colours.muted))

    def _place(self, window: QMainWindow, spec: Spec, action: QAction) -> None:
        if spec.menu not in self.menus:
            bar = window.menuBar()
            assert bar is not None
            menu = bar.addMenu(spec.menu)
            assert menu is not None
            self.menus[spec.menu] = menu
        menu = self.menus[spec.menu]
        if spec.line:
            menu.addSeparator()
        menu.addAction(action)
        if spec.toolbar:
            if spec.line:
                self.toolbar.addSeparator()
            self.toolbar.addAction(action)

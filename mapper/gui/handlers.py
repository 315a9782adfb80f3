"""What each command of the window does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow


def handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what to call for each command of `actions.SPECS`, by its name.

    All is looked up when it is called: some parts are made after the commands.
    """
    commands = window.commands
    return {
        "new": commands.new_project,
        "open": commands.open_project,
        "sample": lambda: window.showing.open_sample(),
        "import": commands.ask_and_import,
        "boundary": commands.choose_boundary,
        "no_boundary": lambda: commands.set_boundary(None),
        "export_html": commands.export_map,
        "export_table": commands.export_table,
        "copy": window.copies.save_copy,
        "merge": window.merging.ask,
        "backups": window.copies.show_backups,
        "quit": window.close,
        "undo": lambda: commands.travel("undo"),
        "redo": lambda: commands.travel("redo"),
        "add_event": lambda: _add(window),
        "delete": lambda: window.editing.delete(),
        "palette": lambda: window.palette_box.open(),
        "find": lambda: _find(window),
        "facets": window.events.filter_bar.facets.toggle,
        "place": window.panel.place.open_search,
        "move": lambda: _move(window),
        "clear_filter": lambda: _escape(window),
        "copy_statement": lambda: window.panel.distance.copy_statement(),
        **{
            f"copy_{form}": partial(window.panel.distance.copy_form, form)
            for form in ("statement_markdown", "note", "note_markdown")
        },
        "check": lambda: window.left.turn("check"),
        "fronts": lambda: window.left.turn("fronts"),
        "measurements": lambda: window.left.turn("measurements"),
        "history": lambda: window.left.turn("history"),
        "columns": window.events.choose_columns,
        "tables": lambda: window.tables.turn(on=window.actions_table["tables"].isChecked()),
        "next": lambda: window.left.step(1),
        "previous": lambda: window.left.step(-1),
        "back": lambda: window.trail.go(-1),
        "forward": lambda: window.trail.go(1),
        "measure": lambda: _measure(window),
        "fit": window.map_view.fit,
        "tasks": lambda: window.task_area.open_list(),
        "welcome": lambda: _welcome(window),
        "about": commands.about,
    }


def _find(window: MainWindow) -> None:
    window.events.filter_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    window.events.filter_bar.search.selectAll()


def _add(window: MainWindow) -> None:
    window.map_measure.end()
    window.moving.end()
    window.adding.start()


def _measure(window: MainWindow) -> None:
    window.moving.end()
    window.map_measure.toggle()


def _move(window: MainWindow) -> None:
    detail = window.panel.detail
    if detail is not None:
        window.map_measure.end()
        window.adding.end()
        window.moving.start(detail.event)


def _welcome(window: MainWindow) -> None:
    window.left.show_list()
    window.welcome.turn()


def _escape(window: MainWindow) -> None:
    if window.map_measure.on:
        window.map_measure.end()
    elif window.adding.on:
        window.adding.end()
    elif window.moving.on:
        window.moving.end()
    else:
        window.events.filter_bar.clear_filter()

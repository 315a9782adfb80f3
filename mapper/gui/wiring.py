"""Which part of the window hears which: all signals are connected here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mapper.gui.translation import tr

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow


def connect(window: MainWindow) -> None:
    """Connect the parts of a window that is laid out."""
    window.session.opened.connect(window.showing.show_project)
    window.session.changed.connect(window.showing.show_change)
    window.session.open_failed.connect(window.showing.fail_opening)
    window.tasks.failed.connect(window.problems.show)
    window.theme.changed.connect(window.take_colours)
    window.events.import_wanted.connect(window.actions_table["import"].trigger)
    window.events.sample_wanted.connect(window.actions_table["sample"].trigger)
    window.events.new_wanted.connect(window.actions_table["new"].trigger)
    window.events.add_wanted.connect(window.actions_table["add_event"].trigger)
    window.recent.chosen.connect(window.session.open)
    window.drawing.drawn.connect(window.showing.show_document)
    window.listing.arranged.connect(window.showing.select_greeting)
    window.selection.front_changed.connect(window.front.set_text)
    window.events.filter_bar.counted.connect(window.count.set_text)
    window.selection.moved.connect(window.trail.take)
    window.selection.front_changed.connect(window.front_reader.read)
    window.fronts.day_wanted.connect(window.selection.show_front_of)
    window.fronts.files_wanted.connect(window.actions_table["import"].trigger)
    window.fronts.folder_wanted.connect(window.commands.ask_and_import_folder)
    undo = window.actions_table["undo"].trigger
    window.front_reader.removed.connect(
        lambda words: window.problems.tell(words, {tr("Undo"): undo})
    )
    window.panel.distance.target.unit_changed.connect(window.choose_unit)
    # The day is what a new event lacks first.
    window.adding.added.connect(lambda event_id: window.panel.desk.go_to(event_id, "date_start"))
    window.adding.added.connect(window.show_event)
    window.panel.place.move_wanted.connect(window.actions_table["move"].trigger)
    window.selection.moved.connect(window.moving.follow)
    window.selection.left.connect(window.moving.end)
    window.panel.copied.connect(partial(window.say, tr("Copied.")))
    window.panel.media.copied.connect(partial(window.say, tr("Copied.")))
    window.measure_bar.copied.connect(partial(window.say, tr("Copied.")))
    window.map_view.failed.connect(partial(window.notices.show_message, kind="error"))
    window.events.open_wanted.connect(window.actions_table["open"].trigger)
    window.checks.event_wanted.connect(window.select_named)
    window.checks.card.shown.connect(window.select_named)
    window.history.event_wanted.connect(window.select_named)
    window.copies.saved.connect(window.say)
    window.past.exported.connect(
        lambda path, _lines: window.say(tr("Saved {name}.", name=path.name))
    )
    window.past.event_told.connect(window.panel.history.show_told)
    window.panel.history.wanted.connect(window.past.read_event)
    # Enter or a double click.
    window.events.table.activated.connect(window.showing.look_at)
    window.tables.event_wanted.connect(window.show_event)
    window.tables.shown_changed.connect(window.actions_table["tables"].setChecked)
    window.tables.copied.connect(window.say)
    window.table_work.saved.connect(window.commands.tell_saved)
    window.checker.changed.connect(window.count_findings)
    window.checker.told.connect(window.say)

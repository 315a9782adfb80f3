"""Values kept in the project file that are no part of its data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.project.writing import Writing


class Settings:
    """Values kept in the project file, by name; anything JSON can hold."""

    def __init__(self, project: Writing) -> None:
        self._project = project

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value, or ``default`` where none was set."""
        found = self._project.query("SELECT value FROM settings WHERE key = ?", (f"own.{key}",))
        try:
            return json.loads(found[0][0]) if found else default
        except (ValueError, TypeError):
            # Another program wrote it.
            return default

    def set(self, key: str, value: Any) -> None:
        """Keep a value; this is no step that can be undone."""
        with self._project.transaction() as connection:
            connection.execute(
                "INSERT INTO settings (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (f"own.{key}", json.dumps(value, ensure_ascii=False)),
            )

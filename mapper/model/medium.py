"""One photo, frame or recording that shows what a source reports: a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from mapper.model.errors import InputError


@dataclass(frozen=True)
class Medium:
    """A file or an address that belongs to a source. Column meanings as in the table ``media``.

    Parameters
    ----------
    file
        Path of the file from the project's folder, with slashes; the file itself is not in
        the project.
    sha256
        Of the file's bytes when it was attached: 64 hexadecimal digits.
    """

    media_id: str
    source_id: str | None = None
    file: str | None = None
    url: str | None = None
    sha256: str | None = None
    taken_at: str | None = None
    caption: str | None = None
    thumbnail: str | None = None

    def __post_init__(self) -> None:
        if (self.file is None) == (self.url is None):
            raise InputError("a medium is either a file or an address", field="file")

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self | None:
        """Make a medium from a row of the table ``media``; None of one that names nothing."""
        # Another program may have written numbers there.
        texts = {name: value for name, value in row.items() if isinstance(value, str) and value}
        values: dict[str, Any] = {f.name: texts.get(f.name) for f in fields(cls)}
        if values["file"] is not None:
            # Another program may have written both.
            values["url"] = None
        return cls(**values) if values["file"] or values["url"] else None

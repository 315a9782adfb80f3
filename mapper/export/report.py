"""What an export did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ExportReport:
    """What an export did.

    Parameters
    ----------
    file
        The file written.
    events
        Number of events in it.
    left_out
        Number of events of the source that are not in it.
    warnings
        Sentences: licences, what was left out and why.
    """

    file: Path
    events: int
    left_out: int
    warnings: tuple[str, ...]

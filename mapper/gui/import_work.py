"""Looking at a file and reading it: what the workers of an import do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from mapper import readers
from mapper.gui.import_sketch import Sketch, sketch
from mapper.gui.tasks import Progress
from mapper.project import refuse_open_project
from mapper.readers import Look, Placed, PlaceWords, Said

#: A reading, its map, and the places it names without coordinates with their rows.
Outcome = tuple[readers.ImportResult, Sketch | None, dict[PlaceWords, int]]


def look_at(file: Path, said: dict[str, Said], project: Path, progress: Progress) -> Look:
    """Look at a file as was said of it, and of the files in it, by their names."""
    refuse_open_project(file, project)
    whole = said.pop("", Said())
    look = readers.look(
        file, whole.feed, whole.columns, inside=said, progress=lambda share: progress(0.05 * share)
    )
    progress.check()
    return look


def read_file(
    file: Path,
    said: dict[str, Said],
    places: Mapping[PlaceWords, Placed | None],
    others: Sequence[Path],
    progress: Progress,
) -> Outcome:
    """Read a file as was said of it, and of the files in it, by their names.

    ``others`` are read together with it.
    """
    whole = said.pop("", Said())
    result = readers.read(
        file,
        whole.feed,
        whole.date,
        dict(whole.columns),
        lambda share: progress(0.95 * share),
        places=places,
        inside=said,
        beside=others,
    )
    progress(0.95)
    words = result.unplaced[["place_name", "admin1", "country"]].itertuples(index=False)
    return result, sketch(result), dict(Counter((row[0], row[1], row[2]) for row in words))

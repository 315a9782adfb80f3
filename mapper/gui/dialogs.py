"""Asking for files; the last folder of each purpose is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PyQt6.QtWidgets import QFileDialog, QWidget

from mapper.gui import settings
from mapper.gui.translation import tr

_PROJECTS: Final = tr("Mapper projects (*.gpkg)")
_SHAPES: Final = tr(
    "Lines and areas (*.geojson *.json *.gpkg *.shp *.kml *.kmz *.zip);;All files (*)"
)
_TILES: Final = tr("Map tiles (*.mbtiles *.pmtiles);;All files (*)")
_IMPORTS: Final = tr(
    "Tables and maps (*.csv *.tsv *.txt *.xlsx *.ods *.geojson *.json *.gpkg *.shp *.kml *.kmz"
    " *.gpx *.fgb *.zip)"
    ";;All files (*)"
)


def ask_open_project(parent: QWidget) -> Path | None:
    """Ask for a project file to open."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Open project"), settings.folder("open"), _PROJECTS
    )
    return _chosen(text, "open")


def ask_new_project(parent: QWidget) -> Path | None:
    """Ask where a new project is to be; an existing file is refused later."""
    text, _ = QFileDialog.getSaveFileName(
        parent,
        tr("New project"),
        str(Path(settings.folder("open")) / "project.gpkg"),
        _PROJECTS,
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    path = _chosen(text, "open")
    return None if path is None else path.with_suffix(".gpkg")


def ask_imports(parent: QWidget) -> list[Path]:
    """Ask for files to import."""
    texts, _ = QFileDialog.getOpenFileNames(
        parent, tr("Import files"), settings.folder("import"), _IMPORTS
    )
    paths = [Path(text) for text in texts]
    if paths:
        settings.set_folder("import", paths[0])
    return paths


def ask_import_folder(parent: QWidget) -> list[Path]:
    """Ask for a folder whose files are to be imported."""
    text = QFileDialog.getExistingDirectory(
        parent, tr("Import a folder"), settings.folder("import")
    )
    if not text:
        return []
    settings.set_folder("import", Path(text))
    return [Path(text)]


def ask_copy(parent: QWidget) -> Path | None:
    """Ask for a copy of the project that a colleague worked on."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Merge a colleague's copy"), settings.folder("import"), _PROJECTS
    )
    return _chosen(text, "import")


def ask_media(parent: QWidget) -> list[Path]:
    """Ask for photos, frames or recordings to attach to an event."""
    texts, _ = QFileDialog.getOpenFileNames(
        parent, tr("Attach files"), settings.folder("media"), tr("All files (*)")
    )
    paths = [Path(text) for text in texts]
    if paths:
        settings.set_folder("media", paths[0])
    return paths


def ask_boundary(parent: QWidget) -> Path | None:
    """Ask for a file with the outline of a country."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Country boundary"), settings.folder("import"), _SHAPES
    )
    return _chosen(text, "import")


def ask_page(parent: QWidget) -> Path | None:
    """Ask for a page that was exported before."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Page published before"), settings.folder("export"), tr("Pages (*.html *.htm)")
    )
    return _chosen(text, "export")


def ask_shape(parent: QWidget) -> Path | None:
    """Ask for a file with a line or an area to measure to."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Measure to a line or area"), settings.folder("import"), _SHAPES
    )
    return _chosen(text, "import")


def ask_tiles(parent: QWidget) -> Path | None:
    """Ask for a file of map tiles."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Tiles file"), settings.folder("tiles"), _TILES
    )
    return _chosen(text, "tiles")


def ask_save(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save; as `ask_save_as`, without the kind."""
    asked = ask_save_as(parent, title, name, kinds)
    return None if asked is None else asked[0]


def ask_save_as(parent: QWidget, title: str, name: str, kinds: str) -> tuple[Path, str] | None:
    """Ask where to save and as what; the file's ending is that of the kind.

    An ending that was typed by hand and is that of another kind is kept.

    Parameters
    ----------
    name
        File name proposed.
    kinds
        Kinds as Qt writes them: ``CSV table (*.csv);;GeoJSON (*.geojson)``.

    Returns
    -------
    tuple
        The file, and the kind that was chosen for it.
    """
    proposed, kind = Path(settings.folder("export")) / name, ""
    while True:
        text, kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds, kind)
        path = _chosen(text, "export")
        if path is None:
            return None
        named = _with_ending(path, kind, kinds, Path(name).suffix)
        if named == path or not named.exists():
            return named, kind
        # Whether it may be replaced was asked of another file.
        proposed = named


def _with_ending(path: Path, kind: str, kinds: str, proposed: str) -> Path:
    wanted = _ending(kind)
    typed = path.suffix.lower()
    if not wanted or typed == wanted:
        return path
    if typed == proposed:
        return path.with_suffix(wanted)
    known = {_ending(each) for each in kinds.split(";;")}
    return path if typed in known else path.with_name(path.name + wanted)


def _ending(kind: str) -> str:
    """Return the ending of a kind as Qt writes it, empty for all files."""
    return kind[kind.rfind("*") + 1 :].rstrip(")")


def _chosen(text: str, purpose: str) -> Path | None:
    if not text:
        return None
    path = Path(text)
    settings.set_folder(purpose, path)
    return path

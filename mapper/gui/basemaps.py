"""Which base map the window shows: Mapper's own, a file of tiles, or online tiles."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from mapper import paths
from mapper.basemap.providers import Provider, provider
from mapper.basemap.tilefile import open_tiles
from mapper.basemap.tileset import TileFile
from mapper.gui import dialogs, settings
from mapper.gui.consent import ConsentDialog
from mapper.gui.problems import Presenter
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.gui.web import MapView
from mapper.gui.web.tiles import FileTiles, OnlineTiles

OWN = ""
_FILE, _ONLINE = "file:", "online:"
_EXPORTED = tr("Exported maps keep Mapper's own base map.")


class Basemaps(QObject):
    """Changes the map's base map and remembers the choice.

    Signals
    -------
    changed(str)
        What is shown: "" (Mapper's own), ``file:PATH`` or ``online:KEY``.
    """

    changed = pyqtSignal(str)

    def __init__(
        self,
        tasks: Tasks,
        map_view: MapView,
        problems: Presenter,
        window: QWidget,
        remember: bool = True,
    ) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._map = map_view
        self._problems = problems
        self._window = window
        self._remember = remember
        #: What is shown, in the words of `settings.basemap`.
        self.shown = OWN
        #: The question last asked, for tests.
        self.dialog: ConsentDialog | None = None
        map_view.tiles_failed.connect(lambda words: problems.tell(words, {}))
        map_view.labels_chosen.connect(self._keep_labels)

    def restore(self) -> None:
        """Show what was chosen last; a host that was not agreed to is not asked."""
        if settings.label_script():
            self._map.set_labels(settings.label_script())
        chosen = settings.basemap()
        if chosen.startswith(_FILE):
            self._open(Path(chosen.removeprefix(_FILE)), quiet=True)
        elif chosen.startswith(_ONLINE):
            one = provider(chosen.removeprefix(_ONLINE))
            if one is not None and one.host in settings.agreed_hosts():
                self._go_online(one)

    def show_own(self) -> None:
        """Show Mapper's own base map."""
        self._tasks.drop("tiles")
        self._map.set_tiles(None)
        self._take(OWN)

    def ask_file(self) -> None:
        """Ask for a file of tiles and show it."""
        path = dialogs.ask_tiles(self._window)
        if path is None:
            self.changed.emit(self.shown)
        else:
            self._open(path)

    def choose_online(self, key: str) -> None:
        """Show online tiles, once the person has agreed that their host is asked."""
        one = provider(key)
        assert one is not None
        if one.host in settings.agreed_hosts():
            self._go_online(one)
            return
        self.dialog = ConsentDialog(one, self._window)
        self.dialog.accepted.connect(partial(self._agree, one))
        self.dialog.rejected.connect(lambda: self.changed.emit(self.shown))
        self.dialog.open()

    def _agree(self, one: Provider) -> None:
        settings.set_agreed_hosts(sorted({*settings.agreed_hosts(), one.host}))
        self._go_online(one)

    def _go_online(self, one: Provider) -> None:
        self._tasks.drop("tiles")
        self._map.set_tiles(OnlineTiles(one, paths.cache_folder() / "tiles"))
        self._take(_ONLINE + one.key)

    def _open(self, path: Path, *, quiet: bool = False) -> None:
        # A damaged file may take seconds to be refused.
        def work(_progress: Progress) -> TileFile:
            return open_tiles(path)

        def done(file: TileFile) -> None:
            self._map.set_tiles(FileTiles(file))
            self._take(f"{_FILE}{path}")
            if not quiet:
                self._problems.tell(_told(file), {})

        def failed(error: BaseException) -> None:
            self.changed.emit(self.shown)
            self._tasks.failed.emit(error)

        self._tasks.run(work, done=done, failed=failed, newest="tiles", name=tr("Opening tiles"))

    def _keep_labels(self, script: str) -> None:
        if self._remember:
            settings.set_label_script(script)

    def _take(self, shown: str) -> None:
        self.shown = shown
        if self._remember:
            settings.set_basemap(shown)
        self.changed.emit(shown)


def _told(file: TileFile) -> str:
    tiles = file.tiles
    made = (
        tr("made by: {attribution}", attribution=tiles.attribution)
        if tiles.attribution
        else tr("it does not say who made it")
    )
    terms = (
        tr("licence: {licence}", licence=tiles.licence)
        if tiles.licence
        else tr("it states no licence")
    )
    return tr(
        "Base map: {name} ({made}; {terms}). {exported}",
        name=tiles.name,
        made=made,
        terms=terms,
        exported=_EXPORTED,
    )

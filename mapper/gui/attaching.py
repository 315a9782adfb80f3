"""Attaches files and addresses to sources, and looks whether the files are as they were."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PyQt6.QtCore import QBuffer, QIODevice, QObject
from PyQt6.QtGui import QGuiApplication, QImage
from PyQt6.QtWidgets import QWidget

from mapper.gui import dialogs
from mapper.gui.detail_panel import DetailPanel
from mapper.gui.media_section import Given, MediaDrops
from mapper.gui.medium_card import Checked
from mapper.gui.problems import Presenter
from mapper.gui.session import Session
from mapper.gui.source_section import host_of
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.thumbnails import thumbnail
from mapper.gui.translation import tr, trn
from mapper.model.errors import InputError
from mapper.model.event import Source
from mapper.model.medium import Medium
from mapper.project import Change, Project, media_files

#: Larger files are compared with their hash only when someone asks for it.
_AT_ONCE_BYTES: Final = 64 * 2**20
#: So many files are remembered as they were found, by path, size and time of change.
_REMEMBERED: Final = 200
_Key = tuple[str, int, int]


class Attaching(QObject):
    """Answers the `MediaSection` of the details.

    ``told`` is given the words about what was done, to show them with Undo.
    """

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        panel: DetailPanel,
        problems: Presenter,
        told: Callable[[str], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._session = session
        self._section = section = panel.media
        self._problems = problems
        self._told = told
        self._window = window
        self._found: dict[_Key, Checked] = {}
        self._drops = MediaDrops(panel, section)
        section.check_wanted.connect(self._check)
        section.ask_wanted.connect(self._ask)
        section.given.connect(self._attach)
        section.moved.connect(self._move)
        section.removed.connect(self._remove)
        section.copied.connect(self._copy)
        section.nothing_given.connect(
            lambda: problems.tell(tr("Nothing that can be attached was copied."), {})
        )
        panel.desk.medium_kept.connect(self._keep)

    # Looking at files

    def _check(self, media: tuple[Medium, ...], whatever_size: bool) -> None:
        data = self._session.data
        if data is None:
            return
        for medium in media:
            name = Path(medium.file or "").name
            self._tasks.run(
                partial(self._look, medium, data.path, whatever_size),
                done=partial(self._show_checked, medium),
                name=tr("Reading {name}", name=name) if whatever_size else "",
                stoppable=whatever_size,
                newest=f"medium {medium.media_id}",
            )

    def _look(
        self, medium: Medium, project: Path, whatever_size: bool, progress: Progress
    ) -> Checked:
        state = media_files.look(str(medium.file), project)
        key = (str(state.path), state.size, state.modified_ns)
        known = self._found.get(key)
        if not state.there or (known is not None and not whatever_size):
            return known or Checked(state)
        sha256 = None
        if whatever_size or state.size <= _AT_ONCE_BYTES:
            try:
                sha256 = media_files.digest(state, progress)
            except InputError as error:
                return Checked(media_files.FileState(state.path, reason=str(error)))
        image = media_files.kind_of(state.path.name) == "image"
        read = media_files.FileState(state.path, state.size, state.modified_ns, sha256)
        return Checked(read, thumbnail(state.path, state.size) if image else None)

    def _show_checked(self, medium: Medium, checked: Checked) -> None:
        state = checked.state
        if state.sha256 is not None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[str(state.path), state.size, state.modified_ns] = checked
        self._section.show_checked(medium, checked)

    # Attaching

    def _ask(self) -> None:
        paths = dialogs.ask_media(self._window)
        if paths:
            self._section.give(Given(tuple(paths)))

    def _attach(self, given: Given, source_id: str | None) -> None:
        data, event_id = self._session.data, self._section.event_id
        if data is None:
            return
        self._tasks.run(
            partial(_made, given, data.path),
            done=partial(self._add, event_id, source_id, given.picture is not None),
            name=tr("Attaching"),
            stoppable=True,
        )

    def _add(
        self, event_id: str, source_id: str | None, pasted: bool, media: tuple[Medium, ...]
    ) -> None:
        def work(project: Project, _progress: Progress) -> Change | None:
            had = {(one.file, one.url, one.sha256) for one in project.media_of(event_id)}
            new = [one for one in media if (one.file, one.url, one.sha256) not in had]
            if not new:
                return None
            name = "Attachment" if len(new) == 1 else f"{len(new)} attachments"
            with project.step(f"{name} of '{project.event(event_id).title[:40]}'") as step:
                for medium in new:
                    owner = source_id or _new_source(project, event_id, medium)
                    project.add_media([Medium(**{**vars(medium), "source_id": owner})])
            return step.change

        def done(change: Change | None) -> None:
            if change is None:
                self._problems.tell(tr("The event has this already."), {})
                return
            if pasted:
                self._told(tr("Attached the picture; its file is {name}.", name=media[-1].file))
            elif len(media) == 1:
                self._told(tr("Attached {name}.", name=_name_of(media[0])))
            else:
                self._told(
                    trn(
                        "Attached {number:,} file or link.",
                        "Attached {number:,} files or links.",
                        len(media),
                    )
                )
            self._section.reveal(event_id)

        self._session.edit(work, done=done)

    # What is said of them

    def _keep(self, media_id: str, values: dict[str, Any]) -> None:
        self._session.edit(lambda project, _progress: project.update_medium(media_id, **values))

    def _move(self, media_id: str, source_id: str) -> None:
        self._keep(media_id, {"source_id": source_id})

    def _remove(self, media_id: str) -> None:
        def done(change: Change | None) -> None:
            if change is not None:
                self._told(tr("Took it away; the file stays where it is."))

        self._session.edit(lambda project, _progress: project.delete_media([media_id]), done=done)

    def _copy(self, sha256: str) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(sha256)


def _name_of(medium: Medium) -> str:
    return Path(medium.file).name if medium.file else str(medium.url)


def _made(given: Given, project: Path, progress: Progress) -> tuple[Medium, ...]:
    """Return media of what was given, with the hashes of files; runs in a worker."""
    media = [Medium("", url=link) for link in given.links]
    count = len(given.paths)
    for number, path in enumerate(given.paths):
        written = media_files.written_path(path, project)

        def told(share: float, number: int = number, name: str = path.name) -> None:
            progress((number + share) / count, name)

        digits = media_files.digest(media_files.look(written, project), told)
        media.append(Medium("", file=written, sha256=digits))
    if given.picture is not None:
        path, digits = _saved(given.picture, project)
        written = media_files.written_path(path, project)
        media.append(Medium("", file=written, sha256=digits))
    return tuple(media)


def _saved(picture: QImage, project: Path) -> tuple[Path, str]:
    """Save a copied picture beside the project, under its hash; return its file and hash."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):
        raise InputError("The copied picture cannot be saved.")
    content = buffer.data().data()
    digits = hashlib.sha256(content).hexdigest()
    folder = project.parent / f"{project.stem} media"
    path = folder / f"pasted-{digits[:12]}.png"
    try:
        folder.mkdir(exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path} could not be written: {error.strerror}.") from error
    return path, digits


def _new_source(project: Project, event_id: str, medium: Medium) -> str:
    """Add a source that is known by what is attached alone; return its id."""
    source_id = f"{event_id}#{uuid.uuid4().hex[:8]}"
    name = None if medium.file is None else Path(medium.file).name
    project.add_source(
        Source(source_id, event_id, url=medium.url, title=name, publisher=host_of(medium.url or ""))
    )
    return source_id

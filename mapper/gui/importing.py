"""Files on their way in: looked at, read and compared in the background, then taken at once."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PyQt6.QtCore import QObject, pyqtSignal

from mapper.gazetteer import Candidate
from mapper.gui import settings
from mapper.gui.import_file import ImportFile
from mapper.gui.import_folders import DOUBTFUL, Found, find_files
from mapper.gui.import_place_choices import placed
from mapper.gui.import_search import Spots, find_spots
from mapper.gui.import_work import Outcome, look_at, read_file
from mapper.gui.session import Session
from mapper.gui.taken import Taken
from mapper.gui.tasks import Progress, Task, Tasks
from mapper.gui.translation import tr
from mapper.model.errors import AnswerNeededError, CancelledError, MapperError
from mapper.project import Change, Project
from mapper.project.comparison import Comparison
from mapper.readers import Look, PlaceWords, Said
from mapper.readers.unplaced import candidates

_AT_ONCE: Final = 2
_SEARCH: Final = "search of a place of the import"


class Importer(QObject):
    """The files of one import; nothing is written before `take`.

    Signals
    -------
    added()
        ``files`` has changed.
    changed(ImportFile)
        What is known of one file has changed.
    saved_share(float)
        How far taking is.
    taken(Change)
        Everything ready is in the project.
    refused(str)
        Taking failed or was cancelled, with the sentence; the project is as before.
    """

    added = pyqtSignal()
    changed = pyqtSignal(object)
    saved_share = pyqtSignal(float)
    taken = pyqtSignal(object)
    refused = pyqtSignal(str)

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        assert session.data is not None
        #: Project that the files go into.
        self.project_path = session.data.path
        self.files: list[ImportFile] = []
        self.hidden = self.unknown = 0
        self.more = False
        self.what_was_taken = Taken()
        self._waiting: deque[ImportFile] = deque()
        self._running: dict[ImportFile, Task] = {}
        self._finding: Task | None = None
        self._saving: Task | None = None
        self._chosen: dict[str, Said] = {}

    # Files

    def add(self, paths: Sequence[Path]) -> None:
        """Add files, and the readable files of folders."""
        self._finding = self._tasks.run(
            lambda progress: find_files(paths, progress.check), done=self._found
        )

    @property
    def busy(self) -> bool:
        """Whether anything is still being found, read or compared."""
        return bool(self._finding or self._waiting or self._running)

    @property
    def saving(self) -> bool:
        """Whether the files are being taken."""
        return self._saving is not None

    @property
    def done_share(self) -> float:
        """Share of the reading that is done, 0 to 1."""
        left = sum(1.0 - file.share for file in {*self._waiting, *self._running})
        return 1.0 - left / max(len(self.files), 1)

    def _found(self, found: Found) -> None:
        self._finding = None
        before = list(self.files)
        known = {file.file.resolve() for file in before}
        for path, inside in [
            *((path, False) for path in found.dropped),
            *((path, True) for path in found.in_folders),
        ]:
            if path.resolve() not in known:
                known.add(path.resolve())
                self.files.append(ImportFile(path, from_folder=inside))
                self._waiting.append(self.files[-1])
        if len(self.files) > len(before):
            for file in before:
                if file.look is not None and file.look.beside:
                    self._read_again(file, keep_places=True)
        self.hidden += found.hidden
        self.unknown += found.unknown
        self.more = self.more or found.more
        self.added.emit()
        self._go_on()

    # What the person says

    def choose(self, file: ImportFile, choice: Said) -> None:
        """Read what is on show in another way, and files that wait for the same answer."""
        name, asked = file.shown_name, file.question
        signature = file.signatures.get(name)
        self._set_choice(file, {name: choice})
        if signature is None:
            return
        self._chosen[signature] = choice
        if name:
            return
        for other in self.files:
            same = other.signatures.get("") == signature and other.question
            if other is not file and same and asked and same.asks == asked.asks:
                self._set_choice(other, {"": replace(choice, date=other.choice.date)})

    def answer(
        self, file: ImportFile, answers: Mapping[str, str], *, everywhere: bool = False
    ) -> None:
        """Take answers to the question on show: columns, date order, CRS or sheet.

        Parameters
        ----------
        everywhere
            Whether they count for all files in the archive of which the same is asked.
        """
        if not file.inside:
            self.choose(file, _with(file.choice, answers))
            return
        names = file.asked_alike if everywhere else [file.shown_name]
        self._go_on_asking(
            file, {name: _with(file.said.get(name, Said()), answers) for name in names}
        )

    def set_day(self, file: ImportFile, day: dt.date, *, everywhere: bool = False) -> None:
        """Take the day that what is on show tells of; it is never remembered."""
        names = file.asked_alike if everywhere else [file.shown_name]
        self._go_on_asking(
            file, {name: replace(file.said.get(name, Said()), date=day) for name in names}
        )

    def want(self, file: ImportFile, name: str, wanted: bool) -> None:
        """Read one file in an archive, or leave it out."""
        said = {name: replace(file.said.get(name, Said()), left_out=not wanted)}
        if wanted:
            self._set_choice(file, said)
        else:
            self._go_on_asking(file, said)

    def place(self, file: ImportFile) -> None:
        """Place rows without coordinates as was chosen."""
        self._read_again(file, keep_places=True)

    def search(
        self,
        words: PlaceWords,
        text: str,
        entered: bool,
        show: Callable[[str, Spots], None],
    ) -> None:
        """Look up what the person wrote for rows of some words; the newest wish wins."""
        work = partial(find_spots, words, text, entered)
        self._tasks.run(work, done=partial(show, text), newest=_SEARCH)

    def forget(self, file: ImportFile) -> None:
        """Read what is on show as if nothing had been chosen for its kind."""
        name = file.shown_name
        signature = file.signatures.get(name)
        if signature is not None:
            settings.forget_import_choice(signature)
            self._chosen.pop(signature, None)
        self._set_choice(file, {name: Said()})

    def _set_choice(self, file: ImportFile, said: Mapping[str, Said]) -> None:
        file.said |= said
        file.remembered_for -= said.keys()
        self._read_again(file)

    def _go_on_asking(self, file: ImportFile, said: Mapping[str, Said]) -> None:
        """Take answers, and read an archive once nothing else is asked of its files."""
        left = tuple(one for one in file.questions if one.inside not in said)
        if not left or not file.inside:
            self._set_choice(file, said)
            return
        file.said |= said
        file.remembered_for -= said.keys()
        file.questions, file.shown = left, left[0].inside
        self.changed.emit(file)

    # Reading

    def _read_again(self, file: ImportFile, *, keep_places: bool = False) -> None:
        self._drop(file)
        file.state, file.share, file.questions, file.error = "waiting", 0.0, (), ""
        file.result = file.comparison = None
        file.overwrite = set()
        if not keep_places:
            file.places_named, file.candidates, file.place_choices = {}, None, {}
        if file not in self._waiting:
            self._waiting.appendleft(file)
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            self._look_at(self._waiting.popleft())

    def _look_at(self, file: ImportFile) -> None:
        file.state = "reading"
        work = partial(look_at, file.file, dict(file.said), self.project_path)
        self._run(file, work, partial(self._looked, file))

    def _looked(self, file: ImportFile, look: Look) -> None:
        first = file.look is None
        file.look = look
        for name, one in file.looks().items():
            file.signatures.setdefault(name, one.signature)
        if first and not file.said and self._remember(file):
            self._look_at(file)
            return
        if look.question is not None:
            self._failed(file, look.question)
            return
        others = [other.file for other in self.files if other is not file]
        work = partial(read_file, file.file, dict(file.said), placed(file), others)
        self._run(file, work, partial(self._read, file))

    def _remember(self, file: ImportFile) -> bool:
        """Take what was said of files of the same kind; tell whether there is any."""
        for name, signature in file.signatures.items():
            chosen = self._chosen.get(signature)
            remembered = settings.import_choice(signature)
            if chosen is None and remembered is not None:
                chosen = Said(remembered["feed"], columns=remembered["columns"])
                file.remembered_for.add(name)
            if chosen is not None and (chosen.feed is not None or chosen.columns):
                file.said[name] = replace(chosen, date=None)
        return bool(file.said)

    def _read(self, file: ImportFile, outcome: Outcome) -> None:
        result, file.sketch, named = outcome
        file.result = result
        if named and not file.places_named:
            file.places_named = named
            self._look_up(file, named)

        def compare(project: Project, progress: Progress) -> Comparison:
            return project.compare(result, progress=progress)

        task = self._session.use(
            compare, done=partial(self._compared, file), failed=partial(self._failed, file)
        )
        if task is not None:
            self._running[file] = task

    def _look_up(self, file: ImportFile, places: Mapping[PlaceWords, int]) -> None:
        def work(progress: Progress) -> dict[PlaceWords, list[Candidate]]:
            return {words: candidates(words) for words in places if progress(0.0)}

        def done(found: dict[PlaceWords, list[Candidate]]) -> None:
            if file.places_named is places:
                file.candidates = found
                self.changed.emit(file)

        self._tasks.run(work, done=done, newest=_places_key(file))

    def _compared(self, file: ImportFile, comparison: Comparison) -> None:
        file.comparison = comparison
        file.state, file.share = "ready", 1.0
        self._end(file)

    def _failed(self, file: ImportFile, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, AnswerNeededError) and not _is_note(file):
            file.state, file.questions = "asking", (error, *error.more)
            if file.inside and file.question is None:
                file.shown = error.inside
        elif isinstance(error, MapperError):
            file.state, file.error = "failed", str(error)
            if _is_note(file):
                self.files.remove(file)
                self.unknown += 1
        else:
            self._tasks.failed.emit(error)
            file.state, file.error = "failed", tr("Mapper failed to read this file.")
        file.share = 1.0
        self._end(file)
        if file not in self.files:
            self.added.emit()

    def _run(self, file: ImportFile, work: Any, done: Any) -> None:
        task = self._tasks.run(work, done=done, failed=partial(self._failed, file))
        task.progressed.connect(partial(self._progressed, file))
        self._running[file] = task
        self.changed.emit(file)

    def _progressed(self, file: ImportFile, share: float, _words: str) -> None:
        if file in self._running:
            file.share = min(max(share, 0.0), 1.0)
            self.changed.emit(file)

    def _end(self, file: ImportFile) -> None:
        self._running.pop(file, None)
        self._go_on()
        self.changed.emit(file)

    def _drop(self, file: ImportFile) -> None:
        task = self._running.pop(file, None)
        if task is not None:
            task.wanted = False
            task.cancel()

    # Taking

    def take(self) -> None:
        """Add everything ready to the project, as one step."""
        chosen = [file for file in self.files if file.taken]
        results = [file.result for file in chosen if file.result is not None]
        overwrite = {event_id for file in chosen for event_id in file.overwrite}
        data = self._session.data
        empty = data is None or not (len(data.columns) or data.has_fronts)

        def add(project: Project, progress: Progress) -> Change:
            change = project.add_all(results, overwrite=overwrite, progress=progress)
            self.what_was_taken = Taken.of(results, into_empty=empty)
            return change

        self._saving = self._session.edit(add, done=self._saved, failed=self._not_saved)
        if self._saving is not None:
            self._saving.progressed.connect(lambda share, _words: self.saved_share.emit(share))

    def _saved(self, change: Change | None) -> None:
        self._saving = None
        for file in self.files:
            for name, signature in file.signatures.items() if file.taken else ():
                said = file.said.get(name, Said())
                settings.set_import_choice(signature, said.feed, dict(said.columns))
        self.taken.emit(change)

    def _not_saved(self, error: BaseException) -> None:
        self._saving = None
        if isinstance(error, MapperError):
            self.refused.emit(str(error))
        else:
            self._tasks.failed.emit(error)
            self.refused.emit(tr("Mapper failed to import; the project is unchanged."))

    def cancel(self) -> None:
        """Stop everything; nothing is written unless it was taken before."""
        self._waiting.clear()
        for file in list(self._running):
            self._drop(file)
        for file in self.files:
            self._tasks.drop(_places_key(file))
        self._tasks.drop(_SEARCH)
        if self._finding is not None:
            self._finding.wanted = False
            self._finding.cancel()
        if self._saving is not None:
            self._saving.cancel()


def _is_note(file: ImportFile) -> bool:
    """Tell a letter or a list of sources that lies among the files of a folder."""
    doubtful = file.from_folder and file.file.suffix.lower() in DOUBTFUL
    return doubtful and (file.look is None or (file.look.mappable and not file.look.fields))


def _places_key(file: ImportFile) -> str:
    return f"places of {file.file}"


def _with(said: Said, answers: Mapping[str, str]) -> Said:
    return replace(said, columns={**said.columns, **answers})

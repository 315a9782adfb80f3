"""Writes into the project what the person writes of events: each answer one step to undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject

from mapper.gui.detail_panel import DetailPanel
from mapper.gui.problems import Presenter
from mapper.gui.selection import Selection
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr, trn
from mapper.model.errors import shorten
from mapper.model.event import Source
from mapper.project import Change, Project


class Editing(QObject):
    """Takes what the detail panel's `FactDesk` keeps, and deletes."""

    def __init__(
        self,
        session: Session,
        selection: Selection,
        panel: DetailPanel,
        problems: Presenter,
        undo: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._problems = problems
        self._undo = undo
        self._told = ""
        session.changed.connect(self._withdraw_after)
        session.opened.connect(self._withdraw)
        panel.desk.kept.connect(self._keep)
        panel.several.kept.connect(self._keep_several)
        panel.several.delete_wanted.connect(self.delete)
        panel.desk.source_kept.connect(self._keep_source)
        panel.desk.claimed.connect(self._keep_claims)
        panel.desk.source_removed.connect(self._remove_source)
        panel.adder.added.connect(self._add_sources)
        panel.desk.lost.connect(lambda words: problems.tell(words, {}))

    def delete(self) -> None:
        """Delete what is selected; the next event of the list is selected."""
        chosen, then = self._selection.selected, self._selection.next_id
        several = len(chosen) > 1
        if not len(chosen):
            return

        def work(project: Project, progress: Progress) -> Change:
            # Half a million Python texts are made here, not where the person waits.
            ids = chosen.ids()
            title = project.event(ids[0]).title
            told = (
                trn("Deleted {number:,} event.", "Deleted {number:,} events.", len(ids))
                if several
                else tr("Deleted {title}.", title=shorten(title, 60))
            )
            change = project.delete_events(ids, progress=progress)
            return replace(change, warnings=(told, *change.warnings))

        def done(change: Change | None) -> None:
            if change is not None:
                self._selection.select(then)
                self.tell_done(" ".join(change.warnings))

        name = tr("Deleting") if several else ""
        self._session.edit(work, done=done, name=name, stoppable=several)

    def tell_done(self, words: str) -> None:
        """Tell what was done, with Undo, until something else is done."""
        self._told = words
        self._problems.tell(words, {tr("Undo"): self._undo})

    def _keep_several(self, values: dict[str, Any], words: str) -> None:
        chosen = self._selection.selected
        count = len(chosen)

        def work(project: Project, progress: Progress) -> Change:
            return project.update_events(chosen.ids(), progress=progress, **values)

        def done(change: Change | None) -> None:
            if change is not None:
                told = trn(
                    "Set on {number:,} event: {what}.", "Set on {number:,} events: {what}.",
                    count, what=words,
                )  # fmt: skip
                self.tell_done(told)

        self._session.edit(work, done=done, name=tr("Editing"), stoppable=True)

    def _withdraw_after(self, _data: ProjectData, change: Change) -> None:
        # A reason for the deletion is no other step.
        if change.tables:
            self._withdraw()

    def _withdraw(self, *_: object) -> None:
        """Take back the notice of a deletion once Undo would undo another step."""
        self._problems.withdraw(self._told)

    def _keep(self, event_id: str, values: dict[str, Any], _key: str) -> None:
        def work(project: Project, _progress: Progress) -> Change:
            return project.update_events([event_id], **values)

        self._session.edit(work)

    def _keep_source(self, source_id: str, values: dict[str, Any]) -> None:
        def work(project: Project, _progress: Progress) -> Change:
            return project.update_source(source_id, **values)

        self._session.edit(work)

    def _keep_claims(self, source_id: str, values: dict[str, Any]) -> None:
        said = {name: None if value is None else str(value) for name, value in values.items()}

        def work(project: Project, _progress: Progress) -> Change:
            return project.set_claims(source_id, said)

        self._session.edit(work)

    def _add_sources(self, sources: tuple[Source, ...]) -> None:
        def work(project: Project, _progress: Progress) -> Change:
            name = "New source" if len(sources) == 1 else f"{len(sources)} new sources"
            title = project.event(sources[0].event_id).title
            with project.step(f"{name} for {shorten(title, 40)}") as step:
                for source in sources:
                    project.add_source(source)
            return step.change

        self._session.edit(work)

    def _remove_source(self, source_id: str) -> None:
        def work(project: Project, _progress: Progress) -> Change:
            return project.delete_sources([source_id])

        def done(change: Change | None) -> None:
            if change is not None:
                self.tell_done(tr("Removed the source."))

        self._session.edit(work, done=done)

"""Writes into the project what the person writes of events: each answer one step to undo."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject

from mapper.gui.detail_panel import DetailPanel
from mapper.gui.problems import Presenter
from mapper.gui.session import Session
from mapper.gui.tasks import Progress
from mapper.project import Change, Project


class Editing(QObject):
    """Takes what the detail panel's `FactDesk` keeps."""

    def __init__(
        self, session: Session, panel: DetailPanel, problems: Presenter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        panel.desk.kept.connect(self._keep)
        panel.desk.lost.connect(lambda words: problems.tell(words, {}))

    def _keep(self, event_id: str, values: dict[str, Any], _key: str) -> None:
        def work(project: Project, _progress: Progress) -> Change:
            return project.update_events([event_id], **values)

        self._session.edit(work)

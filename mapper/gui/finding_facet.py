"""The list narrowed to what the data checks found, by rule, or to events without findings."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from PyQt6.QtCore import QObject

from mapper.gui.check_work import Checker, Findings
from mapper.gui.facet_counts import FINDINGS
from mapper.gui.facet_panel import FacetPanel
from mapper.gui.facet_words import label_of
from mapper.gui.listing import Listing
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr
from mapper.model.facets import NOT_STATED
from mapper.model.filters import EventIds


class FindingFacet(QObject):
    """Keeps the facet of findings, and the filter by it, as the checker has them."""

    def __init__(
        self, tasks: Tasks, checker: Checker, listing: Listing, panel: FacetPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._checker = checker
        self._listing = listing
        self._panel = panel
        panel.check_wanted.connect(lambda: checker.want(wanted=True, who=FINDINGS))
        panel.turned.connect(self._look)
        panel.rules_chosen.connect(self._choose)
        checker.changed.connect(self._follow)

    def _look(self, shown: bool) -> None:
        """Keep findings new while somebody looks at them or filters by them."""
        wanted = self._checker.findings is not None and (shown or bool(self._panel.rules))
        self._checker.want(wanted=wanted, who=FINDINGS)

    def _follow(self) -> None:
        """Take what the checker knows by now."""
        checker = self._checker
        self._panel.set_checking(
            running=checker.running, known=checker.findings is not None or checker.complete
        )
        self._listing.take_findings(checker.findings)
        if self._panel.rules:
            self._choose(self._panel.rules)

    def _choose(self, rules: tuple[str, ...]) -> None:
        findings = self._checker.findings
        if not rules:
            self._tasks.drop("findings filter")
            self._panel.take_ids(None, "")
        elif findings is not None:
            words = tr(" or ").join(label_of(FINDINGS, rule) for rule in rules)
            self._tasks.run(
                partial(_ids, findings, rules),
                done=lambda ids: self._take(rules, ids, tr("findings: {rules}", rules=words)),
                newest="findings filter",
            )

    def _take(self, rules: tuple[str, ...], ids: EventIds, words: str) -> None:
        if rules == self._panel.rules:
            self._panel.take_ids(ids, words)


def _ids(findings: Findings, rules: tuple[str, ...], _progress: Progress) -> EventIds:
    return ids_of(findings, rules)


def ids_of(findings: Findings, rules: tuple[str, ...]) -> EventIds:
    """Return the events that one of the rules found, and with `NOT_STATED` those without any."""
    ids = findings.data.columns.ids
    rows = findings.rows[findings.open]
    by_these = findings.table["rule"][findings.open].isin(rules).to_numpy(dtype=bool)
    found = np.zeros(len(ids), dtype=bool)
    chosen = np.zeros(len(ids), dtype=bool)
    found[rows] = True
    chosen[rows[by_these]] = True
    without = NOT_STATED in rules
    # Most events have no findings: the others are fewer.
    told = np.flatnonzero(found & ~chosen if without else chosen)
    return EventIds(pd.Series(ids.array.take(told)), inside=not without)

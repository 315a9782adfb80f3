"""Words of the counts: what they are by, what bars show, what has to be known about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mapper.gui.translation import tr, trn
from mapper.model.counting import Counts
from mapper.model.crossing import CrossCounts

GROUPING_WORDS: Final = {
    "day": tr("Day"),
    "week": tr("Week"),
    "month": tr("Month"),
    "year": tr("Year"),
    "region": tr("Oblast or region"),
    "country": tr("Country"),
    "type": tr("Type"),
    "weapon": tr("Weapon"),
    "target": tr("Target"),
    "status": tr("Status"),
    "attributed": tr("Attributed to"),
    "claimed": tr("Claimed by"),
    "affected": tr("Affected"),
    "precision": tr("Precision of the place"),
    "feed": tr("Feed"),
    "work": tr("Work on it"),
}
MEASURE_WORDS: Final = {
    "events": tr("Events"),
    "incidents": tr("Incidents"),
    "killed": tr("Killed"),
    "injured": tr("Injured"),
}


def cross_sentences(cross: CrossCounts) -> str:
    """Return what has to be known about counts across, empty if nothing."""
    found = []
    if cross.several_cells:
        found.append(
            trn(
                "{number:,} salvo lies in several cells; each counts it, the totals once.",
                "{number:,} salvos lie in several cells; each counts them, the totals once.",
                cross.several_cells,
            )
        )
    rows = sentences(replace(cross.rows, several_groups=0))
    columns = sentences(replace(cross.columns, several_groups=0, differing=0))
    return " ".join(text for text in (*found, rows, columns) if text)


def sentences(counts: Counts) -> str:
    """Return what has to be known about counts, empty if nothing."""
    found = []
    if counts.several_groups:
        found.append(
            trn(
                "{number:,} salvo lies in several rows; each counts it, the total once.",
                "{number:,} salvos lie in several rows; each counts them, the total once.",
                counts.several_groups,
            )
        )
    if counts.differing:
        found.append(
            trn(
                "The events of {number:,} salvo give different numbers; the highest counts.",
                "The events of {number:,} salvos give different numbers; the highest counts.",
                counts.differing,
            )
        )
    if counts.longer:
        found.append(
            trn(
                "{number:,} event lasts longer; its first day counts.",
                "{number:,} events last longer; their first day counts.",
                counts.longer,
            )
        )
    return " ".join(found)

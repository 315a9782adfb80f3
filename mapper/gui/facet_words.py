"""Words for the values of facets, wherever the window shows one."""

from __future__ import annotations

from mapper import checks
from mapper.basemap import country_name
from mapper.gui.facet_counts import FINDINGS, PLACES
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.facets import FACETS


def label_of(name: str, value: str) -> str:
    """Return the words for a value of a facet."""
    if name == PLACES:
        return words.ROUGH_PLACES[value].label if value else "On the map"
    if name == FINDINGS:
        return checks.RULES.get(value, value) if value else tr("Without findings")
    if name == "country" and value:
        return country_name(value)
    return FACETS[name].label_of(value)


def meaning_of(name: str, value: str) -> str:
    """Return what a value of a facet means, empty where its words say all."""
    if name == FINDINGS:
        return ""
    terms = words.ROUGH_PLACES if name == PLACES else FACETS[name].terms
    term = terms.get(value)
    return f"{term.label}. {term.meaning}" if term is not None and term.meaning else ""

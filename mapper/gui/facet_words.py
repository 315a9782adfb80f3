"""Words for the values of facets, wherever the window shows one."""

from __future__ import annotations

from typing import Final

from mapper.gui.day_words import country
from mapper.gui.facet_counts import FINDINGS, PLACES
from mapper.gui.translation import tr, trn
from mapper.model import vocabulary as words
from mapper.model.facets import FACETS, NOT_STATED

#: Spellings of one region that are named.
_NAMED: Final = 6


def label_of(name: str, value: str) -> str:
    """Return the words for a value of a facet."""
    if name == PLACES:
        return tr(words.ROUGH_PLACES[value].label) if value else tr("On the map")
    if name == FINDINGS:
        # All rules are imported with their names; whoever has findings has them.
        from mapper.checks import RULES

        return tr(RULES.get(value, value)) if value else tr("Without findings")
    if name == "country" and value:
        return country(value)
    facet = FACETS[name]
    # Values of the data that are no terms stand as they are.
    known = value in facet.terms or value == NOT_STATED
    return tr(facet.label_of(value)) if known else value


def spelt_words(label: str, written: tuple[str, ...]) -> str:
    """Return how a region is written where that is not its label alone, empty else."""
    others = [text for text in written if text != label]
    if not others:
        return ""
    named = ", ".join(others[:_NAMED])
    if len(others) > _NAMED:
        more = len(others) - _NAMED
        return trn(
            "{label}; also written {named} and {number:,} other way",
            "{label}; also written {named} and {number:,} other ways",
            more, label=label, named=named,
        )  # fmt: skip
    return tr("{label}; also written {named}", label=label, named=named)


def meaning_of(name: str, value: str) -> str:
    """Return what a value of a facet means, empty where its words say all."""
    if name == FINDINGS:
        return ""
    terms = words.ROUGH_PLACES if name == PLACES else FACETS[name].terms
    term = terms.get(value)
    return f"{tr(term.label)}. {tr(term.meaning)}" if term is not None and tr(term.meaning) else ""

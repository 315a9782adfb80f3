"""How many people were killed or injured, source by source, and the range of that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mapper.model.errors import InputError
from mapper.model.event import Count

if TYPE_CHECKING:
    from mapper.gui.detail_panel import Claim

PARTS: Final = ("min", "best", "max")


def counts_by_source(claims: Iterable[Claim], key: str) -> dict[str, Count]:
    """Return what each source says of ``killed`` or ``injured``, by its id.

    Claims that are no numbers, and those of no source, are left out.
    """
    found: dict[str, dict[str, int]] = {}
    for claim in claims:
        head, _, part = claim.field.partition("_")
        value = (claim.value or "").strip()
        if head == key and part in PARTS and claim.source_id and value.isdecimal():
            found.setdefault(claim.source_id, {})[part] = int(value)
    counts = {}
    for source_id, parts in found.items():
        try:
            counts[source_id] = Count(**parts)
        except InputError:
            # What contradicts itself derives nothing.
            continue
    return counts


def range_of(counts: Iterable[Count]) -> Count:
    """Return least and most of what sources say, and the best value where all agree on it."""
    told = [count for count in counts if count.known]
    lows = [value for one in told if (value := _first(one.min, one.best)) is not None]
    highs = [value for one in told if (value := _first(one.max, one.best)) is not None]
    bests = {one.best for one in told}
    best = bests.pop() if len(bests) == 1 else None
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and low == high == best:
        return Count(best=best)
    # Least of one and most of another need not be in order.
    return Count(low, best, high) if low is None or high is None or low <= high else Count()


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)

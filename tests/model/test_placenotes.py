"""The line of an event's notes that says how it was placed."""

from __future__ import annotations

import pytest

from mapper.model import placenotes


@pytest.mark.parametrize(
    "earlier",
    [
        placenotes.by_name("Kharkiv, Kharkiv oblast, UA"),
        placenotes.by_coordinates("36.2304,49.9935"),
        placenotes.to_region("Kharkivska", "Kharkiv oblast, UA"),
    ],
)
def test_a_new_place_takes_the_line_of_the_old_one(earlier: str) -> None:
    line = placenotes.by_name("Huliaipole, Zaporizhzhia oblast, UA")
    assert placenotes.replaced(f"Two hits.\n{earlier}\nSeen at 14:00.", line) == (
        f"Two hits.\nSeen at 14:00.\n{line}"
    )


def test_what_others_wrote_stays() -> None:
    line = placenotes.by_coordinates("36.2304,49.9935")
    written = "It was Placed by name: no.\n\nKnown only to few."
    assert placenotes.replaced(written, line) == f"{written}\n{line}"
    assert placenotes.replaced(None, line) == line
    assert placenotes.replaced("", line) == line

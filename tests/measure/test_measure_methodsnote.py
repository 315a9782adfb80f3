"""What is copied of a measurement: statement and methods note, plain and in Markdown."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from madeup_fronts import control, table

from mapper.measure import (
    FrontMarks,
    Fronts,
    KeptMeasurement,
    Place,
    along,
    distance,
    escape_markdown,
    methods_note,
    statement_text,
)

JULY = dt.date(2025, 7, 2)


@pytest.fixture
def kept():
    more = {"licence": "CC BY 4.0", "attribution": "The *mapmakers*"}
    fronts = Fronts(
        table([control("2025-07-01", 37.0, **more), control("2025-07-01", 37.2, source="B")]),
        None,
        [{"file": "a_b.geojson", "sha256": "00" * 32}],
    )
    marks = FrontMarks(fronts)
    found = distance(Place("West", 36.0, 48.0, 2_000.0), fronts=fronts, day=JULY)
    return KeptMeasurement.of_distance(
        found, event_id="own:1", unit="km", day="2025-07-02", event_day=True,
        fronts=marks.of_day(JULY), terms=marks.terms(JULY), source=None,
    )  # fmt: skip


def test_the_note_has_all_that_the_distance_rests_on(kept):
    note = methods_note(dataclasses.replace(kept, inputs={**kept.inputs, "note": "For page 3"}))
    lines = note.splitlines()
    assert lines[0] == kept.statement
    assert lines[1] == "Note: For page 3"
    assert lines[2] == f"Method: {kept.inputs['method']}"
    assert "  UA: radius of the opening 1,000 m" in lines
    assert "  UA: held parts of at least 500 km²" in lines
    interval = lines[lines.index(next(one for one in lines if one.startswith("Interval: "))) + 1]
    assert interval == "  The place: ± 2.00 km"
    fronts = lines.index("Fronts for 2 July 2025:")
    assert lines[fronts + 1 : fronts + 3] == [
        "  B, as of 1 July 2025; 1 day older than the day; licence not stated; may be republished",
        "  Test, as of 1 July 2025; 1 day older than the day; The *mapmakers*; CC BY 4.0; "
        "may be republished",
    ]
    assert any(one.startswith("Nearest point: ") and "Topoli" in one for one in lines)
    assert any(one.startswith("Bearing at the start: ") for one in lines)
    assert f"  a_b.geojson (SHA-256 {'00' * 32})" in lines
    assert lines[lines.index("Warnings:") + 1].startswith("  The front is 1 day older")
    assert lines[-1] == "Made with: Mapper 0.1.0"


def test_the_statement_has_warnings_and_inputs(kept):
    lines = statement_text(kept, more="“over 1 km” agrees").splitlines()
    assert lines[0] == kept.statement
    assert lines[1].startswith("Warning: The front is 1 day older")
    assert "Claim: “over 1 km” agrees" in lines
    assert lines[-2] == "Inputs:"


def test_markdown_is_a_list_in_which_nothing_of_the_data_is_markup(kept):
    note = methods_note(kept, markdown=True)
    assert note.startswith("**West lies ")
    assert "\n- **Method:** Distances are lengths" in note
    assert r"; The \*mapmakers\*; CC BY 4.0" in note
    assert r"  - a\_b.geojson (SHA-256 " in note
    assert "\n- **Definition:**\n" in note
    short = statement_text(kept, markdown=True)
    assert short.startswith("**West lies ")
    assert "- **Inputs:**\n  - a" in short


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        ("[a](javascript:x) ![b](c)", r"\[a\](javascript:x) \!\[b\](c)"),
        ("# no heading", r"\# no heading"),
        ("- no list", r"\- no list"),
        ("12. no list", r"12\. no list"),
        ("=== rule", r"\=== rule"),
        ("two\n\n    lines\t*", r"two lines \*"),
        ("https://evil.example www.evil.example a@b.example", None),
        ("| a | `b` ~~c~~ &lt; $x$ \\", r"\| a \| \`b\` \~\~c\~\~ \&lt; \$x\$ \\"),
        ("Гуляйполе, 1,264 km (1,249 to 1,279 km).", "Гуляйполе, 1,264 km (1,249 to 1,279 km)."),
        ("", ""),
    ],
)
def test_hostile_text_is_escaped(text, written):
    found = escape_markdown(text)
    if written is None:
        assert "://" not in found.replace(r"\://", "")
        assert "www." not in found
        assert r"\@" in found
    else:
        assert found == written


def test_a_path_and_what_lacks_everything():
    way = along([Place("A", 36, 50, 500.0), Place("", 37, 50)])
    note = methods_note(KeptMeasurement.of_path(way, [None, None]))
    assert "Bearings: 90°" in note
    assert "  A: 36.00000, 50.00000 (longitude, latitude), known to 0.50 km" in note
    outline = along([Place("", 36, 50), Place("", 37, 50), Place("", 37, 51)], closed=True)
    assert "\nArea: 3,9" in methods_note(KeptMeasurement.of_path(outline, [None] * 3))
    bare = KeptMeasurement.from_row({"target_kind": "place", "measurement_id": "q"})
    assert methods_note(bare) == ""
    assert methods_note(bare, markdown=True) == ""


def test_a_given_line_is_said_in_words(kept):
    inputs = {**kept.inputs, "parameters": {"given": True}}
    note = methods_note(dataclasses.replace(kept, inputs=inputs))
    assert "Definition:\n  line as the source gives it, not derived\n" in note

from pathlib import Path

from mapper.model.errors import AmbiguousPlaceError, InputError


def test_a_message_names_file_row_field_found_and_expected():
    error = InputError(
        "not a latitude",
        file=Path("a/b.csv"),
        row=3,
        field="latitude",
        found=536,
        expected="-90 to 90",
    )
    assert str(error) == (
        "b.csv, row 3, field 'latitude': not a latitude; found '536'; expected -90 to 90."
    )


def test_a_message_is_one_short_line():
    message = str(InputError("wrong", found="x\n" * 10_000))
    assert "\n" not in message
    assert len(message) < 120


def test_homonyms_are_listed():
    message = str(AmbiguousPlaceError("A", [f"A{number}" for number in range(10)]))
    assert "A0; A1" in message
    assert "and 2 more" in message

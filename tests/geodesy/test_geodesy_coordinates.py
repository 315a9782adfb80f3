"""Coordinates in and out: every notation, what is refused, and round trips."""

from __future__ import annotations

import math
import random

import pytest
from effort import tries
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapper.geodesy import FORMS, Position, distance_m, format_position, read_position
from mapper.model.errors import InputError

LON, LAT = 36.2304, 49.9935

lons = st.floats(-180, 180) | st.sampled_from(
    [-180.0, 180.0, 0.0, -0.0, 2.999999999999, 179.999999]
)
lats = st.floats(-90, 90) | st.sampled_from(
    [-90.0, 90.0, 0.0, -0.0, -1e-9, 84.0, -80.0, 72.0, 56.0, 63.999999999]
)


def metres(position: Position, lon: float, lat: float) -> float:
    return float(distance_m([position.lon, position.lat], [lon, lat])[0])


def read(text: str) -> Position:
    position = read_position(text)
    assert position is not None, text
    return position


# --- angles -----------------------------------------------------------------

KHARKIV = [
    "36.2304,49.9935",
    "36.2304, 49.9935",
    "36.2304; 49.9935",
    "36.2304 49.9935",
    "(36.2304, 49.9935)",
    "[36.2304,49.9935]",
    "POINT(36.2304 49.9935)",
    "Coordinates: 36.2304, 49.9935.",
    "“36.2304, 49.9935”",
    "36,2304; 49,9935",
    "36,2304 49,9935",
    "36,2304, 49,9935",
    "49.9935° N, 36.2304° E",
    "49.9935°N 36.2304°E",
    "49.9935 N 36.2304 E",
    "36.2304° E, 49.9935° N",
    "N49.9935 E36.2304",
    "N 49.9935, E 36.2304",
    "49,9935°N, 36,2304°E",
    "49.9935º N - 36.2304º E",
    "49.9935 north, 36.2304 east",
    "lat 49.9935 lon 36.2304",
    "Lat: 49.9935, Lng: 36.2304",
    "longitude=36.2304 latitude=49.9935",
    "lat, lon: 49.9935, 36.2304",
    "lat/lon 49.9935 36.2304",
    "lon,lat = 36,2304; 49,9935",
    "широта 49,9935 долгота 36,2304",
    "широта: 49.9935, довгота: 36.2304",
    "49.9935 С, 36.2304 В",
    "49.9935° с. ш., 36.2304° в. д.",
    "49.9935° с.ш. 36.2304° в.д.",
    "49.9935 Пн 36.2304 Сх",
    "49.9935° пн. ш., 36.2304° сх. д.",
    "49.9935 N 36.2304 Е",  # a Cyrillic E
    "49.9935° N, 36.2304° E (Freedom Square)",
    "49.9935° N, 36.2304° E, Freedom Square 5",
    "36.2304,49.9935 Kharkiv",
    "49°59′36″N 36°13′49″E / 49.9935°N 36.2304°E",
    "\u200e49.9935°\u00a0N,\u202f36.2304°\u2009E\u200f",
    "\ufeff49.9935°N\u200b36.2304°E",
    "４９.９９３５°N ３６.２３０４°E",
]


@pytest.mark.parametrize("text", KHARKIV)
def test_a_decimal_pair_is_read(text):
    position = read(text)
    assert (position.lon, position.lat, position.form) == (LON, LAT, "decimal")
    assert position.radius_m == pytest.approx(6.6, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "49°59'36.6\"N 36°13'49.4\"E",
        "49°59′36.6″ N, 36°13′49.4″ E",
        "49°59’36.6”N 36°13’49.4”E",
        "49° 59' 36.6'' N 36° 13' 49.4'' E",
        "49°59‘36,6’’N 36°13‘49,4’’E",
        "49º59´36.6¨N 36º13´49.4¨E".replace("¨", "''"),
        "N49°59'36.6\" E36°13'49.4\"",
        "N 49 59 36.6 E 36 13 49.4",
        "49 59 36.6 N 36 13 49.4 E",
        "49:59:36.6N 36:13:49.4E",
        "36°13'49.4\"E 49°59'36.6\"N",
        "49°59'36.6\"С 36°13'49.4\"В",
        "49° 59' 36,6\" с. ш. 36° 13' 49,4\" в. д.",
        "lat 49°59'36.6\" lon 36°13'49.4\"",
        "49°59'36.6\"N - 36°13'49.4\"E",
    ],
)
def test_degrees_minutes_and_seconds_are_read(text):
    position = read(text)
    assert position.form == "dms"
    assert position.lat == pytest.approx(49 + 59 / 60 + 36.6 / 3600)
    assert position.lon == pytest.approx(36 + 13 / 60 + 49.4 / 3600)
    assert position.radius_m == pytest.approx(1.84, abs=0.01)


@pytest.mark.parametrize(
    "text", ["49°59.61'N 36°13.82'E", "49° 59,61' N  36° 13,82' E", "N 49 59.61 E 36 13.82"]
)
def test_degrees_and_decimal_minutes_are_read(text):
    position = read(text)
    assert position.lat == pytest.approx(49 + 59.61 / 60)
    assert position.lon == pytest.approx(36 + 13.82 / 60)
    assert 10 < position.radius_m < 12


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("53.2045,56.8498", 53.2045, 56.8498),
        ("-70.65,-33.45", -70.65, -33.45),
        ("−70.65, −33.45", -70.65, -33.45),
        ("-70.65, –33.45", -70.65, -33.45),
        ("33.45° S, 70.65° W", -70.65, -33.45),
        ("33.45 Ю, 70.65 З", -70.65, -33.45),
        ("33.45° ю. ш., 70.65° з. д.", -70.65, -33.45),
        ("33.45 Пд 70.65 Зх", -70.65, -33.45),
        ("lat -33.45 lon -70.65", -70.65, -33.45),
        ("-70.65 -33.45", -70.65, -33.45),
        ("53,56", 53, 56),
        ("0,90", 0, 90),
        ("180,0", 180, 0),
        ("-180,-90", -180, -90),
        ("90 N 0 E", 0, 90),
        # Only one order is possible.
        ("49.9935°, 136.2304°", 136.2304, 49.9935),
        ("136.2304°, 49.9935°", 136.2304, 49.9935),
    ],
)
def test_signs_letters_and_limits(text, lon, lat):
    position = read(text)
    assert (position.lon, position.lat) == (lon, lat)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("56.8498,153.2045", "swapped; found '153.2045'; expected LON,LAT"),
        ("10,191", "not a latitude; found '191'"),
        ("200.5,10.5", "not a longitude; found '200.5'"),
        ("95° N, 36° E", "not a latitude"),
        ("49.9935°, 36.2304°", "nothing says which is latitude"),
        ("49°59'36.6\", 36°13'49.4\"", "nothing says which is latitude"),
        ("49.9935°N", "not one latitude and one longitude"),
        ("49°59'36.6\"N", "not one latitude and one longitude"),
        ("49°59'", "not two angles"),
        ("49.9 N 50.1 N", "two latitudes"),
        ("-49.9 N 36.1 E", "a minus and a letter contradict"),
        ("lat 49.9 E lon 36.2 N", "the word and the letter contradict"),
        ("49°59'60\"N 36°13'49\"E", "not seconds of arc; found '60'"),
        ("49°61'N 36°13'E", "not minutes of arc"),
        ("49.5°30'N 36°13'E", "only the last number may have decimals"),
        ("49'30\"N 36'13\"E", "minutes or seconds without degrees"),
        ("49°59′36″N 36°13′49″E / 50.9935°N 36.2304°E", "two positions that are not the same"),
        ("°° 1 2", "not degrees"),
        ("0030N 03613E", "more than three digits"),
        ("495936N 0361349E", "more than three digits"),
        ("49-59-36N 36-13-49E", "a sign in the middle"),
        ("49 36 N E", "not degrees"),
        ("N 49 36 E", "not degrees"),
        ("49.9935 С 36.2304 E", "Latin and Cyrillic letters are mixed"),
        ("49°59'N 36°13'O", "east in German and west in French"),
        ("49,9935,36,2304", "the commas can be read in two ways"),
        ("53.2045 - 56.8498", "the dash can be a minus or not"),
        ("+49.9935+036.2304/", "the dash can be a minus or not"),
        ("53.2045,56.8498,120.5", "more than two numbers"),
        ("49.9935° N 36.2304° E to 50.1° N 37.2° E", "another position seems to follow"),
    ],
)
def test_what_is_wrong_or_ambiguous_is_refused(text, words):
    with pytest.raises(InputError) as caught:
        read_position(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Izhevsk",
        "Харків",
        "12 km N of Kyiv",
        "A1",
        "E40",
        "S-300",
        "N 5-7",
        "Plus 8+8 street",
        "ucdp:123",
        "acled:UKR12345",
        "geo:123",
        "12345",
        "49.9935",
        "2025-07-01",
        "01.07.2025",
        "12:30",
        "49.59.36 N, 36.13.49 E",
        "lat, lon: 49.9935",
        "24/7",
        "1,264 km",
        "1,2,3",
        "20°C in Kyiv",
        "20 °С",
        "15° E of Kyiv",
        "12, 14 Shevchenka street",
        "12,14 Shevchenka",
        "53.2,56.8 Izhevsk",
        "12 Mar",
        "1 May 2025",
        "12 MAR 2025",
        "BAR",
        "37U",
        "http://[bad/maps",
        "36.2304,49.9935 " * 1000,
    ],
)
def test_what_is_no_coordinates_is_left_to_others(text):
    assert read_position(text) is None


@pytest.mark.parametrize(
    ("coarse", "fine"),
    [
        ("36,50", "36.2,49.9"),
        ("36.2304,49.9935", "36.23040,49.99350"),
        ("49°N 36°E", "49°30'N 36°30'E"),
        ("49°30'N 36°30'E", "49°30'00\"N 36°30'00\"E"),
        ("37UCR", "37UCR04"),
        ("37U CR 01 41", "37U CR 014 415"),
        ("8GXR0000+", "8GXRX6VJ+"),
        ("8GXRX6VJ+C5", "8GXRX6VJ+C5F"),
    ],
)
def test_more_digits_mean_a_smaller_radius(coarse, fine):
    assert read(fine).radius_m < read(coarse).radius_m


# --- positions --------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        (181.0, 0.0, 0.0, "decimal"),
        (0.0, -90.1, 0.0, "decimal"),
        (math.nan, 0.0, 0.0, "decimal"),
        (0.0, 0.0, -1.0, "decimal"),
        (0.0, 0.0, math.inf, "decimal"),
        (0.0, 0.0, 0.0, "utm"),
    ],
)
def test_a_position_is_checked_at_birth(values):
    with pytest.raises(InputError):
        Position(*values)


def test_unknown_forms_and_places_off_the_earth_are_not_written():
    with pytest.raises(InputError, match="one of decimal, dms"):
        format_position(0, 0, "utm")
    for form in FORMS:
        with pytest.raises(InputError):
            format_position(0, 90.5, form)


@pytest.mark.parametrize(
    ("lon", "lat", "form", "text"),
    [
        (53.2045, 56.8498, "decimal", "53.20450,56.84980"),
        (-1e-9, -1e-9, "decimal", "0.00000,0.00000"),
        (-1e-9, -1e-9, "dms", "0°00'00.0\"N 0°00'00.0\"E"),
        (-70.65, -33.45, "dms", "33°27'00.0\"S 70°39'00.0\"W"),
        (36.9999999, 49.9999999, "dms", "50°00'00.0\"N 37°00'00.0\"E"),
        (180, 90, "dms", "90°00'00.0\"N 180°00'00.0\"E"),
        (5, 60, "mgrs", "32V KM 76979 58157"),
        (0, -90, "mgrs", "B AN 00000 00000"),
    ],
)
def test_what_is_written(lon, lat, form, text):
    assert format_position(lon, lat, form) == text


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=tries(150), deadline=None)
@given(lons, lats)
@example(-150.000001, -1e-10)
@example(2.999999999999, 55.999999999999)
@example(0.0, 89.99999999999999)
@example(179.99999999999997, 0.0)
@example(180.0, -90.0)
def test_what_is_written_is_read_back_within_its_radius(form, lon, lat):
    position = read(format_position(lon, lat, form))
    assert position.form == form
    assert metres(position, lon, lat) <= position.radius_m + 0.001
    assert position.radius_m < 11


# --- anything ---------------------------------------------------------------


def outcome(text: str) -> Position | None:
    """Return what is read, or None also where it is refused; all else is a bug."""
    try:
        position = read_position(text, near=(LON, LAT))
    except InputError:
        return None
    assert position is None or isinstance(position, Position)
    return position


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    outcome(text)


@settings(deadline=None)
@given(st.text("0123456789.,;:+-–/ °'\"NSEWOСВ()XQVC", max_size=30))
def test_any_text_of_the_signs_in_use_is_answered(text):
    outcome(text)


REAL = [
    *KHARKIV,
    "49°59'36.6\"N 36°13'49.4\"E",
    "37U CR 01497 41584",
    "8GXRX6VJ+C5",
    "X6VJ+C5 Kharkiv",
    "https://www.google.com/maps/place/X/@49.99,36.23,17z/data=!8m2!3d49.9935!4d36.2304",
    "https://www.google.com/maps/place/49%C2%B059'36.6%22N+36%C2%B013'49.4%22E/",
    "https://yandex.ru/maps/?ll=36.2%2C49.9&whatshere%5Bpoint%5D=36.2304%2C49.9935&z=12",
    "https://www.openstreetmap.org/?mlat=49.9935&mlon=36.2304#map=15/49.9/36.2",
    "https://osm.org/go/0EEQjEEb?m",
    "https://geohack.toolforge.org/geohack.php?params=49_59_36_N_36_13_49_E_type:city",
    "https://zoom.earth/#view=22.22,78.49,5z/place=33.04,76.04",
    "geo:49.9935,36.2304,120;crs=wgs84;u=35?z=3&q=49,36(x)",
    "https://2gis.ru/geo/36.2304,49.9935?m=36.2304%2C49.9935%2F15.3",
    "https://earth.google.com/web/@49.9935,36.2304,117.5a,1000d,35y,0h,0t,0r",
]


@settings(max_examples=tries(400), deadline=None)
@given(st.sampled_from(REAL), st.randoms(use_true_random=False), st.text(max_size=3))
def test_damaged_examples_are_answered(text, chance: random.Random, junk):
    signs = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(signs) + 1)
        match chance.randrange(4):
            case 0:
                del signs[at : at + chance.randint(1, 5)]
            case 1:
                signs.insert(at, junk)
            case 2:
                signs.insert(at, chance.choice("0123456789.,-+%[]&=/°'\"NE"))
            case _:
                signs[at:at] = signs[: chance.randint(0, 8)]
    outcome("".join(signs))


@settings(deadline=None)
@given(lons, lats, st.integers(0, 8))
def test_a_bare_pair_is_lon_lat_or_refused_never_turned_around(lon, lat, decimals):
    text = f"{lon:.{decimals}f},{lat:.{decimals}f}"
    position = read(text)
    assert (position.lon, position.lat) == (float(text.split(",")[0]), float(text.split(",")[1]))
    assert metres(position, lon, lat) <= position.radius_m + 0.001


def test_a_long_text_costs_little():
    outcome("https://osm.org/go/" + "0" * 3000)
    for piece in ("a.", "1 ", "1,", "37U", "°", "https://", "a.b/", "8GXR", "-", "N1"):
        outcome(piece * 1300)

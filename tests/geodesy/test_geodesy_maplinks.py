"""Map links: each site's own order, pins before views, and what is refused."""

from __future__ import annotations

import contextlib
import math
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.geodesy import Position, read_position
from mapper.model.errors import InputError

LON, LAT = 36.2304, 49.9935

G = "https://www.google.com/maps"
DMS = "49%C2%B059'36.6%22N+36%C2%B013'49.4%22E"


def read(text: str) -> Position:
    position = read_position(text)
    assert position is not None, text
    return position


#: Links to one point; where a pin and another view are both in it, the pin counts.
PINS = [
    f"{G}/place/Freedom+Square/@49.99,36.23,17z/data=!3m1!4b1!4m6!3m5!1s0x41:0x1!8m2!3d49.9935!4d36.2304!16zL20",
    f"{G}/place/{DMS}/@49.99,36.2278,17z/data=!3m1!4b1!4m4!3m3!8m2!3d49.9935!4d36.2304",
    f"{G}/place/49.9935,36.2304",
    f"{G}/place/49.9935,36.2304/@49.9,36.2,12z",
    f"{G}/search/49.9935,+36.2304?entry=tts",
    f"{G}/search/?api=1&query=49.9935%2C36.2304",
    f"{G}?q=49.9935,36.2304",
    f"{G}?q=49.9935,36.2304&ll=49.9,36.2&z=9",
    f"{G}?q=49.9935%252C36.2304",
    f"{G}?q=%E2%80%8E49.9935,%C2%A036.2304(Freedom+Square)",
    f"{G}?daddr=49.9935,36.2304",
    f"{G}/@?api=1&map_action=pano&viewpoint=49.9935%2C36.2304",
    "https://maps.google.com/?q=loc:49.9935+36.2304&z=15",
    "https://maps.google.com.ua/maps?q=49.9935,36.2304&amp;z=15",
    "https://www.openstreetmap.org/?mlat=49.9935&mlon=36.2304#map=15/49.9/36.2",
    "https://www.openstreetmap.org/search?query=49.9935%2C36.2304#map=12/49.9/36.2",
    "https://yandex.com/maps/?ll=36.2%2C49.9&mode=whatshere&whatshere%5Bpoint%5D=36.2304%2C49.9935&z=12",
    "https://yandex.ru/maps/?whatshere[point]=36.2304,49.9935&whatshere[zoom]=17",
    "https://yandex.ru/maps/?pt=36.2304,49.9935,pm2rdm&z=12&l=map&ll=36,50",
    "https://yandex.ru/maps/?text=49.9935,36.2304&ll=36.2,49.9&z=9",
    "https://yandex.com.tr/harita/?pt=36.2304,49.9935",
    "https://www.bing.com/maps?cp=49.9~36.2&lvl=14&sp=point.49.9935_36.2304_Square",
    "https://www.bing.com/maps/?v=2&where1=49.9935,36.2304",
    "https://maps.apple.com/?ll=49.9935,36.2304&q=Freedom%20Square",
    "https://maps.apple.com/?q=49.9935,36.2304&sll=49.9,36.2",
    "https://maps.apple.com/place?coordinate=49.9935,36.2304&name=Square",
    "https://2gis.ua/kharkiv/geo/36.2304,49.9935",
    "https://2gis.ru/moscow/geo/4504235282759684/36.2304%2C49.9935?m=36%2C49%2F15",
    "https://zoom.earth/maps/satellite/#view=49.9,36.2,5z/place=49.9935,36.2304",
    "https://www.suncalc.org/#/49.9935,36.2304,17/2023.11.23/13:20/1/3",
    "https://geohack.toolforge.org/geohack.php?params=49.9935_N_36.2304_E_type:city",
    "https://geohack.toolforge.org/geohack.php?params=49.9935;36.2304",
    "https://shadowmap.org/?lat=49.9935&lng=36.2304",
    "geo:49.9935,36.2304",
    "GEO:49.9935,36.2304,120;crs=wgs84;u=0.1",
    "geo:0,0?q=49.9935,36.2304(Freedom%20Square)",
    # As pasted: without the scheme, in a sentence, in HTML, in an archive, in a redirect.
    "openstreetmap.org/?mlat=49.9935&mlon=36.2304",
    "Freedom Square\nhttps://www.google.com/maps?q=49.9935,36.2304",
    "(see https://t.me/channel/123 and https://www.google.com/maps?q=49.9935,36.2304).",
    '<a href="https://www.google.com/maps?q=49.9935,36.2304&amp;z=3">map</a>',
    "https://web.archive.org/web/2024/https://www.google.com/maps?q=49.9935,36.2304",
    "https://consent.google.com/m?continue=" + quote(f"{G}?q=49.9935,36.2304", safe=""),
    f"{G}?q=49.9935,36.2304 https://www.openstreetmap.org/?mlat=49.99350&mlon=36.23040",
]


@pytest.mark.parametrize("text", PINS)
def test_a_pin_is_read(text):
    position = read(text)
    assert (position.lon, position.lat, position.form) == (LON, LAT, "link")
    assert position.radius_m < 7


#: Links to a view of the map, with the radius of the area meant.
TILE_M = 2 * math.pi * 6378137 * math.cos(math.radians(LAT))
VIEWS = [
    (f"{G}/@49.9935,36.2304,15z", TILE_M / 2**16),
    (f"{G}/@49.9935,36.2304,15.5z/data=!3m1!1e3", TILE_M / 2**16.5),
    (f"{G}/@49.9935,36.2304,1600m/data=!3m1!1e3", 200),
    (f"{G}/place/Kharkiv/@49.9935,36.2304,12z", TILE_M / 2**13),
    (f"{G}/d/viewer?mid=1abc&ll=49.9935%2C36.2304&z=9", TILE_M / 2**10),
    (f"{G}?ll=49.9935,36.2304", 1000),
    (f"{G}/embed?pb=!1m18!1m12!1m3!1d3200.0!2d36.2304!3d49.9935!2m3!1f0", 400),
    ("https://earth.google.com/web/@49.9935,36.2304,117.5a,1000d,35y,0h,0t,0r/data=Cg", 125),
    ("https://www.openstreetmap.org/#map=15/49.9935/36.2304&layers=N", TILE_M / 2**16),
    ("https://www.openstreetmap.org/node/123#map=19/49.9935/36.2304", TILE_M / 2**20),
    ("https://yandex.com/maps/147/kharkiv/?ll=36.2304%2C49.9935&z=12.5", TILE_M / 2**13.5),
    ("https://www.bing.com/maps?cp=49.9935~36.2304&lvl=14.0", TILE_M / 2**15),
    ("https://maps.apple.com/?ll=49.9935,36.2304&z=12", TILE_M / 2**13),
    ("https://maps.apple.com/frame?center=49.9935%2C36.2304&span=0.08%2C0.1", 1110),
    ("https://2gis.ru/?m=36.2304%2C49.9935%2F15", TILE_M / 2**16),
    ("http://wikimapia.org/#lang=en&lat=49.9935&lon=36.2304&z=12&m=w", TILE_M / 2**13),
    ("https://deepstatemap.live/en#11/49.9935/36.2304", TILE_M / 2**12),
    ("https://deepstatemap.live/#6.5/49.9935/36.2304", TILE_M / 2**7.5),
    ("https://deepstatemap.live/en#6/49.9935/396.2304", TILE_M / 2**7),
    ("https://liveuamap.com/?zoom=10&ll=49.9935,36.2304", TILE_M / 2**11),
    ("https://liveuamap.com/?ll=49.9935;36.2304&zoom=8", TILE_M / 2**9),
    ("https://zoom.earth/#view=49.9935,36.2304,12z", TILE_M / 2**13),
    ("https://satellites.pro/Ukraine_map#49.9935,36.2304,14", TILE_M / 2**15),
    ("https://browser.dataspace.copernicus.eu/?zoom=14&lat=49.9935&lng=36.2304", TILE_M / 2**15),
    ("https://apps.sentinel-hub.com/eo-browser/?zoom=14&lat=49.9935&lng=36.2304", TILE_M / 2**15),
    ("https://www.mapillary.com/app/?lat=49.9935&lng=36.2304&z=17", TILE_M / 2**18),
    ("https://openinframap.org/#8.5/49.9935/36.2304/A,B", TILE_M / 2**9.5),
]


@pytest.mark.parametrize(("text", "radius_m"), VIEWS)
def test_the_centre_of_a_view_has_the_radius_of_its_scale(text, radius_m):
    position = read(text)
    assert (round(position.lon, 9), position.lat, position.form) == (LON, LAT, "link")
    assert position.radius_m == pytest.approx(radius_m)


def test_dms_in_a_link_is_as_coarse_as_written():
    position = read(f"{G}/place/{DMS}/")
    assert position.radius_m == pytest.approx(1.84, abs=0.01)
    geohack = "https://geohack.toolforge.org/geohack.php?pagename=X&params="
    assert read(f"{geohack}49_59_36_N_36_13_49_E_region:UA").radius_m == pytest.approx(
        18.4, abs=0.1
    )
    # As written by templates when the seconds are unknown.
    assert read(f"{geohack}49_59__N_36_13__E_type:city").radius_m == pytest.approx(1103, abs=1)
    assert read(f"{geohack}33_27_S_70_39_W").lat == -33.45


@pytest.mark.parametrize("text", ["https://plus.codes/8GXRX6VJ+C5", f"{G}?q=8GXRX6VJ%2BC5"])
def test_plus_codes_in_links_are_read(text):
    position = read(text)
    assert (round(position.lon, 7), round(position.lat, 7)) == (36.2304375, 49.9935625)
    assert position.form == "link"


def test_geo_links_keep_their_uncertainty():
    assert read("geo:49.9935,36.2304;u=35").radius_m == 35
    assert read("geo:49.9,36.2;u=35").radius_m > 6000


def test_openstreetmaps_short_links_carry_their_position():
    # The worked example of OpenStreetMap's own documentation: #map=9/51.5110/0.0550.
    view = read("https://osm.org/go/0EEQjE--")
    assert abs(view.lon - 0.0550) < 0.001
    assert abs(view.lat - 51.5110) < 0.001
    assert view.radius_m == pytest.approx(
        2 * math.pi * 6378137 * math.cos(math.radians(51.511)) / 2**10, rel=1e-4
    )
    near = read("http://osm.org/go/0EEQjEEb?m")
    assert abs(near.lon - 0.0550) < 1e-4
    assert abs(near.lat - 51.5110) < 1e-4
    assert near.radius_m < 5


@pytest.mark.parametrize(
    "text",
    [
        "https://maps.app.goo.gl/abcDEF123?g_st=ic",
        "Freedom Square https://goo.gl/maps/abc",
        "maps.app.goo.gl/abc",
        "https://yandex.ru/maps/-/CDabc",
        "https://go.2gis.com/abc",
        "https://maps.apple.com/p/abc",
        "https://maps.apple/p/abc",
    ],
)
def test_short_links_ask_for_the_long_one(text):
    with pytest.raises(InputError, match="open it and paste the long address"):
        read_position(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{G}/place/Kharkiv", "carries no coordinates"),
        (f"{G}?q=12,+14+Shevchenka+street", "carries no coordinates"),
        (f"{G}/search/12+14+Shevchenka", "carries no coordinates"),
        ("https://example.com/news/2024/05/01", "carries no coordinates"),
        ("geo:0,0?q=Kharkiv", "no coordinates"),
        ("geo:49.9,36.2;crs=moon", "not WGS 84"),
        (f"{G}/dir/49.9,36.2/50.1,36.3/@49.99,36.23,12z", "several places"),
        (f"{G}?saddr=49.9,36.2&daddr=50.1,36.3", "several places"),
        ("https://yandex.ru/maps/?rtext=49.9,36.2~50.1,36.3&rtt=auto", "several places"),
        ("https://yandex.ru/maps/?pt=36.2304,49.9935~37,50&z=12", "several places"),
        (f"{G}?q=49.9935,36.2304 {G}?q=49.9945,36.2304", "several places"),
        (f"{G}?q=136.2304,49.9935", "swapped; found '136.2304'"),
        (f"{G}?q=49.9935,236.2304", "not a longitude"),
        ("https://deepstatemap.live/en#11/149.9935/36.2304", "swapped"),
        (
            "https://geohack.toolforge.org/geohack.php?params=0.67416_N_23.47314_E_globe:moon",
            "not a place on Earth",
        ),
    ],
)
def test_links_without_one_place_are_refused(text, words):
    with pytest.raises(InputError, match=words):
        read_position(text)


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_order_gives_the_same_place(lon, lat):
    x, y = f"{lon:.6f}", f"{lat:.6f}"
    for link in (
        f"{G}?q={y},{x}",
        f"{G}/@0,0,3z/data=!3d{y}!4d{x}",
        f"https://www.openstreetmap.org/?mlat={y}&mlon={x}",
        f"https://yandex.ru/maps/?pt={x},{y}",
        f"https://2gis.ru/geo/{x},{y}",
        f"https://www.bing.com/maps?cp=0~0&sp=point.{y}_{x}_X",
        f"https://maps.apple.com/place?coordinate={y},{x}",
        f"https://www.suncalc.org/#/{y},{x},3",
        f"geo:{y},{x}",
    ):
        position = read(link)
        assert (position.lon, position.lat) == (float(x), float(y)), link


@settings(deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from([*PINS, *(view for view, _ in VIEWS)]),
    st.integers(0, 200),
)
def test_any_tail_is_answered(tail, link, cut):
    for text in (link[:cut] + tail, link + tail):
        with contextlib.suppress(InputError):
            read_position(text)

"""Coordinates in and out: decimal, DMS, MGRS, Plus Code and map links.

Nothing here guesses: text that can be read in two ways is refused with the
reason, and text that is no coordinates at all gives None, so that it can be
looked up as a name.
"""

from __future__ import annotations

from mapper.geodesy.angles import read_angles
from mapper.geodesy.gridcodes import Near, read_mgrs, read_plus_code, write_mgrs, write_plus_code
from mapper.geodesy.maplinks import read_link
from mapper.geodesy.pasted import clean
from mapper.geodesy.position import FORMS, Position
from mapper.model.errors import InputError
from mapper.model.event import check_lonlat

__all__ = ["FORMS", "Position", "format_position", "read_position"]

#: No coordinates are longer; whole articles are not searched.
_LONGEST = 4000


def read_position(text: str, *, near: Near | None = None) -> Position | None:
    """Read pasted coordinates, or return None when the text is something else.

    Two bare decimal numbers are LON,LAT. With letters, degree signs or the words
    "lat" and "lon" the order is as written. In links each site's own order holds,
    a pin beats the view, and a view without a pin has half a map tile at its zoom
    as its radius. Text after a fine position (degree signs, or three decimals)
    is ignored unless it has digits.

    Parameters
    ----------
    text
        What was typed or pasted.
    near
        Needed only for short Plus Codes such as "XQV8+4H Kharkiv": a lon, lat pair,
        or a function that is given the name after the code and returns one (for
        instance by a gazetteer; whatever it raises is passed on). The code is
        completed to the cell nearest to that position.

    Returns
    -------
    Position or None
        With how coarse the notation is, in metres; see `Position`.

    Raises
    ------
    InputError
        If the text is coordinates, but incomplete, out of range, contradicting
        itself, open to two readings, several positions at once, or a link or
        short code that carries no position by itself.

    Examples
    --------
    >>> read_position("53.2045,56.8498").lat
    56.8498
    >>> place = read_position("49°59'36.6\\"N 36°13'49.4\\"E")
    >>> round(place.lon, 5), round(place.lat, 5), round(place.radius_m, 1), place.form
    (36.23039, 49.9935, 1.8, 'dms')
    >>> read_position("37U CR 0149 4158").form
    'mgrs'
    >>> round(read_position("X6VJ+C5 Kharkiv", near=lambda name: (36.25, 49.98)).lat, 7)
    49.9935625
    >>> read_position("https://yandex.com/maps/?ll=36.2304,49.9935&z=15").lon
    36.2304
    >>> read_position("Izhevsk") is None
    True
    >>> read_position("56.8498,153.2045")
    Traceback (most recent call last):
        ...
    mapper.model.errors.InputError: not a latitude; longitude and latitude look swapped; ...
    """
    if len(text) > _LONGEST:
        return None
    plain = clean(text)
    return (
        read_link(plain)
        or read_mgrs(plain.strip(" .,;()[]"))
        or read_plus_code(plain, near)
        or read_angles(plain)
    )


def format_position(lon: float, lat: float, form: str = "decimal") -> str:
    """Return a position in one of `FORMS`; `read_position` reads each of them back.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84.
    form
        "decimal" (LON,LAT, to about a metre), "dms" (to a tenth of a second),
        "mgrs" (to the metre), "plus-code" (a cell of 14 m) or "link" (to
        OpenStreetMap, with a pin).

    Raises
    ------
    InputError
        If the position is not on Earth, or the form is none of these.

    Examples
    --------
    >>> for form in FORMS:
    ...     print(format_position(36.2304, 49.9935, form))
    36.23040,49.99350
    49°59'36.6"N 36°13'49.4"E
    37U CR 01497 41584
    8GXRX6VJ+C5
    https://www.openstreetmap.org/?mlat=49.99350&mlon=36.23040#map=15/49.99350/36.23040
    """
    check_lonlat(lon, lat)
    if form == "decimal":
        return f"{_decimal(lon)},{_decimal(lat)}"
    if form == "dms":
        return f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}"
    if form == "mgrs":
        return write_mgrs(lon, lat)
    if form == "plus-code":
        return write_plus_code(lon, lat)
    if form == "link":
        x, y = _decimal(lon), _decimal(lat)
        return f"https://www.openstreetmap.org/?mlat={y}&mlon={x}#map=15/{y}/{x}"
    raise InputError("not a form of coordinates", found=form, expected="one of " + ", ".join(FORMS))


def _decimal(degrees: float) -> str:
    # Adding zero turns -0.0, which prints as "-0.00000", into 0.0.
    return f"{round(degrees, 5) + 0.0:.5f}"


def _dms(degrees: float, letters: str) -> str:
    tenths = round(abs(degrees) * 36_000)
    whole, tenths = divmod(tenths, 36_000)
    minutes, tenths = divmod(tenths, 600)
    letter = letters[degrees < 0 and (whole, minutes, tenths) != (0, 0, 0)]
    return f"{whole}°{minutes:02d}'{tenths / 10:04.1f}\"{letter}"

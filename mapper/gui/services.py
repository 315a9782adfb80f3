"""Other maps and imagery services: addresses that open them at a place."""

from __future__ import annotations

import datetime as dt
from typing import Final

#: Names and addresses, ``{lon}`` and ``{lat}`` in degrees; each service's own form of link.
_SERVICES: Final = (
    ("OpenStreetMap", "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=14/{lat}/{lon}"),
    ("Google Maps", "https://www.google.com/maps/search/?api=1&query={lat},{lon}"),
    ("Google Earth", "https://earth.google.com/web/@{lat},{lon},0a,3000d,35y,0h,0t,0r"),
    ("Yandex Maps", "https://yandex.com/maps/?ll={lon},{lat}&z=14&l=sat&pt={lon},{lat}"),
    ("Bing Maps", "https://www.bing.com/maps?cp={lat}~{lon}&lvl=15&style=h"),
    ("Wikimapia", "https://wikimapia.org/#lang=en&lat={lat}&lon={lon}&z=14&m=w"),
    ("Copernicus Browser", "https://browser.dataspace.copernicus.eu/?zoom=14&lat={lat}&lng={lon}"),
)
#: Fires seen from orbit, of one day.
_FIRES: Final = "https://firms.modaps.eosdis.nasa.gov/map/#t:adv;d:{day};@{lon},{lat},12.0z"


def addresses(lon: float, lat: float, day: dt.date | None) -> dict[str, str]:
    """Return addresses by the names of the services that show a position.

    Parameters
    ----------
    lon, lat
        Degrees in WGS 84.
    day
        Day of the event; None leaves out the services that show one day.
    """
    place = {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
    found = {name: form.format(**place) for name, form in _SERVICES}
    if day is not None:
        found["NASA FIRMS, fires of the day"] = _FIRES.format(day=day.isoformat(), **place)
    return found

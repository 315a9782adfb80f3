"""Mapper: reported strikes on a map, and how far they lie from the front."""

from mapper.model import names as _names

__version__ = "0.1.0"


class _Gazetteer:
    """The gazetteer, loaded when the first name is asked for."""

    def region_name(self, text: str, country: str) -> str:
        from mapper.gazetteer.regions import region_name

        return region_name(text, country)

    def places_called(self, name: str) -> tuple[_names.NamedPlace, ...]:
        from mapper.gazetteer.search import places_called

        return places_called(name)


_names.ask(_Gazetteer())

"""Online tiles that are offered."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from mapper.basemap.providers import Provider, provider, providers


@pytest.mark.parametrize("one", providers(), ids=lambda one: one.key)
def test_a_provider_is_complete(one: Provider) -> None:
    address = urlsplit(one.tile(3, 5, 2))
    assert address.scheme == "https"
    assert address.hostname == one.host
    assert {"3", "5", "2"} <= set(address.path.replace(".", "/").split("/"))
    assert "{" not in one.tile(3, 5, 2)
    assert one.tiles.attribution
    assert one.tiles.licence
    assert urlsplit(one.policy).scheme == "https"
    assert provider(one.key) is one


def test_what_refuses_or_wants_an_account_is_not_offered() -> None:
    hosts = " ".join(one.host for one in providers())
    for name in ("cartocdn", "arcgis", "stadia", "thunderforest", "mapbox", "google", "yandex"):
        assert name not in hosts
    assert provider("CartoDB.Positron") is None


def test_only_nasa_is_offered_to_pages_opened_from_disk() -> None:
    assert {one.host for one in providers() if one.from_disk} == {"gibs.earthdata.nasa.gov"}

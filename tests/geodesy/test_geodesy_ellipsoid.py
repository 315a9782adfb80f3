"""Azimuths as degrees from north."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mapper.geodesy.ellipsoid import azimuth_deg, from_north


@given(st.floats(-180, 180))
def test_from_north_never_reaches_360(azimuth: float) -> None:
    found = from_north(azimuth)
    assert 0 <= found < 360
    assert np.isclose((found - azimuth + 180) % 360, 180)


def test_hardly_west_of_north_is_north() -> None:
    assert from_north(-1e-14) == 0.0
    assert from_north(np.array([-1e-14, -90.0, 90.0])).tolist() == [0.0, 270.0, 90.0]
    assert azimuth_deg([0, 0], [-1e-13, 10])[0] < 360

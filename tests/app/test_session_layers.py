"""Layers of the session alone lie where the basemap under them lies."""

from __future__ import annotations

from typing import Any

import pytest

from hebei_gis.app.session_layers import as_inline
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shifted_datums import BD09, FROM_WGS84, GCJ02


@pytest.mark.parametrize("datum", [GCJ02, BD09])
def test_a_session_layer_moves_with_the_basemap(workspace_folder: Any, datum: str) -> None:
    layer = workspace_folder().open().layer("well")
    plain, moved = as_inline(layer, WGS84), as_inline(layer, datum)
    assert plain["id"] != moved["id"], "the browser draws it anew"
    for one, other in zip(plain["data"]["features"], moved["data"]["features"], strict=True):
        expected = FROM_WGS84[datum](*one["geometry"]["coordinates"])
        assert other["geometry"]["coordinates"] == pytest.approx([*map(float, expected)], abs=1e-6)
        assert one["properties"] == other["properties"]
    assert as_inline(layer, datum) is moved, "written once"

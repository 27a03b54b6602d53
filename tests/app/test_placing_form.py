"""The form that places a place, drawn without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hebei_gis.app.map.placing_form import CLICKED
from hebei_gis.geo.crs import WGS84
from hebei_gis.words.pages.saying import say


def draw(folder: str) -> None:
    from hebei_gis.app.map.placing_form import render_placing
    from hebei_gis.workspace import open_workspace

    workspace = open_workspace(folder)
    places = workspace.register.places.values()
    render_placing(workspace, next(p for p in places if not workspace.located(p.id)), "zh")


@pytest.fixture
def form(default_workspace: Any) -> AppTest:
    return AppTest.from_function(draw, args=(str(default_workspace.folder),), default_timeout=60)


def test_a_click_fills_the_coordinates(form: AppTest) -> None:
    form.session_state[CLICKED] = (117.2, 39.15, WGS84)
    form.run()
    assert not form.exception
    assert [form.number_input[n].value for n in (0, 1)] == [117.2, 39.15]


@pytest.mark.parametrize("spot", [(477.2, 39.15), (117.2, -80.0)])
def test_a_click_outside_the_workspace_is_told_and_not_used(
    form: AppTest, spot: tuple[float, float]
) -> None:
    form.session_state[CLICKED] = (*spot, WGS84)
    form.run()
    assert not form.exception
    assert say("place_clicked_outside", "zh") in [warning.value for warning in form.warning]
    assert [form.number_input[n].value for n in (0, 1)] == [None, None]

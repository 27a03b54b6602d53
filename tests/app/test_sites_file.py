"""Parcels dropped on the comparison page: asked as on the data page, then compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hebei_gis.sites import (
    SiteOptions,
    Surroundings,
    compare_sites,
    measure_sites,
    save_comparison,
)
from hebei_gis.words.pages.saying import say
from tests.app.conftest import said
from tests.sites.site_cases import criteria, criterion, parcels, square

PARCELS = "name,x,y\n甲,117.20,39.16\n乙,117.21,39.17\n丙,117.22,39.165\n".encode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_parcels_without_a_datum(
    open_page: Callable[..., AppTest], default_copy: Path, language: str
) -> None:
    at = open_page(default_copy, "sites", language)
    (source,) = [one for one in at.radio if one.label == say("parcels_from", language)]
    at = source.set_value("from_file").run()
    at = at.file_uploader(key="sites_file").upload("parcels.csv", PARCELS, "text/csv").run()
    assert not at.exception
    (asked,) = [one.value for one in at.warning]
    assert "parcels" in asked and "--" not in asked
    assert say("answer_first", language) in [one.value for one in at.main.info]
    (datum,) = [box for box in at.selectbox if box.label == say("import_datum", language)]
    at = datum.set_value("EPSG:4326").run()
    assert not at.exception and not at.error, said(at)
    assert say("ranked_said", language, ranked=3, out=0) in said(at)


def test_a_link_to_a_layer_that_is_not_there_is_not_another_comparison(
    open_page: Callable[..., AppTest], repository: Path, workspace_folder: Any
) -> None:
    folder = workspace_folder(empty=True)
    declared = (repository / "geodata" / "criteria.toml").read_bytes()
    (folder.path / "geodata" / "criteria.toml").write_bytes(declared)
    squares = [folder.feature(k, folder.square(117.1 + n / 50, 39.1), "Polygon")
               for n, k in enumerate("ab")]  # fmt: skip
    folder.add_layer("parcels_now", squares, geometry=["Polygon"])
    at = open_page(folder.path, "sites", sites_layer="parcels_later")
    assert not at.exception
    assert say("linked_layer_missing", "zh", name="parcels\\_later") in said(at)
    assert say("ranked_said", "zh", ranked=2, out=0) not in said(at)
    at.query_params["sites_layer"] = "parcels_later"
    folder.add_layer("parcels_later", squares, geometry=["Polygon"])
    at.run()
    assert not at.exception and not at.warning
    (chosen,) = [box for box in at.selectbox if box.label == say("parcels_layer", "zh")]
    assert chosen.value == "parcels_later"


def test_a_saved_comparison_fills_the_page_and_not_the_sidebar(
    open_page: Callable[..., AppTest], default_copy: Path, tmp_path: Path
) -> None:
    found = parcels({"a": square(0, 0, 60), "b": square(400, 0, 90)}, name_zh=["a", "b"])
    measured = measure_sites(found, criteria(criterion("area_m2", "area")), Surroundings({}))
    saved = tmp_path / "saved.json"
    save_comparison(compare_sites(measured, SiteOptions()), saved)
    at = open_page(default_copy, "sites")
    (source,) = [one for one in at.radio if one.label == say("parcels_from", "zh")]
    at = source.set_value("from_saved").run()
    box = at.file_uploader(key="sites_saved")
    at = box.upload("saved.json", saved.read_bytes(), "application/json").run()
    assert not at.exception and not at.error, said(at)
    assert at.main.tabs and not at.sidebar.tabs

from __future__ import annotations

import pytest

from hebei_gis.export.verify import members_of, verify_content
from hebei_gis.formats.registry import written_formats
from hebei_gis.papers import comparison_layer, export_comparison
from tests.papers.paper_cases import nothing_ranked, request


@pytest.mark.parametrize("name", written_formats())
def test_a_comparison_goes_out_in_every_format_and_proves_itself(name):
    paper = request()
    made = export_comparison(paper, name)
    sidecar, faults = verify_content(made.content, made.name) if made.beside is None else ({}, ())
    assert faults == ()
    layer = (sidecar or made.sidecar)["layers"][0]
    assert layer["analysis"]["weights"] == dict(paper.comparison.weights)
    assert layer["analysis"]["seed"] == paper.comparison.options.seed
    assert layer["rows"] == 4 and layer["licence"] and layer["attribution_zh"]


@pytest.mark.parametrize("datum", ["GCJ-02", "CGCS2000", "metres"])
def test_a_comparison_goes_out_in_other_datums(datum):
    made = export_comparison(request(), "csv", datum, packaging="zip")
    assert verify_content(made.content, made.name)[1] == ()
    label = {"metres": "EPSG"}.get(datum, datum.replace("-", ""))
    assert label in made.name and any(label in n for n in members_of(made.content, made.name))


def test_the_columns_say_rank_score_and_values():
    paper = request()
    layer = comparison_layer(paper)
    features = layer.features
    best = paper.ranked[0]
    assert list(features.index) == ["a", "b=", "<c>", "d"]
    assert features.at[best, "rank"] == 1 and features.at[best, "rank_class"] == "1"
    assert features.at[best, "score"] == paper.score(best)
    assert features.at["<c>", "status"] == features.at["<c>", "rank_class"] == "vetoed"
    assert "紧邻文物" in features.at["<c>", "reason"]
    assert {"area_m2", "score_area_m2", "station_m", "first_share"} <= set(features.columns)
    drawn = {c.value: c.color for c in layer.style.classes}
    assert set(features["rank_class"]) <= set(drawn) and drawn["1"] != drawn["vetoed"]


def test_sources_are_those_of_every_layer_measured_by_and_unknown_ones_say_so():
    layer = comparison_layer(request())
    assert {origin.file for origin in layer.origins}
    assert "来源与许可未注明" in layer.attribution_zh, "the parcels are no layer's"


def test_made_up_data_says_so_in_title_and_sidecar():
    made = export_comparison(request(basis="demonstration"), "gpkg")
    assert "演示" in made.sidecar["title"]
    assert made.sidecar["layers"][0]["analysis"]["demonstration"] is True


def test_nothing_ranked_goes_out_too():
    layer = comparison_layer(nothing_ranked(request()))
    assert set(layer.features["rank_class"]) == {"vetoed"}


def test_many_ranks_share_classes():
    from hebei_gis.papers.ranked_layer import _band

    bands = {_band(rank, 100) for rank in range(1, 101)}
    assert len(bands) <= 12 and max(last for _, last in bands) == 100
    assert {_band(rank, 5) for rank in range(1, 6)} == {(n, n) for n in range(1, 6)}

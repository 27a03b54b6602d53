"""A comparison saved and opened again."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from hebei_gis.sites import (
    ParcelFile,
    SiteOptions,
    Veto,
    assess_robustness,
    compare_sites,
    comparison_from_text,
    comparison_to_text,
    comparison_values,
    load_comparison,
    measure_sites,
    save_comparison,
)
from hebei_gis.words.errors import ComparisonError
from tests.sites.site_cases import around, at, criteria, criterion, layer, parcels, square


def whole_comparison():
    stations = around(layer("s", {"one": at(0, 0)}, 30))
    declared = criteria(
        criterion("c", "nearest", "lower", layer="s"),
        criterion("area", "area"),
        criterion(
            "x", "column", columns=["x"], veto=Veto(above=90.0, reason_zh="否", reason_en="no")
        ),
    )
    case = parcels(
        {"a": square(0, 0, 50), "b": at(90, 0), "c": square(300, 0, 40), "v": at(0, 9)}, 40,
        x=[1.0, 2, 3, 99], 说明=["甲", None, "丙", ""],
    )  # fmt: skip
    measured = measure_sites(case, declared, stations)
    options = SiteOptions(
        weights={"c": 2.0, "area": 1.0}, missing="worst", weightings=50, positions=40
    )
    return assess_robustness(compare_sites(measured, options), measured, stations)


def test_a_comparison_comes_back_from_its_file_whole(tmp_path):
    made = whole_comparison()
    save_comparison(made, tmp_path / "比选.json")
    again = load_comparison(tmp_path / "比选.json")
    pd.testing.assert_series_equal(again.rank, made.rank, check_index_type=False)
    for language in ("zh", "en"):
        assert comparison_values(again, language) == comparison_values(made, language)
    assert comparison_to_text(again) == comparison_to_text(made)
    assert again.parcels.crs == made.parcels.crs
    assert next(iter(again.parcels["说明"])) == "甲"
    assert again.options == made.options
    assert again.criteria == made.criteria


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: "{", "no JSON"),
        (lambda v: "[1]", "another kind"),
        (lambda v: json.dumps({**v, "format": "x"}), "another kind"),
        (lambda v: json.dumps({**v, "version": 2}), "version 2"),
        (lambda v: json.dumps({k: x for k, x in v.items() if k != "rank"}), "damaged"),
        (lambda v: json.dumps({**v, "rank": [1]}), "damaged"),
        (lambda v: json.dumps({**v, "options": {"method": "magic"}}), "damaged"),
        (lambda v: json.dumps({**v, "parcels": {**v["parcels"], "wkb": ["00"] * 4}}), "damaged"),
    ],
)
def test_a_file_that_is_none_is_said(change, words):
    values = json.loads(comparison_to_text(whole_comparison()))
    with pytest.raises(ComparisonError, match=words):
        comparison_from_text(change(values))


def test_json_is_json():
    told = comparison_values(whole_comparison())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert list(told)[:7] == [
        "criteria",
        "parcels",
        "pairwise",
        "seed",
        "method",
        "normalise",
        "missing",
    ]
    for parcel in told["parcels"][:3]:
        assert sum(parcel["rank_acceptability"].values()) == pytest.approx(1)
    assert told["parcels"][3]["rank_acceptability"] == {}
    assert told["pairwise"]["a"]["c"] + told["pairwise"]["c"]["a"] == pytest.approx(1)


def test_a_comparison_knows_where_its_parcels_are_from():
    made = whole_comparison()
    assert (made.layer, made.file) == ("", None)
    file = ParcelFile("地块.geojson", "ab" * 32, "GCJ-02")
    again = comparison_from_text(comparison_to_text(replace(made, file=file)))
    assert (again.layer, again.file) == ("", file)
    again = comparison_from_text(comparison_to_text(replace(made, layer="land_parcel")))
    assert again.layer == "land_parcel"
    assert again.parcels_of(["c", "a"]).keys == ("c", "a")
    assert again.parcels_of(["a"]).layer == "land_parcel"


def test_a_file_of_the_former_version_opens():
    values = json.loads(comparison_to_text(whole_comparison()))
    del values["layer"], values["file"]
    values["notes"] = [
        {"kind": "constant", "facts": {"criterion": "Area", "criterion_zh": "面积"}},
        {"kind": "repaired", "facts": {"parcel": "a", "reason": "Ring [1 2]"}},
        {"kind": "outside", "facts": {"parcel": "b", "distance": "1,200"}},
        {"kind": "of_tomorrow", "facts": {}},
    ]
    values["firmness"]["notes"] = [{"kind": "firmness_limited", "facts": {"count": "1000"}}]
    opened = comparison_from_text(json.dumps(values))
    assert [note.sentence("zh") for note in opened.notes] == [
        "“面积”各地块相同，不起区分作用。",
        "a：图形有误（Ring [1 2]），已修复。",
        "b 在区界之外，距区界 1,200 米。",
        "保存的比选中有一条本版本不认识的说明（of_tomorrow）。",
    ]
    assert opened.robustness.notes[0].sentence() == (
        "The robustness is computed among the best 1000 parcels only."
    )
    assert (opened.layer, opened.file) == ("", None)

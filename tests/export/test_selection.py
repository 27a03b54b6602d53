"""What cannot be exported is refused in our words; odd names and no rows are no reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hebei_gis.export.selection import export_features, export_layers
from hebei_gis.export.verify import read_export, verify_content
from hebei_gis.formats.registry import format_named, written_formats
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.errors import ExportError, HebeiGisError, UnknownNameError
from hebei_gis.workspace import open_workspace

WORDS = {"title": "t", "stem": "t", "filter_words": "w"}


@pytest.fixture
def workspace(workspace_folder: Any) -> Any:
    return open_workspace(workspace_folder().path)


def test_unknown_layers_and_features_are_named(workspace: Any) -> None:
    with pytest.raises(UnknownNameError, match="lake") as caught:
        export_features(workspace, [FeatureRef("lake", "1")], "geojson", **WORDS)
    assert caught.value.noun == "layer"
    with pytest.raises(UnknownNameError, match="well/nowhere") as caught:
        export_features(workspace, [FeatureRef("well", "nowhere")], "geojson", **WORDS)
    assert caught.value.noun == "key"
    with pytest.raises(UnknownNameError, match="lake"):
        export_layers(workspace, ["lake"], "geojson")
    with pytest.raises(ExportError, match="nothing to export"):
        export_features(workspace, [], "geojson", **WORDS)


def test_a_feature_chosen_twice_goes_out_once(workspace: Any) -> None:
    key = str(workspace.layers["well"].features.index[0])
    file = export_features(workspace, [FeatureRef("well", key)] * 2, "geojson", **WORDS)
    assert file.sidecar["rows"] == 1


def test_a_layer_or_key_that_stands_twice_is_refused(exported: Any, trial: Any) -> None:
    with pytest.raises(ExportError, match="trial is asked for twice"):
        exported(trial, trial, format_name="gpkg")
    doubled = trial.features.set_axis(["k1", "k1", "k2"])
    with pytest.raises(ExportError, match="k1 is asked for twice"):
        exported(replace(trial, features=doubled), format_name="geojson")


@pytest.mark.parametrize("name", ["layer_styles", "gpkg_contents", "sqlite_sequence", "RTree_a"])
def test_names_that_geopackage_keeps_for_itself(name: str, exported: Any, trial: Any) -> None:
    file = exported(replace(trial, id=name), format_name="gpkg")
    assert verify_content(file.content, file.name)[1] == ()
    (table,) = read_export(format_named("gpkg"), {"": file.content}, "a.gpkg").tables
    assert table.name == f"layer_{name}" and len(table.rows) == 3


@pytest.mark.parametrize("name", written_formats())
def test_layers_without_a_row_or_a_shape(name: str, exported: Any, trial: Any) -> None:
    empty = replace(trial, features=trial.features.iloc[:0])
    shapeless = replace(trial, features=trial.features.assign(geometry=None).set_crs(4548))
    for layer in (empty, shapeless):
        try:
            file = exported(layer, format_name=name)
        except HebeiGisError as error:
            pytest.fail(str(error))
        assert verify_content(file.content, file.name)[1] == ()

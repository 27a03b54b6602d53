from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hebei_gis.files import changes
from hebei_gis.files.change_records import FOLDER, history
from hebei_gis.geo.shifted_datums import GCJ02
from hebei_gis.plan.places import placing
from hebei_gis.plan.places.placing import PlacingError, Position, place_at, take_back, tie, untie
from hebei_gis.plan.register.model import FeatureTie
from hebei_gis.words.errors import UnknownNameError


def _position(**changes: Any) -> Position:
    values: dict[str, Any] = {
        "lon": 117.2,
        "lat": 39.15,
        "accuracy_m": 80,
        "basis": "approximate",
        "source": "site visit",
        "by": "小王",
    }
    return Position(**{**values, **changes})


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and FOLDER not in p.parts
    }


def test_a_placed_place_is_on_the_map_with_who_when_and_from_what(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    assert folder.open().links.features_of("1.1.2") == ()
    place_at(folder.path, "lost_well", _position())
    workspace = folder.open()
    assert workspace.faults == ()
    assert [r.layer for r in workspace.links.features_of("1.1.2")] == [placing.LAYER]
    row = workspace.layer(placing.LAYER).features.loc["lost_well"]
    assert (row["name_zh"], row["placed_by"], row["source"]) == ("失井", "小王", "site visit")
    assert (row["basis"], row["accuracy_m"]) == ("approximate", 80)
    assert str(row["placed_on"])[4] == "-"


def test_taking_back_undoes_it(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    before = folder.open()
    place_at(folder.path, "lost_well", _position())
    take_back(folder.path, "lost_well")
    after = folder.open()
    assert after.faults == ()
    assert after.register.ties == before.register.ties
    assert placing.LAYER not in after.layers
    assert not list(folder.path.rglob(f"{placing.LAYER}.*"))
    with pytest.raises(PlacingError, match="lost_well"):
        take_back(folder.path, "lost_well")


def test_a_declaration_that_was_edited_stays(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    place_at(folder.path, "lost_well", _position())
    folder.edit(f"layers/{placing.LAYER}.toml", "#B02E7C", "#102E7C")
    take_back(folder.path, "lost_well")
    assert len(folder.open().layer(placing.LAYER).features) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (39.15, 117.2, "longitude and latitude look swapped"),
        (float("nan"), 39.15, "a number of degrees"),
        (121.4, 31.2, "`bounds` in workspace.toml"),
    ],
)
def test_what_is_wrong_with_a_position_is_named(
    workspace_folder: Any, lon: float, lat: float, said: str
) -> None:
    with pytest.raises(PlacingError, match=said):
        place_at(workspace_folder(plan=True).path, "lost_well", _position(lon=lon, lat=lat))


def test_a_second_position_replaces_the_first(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    place_at(folder.path, "lost_well", _position())
    place_at(folder.path, "lost_well", _position(accuracy_m=20, source="survey", basis="surveyed"))
    features = folder.open().layer(placing.LAYER).features
    assert list(features["accuracy_m"]) == [20]


def test_a_position_in_gcj02_is_moved_and_says_so(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    place_at(folder.path, "lost_well", _position(datum=GCJ02))
    workspace = folder.open()
    feature = workspace.layer(placing.LAYER).features
    moved_m = feature.distance(
        workspace.layer("well")
        .features.geometry.iloc[0]
        .__class__(*_metres(workspace, 117.2, 39.15))
    ).iloc[0]
    assert 500 < moved_m < 620
    assert "GCJ-02" in feature["source"].iloc[0]


def _metres(workspace: Any, lon: float, lat: float) -> tuple[float, float]:
    import geopandas as gpd
    import shapely

    point = gpd.GeoSeries([shapely.Point(lon, lat)], crs="EPSG:4326")
    there = point.to_crs(workspace.settings.metre_crs).iloc[0]
    return there.x, there.y


def test_every_fault_of_a_position_at_once_and_nothing_written(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    before = _files(folder.path)
    wrong = _position(basis="guess", accuracy_m=0, source=" ", lat=95)
    with pytest.raises(PlacingError) as caught:
        place_at(folder.path, "lost_well", wrong)
    assert len(caught.value.faults) == 4
    with pytest.raises(PlacingError, match="outside the bounds"):
        place_at(folder.path, "lost_well", _position(lon=121.4, lat=31.2))
    with pytest.raises(UnknownNameError, match="nowhere"):
        place_at(folder.path, "nowhere", _position())
    assert _files(folder.path) == before


def test_a_write_that_fails_leaves_all_files_as_they_were(
    workspace_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace_folder(plan=True)
    before = _files(folder.path)
    written = []
    replace = Path.replace

    def failing(draft: Path, path: Path) -> Path:
        written.append(path.name)
        if path.suffix == ".toml":
            raise OSError(28, "No space left on device")
        return replace(draft, path)

    monkeypatch.setattr(changes.Path, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        place_at(folder.path, "lost_well", _position())
    assert {"place_features.csv", "placed_by_hand.geojson"} <= set(written)
    assert history(folder.path) == []
    assert _files(folder.path) == before


def test_ties_to_a_feature_and_back(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    keys = {"well": ["e", "w", "n"]}
    tied = FeatureTie("lost_well", "well", "n")
    tie(folder.path, tied, keys)
    tie(folder.path, tied, keys)
    assert [r.key for r in folder.open().links.features_of("1.1.2")] == ["n"]
    untie(folder.path, tied)
    assert folder.open().links.features_of("1.1.2") == ()
    with pytest.raises(PlacingError, match="well/n"):
        untie(folder.path, tied)
    with pytest.raises(UnknownNameError, match="zz"):
        tie(folder.path, FeatureTie("lost_well", "well", "zz"), keys)
    with pytest.raises(UnknownNameError, match="lake"):
        tie(folder.path, FeatureTie("lost_well", "lake", "n"), keys)

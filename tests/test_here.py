"""What applies at a place: how surely, what is near, in every system, by command and on paper."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
import shapely

from hebei_gis.cli import main
from hebei_gis.geo.shifted_datums import wgs84_to_gcj02
from hebei_gis.here import Here, PlaceError, here, here_values, spot_at, spot_of
from hebei_gis.papers.here_sheet import here_geojson, here_words, write_here
from hebei_gis.words.errors import HebeiGisError
from hebei_gis.workspace import Workspace

#: The centre of the test workspace's area, and a metre there in degrees, about.
DEGREE_M = 111_000.0


def ring(lon: float, lat: float, half: float) -> Any:
    return shapely.geometry.mapping(shapely.box(lon - half, lat - half, lon + half, lat + half))


@pytest.fixture
def made(workspace_folder: Any) -> Any:
    """A workspace with a square of 2 km, known to 100 m, a line and points."""
    folder = workspace_folder(plan=True)
    west, south, east, north = folder.open().settings.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    square = folder.feature("sq", name_zh="方形区")
    square["geometry"] = ring(lon, lat, 0.01)
    folder.add_layer("square", [square], geometry=["Polygon"], accuracy_m=100)
    return folder.open(), lon, lat


def asked(made: Any, lon: float = 0.0, lat: float = 0.0, **options: Any) -> Here:
    workspace, x, y = made
    return here(workspace, spot_at(workspace, x + lon, y + lat, **options))


def relation(found: Here, layer: str, key: str) -> str | None:
    return next(
        (one.relation for one in found.features if (one.ref.layer, one.ref.key) == (layer, key)),
        None,
    )


@pytest.mark.parametrize(
    ("east", "expected"),
    [(0.0, "certainly"), (0.0098, "possibly"), (0.0102, "possibly"), (0.013, "near"), (0.03, None)],
)
def test_how_surely_depends_on_the_distance_to_the_edge(
    made: Any, east: float, expected: str | None
) -> None:
    assert relation(asked(made, lon=east), "square", "sq") == expected


def test_the_places_own_accuracy_counts(made: Any) -> None:
    assert relation(asked(made, lon=0.007), "square", "sq") == "certainly"
    assert relation(asked(made, lon=0.007, accuracy_m=400), "square", "sq") == "possibly"


def test_distances_are_in_metres_to_the_edge(made: Any) -> None:
    (one,) = [m for m in asked(made, lat=0.013).features if m.ref.layer == "square"]
    assert one.distance_m == pytest.approx(0.003 * DEGREE_M, rel=0.01) and one.share is None
    (inside,) = [m for m in asked(made).features if m.ref.layer == "square"]
    assert inside.distance_m == 0


@pytest.mark.parametrize(("half", "share"), [(0.002, 1.0), (0.02, 0.25)])
def test_areas_and_lines_have_a_share(made: Any, half: float, share: float) -> None:
    workspace, lon, lat = made
    area = shapely.box(lon - half, lat - half, lon + half, lat + half)
    (one,) = [m for m in here(workspace, spot_of(workspace, area)).features
              if m.ref.layer == "square"]  # fmt: skip
    assert one.share == pytest.approx(share, abs=0.01) and one.relation == "certainly"
    line = shapely.LineString([(lon - 2 * half, lat), (lon + 2 * half, lat)])
    (one,) = [m for m in here(workspace, spot_of(workspace, line)).features
              if m.ref.layer == "square"]  # fmt: skip
    assert one.share == pytest.approx(min(1.0, 0.01 / (2 * half)), abs=0.01)


def test_entries_come_through_features_and_the_surest_first(made: Any) -> None:
    workspace, _, _ = made
    ref = next(iter(workspace.links.by_feature))
    point = workspace.features([ref]).to_crs("EPSG:4326").geometry.iloc[0].representative_point()
    found = here(workspace, spot_at(workspace, point.x, point.y))
    wanted = {join.entry for join in workspace.links.entries_of(ref.layer, ref.key)}
    assert wanted <= {one.entry.id for one in found.entries}
    order = [("certainly", "possibly", "near").index(one.relation) for one in found.entries]
    assert order == sorted(order)
    assert found.features[0].spoken or found.features[0].relation == "certainly"


def test_the_nearest_are_those_the_declarations_ask_for(default_workspace: Workspace) -> None:
    west, south, east, north = default_workspace.settings.bounds
    found = here(
        default_workspace, spot_at(default_workspace, (west + east) / 2, (south + north) / 2)
    )
    asked_for = {name for name, layer in default_workspace.layers.items()
                 if layer.declaration.nearest and len(layer.features)}  # fmt: skip
    assert asked_for and {one.ref.layer for one in found.nearest} == asked_for
    distances = [one.distance_m for one in found.nearest]
    assert distances == sorted(distances)
    for one in found.nearest:
        layer = default_workspace.layers[one.ref.layer]
        assert one.distance_m == pytest.approx(
            float(layer.features.geometry.distance(found.spot.shape).min())
        )


def test_each_datum_names_another_place(made: Any) -> None:
    workspace, lon, lat = made
    moved = [float(value) for value in wgs84_to_gcj02(lon, lat)]
    back = spot_at(workspace, *moved, datum="GCJ-02")
    assert (back.lon, back.lat) == pytest.approx((lon, lat), abs=1e-6)
    as_it_stands = spot_at(workspace, *moved)
    assert as_it_stands.shape.distance(back.shape) > 300
    flat = spot_at(workspace, back.shape.x, back.shape.y, datum="metres")
    assert (flat.lon, flat.lat) == pytest.approx((lon, lat), abs=1e-6)
    same = spot_at(workspace, lon, lat, datum="CGCS2000")
    assert same.shape.distance(spot_at(workspace, lon, lat).shape) < 1


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        ({"lon": "lat", "lat": "lon"}, ["lon_lat_swapped"]),
        ({"lon": 200.0}, ["bad_value"]),
        ({"lon": float("nan")}, ["bad_value"]),
        ({"radius_m": 0}, ["bad_value"]),
        ({"radius_m": 30_000, "accuracy_m": -1}, ["bad_value", "bad_value"]),
        ({"lon": 517762.7, "lat": 4335787.2}, ["bad_value"]),
    ],
)
def test_a_place_that_is_none_is_refused_with_every_fault(
    made: Any, options: dict[str, Any], kinds: list[str]
) -> None:
    workspace, lon, lat = made
    values: dict[str, Any] = {"lon": lon, "lat": lat, **options}
    if values["lon"] == "lat":
        values |= {"lon": lat, "lat": lon}
    with pytest.raises(PlaceError) as told:
        spot_at(workspace, **values)
    assert [fault.kind for fault in told.value.faults] == kinds
    for language in ("zh", "en"):
        assert all(fault.sentence(language) for fault in told.value.faults)


def test_an_unknown_datum_and_a_broken_shape_are_refused(made: Any) -> None:
    workspace, lon, lat = made
    with pytest.raises(HebeiGisError):
        spot_at(workspace, lon, lat, datum="no such")
    bow = shapely.Polygon(
        [(lon, lat), (lon + 1e-3, lat + 1e-3), (lon + 1e-3, lat), (lon, lat + 1e-3)]
    )
    for shape in (bow, shapely.Point(), shapely.Point(1e6, 0)):
        with pytest.raises(PlaceError):
            spot_of(workspace, shape)


def test_outside_the_bounds_and_in_an_empty_workspace(made: Any, workspace_folder: Any) -> None:
    far = asked(made, lat=2.0)
    assert far.outside_m > 100_000 and not far.features and not far.entries
    for language, word in (("zh", "之外"), ("en", "outside")):
        assert word in here_words(made[0], far, language)
    empty = workspace_folder("empty", empty=True).open()
    west, south, _, _ = empty.settings.bounds
    found = here(empty, spot_at(empty, west + 0.001, south + 0.001))
    assert here_values(found, "zh")["layers"] == [] and found.nearest == ()
    assert "没有图层要素" in here_words(empty, found, "zh")
    assert docx.Document(io.BytesIO(write_here(empty, found, "zh"))).paragraphs


def test_layers_of_a_session_count(made: Any, workspace_folder: Any) -> None:
    workspace, lon, lat = made
    other = workspace_folder("other", empty=True)
    mine = other.feature("m", name_zh="")
    mine["geometry"] = ring(lon, lat, 0.02)
    other.add_layer("mine", [mine], geometry=["Polygon"])
    shown = workspace.with_layers({"mine": other.open().layer("mine")})
    found = here(shown, spot_at(workspace, lon, lat))
    (one,) = [m for m in found.features if m.ref.layer == "mine"]
    assert one.relation == "certainly" and one.name("zh") == "m", "its key where it has no name"


def test_many_near_features_are_bounded(workspace_folder: Any) -> None:
    folder = workspace_folder(empty=True)
    west, south, _, _ = folder.open().settings.bounds
    rows = []
    for number in range(60):
        row = folder.feature(f"p{number}", name_zh=f"点{number}")
        row["geometry"] = {
            "type": "Point",
            "coordinates": [west + 0.01 + number * 1e-5, south + 0.01],
        }
        rows.append(row)
    folder.add_layer("many", rows)
    workspace = folder.open()
    found = here(workspace, spot_at(workspace, west + 0.012, south + 0.011))
    near = [one for one in found.features if one.relation == "near"]
    assert len(near) == 20 and found.more == {"many": 40}
    distances = [one.distance_m for one in near]
    assert distances == sorted(distances)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_paper_and_as_geojson(default_workspace: Workspace, language: str) -> None:
    ref = next(iter(default_workspace.links.by_feature))
    shape = default_workspace.features([ref]).to_crs("EPSG:4326").geometry.iloc[0]
    point = shape.representative_point()
    found = here(default_workspace, spot_at(default_workspace, point.x, point.y))
    paper = docx.Document(io.BytesIO(write_here(default_workspace, found, language)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert found.features[0].name(language) in cells
    assert any(found.entries[0].entry.id in cell for cell in cells)
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "WGS 84" in words and default_workspace.settings.metre_crs in words
    collection = json.loads(here_geojson(default_workspace, found, language))
    place, *features = collection["features"]
    assert place["geometry"]["coordinates"] == pytest.approx([point.x, point.y], abs=1e-6)
    assert len(features) == len(found.features)
    for feature in features:
        assert {"relation", "distance_m", "share", "basis", "accuracy_m", "source"} <= set(
            feature["properties"]
        )
    assert here_words(default_workspace, found, language).count("·") >= 2


def test_by_command(
    workspace_folder: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace_folder(plan=True)
    west, south, east, north = folder.open().settings.bounds
    lon, lat = str((west + east) / 2), str((south + north) / 2)
    place = ["--workspace", str(folder.path), "--language", "en"]
    assert main(["here", lon, lat, "--json", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"place", "layers", "entries", "nearest"}
    assert main(["here", lon, lat, "--radius-m", "20000", *place]) == 0
    assert "Entries of the plan" in capsys.readouterr().out
    shape = tmp_path / "area.geojson"
    shape.write_text(json.dumps(ring(float(lon), float(lat), 0.01)), encoding="utf-8")
    for name in ("a.docx", "a.geojson"):
        assert main(["here", "--shape", str(shape), "-o", str(tmp_path / name), *place]) == 0
        assert (tmp_path / name).stat().st_size > 100
    for words in (["here"], ["here", lat, lon], ["here", lon, lat, "-o", str(tmp_path / "a.xyz")],
                  ["here", lon, lat, "--datum", "no such"]):  # fmt: skip
        assert main([*words, *place]) == 1
        assert capsys.readouterr().err.strip()
    shape.write_text("{", encoding="utf-8")
    assert main(["here", "--shape", str(shape), *place]) == 1

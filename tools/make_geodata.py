"""Make ``geodata/*.geojson`` from the reference positions.

    python tools/make_geodata.py --reference DIR [--out geodata]

Takes what ``tools/selection.toml`` names, by osm_id or exact name and never by class, writes one
GeoJSON a layer (RFC 7946: WGS 84, right-hand rings, at most 7 decimals; one feature a line) and
sets ``sha256`` and ``rows`` in the layers' declarations. The same input gives the same bytes.
A name the reference does not have, a position beyond the district plus 2 km or a duplicate key
is an error; all are listed and nothing is written. Streets and waters go on beyond that bound:
they are cut there, and their note says so.

Accuracy in metres, the radius that holds the true position 95 times in 100:

- a row of ``landmarks.csv`` has its own estimate, also for the osm_id it cites;
- the reference gives ±10-60 m for other OpenStreetMap objects. A building, or a node (known by
  an id no way has reached), marks the thing itself: 20 m. All else is the centroid of an area,
  which may be far from the door: the upper end, 60 m;
- streets, waters, stations, sketches, the boundary and addresses carry their own;
- a selection may only make basis and accuracy worse: a parcel that stands at a station.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from reference_positions import (
    FILES,
    SOURCES,
    SOURCES_ZH,
    GeodataError,
    Position,
    Reference,
    district_area,
    ends_with_source,
    read_reference,
)
from shapely.geometry import LineString, box, mapping
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
#: Best first; the closed list of layers/README.md.
BASES = (
    "surveyed",
    "official_plan",
    "openstreetmap",
    "vendor_map",
    "approximate",
    "sketch",
    "demonstration",
)
STANDARD = (
    "key",
    "name_zh",
    "name_en",
    "basis",
    "accuracy_m",
    "source",
    "source_zh",
    "note_zh",
    "note_en",
)
#: Where a position may come from; "national" gives facts beside one.
LOCATORS = (*(name for name in FILES if name != "national"), "stations")
#: What an entry says of its position, and no column of the layer.
DIRECTIONS = (*LOCATORS, "national", "north_of")
BEYOND_DISTRICT_M = 2000
#: What is cut stays this much within the bound, so that rounding leaves it there.
CUT_SHORT_M = 10
CUT_LOCATORS = ("street", "water")
METRES_CRS = "EPSG:4548"  # CGCS2000, 3-degree zone of 117° E
KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]*")


def locate(entry: Mapping[str, Any], where: str, reference: Reference) -> Position:
    """Give the position an entry of the selection asks for.

    Raises
    ------
    GeodataError
        Where the reference lacks it, or the entry claims better than the reference.
    """
    named = [locator for locator in LOCATORS if locator in entry]
    if len(named) != 1:
        raise GeodataError(
            [f"{where}: found {named or 'no locator'}, expected exactly one of {LOCATORS}."]
        )
    first = (
        _joined([_station(name, reference, where) for name in entry["stations"]], entry, where)
        if named[0] == "stations"
        else _found(named[0], entry[named[0]], reference, where)
    )
    if "north_of" in entry:
        kept = shapely.intersection(first.geometry, box(-180, float(entry["north_of"]), 180, 90))
        first = replace(first, geometry=kept)
    if "national" in entry:
        first = _with_protection(first, str(entry["national"]), reference, where)
    if named[0] in CUT_LOCATORS:
        first = _cut_to_bound(first, reference)
    if named[0] == "street":
        first = ends_with_source(first)
    basis = str(entry.get("basis", first.basis))
    accuracy_m = int(entry.get("accuracy_m", first.accuracy_m))
    if basis not in BASES:
        raise GeodataError([f"{where}: basis {basis!r}, expected one of {BASES}."])
    if BASES.index(basis) < BASES.index(first.basis) or accuracy_m < first.accuracy_m:
        claim = f"claims {basis} ±{accuracy_m} m, better than the reference's"
        raise GeodataError([f"{where}: {claim} {first.basis} ±{first.accuracy_m} m."])
    source, source_zh = first.source, first.source_zh
    if basis != first.basis:
        source = f"stands at {first.name}: {source}"
        source_zh = f"以“{first.name}”的位置代替：{source_zh}"
    return replace(first, basis=basis, accuracy_m=accuracy_m, source=source, source_zh=source_zh)


def _found(kind: str, name: str, reference: Reference, where: str) -> Position:
    """A position of the reference by its name there."""
    if name not in reference[kind]:
        remedy = "Correct the selection, or leave the place unlocated."
        raise GeodataError([f"{where}: {kind} {name!r} is not in {FILES[kind]}. {remedy}"])
    return reference[kind][name]


def _station(name: str, reference: Reference, where: str) -> Position:
    """A metro station: OpenStreetMap's where it has it, else the vendor's."""
    return reference["rail"].get(name) or _found("station", name, reference, where)


def _with_protection(position: Position, number: str, reference: Reference, where: str) -> Position:
    """The position with batch and era of the protected site that stands there."""
    site = _found("national", number, reference, where)
    apart_m = in_metres(site.geometry).distance(in_metres(position.geometry))
    if not apart_m <= site.accuracy_m + position.accuracy_m:
        raise GeodataError([f"{where}: lies {apart_m:.0f} m from {site.name} ({number})."])
    return replace(position, columns={**position.columns, **site.columns})


def _cut_to_bound(position: Position, reference: Reference) -> Position:
    """The part of a line or area within the district plus 2 km; the note says where it is cut."""
    bound_m = in_metres(district_area(reference)).buffer(BEYOND_DISTRICT_M - CUT_SHORT_M)
    if bound_m.covers(in_metres(position.geometry)):
        return position
    kept = shapely.intersection(position.geometry, _in_degrees(bound_m))
    return replace(
        position,
        geometry=kept,
        note_zh=f"{position.note_zh}在本区以外 2 公里处截断。",
        note_en=f"{position.note_en} Cut 2 km beyond the district.".strip(),
    )


def _joined(stations: list[Position], entry: Mapping[str, Any], where: str) -> Position:
    """Join stations of one metro line by straight lines."""
    line = f"{entry.get('line_id')}号线"
    astray = [s.name for s in stations if line not in str(s.columns["lines"]).split("/")]
    if astray:
        raise GeodataError([f"{where}: no station of {line}: {', '.join(astray)}."])
    path = LineString([station.geometry.coords[0] for station in stations])
    accuracy_m = max(station.accuracy_m for station in stations)
    kinds = dict.fromkeys("rail" if s.basis == "openstreetmap" else "station" for s in stations)
    source = f"straight lines between stations of {' and '.join(SOURCES[k] for k in kinds)}"
    source_zh = f"车站之间的直线，车站取自{'和'.join(SOURCES_ZH[k] for k in kinds)}"
    return Position(line, path, "sketch", accuracy_m, source, source_zh)


def layer_features(
    layer: str, entries: list[dict[str, Any]], reference: Reference
) -> list[dict[str, Any]]:
    """GeoJSON features of one layer, in the order of the selection, all with the same columns.

    Raises
    ------
    GeodataError
        With every fault of the layer.
    """
    allowed_area = in_metres(district_area(reference)).buffer(BEYOND_DISTRICT_M)
    extra = dict.fromkeys(
        name for entry in entries for name in entry if name not in (*STANDARD, *DIRECTIONS)
    )
    faults: list[str] = []
    features: list[dict[str, Any]] = []
    keys: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        key = str(entry.get("key", ""))
        where = f"{layer}/{key or f'entry {number}'}"
        lacking = [name for name in ("key", "name_zh", "name_en") if not entry.get(name)]
        if lacking:
            faults.append(f"{where}: {', '.join(lacking)} missing.")
        elif not KEY_PATTERN.fullmatch(key):
            faults.append(f"{where}: the key must be lower-case snake_case.")
        elif key in keys:
            faults.append(f"{where}: the key stands more than once.")
        keys.add(key)
        try:
            position = locate(entry, where, reference)
        except GeodataError as error:
            faults.extend(error.faults)
            continue
        if position.geometry.is_empty or not allowed_area.covers(in_metres(position.geometry)):
            faults.append(f"{where}: lies beyond the district plus {BEYOND_DISTRICT_M} m.")
        properties: dict[str, Any] = {name: entry.get(name) for name in STANDARD}
        properties |= {
            "basis": position.basis,
            "accuracy_m": position.accuracy_m,
            "source": position.source,
            "source_zh": position.source_zh,
            "note_zh": f"{entry.get('note_zh', '')}{position.note_zh}" or None,
            "note_en": f"{entry.get('note_en', '')} {position.note_en}".strip() or None,
        }
        for name in extra:
            text = entry.get(name)
            taken = isinstance(text, str) and text.startswith("@")
            properties[name] = position.columns.get(text[1:]) if taken and text else text
        geometry = rfc7946_geometry(position.geometry)
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    if faults:
        raise GeodataError(faults)
    return features


def in_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Move WGS 84 (lon, lat) to the metre system of the district."""
    return _moved(geometry, "EPSG:4326", METRES_CRS)


def _in_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Move the metre system of the district back to WGS 84 (lon, lat)."""
    return _moved(geometry, METRES_CRS, "EPSG:4326")


def _moved(geometry: BaseGeometry, stated: str, wanted: str) -> BaseGeometry:
    between = pyproj.Transformer.from_crs(stated, wanted, always_xy=True)

    def move(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(between.transform(pairs[:, 0], pairs[:, 1]))

    return shapely.transform(geometry, move)


def rfc7946_geometry(geometry: BaseGeometry) -> dict[str, Any]:
    """GeoJSON geometry with right-hand rings and coordinates of at most 7 decimals."""
    turned = mapping(shapely.orient_polygons(geometry, exterior_cw=False))

    def rounded(node: Any) -> Any:
        return round(node, 7) if isinstance(node, float) else [rounded(part) for part in node]

    return {"type": turned["type"], "coordinates": rounded(turned["coordinates"])}


def collection_bytes(features: list[dict[str, Any]]) -> bytes:
    """FeatureCollection in UTF-8 with LF, one feature a line."""
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for feature in features
    )
    inside = f"\n{lines}\n" if lines else ""
    return f'{{"type":"FeatureCollection","features":[{inside}]}}\n'.encode()


def declared_with(declaration: Path, stored: bytes, rows: int) -> bytes:
    """Text of the declaration with `sha256` and `rows` set to those of the stored file.

    Raises
    ------
    GeodataError
        Where the declaration is missing or lacks one of the two lines.
    """
    if not declaration.is_file():
        raise GeodataError([f"{declaration}: missing; every layer has a declaration."])
    text = declaration.read_bytes().decode("utf-8")
    digest = hashlib.sha256(stored).hexdigest()
    for name, value in (("sha256", f'"{digest}"'), ("rows", str(rows))):
        text, times = re.subn(rf"(?m)^{name} =[^\r\n]*", f"{name} = {value}", text)
        if times != 1:
            raise GeodataError(
                [f"{declaration}: found {times} lines '{name} =', expected one under [source]."]
            )
    return text.encode("utf-8")


def make_geodata(reference: Path, out: Path, layers: Path, selection: Path) -> dict[str, int]:
    """Write the data files and refresh their declarations; give the rows by layer.

    Raises
    ------
    GeodataError
        With every fault of every layer; nothing is written then.
    """
    positions = read_reference(reference)
    chosen = tomllib.loads(selection.read_text(encoding="utf-8"))
    faults: list[str] = []
    contents: dict[Path, bytes] = {}
    rows: dict[str, int] = {}
    for layer, entries in sorted(chosen.items()):
        try:
            features = layer_features(layer, entries, positions)
            stored = collection_bytes(features)
            declaration = layers / f"{layer}.toml"
            contents[declaration] = declared_with(declaration, stored, len(features))
            contents[out / f"{layer}.geojson"] = stored
            rows[layer] = len(features)
        except GeodataError as error:
            faults.extend(error.faults)
    if faults:
        raise GeodataError(faults)
    out.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_bytes(content)
    return rows


def main() -> int:
    """Run from the command line; 0 when all was written."""
    parser = argparse.ArgumentParser(description="Make geodata/ from the reference positions.")
    parser.add_argument("--reference", type=Path, required=True, help="folder of the reference")
    parser.add_argument("--out", type=Path, default=ROOT / "geodata")
    parser.add_argument("--layers", type=Path, default=ROOT / "layers")
    parser.add_argument("--selection", type=Path, default=ROOT / "tools" / "selection.toml")
    given = parser.parse_args()
    try:
        rows = make_geodata(given.reference, given.out, given.layers, given.selection)
    except GeodataError as error:
        print(error, file=sys.stderr)
        return 1
    for layer, number in rows.items():
        print(f"{layer}: {number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

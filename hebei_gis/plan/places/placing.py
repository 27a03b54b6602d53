"""Placing what is unlocated: positions given by people, and ties of places to features.

A position goes into the layer ``placed_by_hand`` with who, when and from what, and the place
is tied to it in ``place_features.csv``. Taking it back removes both, and with the last position
the layer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
import tomlkit

from hebei_gis.files.changes import Change, account, change
from hebei_gis.geo.crs import WGS84, declared_to_crs
from hebei_gis.layers.catalog import read_settings
from hebei_gis.layers.declaration import BASES
from hebei_gis.plan.register.model import FeatureTie, Place
from hebei_gis.plan.register.tables import PLAN_FOLDER, read_register, table_bytes
from hebei_gis.words.errors import FaultsError, UnknownNameError
from hebei_gis.words.facts import Fact, Term, listed, term
from hebei_gis.words.faults import Fault

LAYER = "placed_by_hand"
_TIES = "place_features"
_COLUMNS = ("name_zh", "name_en", "basis", "accuracy_m", "source", "placed_by", "placed_on")


class PlacingError(FaultsError):
    """A position or tie that cannot be taken as given."""


@dataclass(frozen=True)
class Position:
    """A position a person gives for a place.

    Attributes
    ----------
    lon, lat : float
        Degrees in `datum`.
    accuracy_m : float
        Radius in metres around it that holds the true position 95 times in 100.
    basis : str
        One of the closed list.
    source : str
        From what: a document, a survey, a map with its date.
    by : str
        Who; the account's name unless given.
    datum : str
        An EPSG code, ``GCJ-02`` or ``BD-09``.
    """

    lon: float
    lat: float
    accuracy_m: float
    basis: str
    source: str
    by: str = ""
    datum: str = WGS84


def place_at(folder: Path, place_id: str, position: Position) -> None:
    """Give a place a position; an earlier one given by hand is replaced.

    Raises
    ------
    UnknownNameError
        No such place.
    PlacingError
        Basis, accuracy or source missing or wrong, or a position outside the bounds.
    """
    with change(folder, "change_place_set", place=place_id) as made:
        register = read_register(folder)
        place = register.place(place_id)
        made.facts |= _names(place)
        lon, lat = _checked(folder, position)
        features = _placed(folder)
        features[place_id] = {
            "name_zh": place.name_zh,
            "name_en": place.name_en,
            "basis": position.basis,
            "accuracy_m": float(position.accuracy_m),
            "source": position.source.strip() + _moved_words(position.datum),
            "placed_by": position.by.strip() or account(),
            "placed_on": date.today().isoformat(),
            "lon": round(lon, 7),
            "lat": round(lat, 7),
        }
        tie = FeatureTie(place_id, LAYER, place_id)
        _write(made, features, [t for t in register.ties if t != tie] + [tie])


def take_back(folder: Path, place_id: str) -> None:
    """Remove the position a person gave for a place, and its tie.

    Raises
    ------
    PlacingError
        Where nobody gave it one.
    """
    with change(folder, "change_place_unset", place=place_id) as made:
        register = read_register(folder)
        made.facts |= _names(register.place(place_id))
        features = _placed(folder)
        if features.pop(place_id, None) is None:
            raise PlacingError([Fault("not_placed_by_hand", place_id, known=listed(features))])
        ties = [t for t in register.ties if t != FeatureTie(place_id, LAYER, place_id)]
        _write(made, features, ties)


def tie(folder: Path, tied: FeatureTie, keys: Mapping[str, Any]) -> None:
    """Tie a place to a feature of a layer; `keys` maps layer ids to the keys they have.

    Raises
    ------
    UnknownNameError
        No such place, layer or key.
    """
    facts = {"place": tied.place, "layer": tied.layer, "key": str(tied.key)}
    with change(folder, "change_place_tied", **facts) as made:
        register = read_register(folder)
        made.facts |= _names(register.place(tied.place))
        if tied.layer not in keys:
            raise UnknownNameError("layer", tied.layer, list(keys))
        if tied.key not in keys[tied.layer]:
            raise UnknownNameError("key", tied.key, [str(key) for key in keys[tied.layer]])
        _write(made, None, [t for t in register.ties if t != tied] + [tied])


def untie(folder: Path, tied: FeatureTie) -> None:
    """Undo a tie.

    Raises
    ------
    PlacingError
        Where there is no such tie.
    """
    facts = {"place": tied.place, "layer": tied.layer, "key": str(tied.key)}
    with change(folder, "change_place_untied", **facts) as made:
        register = read_register(folder)
        if tied not in register.ties:
            known = [f"{t.layer}/{t.key}" for t in register.ties if t.place == tied.place]
            found = f"{tied.layer}/{tied.key}"
            fault = Fault("no_such_tie", tied.place, found, known=listed(known))
            raise PlacingError([fault])
        made.facts |= _names(register.place(tied.place))
        _write(made, None, [t for t in register.ties if t != tied])


def _names(place: Place) -> dict[str, str | int | float]:
    """What the history calls a place."""
    return {"name_zh": place.name("zh"), "name_en": place.name("en")}


def _checked(folder: Path, position: Position) -> tuple[float, float]:
    """Longitude and latitude in WGS 84, after every fault of the position is told at once."""
    wrong: list[tuple[str, Fact, Term]] = []
    if position.basis not in BASES:
        wrong.append(("basis", position.basis, term("one_of", names=list(BASES))))
    if not 0 < position.accuracy_m <= 10_000:
        wrong.append(("accuracy", position.accuracy_m, term("metres_to_10000")))
    if not position.source.strip():
        wrong.append(("source", term("cell_empty"), term("position_from_what")))
    west, south, east, north = bounds = read_settings(folder).bounds
    if west <= position.lat <= east and south <= position.lon <= north:
        found = [position.lon, position.lat]
        raise PlacingError([Fault("lon_lat_swapped", term("position_lon_lat"), found)])
    if not (-180 <= position.lon <= 180 and -90 <= position.lat <= 90):
        wrong.append(("lon_lat", [position.lon, position.lat], term("degrees")))
    if wrong:
        raise PlacingError(
            [
                Fault("bad_value", term(f"position_{what}"), found, expected)
                for what, found, expected in wrong
            ]
        )
    stored = gpd.GeoDataFrame(geometry=[shapely.Point(position.lon, position.lat)])
    moved = declared_to_crs(stored, position.datum, WGS84).geometry
    lon, lat = float(moved.x.iloc[0]), float(moved.y.iloc[0])
    if not (west <= lon <= east and south <= lat <= north):
        there = term("position_wgs84", lon=lon, lat=lat)
        where = term("position_lon_lat")
        raise PlacingError([Fault("position_outside_bounds", where, there, list(bounds))])
    return lon, lat


def _moved_words(datum: str) -> str:
    return "" if datum == WGS84 else f" ({datum} → WGS 84)"


def _placed(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "geodata" / f"{LAYER}.geojson"
    if not path.exists():
        return {}
    collection = json.loads(path.read_text(encoding="utf-8"))
    found = {}
    for feature in collection["features"]:
        values = dict(feature["properties"])
        lon, lat = feature["geometry"]["coordinates"]
        found[str(values.pop("key"))] = {**values, "lon": lon, "lat": lat}
    return found


def _feature_line(key: str, values: Mapping[str, Any]) -> str:
    properties = {"key": key, **{name: values.get(name, "") for name in _COLUMNS}}
    geometry = {"type": "Point", "coordinates": [values["lon"], values["lat"]]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False)


def _write(
    made: Change,
    features: Mapping[str, Mapping[str, Any]] | None,
    ties: list[FeatureTie],
) -> None:
    """Write the ties, and the layer where `features` are given."""
    ties = sorted(set(ties), key=lambda t: (t.place, t.layer, t.key))
    rows = [[t.place, t.layer, t.key] for t in ties]
    made.write(f"{PLAN_FOLDER}/{_TIES}.csv", table_bytes(_TIES, rows))
    declared = made.folder / "layers" / f"{LAYER}.toml"
    placed = made.folder / "geodata" / f"{LAYER}.geojson"
    if features is not None and not features and _as_made(declared):
        made.remove(declared)
        made.remove(placed)
    elif features is not None:
        lines = ",\n".join(_feature_line(key, features[key]) for key in sorted(features))
        data = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()
        group = read_settings(made.folder).groups[0].id
        made.write(placed, data)
        made.write(declared, _declaration(declared, data, len(features), group))


def _as_made(declared: Path) -> bool:
    """Whether nobody edited the layer's declaration: what people wrote there is kept."""
    if not declared.exists():
        return True
    stands = tomlkit.parse(declared.read_text(encoding="utf-8")).unwrap()
    made = tomlkit.parse(_NEW_LAYER).unwrap()
    changing = {"sha256", "rows", "retrieved"}
    for values in (stands, made):
        values["group"] = ""
        values["source"] = {k: v for k, v in values["source"].items() if k not in changing}
    return bool(stands == made)


def _declaration(declared: Path, data: bytes, rows: int, group: str) -> bytes:
    """The layer's declaration: as it stands, with the file's new hash and rows."""
    if declared.exists():
        document = tomlkit.parse(declared.read_text(encoding="utf-8"))
    else:
        document = tomlkit.parse(_NEW_LAYER)
        document["group"] = group
    source: Any = document["source"]
    source["sha256"] = hashlib.sha256(data).hexdigest()
    source["rows"] = rows
    source["retrieved"] = date.today().isoformat()
    return tomlkit.dumps(document).encode()


_NEW_LAYER = """\
title_zh = "人工落图"
title_en = "Placed by hand"
about_zh = "由使用者逐个给出位置的地点，记有何人、何时、依据什么。"
about_en = "Places whose position was given by a person, with who, when and from what."
group = ""
order = 900

[source]
file = "geodata/placed_by_hand.geojson"
crs = "EPSG:4326"
encoding = "UTF-8"
sha256 = ""
rows = 0
licence = "See each feature's source"
licence_zh = "见各要素的来源说明"
attribution_zh = "使用者落图"
attribution_en = "Placed by users"
retrieved = ""

[shape]
geometry = ["Point"]
key = "key"

[fields]
name_zh = "name_zh"
name_en = "name_en"
basis = "basis"
accuracy_m = "accuracy_m"
source = "source"
placed_by = "placed_by"
placed_on = "placed_on"

[style]
color = "#B02E7C"
radius_px = 6
symbol = "pentagon"
label = true
z = 460
visible = true

[quality]
basis = "approximate"
accuracy_m = 500
"""

"""GeoJSON as RFC 7946 has it: WGS 84, no ``crs`` member, right-hand rings, 7 decimals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.cells import column_lists, plain
from hebei_gis.files.seal import seal_of, sealed, unsealed
from hebei_gis.files.text import decoded
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import GdalSource
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.own_sidecars import sidecar_within
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.formats.sources import Reading, Rows, Source, Upload
from hebei_gis.geo.crs import WGS84, to_datum
from hebei_gis.words.facts import term
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import refusal, shown

#: Decimals of degrees in GeoJSON: 1e-7° is about 1 cm (RFC 7946 section 11.2).
DEGREE_DECIMALS = 7


def right_handed(shape: Any) -> Any:
    """The shape with outer rings counter-clockwise and holes clockwise, as RFC 7946 asks."""
    return shapely.orient_polygons(shape)


def feature_properties(features: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """One plain dict a row, the key first."""
    columns = [c for c in features.columns if c != features.geometry.name]
    cells = [features[column].tolist() for column in columns]
    return [
        {"key": str(key), **{c: plain(v) for c, v in zip(columns, row, strict=True)}}
        for key, *row in zip(features.index, *cells, strict=True)
    ]


def geojson_geometries(
    features: gpd.GeoDataFrame, decimals: int = DEGREE_DECIMALS
) -> list[str | None]:
    """GeoJSON text of each geometry, rounded, right-handed; None where there is none."""
    rounded = shapely.transform(features.geometry.to_numpy(), lambda xy: np.round(xy, decimals))
    # Rounding can fold a sliver over itself; set_precision would mend it but may drop rows.
    # GEOS does not write every number the shortest way: 39.1035857 may come as
    # 39.103585699999996.
    overlong = re.compile(rf"-?\d+\.\d{{{decimals + 1},}}(?:e[-+]?\d+)?")

    def shortest(number: re.Match[str]) -> str:
        return repr(round(float(number[0]), decimals))

    texts = shapely.to_geojson(right_handed(rounded))
    return [None if text is None else overlong.sub(shortest, text) for text in texts]


def to_geojson(
    features: gpd.GeoDataFrame,
    properties: Iterable[dict[str, Any]] | None = None,
    datum: str = WGS84,
    **members: Any,
) -> str:
    """Features as one GeoJSON text, a feature a line.

    Parameters
    ----------
    features : GeoDataFrame
        With a CRS; index is the key.
    properties : iterable of dict, optional
        One a row, instead of the frame's own columns.
    datum : str
        WGS 84 makes it RFC 7946. GCJ-02 is for drawing on a GCJ-02 basemap only and must not
        be given to users: a GeoJSON without a word means WGS 84.
    **members
        Foreign members of the FeatureCollection (``name``, ``attribution`` …).

    Returns
    -------
    str
        No ``crs`` member, right-hand rings, at most 7 decimals, rows in the frame's order.
    """
    moved = to_datum(features, datum)
    values = feature_properties(features) if properties is None else list(properties)
    keys = [str(key) for key in features.index]
    return _collection(keys, values, geojson_geometries(moved), members)


def _collection(
    keys: Iterable[str],
    properties: Iterable[dict[str, Any]],
    geometries: Iterable[str | None],
    members: dict[str, Any],
) -> str:
    lines = [
        f'{{"type": "Feature", "id": {json_text(key)}, '
        f'"properties": {json_text(row)}, "geometry": {geometry or "null"}}}'
        for key, row, geometry in zip(keys, properties, geometries, strict=True)
    ]
    head = json_text({"type": "FeatureCollection", **members})[:-1]
    return head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def json_text(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def table_properties(table: Table) -> list[dict[str, Any]]:
    """One dict a row of a tidy table, the key first."""
    columns = table.columns
    rows = zip(*column_lists(pd.DataFrame(table.rows), columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def head_members(outgoing: Outgoing) -> dict[str, Any]:
    """What stands beside the features: title, licence, attribution, the whole sidecar."""
    layer = outgoing.sidecar["layers"][0]
    return {
        "name": outgoing.title,
        "licence": layer["licence"],
        "attribution": layer[f"attribution_{outgoing.language}"],
        "metadata": unsealed(outgoing.sidecar),
    }


def write_geojson(outgoing: Outgoing) -> bytes:
    """One layer as GeoJSON, its sidecar in the member ``metadata``."""
    (table,) = outgoing.tables
    text = _collection(
        table.rows["key"],
        table_properties(table),
        geojson_geometries(table.rows),
        head_members(outgoing),
    )
    return sealed(text.encode())


def read_geojson(content: bytes) -> ReadExport:
    """Read a GeoJSON again, its sidecar from the member ``metadata``."""
    values = json.loads(content)
    members = values["features"]
    names: dict[str, None] = {}
    for member in members:
        names.update(dict.fromkeys(member["properties"]))
    columns = {name: [member["properties"].get(name) for member in members] for name in names}
    shapes = shapely.from_geojson([_shape_text(member["geometry"]) for member in members])
    rows = from_cells(columns, list(shapes))
    sidecar = values.get("metadata")
    stated = sidecar.get("sha256") if isinstance(sidecar, dict) else None
    found = seal_of(content, stated) if isinstance(stated, str) else None
    code = WGS84 if "crs" not in values else str(values["crs"])
    if isinstance(sidecar, dict) and not str(_code(sidecar)).startswith("EPSG"):
        code = UNSTATED
    return ReadExport((ReadTable("", rows, code),), sidecar, stated, found)


def _code(sidecar: dict[str, Any]) -> Any:
    return sidecar.get("reference_system", {}).get("code", "EPSG")


def _shape_text(geometry: Any) -> str | None:
    return None if geometry is None else json.dumps(geometry)


_TYPES = (
    "FeatureCollection|Feature|Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|"
    "GeometryCollection"
)
_STATED_TYPE = re.compile(rf'"type"\s*:\s*"({_TYPES})"')


def claims(upload: Upload) -> int:
    """Sure of what begins as a JSON object, or is called so."""
    start = upload.content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return SURE if start.startswith(b"{") or upload.ends_with(FORMAT.suffixes) else NOT


class GeojsonSource(GdalSource):
    """A GeoJSON read by GDAL, and what its members say beside the features."""

    def __init__(
        self, upload: Upload, crs: str | None, metadata: object, notes: tuple[Note, ...]
    ) -> None:
        # Of a JSON-FG GDAL reads the places, in the CRS it states.
        driver = "JSONFG" if b'"coordRefSys"' in upload.content else "GeoJSON"
        super().__init__(upload, driver, ".geojson", crs_by_format="GeoJSON", notes=notes)
        self._crs, self._metadata = crs, metadata

    def read(self, reading: Reading) -> Rows:
        """The rows; a ``crs`` member that GDAL does not know is kept in its own words."""
        rows = super().read(reading)
        unknown = self._crs and rows.crs is None and not _is_wgs84(self._crs)
        sidecar = sidecar_within(self._metadata, self.upload.content)
        return replace(rows, stated=self._crs if unknown else None, sidecar=sidecar)


def _crs_member(text: str) -> str | None:
    """What the member ``crs`` of GeoJSON 2008 says; None where there is none."""
    stated = _member(text, "crs")
    if isinstance(stated, dict):
        named = stated.get("properties")
        name = named.get("name", named.get("href")) if isinstance(named, dict) else None
        return str(name) if name else json.dumps(stated, ensure_ascii=False)
    return None if stated is None else str(stated)


def _member(text: str, name: str) -> Any:
    """A member of the outermost object; None where it is not there."""
    # Members of features are deeper; the whole text is parsed only where the name occurs at all.
    if f'"{name}"' not in text:
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return values.get(name) if isinstance(values, dict) else None


def _is_wgs84(name: str) -> bool:
    """Whether a name means longitude and latitude in WGS 84, as GeoJSON has them anyway."""
    return re.search(r"CRS:?84$|EPSG:*[\d.]*:*4326$", name.strip(), re.IGNORECASE) is not None


def open_geojson(upload: Upload) -> Source:
    """GeoJSON for GDAL: UTF-8 without a mark, and of a type GDAL calls GeoJSON."""
    text, encoding = decoded(upload.content, upload.name, None)
    if re.search(r'"type"\s*:\s*"Topology"', text):
        raise refusal("unknown_format", upload.name, "TopoJSON", "GeoJSON")
    if '"esriGeometry' in text[:5000]:
        raise refusal("unknown_format", upload.name, "Esri JSON", "GeoJSON")
    if not _STATED_TYPE.search(text[:100_000]) and not _STATED_TYPE.search(text[-10_000:]):
        found = term("json_beginning", text=shown(text[:40]))
        raise refusal("unknown_format", upload.name, found, "GeoJSON")
    content = upload.content if encoding.name == "UTF-8" else text.encode("utf-8")
    notes = () if encoding.name == "UTF-8" else (encoding.note,)
    # The text itself is not kept beside the bytes: it may be as large again.
    metadata = _member(text, "metadata") if '"hebei-gis export' in text else None
    return GeojsonSource(replace(upload, parts={"": content}), _crs_member(text), metadata, notes)


FORMAT = Format(
    "geojson", "GeoJSON", (".geojson", ".json"), claims, open_geojson,
    "geojson", "application/geo+json", write_geojson, read_geojson,
    kinds=("wgs84", "shifted"), text=True, losses=("loss_decimals_7", "loss_no_style"),
)  # fmt: skip

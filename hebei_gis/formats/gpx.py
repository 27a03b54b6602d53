"""GPX: waypoints, routes and tracks of a satellite receiver, without GDAL."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd
import shapely

from hebei_gis.files.text import Encoding
from hebei_gis.files.xml import as_utf8, elements, root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import check_size, chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note
from hebei_gis.words.refusals import too_much

_LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
_TEXTS = ("name", "cmt", "desc", "src", "sym", "type", "ele", "time")


class GpxSource:
    """A GPX file with the layers waypoints, routes and tracks."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._content, written = as_utf8(upload.content, upload.name)
        self.encoding: Encoding | None = Encoding(written, term("encoding_by_xml"))

    @property
    def notes(self) -> tuple[Note, ...]:
        """Nothing needs to be said."""
        return ()

    @cached_property
    def _rows(self) -> dict[str, list[tuple[dict[str, str], Any, str]]]:
        """Layer → attributes, shape and what was wrong with it."""
        limits, where = self._upload.limits, self._upload.name
        found: dict[str, list[tuple[dict[str, str], Any, str]]] = {
            layer: [] for layer in _LAYERS.values()
        }
        vertices = 0
        for event, element, depth in elements(self._content, where, limits):
            if event == "end" and depth == 2 and element.tag in _LAYERS:
                shape, problem = _shape(element)
                vertices += int(shapely.get_num_coordinates(shape))
                if vertices > limits.vertices:
                    raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
                rows = found[_LAYERS[element.tag]]
                rows.append((_values(element), shape, problem))
                if len(rows) > limits.rows:
                    check_size(where, len(rows), 1, limits)
                element.clear()
        return found

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """Waypoints, routes and tracks, also where they are empty."""
        types = {"waypoints": "Point", "routes": "LineString", "tracks": "MultiLineString"}
        return tuple(
            LayerFound(layer, len(rows), (types[layer],), dict.fromkeys(_TEXTS, "text"))
            for layer, rows in self._rows.items()
        )

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer; GPX means WGS 84."""
        layer = chosen_layer(self.layers, reading.layer, self._upload.name)
        rows = self._rows[layer.name]
        names = [name for name in _TEXTS if any(name in values for values, _, _ in rows)]
        table = pd.DataFrame(
            {name: [values.get(name) for values, _, _ in rows] for name in names},
            index=pd.RangeIndex(len(rows)),
            dtype=object,
        )
        issues = [
            Issue("no_position", str(row + 1), problem)
            for row, (_, _, problem) in enumerate(rows)
            if problem
        ]
        shapes = shape_array([shape for _, shape, _ in rows])
        return Rows(table, shapes, None, "GPX", issues=tuple(issues))


def _values(element: Any) -> dict[str, str]:
    return {
        child.tag: "".join(child.itertext()).strip() for child in element if child.tag in _TEXTS
    }


def _shape(element: Any) -> tuple[Any, str]:
    try:
        if element.tag == "wpt":
            return shapely.Point(_place(element)), ""
        if element.tag == "rte":
            return _line([p for p in element if p.tag == "rtept"])
        lines = [_line([p for p in part if p.tag == "trkpt"]) for part in element]
        whole = [line for line, _ in lines if line is not None]
        if not whole:
            return None, "a track without two points"
        return shapely.multilinestrings(whole), ""
    except (ValueError, TypeError) as error:
        return None, f"no position: {str(error)[:80]}"


def _line(points: list[Any]) -> tuple[Any, str]:
    if len(points) < 2:
        return None, "a line without two points"
    return shapely.LineString([_place(point) for point in points]), ""


def _place(point: Any) -> tuple[float, float]:
    return float(point.get("lon")), float(point.get("lat"))


def claims(upload: Upload) -> int:
    """Sure of XML whose outermost element is ``gpx``."""
    return SURE if root_name(upload.content) == "gpx" else NOT


FORMAT = Format("gpx", "GPX", (".gpx",), claims, GpxSource)

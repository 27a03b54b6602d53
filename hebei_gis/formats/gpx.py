"""GPX: waypoints, routes and tracks of a satellite receiver, without GDAL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pandas as pd
import shapely

from hebei_gis.files.text import Encoding
from hebei_gis.files.xml import Step, as_utf8, gathered, root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.layer_choice import check_size, chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import reason_of, shown, too_much

_LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
#: Attributes, shape, and what was wrong with it.
_Row = tuple[dict[str, str], Any, Fact]
_TEXTS = ("name", "cmt", "desc", "src", "sym", "type", "ele", "time")


class GpxSource:
    """A GPX file with the layers waypoints, routes and tracks."""

    one_layer_needed = True

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._content, found = as_utf8(upload.content, upload.name)
        self.encoding: Encoding | None = found

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was understood of its XML."""
        return self._parsed[1]

    @property
    def _rows(self) -> dict[str, list[_Row]]:
        """Layer → attributes, shape and what was wrong with it."""
        return self._parsed[0]

    @cached_property
    def _parsed(self) -> tuple[dict[str, list[_Row]], tuple[Note, ...]]:
        upload = self._upload
        (rows, skipped), said = gathered(self._content, upload.name, upload.limits, self._gather)
        left = [term("name_count", name=shown(name), count=count) for name, count in skipped]
        return rows, (*said, note("elements_skipped", names=left)) if left else said

    def _gather(self, steps: Iterator[Step]) -> tuple[dict[str, list[_Row]], list[tuple[str, int]]]:
        limits, where = self._upload.limits, self._upload.name
        found: dict[str, list[_Row]] = {layer: [] for layer in _LAYERS.values()}
        skipped: Counter[str] = Counter()
        vertices = 0
        for event, element, depth in steps:
            if event == "end" and depth == 2 and element.tag in _LAYERS:
                shape, problem = _shape(element)
                vertices += int(shapely.get_num_coordinates(shape))
                if vertices > limits.vertices:
                    raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
                rows = found[_LAYERS[element.tag]]
                rows.append((_values(element), shape, problem))
                skipped.update(_left_out(element))
                if len(rows) > limits.rows:
                    check_size(where, len(rows), 1, limits)
                element.clear()
        return found, skipped.most_common(12)

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
        others = dict.fromkeys(name for values, _, _ in rows for name in values)
        names = sorted(others, key=lambda name: name not in _TEXTS)
        table = pd.DataFrame(
            {name: [values.get(name) for values, _, _ in rows] for name in names},
            index=pd.RangeIndex(len(rows)),
            dtype=object,
        )
        issues = [
            Issue("no_position", str(row + 1), found=problem)
            for row, (_, _, problem) in enumerate(rows)
            if problem
        ]
        shapes = shape_array([shape for _, shape, _ in rows])
        notes = (self.encoding.note,) if self.encoding else ()
        return Rows(table, shapes, None, "GPX", notes, tuple(issues), layer=layer.name)


def _values(element: Any) -> dict[str, str]:
    """Its own texts, and the values of its extensions by their own names."""
    values = {
        child.tag: "".join(child.itertext()).strip() for child in element if child.tag in _TEXTS
    }
    for part in (part for child in element if child.tag == "extensions" for part in child.iter()):
        if not len(part) and (part.text or "").strip():
            values.setdefault(str(part.tag), (part.text or "").strip())
    return values


def _left_out(element: Any) -> Iterator[str]:
    """What is not taken in: its other elements, and all that single points of a line hold."""
    for child in element:
        if child.tag not in (*_TEXTS, "extensions", "rtept", "trkseg"):
            yield str(child.tag)
    for point in (p for p in element.iter() if p.tag in ("rtept", "trkpt")):
        for part in point:
            yield f"{point.tag} {part.tag}"


def _shape(element: Any) -> tuple[Any, Fact]:
    try:
        if element.tag == "wpt":
            return shapely.Point(_place(element)), ""
        if element.tag == "rte":
            return _line([p for p in element if p.tag == "rtept"])
        lines = [_line([p for p in part if p.tag == "trkpt"]) for part in element]
        whole = [line for line, _ in lines if line is not None]
        if not whole:
            return None, term("track_without_two_points")
        return shapely.multilinestrings(whole), ""
    except (ValueError, shapely.GEOSException) as error:
        return None, reason_of(error)


def _line(points: list[Any]) -> tuple[Any, Fact]:
    if len(points) < 2:
        return None, term("line_without_two_points")
    return shapely.LineString([_place(point) for point in points]), ""


def _place(point: Any) -> tuple[float, float]:
    lon, lat = point.get("lon"), point.get("lat")
    if lon is None or lat is None:
        raise ValueError(term("no_coordinates"))
    return float(lon), float(lat)


def claims(upload: Upload) -> int:
    """Sure of XML whose outermost element is ``gpx``."""
    return SURE if root_name(upload.content) == "gpx" else NOT


FORMAT = Format("gpx", "GPX", (".gpx",), claims, GpxSource)

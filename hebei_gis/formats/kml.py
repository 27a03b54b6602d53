"""KML and KMZ: placemarks with their folders and extended data, without GDAL and the network."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.text import Encoding
from hebei_gis.files.xml import as_utf8, elements, root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.gdal import check_size
from hebei_gis.formats.kml_back import read_kml
from hebei_gis.formats.kml_write import write_kml
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown, too_much

_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
_BEARERS = ("Folder", "Document")
_SPACE = re.compile(r"\s+")


@dataclass
class _Placemark:
    """A placemark while it is read."""

    folder: str
    values: dict[str, str] = field(default_factory=dict)
    shape: Any = None
    problems: list[Issue] = field(default_factory=list)


class KmlSource:
    """A KML document; each folder that holds placemarks is a layer, all are read together."""

    one_layer_needed = False

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._content, written = as_utf8(upload.content, upload.name)
        self.encoding: Encoding | None = Encoding(written, term("encoding_by_xml"))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What of the document is not taken in."""
        skipped = [
            tag
            for tag in ("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Model")
            if f"<{tag}".encode() in self._content
        ]
        return (note("skipped", ", ".join(skipped)),) if skipped else ()

    @cached_property
    def _placemarks(self) -> list[_Placemark]:
        limits, where = self._upload.limits, self._upload.name
        found: list[_Placemark] = []
        columns: set[str] = set()
        vertices = 0
        for placemark in self._walk():
            found.append(placemark)
            columns |= placemark.values.keys()
            vertices += int(shapely.get_num_coordinates(placemark.shape))
            if vertices > limits.vertices:
                raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
            if len(found) > limits.rows or len(columns) > limits.columns:
                check_size(where, len(found), len(columns), limits)
        return found

    def _walk(self) -> Iterator[_Placemark]:
        folders: list[str] = []
        inside = False
        for event, element, _ in elements(self._content, self._upload.name, self._upload.limits):
            tag = element.tag
            if event == "start":
                if tag in _BEARERS:
                    folders.append("")
                inside = inside or tag == "Placemark"
            elif tag == "Placemark":
                inside = False
                yield _placemark(element, "/".join(name for name in folders if name))
                element.clear()
            elif tag in _BEARERS:
                folders.pop()
                element.clear()
            elif tag == "name" and not inside and folders and not folders[-1]:
                # A document's own name is no folder.
                folders[-1] = _text(element) if len(folders) > 1 else ""
            elif not inside and tag in ("Style", "StyleMap", "Schema"):
                element.clear()

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a folder with placemarks."""
        names = dict.fromkeys(placemark.folder for placemark in self._placemarks)
        found = []
        for name in names or {"": None}:
            members = [p for p in self._placemarks if p.folder == name]
            types = {p.shape.geom_type for p in members if p.shape is not None}
            columns = dict.fromkeys((k for p in members for k in p.values), "text")
            found.append(LayerFound(name, len(members), tuple(sorted(types)), columns, None))
        return tuple(found)

    def read(self, reading: Reading) -> Rows:
        """The placemarks of one folder, or of all with the folder's name as a column."""
        placemarks = self._placemarks
        if reading.layer is not None:
            placemarks = [p for p in placemarks if p.folder == reading.layer]
            if not placemarks:
                listed = ", ".join(shown(layer.name or "-") for layer in self.layers[:20])
                raise refusal(
                    "unknown_layer", self._upload.name, shown(reading.layer), f"one of {listed}"
                )
        names = list(dict.fromkeys(k for p in placemarks for k in p.values))
        values = {name: [p.values.get(name) for p in placemarks] for name in names}
        if reading.layer is None and any(p.folder for p in placemarks):
            values["folder"] = [p.folder for p in placemarks]
        issues = [
            Issue(issue.kind, str(row + 1), issue.detail)
            for row, placemark in enumerate(placemarks)
            for issue in placemark.problems
        ]
        table = pd.DataFrame(values, index=pd.RangeIndex(len(placemarks)), dtype=object)
        return Rows(
            table, shape_array([p.shape for p in placemarks]), None, "KML",
            (self.encoding.note,) if self.encoding else (), tuple(issues),
        )  # fmt: skip


def _text(element: Any) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _placemark(element: Any, folder: str) -> _Placemark:
    found = _Placemark(folder)
    for child in element:
        if child.tag == "name":
            found.values["name"] = _text(child)
        elif child.tag in ("description", "address", "phoneNumber"):
            text = html.unescape("".join(child.itertext())).strip()
            if text:
                found.values[child.tag] = text
        elif child.tag == "ExtendedData":
            found.values |= _extended(child)
        elif child.tag in _SHAPES:
            found.shape = _shape(child, found.problems)
    return found


def _extended(element: Any) -> dict[str, str]:
    """Values of Data and SimpleData, by their own names, which libkml turns to underscores."""
    values = {}
    for child in element.iter():
        if child.tag == "Data":
            value = child.find("value")
            values[str(child.get("name", "data"))] = _text(value) if value is not None else ""
        elif child.tag == "SimpleData":
            values[str(child.get("name", "data"))] = _text(child)
    return values


def _shape(element: Any, problems: list[Issue]) -> Any:
    """A shape in longitude and latitude; height is kept as Z."""
    kind = element.tag
    if kind in ("MultiGeometry", "MultiTrack"):
        parts = [_shape(child, problems) for child in element if child.tag in _SHAPES]
        parts = [part for part in parts if part is not None]
        return _together(parts)
    try:
        if kind == "Polygon":
            return _polygon(element, problems)
        places = _track(element) if kind == "Track" else _coordinates(element)
        if not len(places):
            return None
        if kind == "Point":
            return shapely.Point(places[0])
        return shapely.LineString(places)
    except (shapely.GEOSException, ValueError, OverflowError) as error:
        problems.append(Issue("no_position", "", f"no {kind}: {shown(error)}"))
        return None


def _together(parts: list[Any]) -> Any:
    kinds = {part.geom_type for part in parts}
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    if kinds == {"Point"}:
        return shapely.multipoints(parts)
    if kinds == {"LineString"}:
        return shapely.multilinestrings(parts)
    if kinds == {"Polygon"}:
        return shapely.multipolygons(parts)
    return shapely.geometrycollections(parts)


def _polygon(element: Any, problems: list[Issue]) -> Any:
    outer: list[Any] = []
    holes: list[Any] = []
    for boundary in element:
        if boundary.tag in ("outerBoundaryIs", "innerBoundaryIs"):
            for ring in boundary:
                places = _coordinates(ring)
                if len(places) and not np.array_equal(places[0], places[-1]):
                    problems.append(Issue("closed_ring", "", "a ring was not closed; closed"))
                if len(places):
                    (outer if boundary.tag == "outerBoundaryIs" else holes).append(places)
    if not outer:
        return None
    return shapely.Polygon(outer[0], holes)


def _coordinates(element: Any) -> Any:
    text = next((c.text or "" for c in element if c.tag == "coordinates"), "")
    # Phones write blanks after the commas.
    tuples = re.sub(r"\s*,\s*", ",", text).split()
    places = [[float(number) for number in entry.split(",")[:3] if number] for entry in tuples]
    if not places:
        return np.empty((0, 2))
    width = min(len(place) for place in places)
    if width < 2:
        raise ValueError("a position with one number")
    return np.array([place[:width] for place in places], dtype=float)


def _track(element: Any) -> Any:
    texts = [(c.text or "").split()[:3] for c in element if c.tag == "coord"]
    places = [[float(number) for number in entry] for entry in texts if len(entry) >= 2]
    width = min((len(place) for place in places), default=2)
    return np.array([place[:width] for place in places], dtype=float).reshape(-1, width)


def claims(upload: Upload) -> int:
    """Sure of XML whose outermost element is ``kml``."""
    return SURE if root_name(upload.content) == "kml" else NOT


FORMAT = Format(
    "kml", "KML", (".kml", ".kmz"), claims, KmlSource,
    "kml", "application/vnd.google-earth.kml+xml", write_kml, read_kml, together=True,
    kinds=("wgs84", "shifted"), many=True, text=True,
    losses=("loss_decimals_9", "loss_viewer_symbols", "loss_empty_text"),
)  # fmt: skip

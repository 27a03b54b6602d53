"""KML and KMZ of unknown origin and of ours: placemarks → rows, typed where a schema says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from hebei_gis.files.limits import Limits
from hebei_gis.files.seal import seal_of
from hebei_gis.files.text import Encoding
from hebei_gis.files.xml import as_utf8, gathered
from hebei_gis.formats.kml.placemarks import Document, Placemark, read_document
from hebei_gis.formats.own_sidecars import FoundSidecar, sidecar_within
from hebei_gis.formats.reading_back import UNSTATED, ReadExport, ReadTable, from_cells
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Upload
from hebei_gis.geo.crs import WGS84
from hebei_gis.geo.shapes import shape_array
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, term
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

_WHOLE = ("int", "uint", "short", "ushort", "int64")
_TRUE, _FALSE = ("1", "true"), ("0", "false")
_FOLDER = "folder"
#: An export of ours is as large as what it was made from.
_NO_LIMITS = Limits(rows=10**9, columns=10**6, cells=10**12, vertices=10**12)


class KmlSource:
    """A KML document; each folder that holds placemarks is a layer, all are read together."""

    one_layer_needed = False

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._content, self.encoding = self._decoded(None)

    def _decoded(self, asked: str | None) -> tuple[bytes, Encoding | None]:
        return as_utf8(self._upload.content, self._upload.name, asked)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was understood of its XML, and what is not taken in."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[Document, tuple[Note, ...]]:
        return self._parse(self._content)

    def _parse(self, content: bytes) -> tuple[Document, tuple[Note, ...]]:
        upload = self._upload
        document, said = _parsed(content, upload.name, upload.limits)
        notes = list(said)
        links = [shown(link) for link in document.links[:20]]
        if links:
            notes.append(note("network_links", names=links))
        if document.skipped:
            notes.append(note("elements_skipped", names=counted_names(document.skipped)))
        if not document.placemarks and links:
            found = term("only_network_links", names=links)
            raise refusal("nothing_inside", upload.name, found, term("placemarks"))
        return document, tuple(notes)

    @cached_property
    def _sidecar(self) -> FoundSidecar | None:
        return _sidecar(self._parsed[0], self._upload.content)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """One layer a folder with placemarks."""
        document = self._parsed[0]
        folders: dict[str, list[Placemark]] = {}
        for placemark in document.placemarks:
            folders.setdefault(placemark.folder, []).append(placemark)
        found = []
        for name, members in (folders or {"": []}).items():
            types = {p.shape.geom_type for p in members if p.shape is not None}
            table, _ = _table(members, document, self._own)
            columns = {str(column): _type_word(values) for column, values in table.items()}
            found.append(LayerFound(name, len(members), tuple(sorted(types)), columns, None))
        return tuple(found)

    @property
    def _own(self) -> bool:
        return self._sidecar is not None and bool(self._sidecar.intact)

    def read(self, reading: Reading) -> Rows:
        """The placemarks of one folder, or of all with the folder's name as a column."""
        document, encoding = self._parsed[0], self.encoding
        notes: list[Note] = []
        if reading.encoding:
            content, encoding = self._decoded(reading.encoding)
            document, _ = self._parse(content)
        placemarks = document.placemarks
        folders = list(dict.fromkeys(placemark.folder for placemark in placemarks))
        if reading.layer is not None:
            placemarks = [p for p in placemarks if p.folder == reading.layer]
            if not placemarks:
                listed = [shown(folder or "-") for folder in folders[:20]]
                raise refusal(
                    "unknown_layer", self._upload.name, shown(reading.layer),
                    term("one_of", names=listed),
                )  # fmt: skip
        layer = reading.layer or (folders[0] if len(folders) == 1 else "")
        table, said = _table(placemarks, document, self._own)
        if reading.layer is None and any(folders) and not (self._own and layer):
            table.insert(len(table.columns), _free(_FOLDER, table.columns),
                         pd.Series([p.folder for p in placemarks], dtype=object))  # fmt: skip
        issues = [
            Issue(issue.kind, str(row + 1), **issue.facts)
            for row, placemark in enumerate(placemarks)
            for issue in placemark.issues
        ]
        if encoding is not None:
            notes.append(encoding.note)
        return Rows(
            table, shape_array([p.shape for p in placemarks]), None, "KML",
            (*notes, *said), tuple(issues), layer=layer, sidecar=self._sidecar,
        )  # fmt: skip


def counted_names(counts: Mapping[str, int], most: int = 12) -> list[Fact]:
    """Names of untrusted origin with their counts, the commonest first."""
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    listed = [(shown(name), count) for name, count in ordered if count]
    return [term("name_count", name=name, count=count) for name, count in listed[:most]]


def _parsed(content: bytes, where: str, limits: Limits) -> tuple[Document, tuple[Note, ...]]:
    return gathered(content, where, limits, lambda steps: read_document(steps, where, limits))


def _sidecar(document: Document, content: bytes) -> FoundSidecar | None:
    if not document.sidecar:
        return None
    try:
        values = json.loads(document.sidecar)
    except (ValueError, RecursionError):
        return None
    return sidecar_within(values, content)


def _table(
    placemarks: Sequence[Placemark], document: Document, own: bool
) -> tuple[pd.DataFrame, list[Note]]:
    """Columns of the placemarks' own elements, then of their extended data.

    Of a value called as one of those elements both are kept. In an export of ours name and
    description only repeat what the data say.
    """
    fields = {} if own else dict.fromkeys(name for p in placemarks for name in p.fields)
    columns: dict[str, list[Any]] = {
        name: [p.fields.get(name) for p in placemarks] for name in fields
    }
    texts: dict[tuple[str, int], list[str | None]] = {}
    kinds: dict[tuple[str, int], set[str]] = {}
    for schema in dict.fromkeys(schema for p in placemarks for schema in p.schemas):
        for name, kind in document.schemas.get(schema, {}).items():
            texts.setdefault((name, 1), [None] * len(placemarks))
            kinds.setdefault((name, 1), set()).add(kind)
    for row, placemark in enumerate(placemarks):
        seen: dict[str, int] = {}
        for name, text, schema in placemark.data:
            seen[name] = seen.get(name, 0) + 1
            place = (name, seen[name])
            texts.setdefault(place, [None] * len(placemarks))[row] = text if own else text.strip()
            kinds.setdefault(place, set()).add(document.schemas.get(schema, {}).get(name, ""))
    notes = []
    typed: dict[str, Any] = {name: pd.Series(v, dtype=object) for name, v in columns.items()}
    for (name, turn), cells in texts.items():
        title = _free(name if turn == 1 else f"{name}_{turn}", typed)
        if title != name:
            notes.append(note("value_renamed", found=shown(name), name=shown(title)))
        kind = kinds[name, turn].pop() if len(kinds[name, turn]) == 1 else ""
        typed[title] = _typed(cells, kind)
    return pd.DataFrame(typed, index=pd.RangeIndex(len(placemarks))), notes


def _free(name: str, taken: Iterable[str]) -> str:
    known, free, number = set(taken), name, 2
    while free in known:
        free, number = f"{name}_{number}", number + 1
    return free


def _typed(cells: Sequence[str | None], kind: str) -> pd.Series:
    """Cells as their schema types them; as text where one of them is no such value."""
    if kind in _WHOLE:
        return _converted(cells, _whole, "Int64", "int64")
    if kind == "bool":
        return _converted(cells, _truth, "boolean", "bool")
    if kind in ("float", "double"):
        return _converted(cells, float, "float64", "float64")
    return pd.Series(cells, dtype=object)


def _converted(
    cells: Sequence[str | None], convert: Callable[[str], Any], with_gaps: str, without: str
) -> pd.Series:
    try:
        values = [convert(cell.strip()) if cell and cell.strip() else None for cell in cells]
        return pd.Series(values, dtype=with_gaps if None in values else without)
    except (ValueError, OverflowError):
        return pd.Series(cells, dtype=object)


def _whole(text: str) -> int:
    number = int(text)
    if str(number) != text or not -(2**63) <= number < 2**63:
        raise ValueError(text)  # a code with zeros before it, or too long: text
    return number


def _truth(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return text.lower() in _TRUE


def _type_word(values: pd.Series) -> str:
    return "text" if values.dtype == object else str(values.dtype)


def read_kml(content: bytes) -> ReadExport:
    """What an export that :func:`~hebei_gis.formats.kml.writing.write_kml` wrote holds.

    Raises
    ------
    ValueError
        Where it is no whole KML, or a shape in it is broken.
    """
    try:
        document, _ = _parsed(as_utf8(content, "KML")[0], "KML", _NO_LIMITS)
    except UploadError as error:
        raise ValueError(str(error)) from error
    broken = [issue for p in document.placemarks for issue in p.issues]
    if broken:
        raise ValueError(broken[0].detail)
    sidecar = json.loads(document.sidecar) if document.sidecar else None
    shifted = sidecar is not None and not str(sidecar["reference_system"]["code"]).startswith(
        "EPSG"
    )
    code = UNSTATED if shifted else WGS84
    tables = tuple(
        ReadTable(folder, _read_rows(folder, document), code) for folder in document.folders
    )
    if sidecar is None:
        return ReadExport(tables)
    return ReadExport(tables, sidecar, sidecar["sha256"], seal_of(content, sidecar["sha256"]))


def _read_rows(folder: str, document: Document) -> gpd.GeoDataFrame:
    members = [p for p in document.placemarks if p.folder_id == folder]
    table, _ = _table(members, document, own=True)
    columns = {
        str(name): [None if value is pd.NA else value for value in values.tolist()]
        for name, values in table.items()
    }
    return from_cells(columns, [p.shape for p in members])

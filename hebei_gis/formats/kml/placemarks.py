"""What stands in a KML document: placemarks, schemas, links, and what is not taken in."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import shapely

from hebei_gis.files.limits import Limits
from hebei_gis.files.xml import Step
from hebei_gis.formats.kml.shapes import SHAPES, shape_of, together
from hebei_gis.formats.layer_choice import check_size
from hebei_gis.words.faults import Issue
from hebei_gis.words.refusals import too_much

_BEARERS = ("Folder", "Document")
#: Elements of a placemark that say how it is drawn and seen, and hold none of its data.
_DISPLAY = (
    "visibility", "open", "styleUrl", "Style", "StyleMap", "LookAt", "Camera", "Region",
    "balloonVisibility",
)  # fmt: skip
_OVERLAYS = ("GroundOverlay", "PhotoOverlay", "ScreenOverlay")
_TEXTS = ("description", "address", "phoneNumber", "Snippet", "snippet", "author", "link")
_SPACE = re.compile(r"\s+")
#: The value of the document's extended data that is the sidecar of an export of ours.
SIDECAR = "hebei_gis"


@dataclass
class Placemark:
    """A placemark as it stands in the document.

    Attributes
    ----------
    folder, folder_id : str
        The names of the folders it lies in, joined by ``/``; the id of the innermost.
    fields : dict
        Its own elements: ``name``, ``description``, ``begin`` …
    data : list of (name, text, schema)
        Its extended data in order; the schema's id where one types it.
    schemas : list of str
        Ids of the schemas it follows.
    """

    folder: str
    folder_id: str
    fields: dict[str, str] = field(default_factory=dict)
    data: list[tuple[str, str, str]] = field(default_factory=list)
    schemas: list[str] = field(default_factory=list)
    shape: Any = None
    issues: list[Issue] = field(default_factory=list)


@dataclass
class Document:
    """A document while it is read.

    Attributes
    ----------
    schemas : dict
        Id → field → type as declared.
    sidecar : str
        What stands where exports of this program keep their sidecar.
    links : list of str
        What network links point to.
    skipped : Counter
        Elements that are not taken in.
    """

    placemarks: list[Placemark] = field(default_factory=list)
    schemas: dict[str, dict[str, str]] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    sidecar: str = ""
    links: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def read_document(steps: Iterable[Step], where: str, limits: Limits) -> Document:
    """Gather a document from the elements of its XML.

    Raises
    ------
    UploadError
        Where it has more rows, columns or vertices than the limits allow.
    """
    document = Document()
    folders: list[tuple[str, str]] = []
    columns: set[str] = set()
    inside, vertices = False, 0
    for event, element, _ in steps:
        tag = element.tag
        if event == "start":
            if tag in _BEARERS:
                folders.append(("", str(element.get("id", ""))))
            inside = inside or tag == "Placemark"
        elif tag == "Placemark":
            inside = False
            name = "/".join(name for name, _ in folders if name)
            placemark = _placemark(element, name, folders[-1][1] if folders else "", document)
            element.clear()
            document.placemarks.append(placemark)
            columns.update(placemark.fields)
            columns.update(name for name, _, _ in placemark.data)
            vertices += int(shapely.get_num_coordinates(placemark.shape))
            if vertices > limits.vertices:
                raise too_much(where, vertices, limits.vertices, "vertices", "vertices")
            if len(document.placemarks) > limits.rows or len(columns) > limits.columns:
                check_size(where, len(document.placemarks), len(columns), limits)
        elif not inside:
            _beside(element, tag, folders, document)
    return document


def _beside(element: Any, tag: str, folders: list[tuple[str, str]], document: Document) -> None:
    """An element that ends outside of placemarks."""
    if tag in _BEARERS:
        name, known = folders.pop()
        if tag == "Folder":
            document.folders[known] = name
        element.clear()
    elif tag == "name" and folders and not folders[-1][0]:
        # A document's own name is no folder.
        folders[-1] = (text_of(element) if len(folders) > 1 else "", folders[-1][1])
    elif tag == "Schema":
        document.schemas[str(element.get("id", ""))] = {
            str(one.get("name")): str(one.get("type", "")) for one in element.iter("SimpleField")
        }
        element.clear()
    elif tag == "ExtendedData":
        for one in element.iter("Data"):
            if one.get("name") == SIDECAR:
                document.sidecar = one.findtext("value") or ""
    elif tag == "NetworkLink":
        found = (one.text or "" for one in element.iter("href"))
        document.links.append(next(found, "").strip() or text_of(element))
        element.clear()
    elif tag in _OVERLAYS:
        document.skipped[tag] += 1
        element.clear()
    elif tag in ("Style", "StyleMap"):
        element.clear()


def text_of(element: Any) -> str:
    """All text within an element, on one line."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _placemark(element: Any, folder: str, folder_id: str, document: Document) -> Placemark:
    found = Placemark(folder, folder_id)
    shapes = []
    for child in element:
        tag = child.tag
        if tag == "name":
            found.fields["name"] = text_of(child)
        elif tag in _TEXTS:
            text = html.unescape("".join(child.itertext())).strip() or str(child.get("href", ""))
            if text:
                found.fields[tag.lower() if tag == "Snippet" else tag] = text
        elif tag in ("TimeSpan", "TimeStamp"):
            found.fields |= {part.tag: text_of(part) for part in child if text_of(part)}
        elif tag == "ExtendedData":
            _extended(child, found)
        elif tag in SHAPES:
            shapes.append(shape_of(child, found.issues))
            # A track has a time for each of its places, for which a row has no place.
            times = sum(1 for _ in child.iter("when"))
            if times:
                document.skipped["when"] += times
        elif isinstance(tag, str) and tag not in _DISPLAY:
            document.skipped[tag] += 1
    found.shape = together(shapes)
    if len(shapes) > 1:
        found.issues.append(Issue("shapes_joined", "", count=len(shapes)))
    return found


def _extended(element: Any, placemark: Placemark) -> None:
    """Values of Data and SimpleData by their own names, and whatever else stands there."""
    for child in element:
        if child.tag == "Data":
            value = child.find("value")
            text = "".join(value.itertext()) if value is not None else ""
            placemark.data.append((str(child.get("name", "data")), text, ""))
        elif child.tag == "SchemaData":
            schema = str(child.get("schemaUrl", "")).rpartition("#")[2]
            placemark.schemas.append(schema)
            placemark.data.extend(
                (str(one.get("name", "data")), "".join(one.itertext()), schema)
                for one in child.iter("SimpleData")
            )
        elif isinstance(child.tag, str):
            placemark.data.append((child.tag, "".join(child.itertext()), ""))

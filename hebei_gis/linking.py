"""What the map shows as an address: short, with a version, the same for page and command.

Only what differs from a first visit stands in it. What it names and is gone is told, and the rest
is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.pages.saying import LANGUAGES
from hebei_gis.workspace import Workspace

#: Of the address; another one is told, and what is known of it is read.
VERSION = "1"
PAGES = ("map", "register", "sites", "data")
#: Kinds of what is selected, each a parameter of its own.
SELECTED = ("feature", "entry", "place", "point", "area")
#: Longest value that is read.
_LONGEST = 2000
_VIEW = re.compile(r"^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)$")
_POINT = re.compile(r"^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$")


@dataclass(frozen=True)
class Shown:
    """What the map shows, as far as an address says it.

    Attributes
    ----------
    selected : (kind, id) or None
        A feature's id is ``layer/key``, a point's ``lon,lat`` in degrees of WGS 84.
    on, off : sequences of layer id
        That differ from a first visit.
    chapters : sequence of int
    themes : sequence of str
        Of the filter.
    view : (latitude, longitude, zoom) or None
    """

    selected: tuple[str, str] | None = None
    on: Sequence[str] = ()
    off: Sequence[str] = ()
    chapters: Sequence[int] = ()
    themes: Sequence[str] = ()
    view: tuple[float, float, float] | None = None
    gone: Sequence[Fault] = field(default=(), compare=False)

    def parameters(self) -> dict[str, str]:
        """As the address has them; what is as on a first visit is left out."""
        values = {
            "on": ",".join(self.on),
            "off": ",".join(self.off),
            "chapters": ",".join(map(str, self.chapters)),
            "themes": ",".join(self.themes),
        }
        if self.selected:
            values[self.selected[0]] = self.selected[1]
        if self.view:
            lat, lon, zoom = self.view
            values["view"] = f"{lat:.5f},{lon:.5f},{zoom:g}"
        return {"v": VERSION, **{name: value for name, value in values.items() if value}}


def address_of(shown: Shown, page: str = "map", language: str = "zh", base: str = "") -> str:
    """The address of what is shown; `base` is the server's, ``http://127.0.0.1:8501``."""
    query = urlencode({"lang": language, **shown.parameters()}, safe=",/")
    return f"{base.rstrip('/')}/{'' if page == 'map' else page}?{query}"


def read_address(workspace: Workspace, parameters: Mapping[str, str]) -> Shown:
    """What an address names, as far as it is there; the rest is in ``gone``."""
    told = {name: str(value)[:_LONGEST] for name, value in parameters.items()}
    gone: list[Fault] = []
    version = told.get("v", VERSION)
    if version != VERSION:
        gone.append(Fault("link_version", term("the_link"), version[:20], VERSION))
    layers = {
        name: _known(told.get(name, ""), list(workspace.layers), "link_layer", gone)
        for name in ("on", "off")
    }
    register = workspace.register
    present = sorted({entry.chapter for entry in register.entries.values()})
    chapters = _known(told.get("chapters", ""), list(map(str, present)), "link_chapter", gone)
    themes = _known(told.get("themes", ""), list(register.themes), "link_theme", gone)
    view = None
    if told.get("view"):
        found = _VIEW.match(told["view"])
        numbers = tuple(map(float, found.groups())) if found else (100.0, 0.0, 0.0)
        if abs(numbers[0]) <= 85 and abs(numbers[1]) <= 180 and numbers[2] <= 22:
            view = (numbers[0], numbers[1], numbers[2])
        else:
            gone.append(Fault("link_view", term("the_link"), told["view"][:60]))
    selected = next(((kind, told[kind]) for kind in SELECTED if told.get(kind)), None)
    if selected and not is_there(workspace, *selected):
        gone.append(Fault("link_selected", term("the_link"), selected[1][:60]))
    return Shown(
        selected, layers["on"], layers["off"], tuple(map(int, chapters)), themes, view, tuple(gone)
    )


def is_there(workspace: Workspace, kind: str, name: str) -> bool:
    """Whether the workspace has what an address selects."""
    if kind == "feature":
        layer, _, key = name.partition("/")
        return layer in workspace.layers and key in workspace.layers[layer].features.index
    if kind == "entry":
        return name in workspace.register.entries
    if kind == "place":
        return name in workspace.register.places
    if kind == "area":
        return box_of(name) is not None
    found = _POINT.match(name)
    return bool(found and abs(float(found[1])) <= 180 and abs(float(found[2])) <= 90)


def box_of(name: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees of WGS 84; None where the words are no such box."""
    try:
        west, south, east, north = (float(part) for part in name.split(","))
    except ValueError:
        return None
    sound = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if sound else None


def changed_layers(workspace: Workspace, visible: Sequence[str]) -> tuple[list[str], list[str]]:
    """The layers that are on and off other than on a first visit."""
    shown = set(visible)
    on, off = [], []
    for name, layer in workspace.layers.items():
        first = layer.declaration.style.visible and len(layer.features) > 0
        if name in shown and not first:
            on.append(name)
        elif name not in shown and first:
            off.append(name)
    return on, off


def _known(value: str, options: Sequence[str], kind: str, gone: list[Fault]) -> tuple[str, ...]:
    named = [one for one in dict.fromkeys(value.split(",")) if one]
    lost = [one for one in named if one not in options]
    if lost:
        gone.append(Fault(kind, term("the_link"), listed([one[:40] for one in lost], 10)))
    return tuple(one for one in named if one in options)


def language_of(value: str) -> str:
    """The language an address asks for; Chinese where it asks for none there is."""
    return value if value in LANGUAGES else "zh"

"""Workspaces for tests: the repository's own, and small ones made in a temporary folder."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hebei_gis.plan.register.tables import COLUMNS
from hebei_gis.workspace import Workspace, open_workspace

# Nothing here is timed, and every run tries the same examples.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]

SETTINGS = """\
name_zh = "测试区"
name_en = "Test District"
adcode = "000000"
plan_zh = "测试规划"
plan_en = "Test Plan"
metre_crs = "EPSG:4548"
bounds = [117.0, 39.0, 117.4, 39.3]

[[groups]]
id = "first"
title_zh = "第一组"
title_en = "First group"

[[groups]]
id = "second"
title_zh = "第二组"
title_en = "Second group"
"""

DECLARATION = """\
title_zh = "{layer}图层"
title_en = "Layer {layer}"
about_zh = "测试用。"
about_en = "For tests."
group = "{group}"
order = {order}

[source]
file = "geodata/{file}"
{system}
sha256 = "{sha256}"
rows = {rows}
licence = "{licence}"
attribution_zh = "{layer}来源"
attribution_en = "Source of {layer}"
retrieved = "2026"

[shape]
geometry = {geometry}
key = "{key}"

[fields]
{fields}

[style]
color = "#336699"
{style}

[quality]
basis = "{basis}"
accuracy_m = {accuracy_m}
"""

RECIPE = """\
title_zh = "{layer}图层"
title_en = "Layer {layer}"
about_zh = "测试用。"
about_en = "For tests."
group = "second"
order = 90

[recipe]
{recipe}
reason_zh = "为测试"
reason_en = "for a test"

[[recipe.feature]]
key = "derived"
name_zh = "派生"
name_en = "Derived"
from = {inputs}

[shape]
geometry = ["Polygon", "MultiPolygon", "Point", "MultiPoint", "LineString", "MultiLineString"]
key = "key"

[style]
color = "#336699"
"""


class WorkspaceFolder:
    """A workspace in a temporary folder, to be filled and broken by a test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "layers").mkdir(parents=True)
        (path / "geodata" / "plan").mkdir(parents=True)
        (path / "workspace.toml").write_text(SETTINGS, encoding="utf-8")

    @staticmethod
    def feature(
        key: Any, geometry: Any = (117.2, 39.1), kind: str = "Point", **properties: Any
    ) -> dict[str, Any]:
        """A GeoJSON feature; `geometry` is its coordinates, or None."""
        shape = None if geometry is None else {"type": kind, "coordinates": geometry}
        return {"type": "Feature", "properties": {"id": key, **properties}, "geometry": shape}

    @staticmethod
    def square(west: float, south: float, side: float = 0.01) -> list[list[list[float]]]:
        """Coordinates of a square polygon, in degrees."""
        east, north = west + side, south + side
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return [ring]

    def add_layer(
        self,
        layer: str,
        features: Sequence[Mapping[str, Any]] | bytes,
        *,
        geometry: Sequence[str] = ("Point",),
        fields: Mapping[str, str] | None = None,
        style: str = "",
        members: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> str:
        """Write a data file and its declaration with the right hash and rows; return the id.

        `values` fill what is left of the declaration: group, order, file, system, key, basis,
        accuracy_m, licence, sha256, rows.
        """
        if isinstance(features, bytes):
            content, count = features, 0
        else:
            collection = {"type": "FeatureCollection", **(members or {}), "features": [*features]}
            content, count = json.dumps(collection, ensure_ascii=False).encode(), len(features)
        filled: dict[str, Any] = {
            "group": "first",
            "order": 10,
            "file": f"{layer}.geojson",
            "system": 'crs = "EPSG:4326"',
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": count,
            "key": "id",
            "basis": "surveyed",
            "accuracy_m": 5,
            "licence": "CC0-1.0",
            **values,
        }
        (self.path / "geodata" / filled["file"]).write_bytes(content)
        columns = {"name_zh": "name_zh"} if fields is None and count else fields or {}
        if fields is None and not all("name_zh" in f["properties"] for f in _dicts(features)):
            columns = {}
        text = DECLARATION.format(
            layer=layer,
            geometry=json.dumps(list(geometry)),
            fields="\n".join(f"{json.dumps(a, ensure_ascii=False)} = {json.dumps(b)}"
                             for a, b in columns.items()),
            style=style,
            **filled,
        )  # fmt: skip
        self.declaration(layer).write_text(text, encoding="utf-8")
        return layer

    def add_recipe(self, layer: str, recipe: str, inputs: str) -> str:
        """Declare a derived layer with one feature ``derived``."""
        text = RECIPE.format(layer=layer, recipe=recipe, inputs=inputs)
        self.declaration(layer).write_text(text, encoding="utf-8")
        return layer

    def declaration(self, layer: str) -> Path:
        """The declaration's path."""
        return self.path / "layers" / f"{layer}.toml"

    def edit(self, path: Path | str, old: str, new: str) -> None:
        """Replace a text that stands once in a file of the workspace."""
        target = self.path / path
        text = target.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text)
        target.write_text(text.replace(old, new), encoding="utf-8")

    def write_table(self, table: str, *rows: Sequence[Any], header: Iterable[str] = ()) -> Path:
        """Write one table of the plan register."""
        path = self.path / "geodata" / "plan" / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([list(header) or COLUMNS[table], *rows])
        return path

    def add_plan(self) -> None:
        """A small register: two places tied to features of ``well``, one tied to none."""
        self.write_table("themes", ["water", "水务", "Water"])
        self.write_table("headings", [1, "", "第一章", "One"], [1, 1, "第一节", "First"])
        self.write_table(
            "measures",
            ["1.1.1", "measure", "打井", "Dig wells", "water", "多打井。", "More wells."],
            ["1.1.2", "goal", "节水", "Save water", "water", "少用水。", "Less water."],
            ["1.1.1.1", "measure", "验水", "Test water", "water", "验水。", "Test it."],
        )
        self.write_table(
            "places",
            ["east_well", "东井", "East Well", "facility", "东边的井", "", "", ""],
            ["wells", "两口井", "Both Wells", "facility", "", "", "", ""],
            ["lost_well", "失井", "Lost Well", "facility", "", "", "", ""],
        )
        self.write_table(
            "links",
            ["1.1.1", "east_well", "uses"],
            ["1.1.1", "wells", "changes"],
            ["1.1.2", "lost_well", "mentions"],
            ["1.1.1.1", "east_well", "mentions"],
        )
        self.write_table(
            "place_features",
            ["east_well", "well", "e"],
            ["wells", "well", "e"],
            ["wells", "well", "w"],
        )

    def open(self) -> Workspace:
        """The workspace, opened."""
        return open_workspace(self.path)


def _dicts(features: Any) -> list[Mapping[str, Any]]:
    return [] if isinstance(features, bytes) else list(features)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's folder, which is the workspace that comes along."""
    return ROOT


@pytest.fixture(scope="session")
def default_workspace(repository: Path) -> Workspace:
    """The repository's workspace, opened once."""
    return open_workspace(repository)


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Callable[..., WorkspaceFolder]:
    """Makes temporary workspaces: ``workspace_folder()`` holds the layer ``well`` (e, w, n).

    ``workspace_folder(empty=True)`` holds none; ``plan=True`` adds a small plan register.
    """

    def make(name: str = "workspace", *, empty: bool = False, plan: bool = False) -> Any:
        folder = WorkspaceFolder(tmp_path / name)
        if not empty:
            folder.add_layer(
                "well",
                [
                    folder.feature("e", (117.21, 39.1), name_zh="东井"),
                    folder.feature("w", (117.19, 39.1), name_zh="西井"),
                    folder.feature("n", (117.2, 39.12), name_zh="北井"),
                ],
            )
        if plan:
            folder.add_plan()
        return folder

    return make

"""Ready declarations for layers that planners bring: TOML under layers/templates."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd

from hebei_gis.geo.crs import WGS84
from hebei_gis.intake.declaring import check_layer_id
from hebei_gis.intake.keeping import Kept, write_layer
from hebei_gis.layers.catalog import read_settings
from hebei_gis.words.errors import UnknownNameError, UploadError
from hebei_gis.words.faults import Fault
from hebei_gis.words.refusals import shown


def template_names() -> tuple[str, ...]:
    """The templates there are, in alphabetical order."""
    found = files("hebei_gis").joinpath("layers", "templates").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml")))


def read_template(name: str) -> dict[str, Any]:
    """The values of a template: a declaration whose source has no file yet.

    Raises
    ------
    UnknownNameError
        Listing the templates there are.
    """
    if name not in template_names():
        raise UnknownNameError("template", name, template_names())
    text = (
        files("hebei_gis")
        .joinpath("layers", "templates", f"{name}.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def new_layer(
    template: str, folder: Path, layer_id: str | None = None, group: str | None = None
) -> Kept:
    """Write a template's declaration and an empty data file into a workspace.

    Parameters
    ----------
    template : str
    folder : Path
        The workspace.
    layer_id : str, optional
        Else the template's name.
    group : str, optional
        Else the template's own where the workspace has it, else the workspace's first.

    Raises
    ------
    UnknownNameError
        No such template.
    UploadError
        No possible id, or a layer of that id exists.
    """
    values = read_template(template)
    settings = read_settings(folder)
    layer_id = layer_id or template
    where = f"layers/{shown(layer_id)}.toml"
    faults = check_layer_id(layer_id, where)
    if not faults and (folder / "layers" / f"{layer_id}.toml").exists():
        faults = [Fault("layer_declared", where, layer_id, answered_by=["layer_id"])]
    if faults:
        raise UploadError(faults)
    groups = [known.id for known in settings.groups]
    values["group"] = group or (values["group"] if values["group"] in groups else groups[0])
    values["source"] = {"crs": WGS84, **values["source"]}
    rows = gpd.GeoDataFrame({"key": []}, geometry=[], crs=WGS84)
    return write_layer(folder, layer_id, values, rows, "geojson", settings)

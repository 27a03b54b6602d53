"""All declarations of a workspace, its settings, and the checks between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from hebei_gis.files.toml import Part, read_toml, validated
from hebei_gis.files.workspace_folder import SETTINGS_FILE
from hebei_gis.geo.crs import is_known_crs, is_metric
from hebei_gis.layers.declaration import LayerDeclaration, Text, inspect_declaration
from hebei_gis.words.errors import LayerError, UnknownNameError, WorkspaceError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault


class Group(Part):
    """A group of layers in menus; its colour leads the hues of its layers."""

    id: Text
    title_zh: Text
    title_en: Text

    def title(self, language: str) -> str:
        """The group's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en


class Basemap(Part):
    """A background map the user may choose; none is fetched until chosen.

    ``url`` is an XYZ template or a WMTS KVP template with {x}, {y}, {z}; ``{key}`` in it is
    replaced by the key the user types. ``datum`` says in which datum its tiles lie.
    """

    id: Text
    title_zh: Text
    title_en: Text
    url: Text
    attribution: Text
    datum: Annotated[str, Field(pattern=r"^(WGS84|CGCS2000|GCJ-02|BD-09)$")] = "WGS84"
    subdomains: str = ""
    max_zoom: Annotated[int, Field(ge=1, le=24)] = 18
    key_needed: bool = False

    def title(self, language: str) -> str:
        """The basemap's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en


class Settings(Part):
    """``workspace.toml``: what this workspace is.

    ``bounds`` are west, south, east, north in WGS 84 degrees; ``metre_crs`` is the projected
    CRS in which distances and areas are computed.
    """

    name_zh: Text
    name_en: Text
    adcode: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    plan_zh: Text
    plan_en: Text
    metre_crs: Annotated[str, Field(pattern=r"^EPSG:[0-9]+$")]
    bounds: tuple[float, float, float, float] = Field(strict=False)
    boundary: Text | None = None
    groups: tuple[Group, ...] = Field(strict=False, min_length=1)
    basemaps: tuple[Basemap, ...] = Field(default=(), strict=False)
    #: Of uploads; hebei_gis.files.limits has the names and checks them.
    limits: Mapping[str, int] = Field(default_factory=dict)

    @field_validator("metre_crs")
    @classmethod
    def _measures_in_metres(cls, code: str) -> str:
        if not (is_known_crs(code) and is_metric(code)):
            raise ValueError(term("crs_in_metres"))
        return code

    @field_validator("bounds")
    @classmethod
    def _bounds_in_order(
        cls, bounds: tuple[float, float, float, float]
    ) -> tuple[float, float, float, float]:
        west, south, east, north = bounds
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError(term("bounds_in_degrees"))
        return bounds

    def name(self, language: str) -> str:
        """The district's name in ``zh`` or ``en``."""
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class Catalog:
    """The declared layers of a workspace.

    Attributes
    ----------
    folder : Path
        The workspace.
    settings : Settings
    declarations : mapping of layer id to LayerDeclaration
        The sound ones, in menu order (group, order, id).
    faults : mapping of layer id to faults
        The declarations that were left out, and why; under ``workspace.toml`` the names it
        gives that are not there.
    doubtful : mapping of layer id to LayerDeclaration
        Of those left out, the ones that can be read, so that the files they name can be
        checked too.
    """

    folder: Path
    settings: Settings
    declarations: Mapping[str, LayerDeclaration]
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    doubtful: Mapping[str, LayerDeclaration] = field(default_factory=dict)

    def declaration(self, layer_id: str) -> LayerDeclaration:
        """The declaration of a sound layer.

        Raises
        ------
        UnknownNameError
            Listing the layers there are.
        """
        try:
            return self.declarations[layer_id]
        except KeyError:
            raise UnknownNameError("layer", layer_id, list(self.declarations)) from None


def read_settings(folder: Path) -> Settings:
    """Read ``workspace.toml``.

    Raises
    ------
    WorkspaceError
        With every fault at once.
    """
    try:
        values = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
        settings = validated(Settings, values, SETTINGS_FILE)
    except LayerError as error:
        raise WorkspaceError(error.faults) from error
    faults = [
        Fault("duplicate_id", term("part_of", file=SETTINGS_FILE, part=part), name, expected)
        for part, ids in (
            ("[[groups]]", [group.id for group in settings.groups]),
            ("[[basemaps]]", [basemap.id for basemap in settings.basemaps]),
        )
        for name in dict.fromkeys(name for name in ids if ids.count(name) > 1)
        for expected in (term("an_id_once"),)
    ]
    if faults:
        raise WorkspaceError(faults)
    return settings


def read_catalog(folder: Path) -> Catalog:
    """Read the settings and every declaration of a workspace.

    Declarations with faults are left out and listed under ``faults``.

    Raises
    ------
    WorkspaceError
        Where ``workspace.toml`` itself cannot be used.
    """
    settings = read_settings(folder)
    declarations: dict[str, LayerDeclaration] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    doubtful: dict[str, LayerDeclaration] = {}
    for path in sorted((folder / "layers").glob("*.toml")):
        declaration, found = inspect_declaration(path)
        if found:
            faults[path.stem] = tuple(found)
        if declaration:
            (doubtful if found else declarations)[path.stem] = declaration
    groups = [group.id for group in settings.groups]
    for layer_id, declaration in list(declarations.items()):
        found = _cross_faults(declaration, declarations, faults, groups)
        if found:
            faults[layer_id] = tuple(found)
            doubtful[layer_id] = declarations.pop(layer_id)
    boundary = settings.boundary
    if boundary is not None and boundary not in declarations and boundary not in faults:
        where = term("part_of", file=SETTINGS_FILE, part="boundary")
        known = term("one_of", names=listed(sorted(declarations)))
        faults[SETTINGS_FILE] = (Fault("unknown_reference", where, boundary, known),)
    ordered = sorted(declarations.values(), key=lambda d: (groups.index(d.group), d.order, d.id))
    return Catalog(folder, settings, {d.id: d for d in ordered}, faults, doubtful)


def _cross_faults(
    declaration: LayerDeclaration,
    declarations: Mapping[str, LayerDeclaration],
    faults: Mapping[str, tuple[Fault, ...]],
    groups: list[str],
) -> list[Fault]:
    found = []
    if declaration.group not in groups:
        where = term("part_of", file=declaration.where, part="group")
        known = term("one_of_in", names=groups, file=SETTINGS_FILE)
        found.append(Fault("unknown_reference", where, declaration.group, known))
    if declaration.recipe:
        where = term("part_of", file=declaration.where, part="[recipe]")
        for layer_id in declaration.recipe.layers:
            source = declarations.get(layer_id)
            if source is None and layer_id in faults:
                found.append(Fault("left_out_source", where, layer_id, term("a_sound_layer")))
            elif source is None:
                known = term("one_of", names=listed(sorted(declarations)))
                found.append(Fault("unknown_reference", where, layer_id, known))
            elif source.recipe:
                # One level keeps the order of derivation plain and rules out circles.
                expected = term("a_source_not_recipe")
                found.append(Fault("bad_value", where, layer_id, expected))
    return found

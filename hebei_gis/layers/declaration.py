"""A layer's declaration: what it is, where it comes from, how good it is, how it is drawn.

Read from ``layers/<id>.toml``; layers/README.md documents every field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    Field,
    field_validator,
    model_validator,
)

from hebei_gis.files.toml import Part, inspected, read_toml
from hebei_gis.geo.crs import is_known_crs
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

Basis = Literal[
    "surveyed",
    "official_plan",
    "openstreetmap",
    "vendor_map",
    "approximate",
    "sketch",
    "demonstration",
]
#: Best first.
BASES: tuple[Basis, ...] = (
    "surveyed",
    "official_plan",
    "openstreetmap",
    "vendor_map",
    "approximate",
    "sketch",
    "demonstration",
)
GeometryType = Literal[
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"
]
Symbol = Literal["circle", "square", "triangle", "diamond", "star", "cross", "plus", "pentagon"]
Text = Annotated[str, Field(min_length=1)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Metres = Annotated[float, Field(ge=0, le=100_000)]
LAYER_ID = re.compile(r"^[a-z][a-z0-9_]{0,62}$")
#: Names of columns that no field may take: they come from [shape].
SHAPE_COLUMNS = ("key", "geometry")
_BETWEEN_CREDITS = re.compile(r"；|; ")


def worse_than_openstreetmap(basis: str) -> bool:
    """Whether features of this basis are drawn dashed or hollow."""
    return basis not in BASES or BASES.index(basis) > BASES.index("openstreetmap")


class Source(Part):
    """A data file of the workspace and what is known of it."""

    file: Text
    layer: Text | None = None
    crs: Text | None = None
    datum: Literal["GCJ-02", "BD-09"] | None = None
    encoding: Text | None = None
    sha256: Hash
    rows: Annotated[int, Field(ge=0)]
    licence: Text
    licence_zh: Text | None = None
    attribution_zh: Text
    attribution_en: Text
    retrieved: Text
    #: How the file came to be: original file, datum, mends (written by an import).
    history: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("crs")
    @classmethod
    def _crs_is_known(cls, crs: str | None) -> str | None:
        if crs is not None and not is_known_crs(crs):
            raise ValueError(term("crs_that_exists"))
        return crs

    @model_validator(mode="after")
    def _one_reference_system(self) -> Source:
        if (self.crs is None) == (self.datum is None):
            raise ValueError(term("crs_or_datum_key"))
        return self

    @property
    def reference_system(self) -> str:
        """The EPSG code or the name of the shifted datum."""
        return self.crs or self.datum or ""


class RecipeInput(Part):
    """Features of another layer: all of them, or one by its key."""

    layer: Text
    key: Text | None = None


class RecipeFeature(Part):
    """One derived feature: its inputs are joined to one shape, then the step is taken."""

    key: Text
    name_zh: Text
    name_en: Text
    inputs: tuple[RecipeInput, ...] = Field(alias="from", strict=False, min_length=1)


class Recipe(Part):
    """How a layer is derived from others: ``union``, or ``buffer`` by a distance; then clipped."""

    step: Literal["buffer", "union"]
    distance_m: Metres | None = None
    clip: Text | None = None
    reason_zh: Text
    reason_en: Text
    feature: tuple[RecipeFeature, ...] = Field(strict=False, min_length=1)

    @model_validator(mode="after")
    def _distance_where_needed(self) -> Recipe:
        if (self.step == "buffer") != (self.distance_m is not None):
            raise ValueError(term("distance_with_buffer"))
        return self

    @property
    def layers(self) -> tuple[str, ...]:
        """Ids of all layers the recipe reads."""
        named = {part.layer for feature in self.feature for part in feature.inputs}
        return tuple(sorted(named | ({self.clip} if self.clip else set())))


class Shape(Part):
    """Geometry types and the column that identifies a row."""

    geometry: tuple[GeometryType, ...] = Field(strict=False, min_length=1)
    key: Text


class StyleClass(Part):
    """Colour and name of one value of ``style.by``."""

    value: str
    color: Colour
    title_zh: Text
    title_en: Text


class Style(Part):
    """How the layer is drawn; colours as #RRGGBB, sizes in pixels."""

    color: Colour
    fill_opacity: Share = 0.3
    width_px: Annotated[float, Field(ge=0, le=20)] = 2
    radius_px: Annotated[float, Field(ge=1, le=30)] = 5
    symbol: Symbol = "circle"
    label: bool = False
    z: int = 300
    visible: bool = False
    by: Text | None = None
    classes: tuple[StyleClass, ...] = Field(default=(), alias="class", strict=False)


class ColumnTitle(Part):
    """What a column is called on pages."""

    title_zh: Text
    title_en: Text


class Quality(Part):
    """Basis and accuracy of rows that state none of their own."""

    basis: Basis
    accuracy_m: Metres


class LayerDeclaration(Part):
    """One declared layer; ``id`` is the stem of its file."""

    id: Annotated[str, Field(pattern=LAYER_ID.pattern)]
    title_zh: Text
    title_en: Text
    about_zh: Text
    about_en: Text
    group: Text
    order: int
    #: Quiet ground to read a map by (streets, water), not what the map is about.
    ground: bool = False
    source: Source | None = None
    recipe: Recipe | None = None
    shape: Shape
    fields: Mapping[str, str] = Field(default_factory=dict)
    style: Style
    #: The nearest of its features is told for every place that is asked about.
    nearest: bool = False
    quality: Quality | None = None
    #: Titles of the layer's own columns; others are called as their file calls them.
    columns: Mapping[str, ColumnTitle] = Field(default_factory=dict)

    @field_validator("fields")
    @classmethod
    def _each_column_once(cls, fields: Mapping[str, str]) -> Mapping[str, str]:
        ours = list(fields.values())
        wrong = [name for name in dict.fromkeys(ours) if ours.count(name) > 1]
        wrong += [name for name in SHAPE_COLUMNS if name in ours]
        if wrong:
            raise ValueError(term("columns_once", ours=list(SHAPE_COLUMNS), wrong=wrong))
        return fields

    @model_validator(mode="after")
    def _source_or_recipe(self) -> LayerDeclaration:
        if (self.source is None) == (self.recipe is None):
            raise ValueError(term("source_or_recipe"))
        if (self.source is None) != (self.quality is None):
            raise ValueError(term("quality_with_source"))
        return self

    @property
    def where(self) -> str:
        """The declaration's file, as messages name it."""
        return f"layers/{self.id}.toml"

    def licence(self, language: str = "en") -> str:
        """Licence of the source; a derived layer names none of its own."""
        if self.source is None:
            return ""
        source, unstated = self.source, term("not_stated")
        if language != "zh":
            return source.licence
        silent = source.licence == unstated.text("en")
        return source.licence_zh or (unstated.text("zh") if silent else source.licence)

    def title(self, language: str) -> str:
        """The layer's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en

    def column_title(self, column: str, language: str) -> str:
        """What a column is called; its own name where none is declared."""
        declared = self.columns.get(column)
        if declared is None:
            return column
        return declared.title_zh if language == "zh" else declared.title_en

    def value_title(self, column: str, value: str, language: str) -> str:
        """What a value is called: by its class, where the layer is drawn by the column."""
        if column != self.style.by:
            return value
        known = next((one for one in self.style.classes if one.value == value), None)
        if known is None:
            return value
        return known.title_zh if language == "zh" else known.title_en


def read_declaration(path: Path) -> LayerDeclaration:
    """Read one ``layers/<id>.toml``.

    Raises
    ------
    LayerError
        With every fault of the declaration at once.
    """
    declaration, faults = inspect_declaration(path)
    if declaration is None or faults:
        raise LayerError(faults)
    return declaration


def inspect_declaration(path: Path) -> tuple[LayerDeclaration | None, list[Fault]]:
    """Read one ``layers/<id>.toml`` and list its faults.

    Where unknown keys are all that is wrong, the declaration comes too, without them: what it
    names can then be checked all the same.
    """
    where = f"layers/{path.name}"
    try:
        values = read_toml(path, where)
    except LayerError as error:
        return None, list(error.faults)
    stem = values.pop("id", None)
    built, faults = inspected(LayerDeclaration, {**values, "id": path.stem}, where)
    if stem is not None:
        faults.append(Fault("unknown_key", where, "id", term("none_file_name_is_id")))
    return built, faults


def credits_joined(texts: Iterable[str], language: str = "en") -> str:
    """Licences or attributions of several layers as one text, each once."""
    named = (part for text in texts for part in _BETWEEN_CREDITS.split(text) if part)
    return ("；" if language == "zh" else "; ").join(dict.fromkeys(named))

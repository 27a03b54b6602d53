"""Rows as stored → a PreparedLayer in metres; and layers derived from others by a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.geo.crs import WGS84, declared_to_crs, to_datum
from hebei_gis.geo.repair import Ways, flatten, repair
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.declaration import BASES, LayerDeclaration, Recipe, Source
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault, Issue
from hebei_gis.words.refusals import names_listed

#: Columns every prepared layer has, in this order, before its own.
STANDARD_COLUMNS = (
    "name_zh",
    "name_en",
    "basis",
    "accuracy_m",
    "source",
    "source_zh",
    "note_zh",
    "note_en",
)
#: A recipe's steps in Chinese.
_STEPS_ZH = {"buffer": "缓冲", "union": "合并"}
#: At most this many rows are named in a fault.
_NAMED = 5


@dataclass(frozen=True, eq=False)
class PreparedLayer:
    """Features that can be trusted to be measurable.

    Attributes
    ----------
    declaration : LayerDeclaration
    features : GeoDataFrame
        In the workspace's metre CRS; index ``key`` (unique text); valid, non-empty shapes;
        :data:`STANDARD_COLUMNS` (basis and accuracy_m on every row), then the layer's own.
    issues : tuple of Issue
        Rows that were mended or left out.
    """

    declaration: LayerDeclaration
    features: gpd.GeoDataFrame
    issues: tuple[Issue, ...] = field(default=())

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.declaration.id

    @property
    def worst_basis(self) -> str:
        """The worst basis among the features, or the declared one where there are none."""
        if self.features.empty:
            quality = self.declaration.quality
            return quality.basis if quality else BASES[-1]
        return worst_basis(self.features["basis"])

    @property
    def largest_accuracy_m(self) -> float:
        """The largest accuracy radius among the features, in metres."""
        if self.features.empty:
            quality = self.declaration.quality
            return float(quality.accuracy_m) if quality else 0.0
        return float(self.features["accuracy_m"].max())


def worst_basis(values: pd.Series) -> str:
    """The worst of the bases in a column."""
    return str(max(values, key=BASES.index))


def prepare_layer(
    rows: gpd.GeoDataFrame, declaration: LayerDeclaration, settings: Settings
) -> PreparedLayer:
    """Rename, check, repair and project the rows of a file.

    Parameters
    ----------
    rows : GeoDataFrame
        As :func:`hebei_gis.layers.reading.read_layer_file` returns them.
    declaration : LayerDeclaration
    settings : Settings
        For the metre CRS and the bounds.

    Returns
    -------
    PreparedLayer
        Rows in the file's order. Null and empty geometries are left out, invalid ones
        repaired; each is an issue.

    Raises
    ------
    LayerError
        Empty or duplicate keys, an unknown basis, a geometry type that is not declared,
        coordinates outside the bounds: every fault at once.
    """
    source = declaration.source
    if source is None:
        raise LayerError([Fault("missing_key", declaration.where, "", "[source]")])
    named = _named_columns(rows, declaration)
    faults = [
        *_style_faults(named, declaration),
        *_key_faults(named, source.file),
        *_accuracy_faults(rows, declaration, source.file),
        *_quality_faults(named, source.file),
    ]
    in_degrees, issues, unrepaired = _repaired(named, source)
    faults += unrepaired
    faults += _type_faults(in_degrees, declaration, source.file)
    faults += _bounds_faults(in_degrees, settings, source.file)
    if faults:
        raise LayerError(faults)
    in_metres = to_datum(in_degrees, settings.metre_crs).set_index("key")
    return PreparedLayer(declaration, in_metres, tuple(issues))


def derive_layer(
    declaration: LayerDeclaration, sources: Mapping[str, PreparedLayer], settings: Settings
) -> PreparedLayer:
    """Derive a layer by its recipe.

    Each feature has the worst basis and the largest accuracy of its inputs (the clipping
    layer included), and its source names them, in English and in Chinese.

    Raises
    ------
    LayerError
        Where a layer or a key the recipe names is missing.
    """
    recipe = declaration.recipe
    if recipe is None:
        raise LayerError([Fault("missing_key", declaration.where, "", "[recipe]")])
    where = f"{declaration.where} [recipe]"
    missing = [name for name in recipe.layers if name not in sources]
    if missing:
        raise LayerError([Fault("left_out_source", where, n, "a sound layer") for n in missing])
    clip = sources[recipe.clip].features if recipe.clip else None
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    issues: list[Issue] = []
    for feature in recipe.feature:
        parts = []
        for part in feature.inputs:
            available = sources[part.layer].features
            if part.key is None:
                parts.append(available)
            elif part.key in available.index:
                parts.append(available.loc[[part.key]])
            else:
                known = ", ".join(map(str, available.index[:20]))
                found = f"{part.layer}/{part.key}"
                faults.append(Fault("unknown_reference", where, found, f"one of {known}"))
        if not parts:
            continue
        inputs = pd.concat(parts)
        shape = _stepped(shapely.union_all(inputs.geometry.to_numpy()), recipe)
        if clip is not None:
            shape = shapely.intersection(shape, shapely.union_all(clip.geometry.to_numpy()))
            inputs = pd.concat([inputs, clip])
        if shape.is_empty:
            issues.append(Issue("dropped_geometry", feature.key, "nothing is left after clipping"))
            continue
        rows.append(
            {
                "key": feature.key,
                "name_zh": feature.name_zh,
                "name_en": feature.name_en,
                "basis": worst_basis(inputs["basis"]),
                "accuracy_m": float(inputs["accuracy_m"].max()),
                "source": _recipe_source(recipe, inputs),
                "source_zh": _recipe_source_zh(recipe, inputs, sources),
                "note_zh": recipe.reason_zh,
                "note_en": recipe.reason_en,
                "geometry": shape,
            }
        )
    if faults:
        raise LayerError(faults)
    columns = ["key", *STANDARD_COLUMNS, "geometry"]
    features = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=columns), geometry="geometry", crs=settings.metre_crs
    )
    faults = _style_faults(features, declaration)
    if faults:
        raise LayerError(faults)
    return PreparedLayer(declaration, features.set_index("key"), tuple(issues))


def _style_faults(features: gpd.GeoDataFrame, declaration: LayerDeclaration) -> list[Fault]:
    by = declaration.style.by
    columns = [str(name) for name in features.columns if name != features.geometry.name]
    if by is None or by in columns:
        return []
    return [Fault("unknown_reference", f"{declaration.where} [style] by", by, ", ".join(columns))]


def _stepped(shape: Any, recipe: Recipe) -> Any:
    if recipe.distance_m is None:
        return shape
    return shapely.buffer(shape, recipe.distance_m, quad_segs=16)


def _recipe_source(recipe: Recipe, inputs: pd.DataFrame) -> str:
    step = f"{recipe.step} {recipe.distance_m:g} m" if recipe.distance_m else recipe.step
    clipped = f", clipped to {recipe.clip}" if recipe.clip else ""
    names = "; ".join(dict.fromkeys(str(source) for source in inputs["source"]))
    return f"derived ({step}{clipped}) from: {names}"


def _recipe_source_zh(
    recipe: Recipe, inputs: pd.DataFrame, sources: Mapping[str, PreparedLayer]
) -> str:
    step = _STEPS_ZH[recipe.step] + (f" {recipe.distance_m:g} 米" if recipe.distance_m else "")
    clipped = f",裁剪到“{sources[recipe.clip].declaration.title_zh}”" if recipe.clip else ""
    names = "".join(f"“{source}”" for source in dict.fromkeys(inputs["source_zh"]) if source)
    return f"由{names or '所列图层'}派生({step}{clipped})"


def _named_columns(rows: gpd.GeoDataFrame, declaration: LayerDeclaration) -> gpd.GeoDataFrame:
    """The declared columns under our names, the standard ones filled in."""
    chosen: dict[str, Any] = {}
    shape = declaration.shape
    empty = pd.Series(index=rows.index, dtype="object")
    chosen["key"] = _as_text(rows[shape.key]) if shape.key in rows else empty
    for stored, ours in declaration.fields.items():
        chosen[ours] = rows.get(stored, empty)
    for name in STANDARD_COLUMNS:
        chosen.setdefault(name, empty)
        if name not in ("basis", "accuracy_m"):
            chosen[name] = _as_text(chosen[name])
    chosen["name_en"] = chosen["name_en"].where(chosen["name_en"] != "", chosen["name_zh"])
    in_chinese = chosen["source_zh"]
    chosen["source_zh"] = in_chinese.where(in_chinese != "", chosen["source"])
    quality = declaration.quality
    if quality is None:
        raise LayerError([Fault("missing_key", declaration.where, "", "[quality]")])
    basis = _as_text(chosen["basis"])
    chosen["basis"] = basis.where(basis != "", quality.basis)
    accuracy = pd.to_numeric(chosen["accuracy_m"], errors="coerce").astype(float)
    chosen["accuracy_m"] = accuracy.fillna(float(quality.accuracy_m))
    own = [c for c in chosen if c not in ("key", *STANDARD_COLUMNS)]
    ordered = {name: chosen[name] for name in ("key", *STANDARD_COLUMNS, *own)}
    return gpd.GeoDataFrame(ordered, geometry=rows.geometry.to_numpy(), index=rows.index)


def _as_text(values: pd.Series[Any]) -> pd.Series[str]:
    return values.map(_cell_text).astype("object")


def _cell_text(value: Any) -> str:
    """A cell as text: missing ones are empty, several values stand beside one another."""
    if pd.api.types.is_list_like(value):
        return "; ".join(str(part) for part in value)
    return "" if pd.isna(value) else str(value)


def _key_faults(named: gpd.GeoDataFrame, where: str) -> list[Fault]:
    faults = []
    keys = named["key"].dropna()  # missing where the file lacks the column: told by reading
    empty = [str(number + 1) for number, key in enumerate(keys) if key == ""]
    if empty:
        faults.append(Fault("empty_key", where, f"row {_first(empty)}", "a key on every row"))
    repeated = keys[keys.duplicated() & (keys != "")].unique()
    if len(repeated):
        faults.append(Fault("duplicate_key", where, _first(repeated), "one row a key"))
    return faults


def _first(names: Iterable[Any]) -> str:
    """The first names, and how many more there are."""
    listed = [str(name) for name in names]
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _accuracy_faults(
    rows: gpd.GeoDataFrame, declaration: LayerDeclaration, where: str
) -> list[Fault]:
    stored = [column for column, ours in declaration.fields.items() if ours == "accuracy_m"]
    values = rows[stored[0]] if stored and stored[0] in rows else pd.Series(dtype=object)
    texts = _as_text(values)
    wrong = texts[(texts.str.strip() != "") & pd.to_numeric(texts, errors="coerce").isna()]
    if wrong.empty:
        return []
    found = _first(dict.fromkeys(wrong))
    return [Fault("bad_value", f"{where} {stored[0]}", found, "a number of metres")]


def _quality_faults(named: gpd.GeoDataFrame, where: str) -> list[Fault]:
    faults = []
    for basis in sorted(set(named["basis"]) - set(BASES)):
        faults.append(Fault("bad_value", f"{where} basis", basis, f"one of {', '.join(BASES)}"))
    if (named["accuracy_m"] < 0).any():
        lowest = f"{named['accuracy_m'].min():g}"
        faults.append(Fault("bad_value", f"{where} accuracy_m", lowest, "0 or more metres"))
    return faults


def _repaired(
    named: gpd.GeoDataFrame, source: Source
) -> tuple[gpd.GeoDataFrame, list[Issue], list[Fault]]:
    """Rows in WGS 84 degrees with valid shapes; those without one are left out."""
    keys = [str(key) for key in named["key"]]
    flat = flatten(named.geometry.to_numpy(), keys)
    kept = named.set_geometry(gpd.GeoSeries(flat.shapes, index=named.index))
    in_degrees = declared_to_crs(kept, source.reference_system, WGS84)
    sound = repair(in_degrees.geometry.to_numpy(), Ways(either=True), keys)
    faults = [
        Fault(
            "shape_undecided",
            source.file,
            term(f"shapes_{doubt}", rows=names_listed(keys[row] for row in rows)),
            term("valid_shapes"),
        )
        for doubt, rows in sound.doubts.items()
        if doubt != "mixed"  # another geometry type than declared, which is told
    ]
    repaired = in_degrees.set_geometry(
        gpd.GeoSeries(sound.shapes, index=in_degrees.index, crs=WGS84)
    )
    rows = repaired.loc[~shapely.is_missing(sound.shapes)]
    # Heights belong to no prepared layer: that they are dropped is no news of one.
    issues = [issue for issue in (*flat.issues, *sound.issues) if issue.kind != "height_dropped"]
    return rows, issues, faults


def _type_faults(named: gpd.GeoDataFrame, declaration: LayerDeclaration, where: str) -> list[Fault]:
    allowed: set[str] = set(declaration.shape.geometry)
    # A part and its multi-part are one kind: repairs and file formats turn one to the other.
    allowed |= {f"Multi{name}" for name in allowed if not name.startswith("Multi")}
    other = sorted(set(named.geometry.geom_type) - allowed)
    if not other:
        return []
    return [Fault("wrong_geometry", where, ", ".join(other), ", ".join(declaration.shape.geometry))]


def _bounds_faults(in_degrees: gpd.GeoDataFrame, settings: Settings, where: str) -> list[Fault]:
    west, south, east, north = settings.bounds
    extent = in_degrees.geometry.bounds
    inside = (
        (extent["minx"] >= west)
        & (extent["miny"] >= south)
        & (extent["maxx"] <= east)
        & (extent["maxy"] <= north)
    )
    if inside.all():
        return []
    outside = [
        f"{key} ({', '.join(f'{value:.5f}' for value in box)})"
        for key, box in zip(in_degrees["key"][~inside], extent[~inside].to_numpy(), strict=True)
    ]
    return [Fault("outside_bounds", where, _first(outside), str(list(settings.bounds)))]

"""Layers derived from others by a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.geo.repair import Ways, repair
from hebei_gis.geo.shapes import shape_array
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.checks import key_faults, style_faults, type_faults
from hebei_gis.layers.declaration import LayerDeclaration, Recipe
from hebei_gis.layers.preparing import STANDARD_COLUMNS, PreparedLayer, worst_basis
from hebei_gis.words.errors import LayerError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault, Issue

#: At most so many keys are listed where one is unknown.
_KNOWN = 20


def derive_layer(
    declaration: LayerDeclaration, sources: Mapping[str, PreparedLayer], settings: Settings
) -> PreparedLayer:
    """Derive a layer by its recipe.

    Each feature has the worst basis and the largest accuracy of its inputs (the clipping
    layer included), and its source names them, in English and in Chinese.

    Raises
    ------
    LayerError
        Where a layer or a key the recipe names is missing, keys stand twice, or the result is
        of a geometry type that is not declared.
    """
    recipe = declaration.recipe
    if recipe is None:
        raise LayerError([Fault("missing_key", declaration.where, expected="[recipe]")])
    where = term("part_of", file=declaration.where, part="[recipe]")
    missing = [name for name in recipe.layers if name not in sources]
    if missing:
        expected = term("a_sound_layer")
        raise LayerError([Fault("left_out_source", where, name, expected) for name in missing])
    clip = sources[recipe.clip].features if recipe.clip else None
    clip_zh = sources[recipe.clip].declaration.title_zh if recipe.clip else None
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
                known = term("one_of", names=listed(available.index, _KNOWN))
                found = f"{part.layer}/{part.key}"
                faults.append(Fault("unknown_reference", where, found, known))
        if not parts:
            continue
        inputs = pd.concat(parts)
        shape = _stepped(shapely.union_all(inputs.geometry.to_numpy()), recipe)
        if clip is not None:
            shape = shapely.intersection(shape, shapely.union_all(clip.geometry.to_numpy()))
            inputs = pd.concat([inputs, clip])
        # Where a clip only touches, lines and points are left beside areas.
        (shape,) = repair(shape_array([shape]), Ways(either=True, largest=True)).shapes
        if shape is None or shape.is_empty:
            reason = term("nothing_left_after_clipping")
            issues.append(Issue("dropped_geometry", feature.key, reason=reason))
            continue
        rows.append(
            {
                "key": feature.key,
                "name_zh": feature.name_zh,
                "name_en": feature.name_en,
                "basis": worst_basis(inputs["basis"]),
                "accuracy_m": float(inputs["accuracy_m"].max()),
                "source": _source(recipe, inputs["source"], recipe.clip, "en"),
                "source_zh": _source(recipe, inputs["source_zh"], clip_zh, "zh"),
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
    faults = [
        *style_faults(features, declaration),
        *key_faults(features, where),
        *type_faults(features, declaration, where),
    ]
    if faults:
        raise LayerError(faults)
    return PreparedLayer(declaration, features.set_index("key"), tuple(issues))


def _stepped(shape: Any, recipe: Recipe) -> Any:
    if recipe.distance_m is None:
        return shape
    return shapely.buffer(shape, recipe.distance_m, quad_segs=16)


def _source(recipe: Recipe, names: Iterable[str], clip: str | None, language: str) -> str:
    """How a derived feature came to be: step, clip, and the sources of its inputs."""
    step = (
        term("step_by", step=term(f"step_{recipe.step}"), metres=recipe.distance_m)
        if recipe.distance_m
        else term(f"step_{recipe.step}")
    )
    clipped = term("clipped_to", layer=clip) if clip else term("not_clipped")
    known = [str(name) for name in dict.fromkeys(names) if name]
    inputs = "".join(f"“{name}”" for name in known) if language == "zh" else "; ".join(known)
    sources = inputs or term("layers_named")
    return term("derived_from", step=step, clipped=clipped, sources=sources).text(language)

"""What applies at a place as a sheet of Word and as GeoJSON."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.formats.geojson import to_geojson
from hebei_gis.geo.crs import CGCS2000, WGS84, declared_to_crs
from hebei_gis.here import Here, Met, here_values
from hebei_gis.layers.declaration import credits_joined
from hebei_gis.papers.word_file import WordFile
from hebei_gis.words.legend import BASIS_TITLES
from hebei_gis.words.papers import say
from hebei_gis.workspace import Workspace

#: Rows of each table of the sheet, so that the usual case is one page.
_FEATURES, _ENTRIES = 14, 14
_FEATURE_COLUMNS = ("relation", "layer", "name", "distance", "basis")
_ENTRY_COLUMNS = ("relation", "entry", "through", "figures")


def here_words(workspace: Workspace, found: Here, language: str) -> str:
    """The answer in one line: where the place lies, the plan's entries, the nearest."""
    parts = [one.name(language) for one in found.within[:3]]
    parts += [f"{one.entry.id} {one.entry.name(language)}" for one in found.entries[:2]]
    parts += [f"{one.name(language)} {_distance(one, language)}" for one in found.nearest[:1]]
    return " · ".join(parts) or nothing_words(found, language)


def nothing_words(found: Here, language: str) -> str:
    """That nothing is there, or that the place lies outside."""
    if found.outside_m > 0:
        return say("here_outside", language, metres=f"{found.outside_m:,.0f}")
    return say("here_nothing", language, radius=f"{found.spot.radius_m:,.0f}")


def place_rows(workspace: Workspace, found: Here) -> list[tuple[str, str]]:
    """The place's position in each system: name and numbers."""
    spot = found.spot
    point = gpd.GeoDataFrame(geometry=[shapely.Point(spot.lon, spot.lat)])
    rows = [("WGS 84", f"{spot.lon:.6f}°, {spot.lat:.6f}°")]
    moved: Any = declared_to_crs(point, WGS84, CGCS2000).geometry.iloc[0]
    rows.append(("CGCS2000", f"{moved.x:.6f}°, {moved.y:.6f}°"))
    metre_crs = workspace.settings.metre_crs
    flat: Any = declared_to_crs(point, WGS84, metre_crs).geometry.iloc[0]
    rows.append((metre_crs, f"{flat.x:,.1f}, {flat.y:,.1f} m"))
    return rows


def feature_cells(workspace: Workspace, one: Met, language: str) -> list[str]:
    """A feature as a row: relation, layer, name, distance or share, basis and accuracy."""
    layer = workspace.layers[one.ref.layer].declaration.title(language)
    if one.share is not None and one.relation != "near":
        percent = "<1" if 0 < one.share < 0.005 else f"{one.share * 100:.0f}"
        far = say("here_share", language, percent=percent)
    else:
        far = _distance(one, language)
    basis = f"{BASIS_TITLES[one.basis][language]} ±{one.accuracy_m:,.0f} m"
    return [say(f"here_{one.relation}", language), layer, one.name(language), far, basis]


def write_here(
    workspace: Workspace, found: Here, language: str, date: datetime.date | None = None
) -> bytes:
    """The sheet as .docx: position, features, entries, the nearest, sources."""
    date = date or datetime.date.today()
    title = say("here_title", language)
    shown = [one for one in found.features if one.relation != "near"]
    shown += [one for one in found.features if one.relation == "near"][: _FEATURES // 2]
    mark = any(one.basis == "demonstration" for one in (*shown, *found.nearest))
    word = WordFile(title, language, date)
    word.head_and_foot(title, say("page", language, page="{page}", pages="{pages}"))
    word.title(title, [f"{workspace.settings.name(language)} · {date.isoformat()}"])
    if mark:
        word.warning(say("here_demonstration", language))
    lines = [f"{name}: {numbers}" for name, numbers in place_rows(workspace, found)]
    accuracy = say("here_accuracy", language, metres=f"{found.spot.accuracy_m:,.0f}")
    word.text("   ".join([*lines, accuracy]))
    if found.outside_m > 0 or not found.features:
        word.text(nothing_words(found, language))
    if shown:
        rows = [feature_cells(workspace, one, language) for one in shown]
        _table(word, "here_features", _FEATURE_COLUMNS, rows, [1.6, 3.4, 5.4, 2.2, 3.6], language)
    if found.entries:
        rows = [
            [
                say(f"here_{one.relation}", language),
                f"{one.entry.id} {one.entry.name(language)}",
                one.through.name(language),
                "; ".join(f"{i.name(language)} {i.value_text}" for i in one.indicators[:2]),
            ]
            for one in found.entries
        ]
        _table(word, "here_entries", _ENTRY_COLUMNS, rows, [1.6, 6.0, 4.0, 4.6], language)
    if found.nearest:
        rows = [feature_cells(workspace, one, language)[1:] for one in found.nearest]
        _table(word, "here_nearest", _FEATURE_COLUMNS[1:], rows, [3.4, 6.4, 2.4, 4.0], language)
    word.text(say("here_meaning", language), grey=True)
    word.text(say("here_indicative", language))
    names = dict.fromkeys(one.ref.layer for one in (*shown, *found.nearest))
    credits = credits_joined([workspace.attribution(name, language) for name in names], language)
    if credits:
        word.text(say("here_sources", language, words=credits), grey=True)
    return word.content()


def _table(
    word: WordFile,
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_cm: Sequence[float],
    language: str,
) -> None:
    named = [say(f"here_column_{name}", language) for name in header]
    title = say(caption, language).replace("{", "{{").replace("}", "}}")
    number = say("table_number", language, number="{number}", title=title)
    word.table(number, named, rows[:_ENTRIES], widths_cm)
    if len(rows) > _ENTRIES:
        word.text(say("here_more", language, count=len(rows) - _ENTRIES), grey=True)


def _distance(one: Met, language: str) -> str:
    return say("here_distance", language, metres=f"{one.distance_m:,.0f}")


def here_geojson(workspace: Workspace, found: Here, language: str) -> str:
    """The place and what was met as one GeoJSON in WGS 84, with relation, distance and basis."""
    values = here_values(found, language)
    rows: dict[str, dict[str, Any]] = {"place": {"kind": "place", **values["place"]}}
    shapes = [found.spot.shape]
    for one, told in zip(found.features, values["layers"], strict=True):
        layer = workspace.layers[one.ref.layer]
        name = f"{one.ref.layer}/{one.ref.key}"
        row: Any = layer.features.loc[one.ref.key]
        entries = dict.fromkeys(
            join.entry for join in workspace.links.entries_of(one.ref.layer, one.ref.key)
        )
        rows[name] = {
            "kind": "feature", **told, "source": str(row["source"]), "entries": list(entries),
            "licence": workspace.licence(one.ref.layer, language),
        }  # fmt: skip
        shapes.append(row[layer.features.geometry.name])
    frame = gpd.GeoDataFrame(
        pd.DataFrame(index=pd.Index(list(rows))), geometry=shapes,
        crs=workspace.settings.metre_crs,
    )  # fmt: skip
    return to_geojson(
        frame, rows.values(), name=say("here_title", language),
        note=say("here_indicative", language), nearest=values["nearest"],
    )  # fmt: skip

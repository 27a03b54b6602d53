"""A preview and what the user says of the layer → the values of its declaration."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from hebei_gis.geo.crs import WGS84
from hebei_gis.intake.columns import KEY, key_texts, key_word
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.declaration import BASES, LAYER_ID, LayerDeclaration
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import names_listed, shown

#: Okabe-Ito, without black and yellow: told apart by the colour-blind.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_ORDER = 900
_DRAWN_AT = {"Polygon": 190, "LineString": 290, "Point": 390}
_LISTED = 40
_KINDS = {"Point": "shapes_points", "LineString": "shapes_lines", "Polygon": "shapes_areas"}
#: Metres; a declaration takes no more.
WORST_ACCURACY_M = 100_000
#: The group of a layer of which nothing else is said, where the workspace has it.
_BASE_GROUP = "base"
#: Names a file system or a shell keeps for itself.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True)
class LayerFacts:
    """What the user says of a layer; None takes what is declared already, or a plain default.

    By default the title is that of the export it was, or the file's name, the id is made of the
    file's name, the group is the only one or ``base``; licence, attribution and the date of
    the source are not stated. Basis and accuracy have no default: a layer that is not declared
    yet needs them.
    """

    id: str | None = None
    title_zh: str | None = None
    title_en: str | None = None
    about_zh: str | None = None
    about_en: str | None = None
    group: str | None = None
    order: int | None = None
    basis: str | None = None
    accuracy_m: float | None = None
    licence: str | None = None
    licence_zh: str | None = None
    attribution_zh: str | None = None
    attribution_en: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True)
class Declared:
    """The layer's id, values for its declaration, the rows to be written, and what to say."""

    id: str
    values: dict[str, Any]
    rows: gpd.GeoDataFrame
    notes: tuple[Note, ...] = ()


def check_layer_id(layer_id: str | None, where: str) -> list[Fault]:
    """Faults of an id: it becomes the name of two files."""
    if layer_id and LAYER_ID.match(layer_id) and layer_id not in _RESERVED:
        return []
    return [Fault("layer_id_unknown", where, shown(layer_id or ""), term("an_id"))]


def layer_id_of(preview: Preview) -> str | None:
    """The id a layer has by default: that of the export it was, else its file's name.

    None where that name is no id.
    """
    exported = preview.exported.get("id")
    stem = exported if isinstance(exported, str) else _stem(preview)
    name = re.sub(r"[-. ]", "_", stem.lower())
    return name if not check_layer_id(name, "") else None


def missing_facts(
    preview: Preview, facts: LayerFacts, settings: Settings, existing: LayerDeclaration | None
) -> list[Fault]:
    """Everything that must still be said of the layer before it can be kept."""
    where = preview.inspection.name
    facts = with_defaults(preview, facts, settings, existing)
    faults = check_layer_id(facts.id, where) if facts.id else [_no_id(preview)]
    groups = [group.id for group in settings.groups]
    one_of_groups = term("one_of", names=groups)
    if facts.group is None:
        faults.append(Fault("group_not_answered", where, term("the_group"), one_of_groups))
    elif facts.group not in groups:
        faults.append(Fault("group_unknown", where, shown(facts.group), one_of_groups))
    one_of_bases = term("one_of", names=list(BASES))
    if facts.basis is None:
        faults.append(Fault("basis_not_answered", where, term("the_basis"), one_of_bases))
    elif facts.basis not in BASES:
        faults.append(Fault("basis_unknown", where, shown(facts.basis), one_of_bases))
    if facts.accuracy_m is None:
        expected = term("metres_of_accuracy")
        faults.append(Fault("accuracy_not_answered", where, term("the_accuracy"), expected))
    elif not 0 <= facts.accuracy_m <= WORST_ACCURACY_M:
        found = f"{facts.accuracy_m:g}"
        faults.append(Fault("accuracy_unusable", where, found, term("accuracy_bounds")))
    if existing is not None:
        faults += _other_geometry(preview, existing)
    return faults


def _other_geometry(preview: Preview, existing: LayerDeclaration) -> list[Fault]:
    """Where the rows are of other dimensions than the layer that they fill or replace."""
    found, declared = (
        _dimensions(names) for names in (preview.geometry_types, existing.shape.geometry)
    )
    if set(found) <= set(declared):
        return []
    where = preview.inspection.name
    words = [[term(kind) for kind in kinds] for kinds in (found, declared)]
    return [Fault("geometry_differs", where, *words, layer=existing.id)]


def _dimensions(geometry_types: Iterable[str]) -> list[str]:
    """The terms for points, lines and areas: those there are."""
    single = (name.removeprefix("Multi") for name in geometry_types)
    # A mixed collection is a question of its own.
    return list(dict.fromkeys(_KINDS[name] for name in single if name in _KINDS))


def _no_id(preview: Preview) -> Fault:
    where = preview.inspection.name
    return Fault("layer_id_unknown", where, shown(_stem(preview)), term("an_id"))


def _kept(existing: LayerDeclaration | None) -> dict[str, Any]:
    """What a replaced layer keeps beside what is asked for: how it serves, titles of columns."""
    if existing is None:
        return {}
    kept: dict[str, Any] = {name: True for name in ("ground", "nearest") if getattr(existing, name)}
    if existing.columns:
        kept["columns"] = {name: one.model_dump() for name, one in existing.columns.items()}
    return kept


def declare(
    preview: Preview,
    facts: LayerFacts,
    settings: Settings,
    existing: LayerDeclaration | None,
    language: str = "en",
) -> Declared:
    """What the declaration of an imported layer says; its ``[source]`` still lacks the file.

    Parameters
    ----------
    preview : Preview
        Without open questions.
    facts : LayerFacts
    settings : Settings
        For the groups there are.
    existing : LayerDeclaration or None
        Where the layer is declared already: its title, style and fields stay.
    language : str
        Of the history, ``en`` or ``zh``.

    Raises
    ------
    UploadError
        With everything that is not answered, at once.
    """
    faults = missing_facts(preview, facts, settings, existing)
    if faults:
        raise UploadError(faults)
    facts = with_defaults(preview, facts, settings, existing)
    notes: tuple[Note, ...] = ()
    if existing is None:
        fields, rows = _own_fields(preview), preview.rows
    else:
        fields, rows, notes = _existing_fields(preview, existing)
    said = [*preview.sentences(language), *(one.sentence(language) for one in notes)]
    file = preview.inspection
    today = datetime.date.today().isoformat()
    about = note("imported_about", file=file.name, date=today)
    origin = note(
        "imported", file=file.name, date=today, sha256=file.sha256, rows=len(preview.rows)
    )
    values: dict[str, Any] = {
        "title_zh": facts.title_zh,
        "title_en": facts.title_en,
        "about_zh": facts.about_zh or about.sentence("zh"),
        "about_en": facts.about_en or about.sentence("en"),
        "group": facts.group,
        "order": _ORDER if facts.order is None else facts.order,
        **_kept(existing),
        "source": {
            "crs": WGS84,
            "licence": facts.licence,
            "licence_zh": facts.licence_zh,
            "attribution_zh": facts.attribution_zh,
            "attribution_en": facts.attribution_en,
            "retrieved": facts.retrieved or term("not_stated").text(language),
            "history": [origin.sentence(language), *said],
        },
        "shape": {"geometry": _geometry(preview, existing), "key": _key_column(rows, existing)},
        "fields": fields,
        "style": _style(preview, str(facts.id), existing),
        "quality": {"basis": facts.basis, "accuracy_m": facts.accuracy_m},
    }
    values["source"] = {k: v for k, v in values["source"].items() if v is not None}
    return Declared(str(facts.id), values, rows, notes)


def with_defaults(
    preview: Preview, facts: LayerFacts, settings: Settings, existing: LayerDeclaration | None
) -> LayerFacts:
    """The facts with what is declared already, then what an export says, then plain defaults."""
    licence_said = facts.licence is not None
    facts = _filled(facts, _existing_facts(existing))
    if licence_said:  # the Chinese name of the licence before does not go with it
        facts = replace(facts, licence_zh=None)
    facts = _filled(facts, _exported_facts(preview))
    groups = [group.id for group in settings.groups]
    one = groups[0] if len(groups) == 1 else _BASE_GROUP if _BASE_GROUP in groups else None
    stem = _stem(preview)
    titles = (facts.title_zh, facts.title_en)
    names = (facts.attribution_zh, facts.attribution_en)
    licence_zh = None if facts.licence else term("not_stated").text("zh")
    return _filled(
        facts,
        {
            "id": layer_id_of(preview),
            "title_zh": titles[0] or titles[1] or stem,
            "title_en": titles[1] or titles[0] or stem,
            "group": one,
            "licence": term("not_stated").text("en"),
            "licence_zh": licence_zh,
            "attribution_zh": names[0] or names[1] or term("not_stated").text("zh"),
            "attribution_en": names[1] or names[0] or term("not_stated").text("en"),
        },
    )


def _filled(facts: LayerFacts, told: Mapping[str, Any]) -> LayerFacts:
    unsaid = {name: value for name, value in told.items() if getattr(facts, name) is None}
    return replace(facts, **unsaid)


def _existing_facts(existing: LayerDeclaration | None) -> dict[str, Any]:
    if existing is None:
        return {}
    names = ("title_zh", "title_en", "about_zh", "about_en", "group", "order")
    told: dict[str, Any] = {name: getattr(existing, name) for name in names}
    for language in ("zh", "en"):
        # What an import wrote names the file that is replaced; what people wrote stays.
        if _was_imported(told[f"about_{language}"], language):
            told[f"about_{language}"] = None
    if existing.quality:
        told |= {"basis": existing.quality.basis, "accuracy_m": existing.quality.accuracy_m}
    if existing.source:
        of_source = ("licence", "licence_zh", "attribution_zh", "attribution_en")
        told |= {name: getattr(existing.source, name) for name in of_source}
    return told


def _was_imported(about: str, language: str) -> bool:
    """Whether a text is the one that an import writes of a file."""
    written = note("imported_about", file="FILE", date="DATE").sentence(language)
    pattern = re.escape(written).replace("FILE", ".+").replace("DATE", r"\d{4}-\d\d-\d\d")
    return re.fullmatch(pattern, about or "") is not None


def _exported_facts(preview: Preview) -> dict[str, Any]:
    """What the sidecar of an export of this program says of the layer."""
    exported = preview.exported
    names = ("title_zh", "title_en", "about_zh", "about_en", "licence", "attribution_zh",
             "attribution_en")  # fmt: skip
    told = {name: exported.get(name) for name in names}
    found: dict[str, Any] = {
        name: value for name, value in told.items() if isinstance(value, str) and value
    }
    basis, accuracy = exported.get("basis"), exported.get("largest_accuracy_m")
    worst = basis.get("worst") if isinstance(basis, Mapping) else None
    if worst in BASES:
        found["basis"] = worst
    if isinstance(accuracy, (int, float)) and not isinstance(accuracy, bool):
        found["accuracy_m"] = float(accuracy)
    return found


def _stem(preview: Preview) -> str:
    name = preview.inspection.name
    return name.partition(".")[0] or name


def _own_fields(preview: Preview) -> dict[str, str]:
    """Every column of the preview under its own name, but for those that hold names."""
    names = {preview.name_zh: "name_zh", preview.name_en: "name_en"}
    geometry = preview.rows.geometry.name
    stored = [str(name) for name in preview.rows.columns if name not in (KEY, geometry)]
    return {name: names.get(name, name) for name in stored}


def _existing_fields(
    preview: Preview, existing: LayerDeclaration
) -> tuple[dict[str, str], gpd.GeoDataFrame, tuple[Note, ...]]:
    """The declared columns, found whatever their case; those the file lacks stay empty."""
    stored = {str(name).casefold(): str(name) for name in preview.rows.columns}
    notes = [note("existing", layer=existing.id)]
    keys, key_notes = _declared_keys(preview, existing, stored)
    notes += key_notes
    columns: dict[str, Any] = {KEY: keys}
    used = {KEY, str(preview.rows.geometry.name)}
    for name in existing.fields:
        if name == KEY:
            continue
        # Layers kept before clashes were renamed on reading name the file's own column.
        found = stored.get(name.casefold()) or stored.get(existing.fields[name].casefold())
        if found is None:
            columns[name] = pd.Series(None, index=preview.rows.index, dtype=object)
            notes.append(note("column_missing", column=shown(name)))
        else:
            columns[name] = preview.rows[found]
            used.add(found)
    other = [str(name) for name in preview.rows.columns if str(name) not in used]
    if other:
        notes.append(note("columns_not_declared", columns=names_listed(other, _LISTED)))
    rows = gpd.GeoDataFrame(columns, geometry=preview.rows.geometry, crs=preview.rows.crs)
    return dict(existing.fields), rows, tuple(notes)


def _key_column(rows: gpd.GeoDataFrame, existing: LayerDeclaration | None) -> str:
    """The column that a declaration names stays the key where it holds the same keys."""
    declared = existing.shape.key if existing else KEY
    if declared == KEY:
        return KEY
    same = declared in rows and key_texts(rows[declared]) == rows[KEY].tolist()
    return declared if same else KEY


def _declared_keys(
    preview: Preview, existing: LayerDeclaration, stored: Mapping[str, str]
) -> tuple[pd.Series[Any], list[Note]]:
    """Keys by the column that the declaration names, unless the user named another.

    Raises
    ------
    UploadError
        Where that column does not identify the rows: ties to features would be lost.
    """
    column = stored.get(existing.shape.key.casefold())
    if column in (None, KEY) or preview.answers.key is not None:
        return preview.rows[KEY], []
    keys = pd.Series(key_texts(preview.rows[column]), index=preview.rows.index, dtype=object)
    if (keys == "").any() or keys.duplicated().any():
        doubled = np.flatnonzero(keys.duplicated(keep=False) | (keys == "")).tolist()
        listed = [term("key_in_row", key=key_word(keys.iloc[n]), row=n + 1) for n in doubled[:5]]
        found = term("keys_missing", rows=len(doubled), listed=listed)
        expected = term("each_value_once", column=shown(column))
        raise UploadError([Fault("key_undecided", preview.inspection.name, found, expected)])
    return keys, [note("key_column", column=shown(column))]


def _geometry(preview: Preview, existing: LayerDeclaration | None) -> list[str]:
    return list(existing.shape.geometry if existing else preview.geometry_types)


def _style(preview: Preview, layer_id: str, existing: LayerDeclaration | None) -> Mapping[str, Any]:
    if existing is not None:
        return existing.style.model_dump(by_alias=True, exclude_unset=True)
    (first, *_) = preview.geometry_types
    colour = _COLOURS[sum(map(ord, layer_id)) % len(_COLOURS)]
    return {"color": colour, "z": _DRAWN_AT[first.removeprefix("Multi")], "visible": True}

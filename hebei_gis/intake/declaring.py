"""A preview and what the user says of the layer → the values of its declaration."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from hebei_gis.geo.crs import WGS84
from hebei_gis.intake.columns import KEY
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.catalog import Settings
from hebei_gis.layers.declaration import BASES, LAYER_ID, LayerDeclaration
from hebei_gis.layers.preparing import STANDARD_COLUMNS
from hebei_gis.words.errors import UploadError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown

#: Okabe-Ito, without black and yellow: told apart by the colour-blind.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_ORDER = 900
_DRAWN_AT = {"Polygon": 190, "LineString": 290, "Point": 390}
_NOT_STATED = "not stated"
#: Names a file system or a shell keeps for itself.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True)
class LayerFacts:
    """What the user says of a layer; None takes what is declared already, or a plain default.

    Group, basis and accuracy have no default: a layer that is not declared yet needs them.
    """

    id: str
    title_zh: str | None = None
    title_en: str | None = None
    about_zh: str | None = None
    about_en: str | None = None
    group: str | None = None
    order: int | None = None
    basis: str | None = None
    accuracy_m: float | None = None
    licence: str | None = None
    attribution_zh: str | None = None
    attribution_en: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True)
class Declared:
    """Values for the declaration, the rows as they are to be written, and what to say."""

    values: dict[str, Any]
    rows: gpd.GeoDataFrame
    notes: tuple[Note, ...] = ()


def check_layer_id(layer_id: str) -> list[Fault]:
    """Faults of an id: it becomes the name of two files."""
    if LAYER_ID.match(layer_id) and layer_id not in _RESERVED:
        return []
    expected = "lower-case letters, digits and _, a letter first, at most 63"
    return [Fault("bad_value", "--as", shown(layer_id), expected)]


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
    facts = _with_existing(facts, existing)
    faults = check_layer_id(facts.id) + _missing(facts, settings)
    if faults:
        raise UploadError(faults)
    if existing is None:
        fields, rows, notes = _own_fields(preview)
    else:
        fields, rows, notes = _existing_fields(preview, existing)
    said = [*preview.sentences(language), *(one.sentence(language) for one in notes)]
    stem = preview.inspection.name.rpartition(".")[0] or preview.inspection.name
    today = datetime.date.today().isoformat()
    values: dict[str, Any] = {
        "title_zh": facts.title_zh or stem,
        "title_en": facts.title_en or facts.title_zh or stem,
        "about_zh": facts.about_zh or f"由文件 {preview.inspection.name} 导入({today})。",
        "about_en": facts.about_en or f"Imported from the file {preview.inspection.name}, {today}.",
        "group": facts.group,
        "order": _ORDER if facts.order is None else facts.order,
        "source": {
            "crs": WGS84,
            "licence": facts.licence or _NOT_STATED,
            "attribution_zh": facts.attribution_zh or facts.attribution_en or stem,
            "attribution_en": facts.attribution_en or facts.attribution_zh or stem,
            "retrieved": facts.retrieved or today,
            "history": [_origin(preview, today, language), *said],
        },
        "shape": {"geometry": _geometry(preview, existing), "key": KEY},
        "fields": fields,
        "style": _style(preview, facts.id, existing),
        "quality": {"basis": facts.basis, "accuracy_m": facts.accuracy_m},
    }
    return Declared(values, rows, notes)


def _with_existing(facts: LayerFacts, existing: LayerDeclaration | None) -> LayerFacts:
    if existing is None:
        return facts
    told: dict[str, Any] = {
        name: getattr(existing, name)
        for name in ("title_zh", "title_en", "about_zh", "about_en", "group", "order")
    }
    if existing.quality:
        told |= {"basis": existing.quality.basis, "accuracy_m": existing.quality.accuracy_m}
    if existing.source:
        names = ("licence", "attribution_zh", "attribution_en")
        told |= {name: getattr(existing.source, name) for name in names}
    unsaid = {name: value for name, value in told.items() if getattr(facts, name) is None}
    return replace(facts, **unsaid)


def _missing(facts: LayerFacts, settings: Settings) -> list[Fault]:
    faults = []
    groups = [group.id for group in settings.groups]
    if facts.group is None:
        faults.append(Fault("not_answered", "--group", "the group", f"one of {', '.join(groups)}"))
    elif facts.group not in groups:
        faults.append(
            Fault("bad_value", "--group", shown(facts.group), f"one of {', '.join(groups)}")
        )
    bases = ", ".join(BASES)
    if facts.basis is None:
        found = "where the positions come from"
        faults.append(Fault("not_answered", "--basis", found, f"one of {bases}"))
    elif facts.basis not in BASES:
        faults.append(Fault("bad_value", "--basis", shown(facts.basis), f"one of {bases}"))
    if facts.accuracy_m is None:
        found = "how good the positions are"
        expected = "metres that hold the true position 95 times in 100"
        faults.append(Fault("not_answered", "--accuracy-m", found, expected))
    return faults


def _origin(preview: Preview, today: str, language: str) -> str:
    file = preview.inspection
    rows = len(preview.rows)
    if language == "zh":
        return f"{today} 由 {file.name} 导入,sha256 {file.sha256},{rows} 行。"
    return f"Imported {today} from {file.name}, sha256 {file.sha256}, {rows} rows."


def _own_fields(preview: Preview) -> tuple[dict[str, str], gpd.GeoDataFrame, tuple[Note, ...]]:
    """Every column of the file under its own name, but for names and what would be misread."""
    fields: dict[str, str] = {}
    standard = {preview.name_zh: "name_zh", preview.name_en: "name_en"}
    taken = {ours for stored, ours in standard.items() if stored}
    notes = []
    for name in preview.rows.columns:
        if name in (KEY, preview.rows.geometry.name):
            continue
        ours = standard.get(name, name)
        values = preview.rows[name]
        if name not in standard and (ours in taken or not _means_ours(ours, values)):
            ours = f"file_{name}"
            notes.append(note("renamed", shown(name), ours))
        fields[name] = ours
    return fields, preview.rows, tuple(notes)


def _means_ours(name: str, values: pd.Series[Any]) -> bool:
    """Whether a column called like one of ours can be one: known bases, metres of 0 or more."""
    if name == "basis":
        return set(values.dropna()) <= {*BASES, ""}
    if name == "accuracy_m":
        numbers = pd.to_numeric(values, errors="coerce")
        return bool((numbers.dropna() >= 0).all() and numbers.notna().sum() == values.notna().sum())
    if name in STANDARD_COLUMNS:
        return True
    return name not in ("geometry", "layer")


def _existing_fields(
    preview: Preview, existing: LayerDeclaration
) -> tuple[dict[str, str], gpd.GeoDataFrame, tuple[Note, ...]]:
    """The declared columns, found whatever their case; those the file lacks stay empty."""
    stored = {str(name).casefold(): str(name) for name in preview.rows.columns}
    notes = [note("existing", existing.id)]
    columns: dict[str, Any] = {KEY: preview.rows[KEY]}
    used = {KEY, str(preview.rows.geometry.name)}
    for name in existing.fields:
        found = stored.get(name.casefold())
        if name == KEY:
            continue
        if found is None:
            columns[name] = pd.Series(None, index=preview.rows.index, dtype=object)
            notes.append(note("column_missing", shown(name)))
        else:
            columns[name] = preview.rows[found]
            used.add(found)
    other = [str(name) for name in preview.rows.columns if str(name) not in used]
    if other:
        notes.append(note("columns_not_declared", ", ".join(shown(name) for name in other[:20])))
    rows = gpd.GeoDataFrame(columns, geometry=preview.rows.geometry, crs=preview.rows.crs)
    return dict(existing.fields), rows, tuple(notes)


def _geometry(preview: Preview, existing: LayerDeclaration | None) -> list[str]:
    return list(existing.shape.geometry if existing else preview.geometry_types)


def _style(preview: Preview, layer_id: str, existing: LayerDeclaration | None) -> Mapping[str, Any]:
    if existing is not None:
        return existing.style.model_dump(by_alias=True, exclude_unset=True)
    (first, *_) = preview.geometry_types
    colour = _COLOURS[sum(map(ord, layer_id)) % len(_COLOURS)]
    return {"color": colour, "z": _DRAWN_AT[first.removeprefix("Multi")], "visible": True}

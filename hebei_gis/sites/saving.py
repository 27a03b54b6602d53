"""A comparison in one small file, and out of it again with the same ranks and values.

The file is JSON: what was chosen, the criteria as they were declared, the parcels with their
table and shapes, every value and result. It opens without the layers it was computed from;
only to draw positions anew are these needed. Its keys are those of version 1 for good
(``firmness`` is the robustness, ``turning`` the weight thresholds).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from hebei_gis.files.whole_files import write_whole
from hebei_gis.geo.crs import known_crs
from hebei_gis.sites.acceptability import Acceptability, Robustness
from hebei_gis.sites.comparison import SiteComparison
from hebei_gis.sites.criteria import Criterion
from hebei_gis.sites.options import SiteOptions
from hebei_gis.sites.parcels import ParcelFile
from hebei_gis.sites.screening import Exclusion
from hebei_gis.sites.weight_thresholds import WeightThreshold, WeightThresholds
from hebei_gis.words.errors import ComparisonError, HebeiGisError
from hebei_gis.words.facts import Fact, Term, Titled, term, told
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note
from hebei_gis.words.sentences import NOTES

FORMAT = "hebei-gis site comparison"
VERSION = 1
_REASON = 200
#: What notes were called in earlier files.
_RENAMED_NOTES = {"firmness_limited": "robustness_limited"}


def save_comparison(comparison: SiteComparison, path: Path) -> None:
    """Write a comparison to a file (UTF-8 JSON)."""
    write_whole(path, comparison_to_text(comparison).encode())


def load_comparison(path: Path) -> SiteComparison:
    """Read a comparison from a file.

    Raises
    ------
    ComparisonError
        Where it is no saved comparison, of a later version, or damaged.
    OSError
        Where it cannot be opened.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged(path.name, term("saved_not_utf8")) from error
    return comparison_from_text(text, path.name)


def comparison_to_text(comparison: SiteComparison) -> str:
    """A comparison as the text of a saved file."""
    frame = comparison.parcels
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    values = {
        "format": FORMAT,
        "version": VERSION,
        "options": comparison.options.model_dump(mode="json", exclude_defaults=True),
        "criteria": [c.model_dump(mode="json", exclude_defaults=True) for c in comparison.criteria],
        "weights": dict(comparison.weights),
        "crs": frame.crs.to_string() if frame.crs else None,
        "parcels": {
            "keys": list(map(str, frame.index)),
            "wkb": [shapely.to_wkb(shape, hex=True) for shape in frame.geometry],
            "table": {str(n): [_plain(v) for v in table[n]] for n in table},
        },
        "values": _table(comparison.values),
        "scores": _table(comparison.scores),
        "score": [float(v) for v in comparison.score],
        "rank": [int(v) for v in comparison.rank],
        "vetoed": _exclusions(comparison.vetoed),
        "unknown": _exclusions(comparison.unknown),
        "filled": {key: dict(filled) for key, filled in comparison.filled.items()},
        "notes": _notes(comparison.notes),
        "layer": comparison.layer,
        "file": vars(comparison.file) if comparison.file else None,
        "firmness": _robustness(comparison.robustness),
    }
    return json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n"


def comparison_from_text(text: str, where: str = "comparison") -> SiteComparison:
    """Read the text of a saved file; raises as :func:`load_comparison`."""
    try:
        values = json.loads(text)
    except ValueError as error:
        raise _damaged(where, term("saved_not_json", reason=str(error)[:_REASON])) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise _damaged(where, term("saved_other_kind"))
    if values.get("version") != VERSION:
        found = term("saved_version", version=str(values.get("version"))[:_REASON])
        raise _damaged(where, found, term("saved_version", version=VERSION))
    try:
        return _read(values)
    except (HebeiGisError, KeyError, TypeError, ValueError, shapely.errors.GEOSException) as error:
        reason = f"{type(error).__name__}: {error}"[:_REASON]
        raise _damaged(where, term("saved_damaged", reason=reason)) from error


def _damaged(where: str, found: Term, expected: Term | None = None) -> Exception:
    fault = Fault("bad_saved", where, found, expected or term("saved_comparison"))
    return ComparisonError([fault])


def _read(values: Mapping[str, Any]) -> SiteComparison:
    stored = values["parcels"]
    keys = pd.Index(stored["keys"], name="key", dtype="object")
    shapes = shapely.from_wkb(stored["wkb"])
    crs = known_crs(values["crs"]) if values["crs"] else None
    parcels = gpd.GeoDataFrame(
        pd.DataFrame(stored["table"], index=keys), geometry=list(shapes), crs=crs
    )
    scores = _frame(values["scores"])
    return SiteComparison(
        options=SiteOptions.model_validate_json(json.dumps(values["options"])),
        criteria=tuple(Criterion.model_validate_json(json.dumps(c)) for c in values["criteria"]),
        weights={str(n): float(w) for n, w in values["weights"].items()},
        parcels=parcels,
        values=_frame(values["values"]),
        scores=scores,
        score=pd.Series(values["score"], index=scores.index, name="score", dtype=float),
        rank=pd.Series(values["rank"], index=scores.index, name="rank", dtype="int64"),
        vetoed=_read_exclusions(values["vetoed"]),
        unknown=_read_exclusions(values["unknown"]),
        filled=values["filled"],
        notes=_read_notes(values["notes"]),
        robustness=_read_robustness(values["firmness"]),
        # Earlier files do not say where their parcels are from.
        layer=str(values.get("layer") or ""),
        file=ParcelFile(**values["file"]) if values.get("file") else None,
    )


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and not np.isfinite(value)):
        return None
    if isinstance(value, np.generic):
        return _plain(value.item())
    return value if isinstance(value, bool | int | float | str) else str(value)


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "keys": list(map(str, frame.index)),
        "columns": {str(n): [_plain(float(v)) for v in frame[n]] for n in frame},
    }


def _frame(table: Mapping[str, Any]) -> pd.DataFrame:
    index = pd.Index(table["keys"], name="key", dtype="object")
    return pd.DataFrame(table["columns"], index=index, dtype=float)


def _notes(notes: tuple[Note, ...]) -> list[dict[str, Any]]:
    return [{"kind": note.kind, "facts": _facts(note.facts)} for note in notes]


def _facts(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Facts as JSON; one that has words in both languages as a pair ``name``, ``name_zh``."""
    stored: dict[str, Any] = {}
    for name, fact in facts.items():
        plain = fact is None or isinstance(fact, (str, int, float))
        stored[name] = fact if plain else told(fact, "en")
        if not plain:
            stored[f"{name}_zh"] = told(fact, "zh")
    return stored


def _read_notes(notes: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(map(_read_note, notes))


def _read_note(stored: Mapping[str, Any]) -> Note:
    kind, facts = _RENAMED_NOTES.get(stored["kind"], stored["kind"]), stored["facts"]
    if kind not in NOTES:
        return Note("saved_note_unknown", {"kind": kind})
    pairs = {name for name in facts if f"{name}_zh" in facts}
    read: dict[str, Fact] = {
        name: Titled(facts[f"{name}_zh"], fact) if name in pairs else fact
        for name, fact in facts.items()
        if name.removesuffix("_zh") not in pairs or name in pairs
    }
    return Note(kind, read)


def _exclusions(excluded: Mapping[str, tuple[Exclusion, ...]]) -> dict[str, Any]:
    return {
        key: [
            {"criterion": e.criterion, "value": e.value,
             "reason_en": e.reason("en"), "reason_zh": e.reason("zh")}
            for e in found
        ]
        for key, found in excluded.items()
    }  # fmt: skip


def _read_exclusions(stored: Mapping[str, Any]) -> dict[str, tuple[Exclusion, ...]]:
    return {
        key: tuple(
            Exclusion(e["criterion"], e["value"], Titled(e["reason_zh"], e["reason_en"]))
            for e in found
        )
        for key, found in stored.items()
    }


def _accepted(accepted: Acceptability | None) -> dict[str, Any] | None:
    if accepted is None:
        return None
    keys = list(map(str, accepted.shares.index))
    shares = {key: accepted.by_rank(key) for key in keys}
    return {"draws": accepted.draws, "shares": shares}


def _read_accepted(stored: Mapping[str, Any]) -> Acceptability:
    keys = list(stored["shares"])
    shares = np.zeros((len(keys), len(keys)))
    for row, key in enumerate(keys):
        for rank, share in stored["shares"][key].items():
            shares[row, int(rank) - 1] = share
    columns = pd.RangeIndex(1, len(keys) + 1, name="rank")
    frame = pd.DataFrame(shares, index=pd.Index(keys, name="key"), columns=columns)
    return Acceptability(frame, int(stored["draws"]))


def _robustness(robustness: Robustness | None) -> dict[str, Any] | None:
    if robustness is None:
        return None
    thresholds = robustness.thresholds
    return {
        "near": _accepted(robustness.near),
        "everywhere": _accepted(robustness.everywhere),
        "positions": _accepted(robustness.positions),
        "joint": _accepted(robustness.joint),
        "pairwise": _table(robustness.pairwise),
        "turning": None
        if thresholds is None
        else {**vars(thresholds), "single": [_threshold(one) for one in thresholds.single]},
        "seed": robustness.seed,
        "notes": _notes(robustness.notes),
    }


def _threshold(one: WeightThreshold) -> dict[str, Any]:
    return {"criterion": one.criterion, "weight": one.weight, "turning_weight": one.threshold}


def _read_robustness(stored: Mapping[str, Any] | None) -> Robustness | None:
    if stored is None:
        return None
    thresholds = stored["turning"]
    if thresholds is not None:
        single = tuple(
            WeightThreshold(one["criterion"], one["weight"], one["turning_weight"])
            for one in thresholds["single"]
        )
        thresholds = WeightThresholds(**{**thresholds, "single": single})
    everywhere, positions = stored["everywhere"], stored["positions"]
    pairwise = _frame(stored["pairwise"])
    return Robustness(
        near=_read_accepted(stored["near"]),
        everywhere=_read_accepted(everywhere) if everywhere else None,
        positions=_read_accepted(positions) if positions else None,
        joint=_read_accepted(stored["joint"]),
        pairwise=pairwise,
        thresholds=thresholds,
        seed=int(stored["seed"]),
        notes=_read_notes(stored["notes"]),
    )

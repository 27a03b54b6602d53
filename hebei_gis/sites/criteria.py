"""Criteria and weight presets, read from ``geodata/criteria.toml``.

A criterion says what is measured (its formula and the layer or column it reads), in which
unit, which values are better, how much it weighs unless the user says otherwise, and when it
rules a parcel out. No layer, place or column is named in the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, Field, model_validator

from hebei_gis.files.toml import Part, read_toml, validated
from hebei_gis.layers.declaration import Metres, Share, Text
from hebei_gis.sites.kernels.zone_shares import Floats
from hebei_gis.words.errors import LayerError, UnknownNameError
from hebei_gis.words.facts import Titled, term
from hebei_gis.words.faults import Fault

CRITERIA_FILE = "geodata/criteria.toml"
Formula = Literal[
    "area",
    "compactness",
    "nearest",
    "count_within",
    "distinct_within",
    "share",
    "covered_area",
    "plan_entries",
    "column",
    "category",
]
#: Formula → (fields it needs, fields it may have).
FORMULA_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "area": ((), ()),
    "compactness": ((), ()),
    "nearest": (("layer",), ("key", "only")),
    "count_within": (("layer", "distance_m"), ("key", "only")),
    "distinct_within": (("layer", "distance_m", "columns"), ("separator", "key", "only")),
    "share": (("layer",), ("key", "only")),
    "covered_area": (("layer",), ("key", "only")),
    "plan_entries": (("relations",), ("kinds", "layers")),
    "column": (("columns",), ("bound",)),
    "category": (("columns", "points_of"), ("by_prefix",)),
}
#: Formulas whose values are distances along a straight line.
STRAIGHT_LINE = ("nearest", "count_within", "distinct_within")
_FIELDS = sorted({f for needed, may in FORMULA_FIELDS.values() for f in (*needed, *may)})
Finite = Annotated[float, Field(allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Corner = Annotated[tuple[Finite, Share], Field(strict=False)]
Values = Annotated[tuple[str, ...], Field(strict=False)]


def _one_line(name: str) -> str:
    if not name or not name.isprintable() or name != name.strip():
        raise ValueError(term("one_line"))
    return name


#: A column of the parcel table may be called anything, and is then the criterion's id.
Id = Annotated[str, Field(max_length=120), AfterValidator(_one_line)]


class ValueFunction(Part):
    """What a value is worth, 0 to 1: piecewise linear, flat beyond its ends.

    Either ``points``, pairs of value and worth with rising values; or ``target``, worth 1,
    falling in a straight line to 0 at ``none_above`` and at ``none_below``; of these two one
    may be left out and then lies as far from the target as the other.
    """

    points: tuple[Corner, ...] = Field(default=(), strict=False)
    target: Finite | None = None
    none_above: Finite | None = None
    none_below: Finite | None = None

    @model_validator(mode="after")
    def _one_way(self) -> ValueFunction:
        if bool(self.points) == (self.target is not None):
            raise ValueError(term("points_or_target"))
        if self.points:
            if self.none_above is not None or self.none_below is not None:
                raise ValueError(term("ends_with_target"))
            values = [value for value, _ in self.points]
            if len(values) < 2 or any(a >= b for a, b in pairwise(values)):
                raise ValueError(term("rising_points"))
            return self
        target = self.target or 0.0
        if self.none_above is None and self.none_below is None:
            raise ValueError(term("target_with_end"))
        if self.none_above is not None and self.none_above <= target:
            raise ValueError(term("end_above_target"))
        if self.none_below is not None and self.none_below >= target:
            raise ValueError(term("end_below_target"))
        return self

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The function's corners, pairs of value and worth."""
        if self.target is None:
            return self.points
        target, above, below = self.target, self.none_above, self.none_below
        low = below if below is not None else 2 * target - (above or 0.0)
        high = above if above is not None else 2 * target - low
        return ((low, 0.0), (target, 1.0), (high, 0.0))

    def worth(self, values: Floats) -> Floats:
        """The worth of each value; NaN stays NaN."""
        corners = np.array(self.corners)
        return np.asarray(np.interp(values, corners[:, 0], corners[:, 1]), dtype=float)


class Veto(Part):
    """A limit beyond which a parcel is ruled out, with the reason people read.

    ``applies`` false declares a veto that the user may switch on.
    """

    above: Finite | None = None
    below: Finite | None = None
    applies: bool = True
    reason_zh: str = ""
    reason_en: str = ""

    @model_validator(mode="after")
    def _a_limit(self) -> Veto:
        if self.above is None and self.below is None:
            raise ValueError(term("a_limit"))
        return self

    def hit(self, values: Floats) -> Any:
        """Whether each value is ruled out; unknown ones are not."""
        too_high = values > self.above if self.above is not None else False
        too_low = values < self.below if self.below is not None else False
        return np.asarray(too_high | np.asarray(too_low))


class Criterion(Part):
    """One criterion; what its formula reads stands in the fields after ``formula``."""

    id: Id
    title_zh: Text
    title_en: Text
    unit: str
    direction: Literal["higher", "lower"]
    formula: Formula
    layer: Text | None = None
    key: Text | None = None
    only: Mapping[str, Values] | None = None
    distance_m: Metres | None = None
    columns: tuple[Text, ...] | None = Field(default=None, strict=False)
    bound: Literal["upper", "lower"] | None = None
    separator: Text | None = None
    relations: tuple[Literal["changes", "uses", "mentions"], ...] | None = Field(
        default=None, strict=False
    )
    kinds: tuple[Text, ...] | None = Field(default=None, strict=False)
    layers: tuple[Text, ...] | None = Field(default=None, strict=False)
    points_of: Mapping[str, Finite] | None = None
    by_prefix: bool | None = None
    weight: Weight = 0.0
    value: ValueFunction | None = None
    veto: Veto | None = None
    note_zh: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _fields_of_formula(self) -> Criterion:
        needed, may = FORMULA_FIELDS[self.formula]
        lacking = [name for name in needed if getattr(self, name) in (None, ())]
        if lacking:
            raise ValueError(term("formula_with", formula=self.formula, fields=lacking))
        given = [name for name in _FIELDS if getattr(self, name) is not None]
        odd = [name for name in given if name not in (*needed, *may)]
        if odd:
            raise ValueError(term("formula_without", formula=self.formula, fields=odd))
        return self

    @property
    def titled(self) -> Titled:
        """The criterion's name in both languages, as sentences take it."""
        return Titled(self.title_zh, self.title_en)

    def title(self, language: str) -> str:
        """The criterion's name in ``zh`` or ``en``."""
        return self.titled.text(language)


class Preset(Part):
    """Weights for a purpose; criteria not named weigh nothing."""

    id: Text
    title_zh: Text
    title_en: Text
    weights: Mapping[str, Weight]

    def title(self, language: str) -> str:
        """The preset's name in ``zh`` or ``en``."""
        return self.title_zh if language == "zh" else self.title_en


class _File(Part):
    version: Literal[1]
    criterion: tuple[Criterion, ...] = Field(strict=False, min_length=1)
    preset: tuple[Preset, ...] = Field(default=(), strict=False)


@dataclass(frozen=True)
class Criteria:
    """The declared criteria and presets, in the file's order."""

    criteria: Mapping[str, Criterion]
    presets: Mapping[str, Preset]

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id.

        Raises
        ------
        UnknownNameError
        """
        try:
            return self.criteria[criterion_id]
        except KeyError:
            raise UnknownNameError("criterion", criterion_id, list(self.criteria)) from None

    def preset(self, preset_id: str) -> Preset:
        """The preset of that id.

        Raises
        ------
        UnknownNameError
        """
        try:
            return self.presets[preset_id]
        except KeyError:
            raise UnknownNameError("preset", preset_id, list(self.presets)) from None

    def with_criteria(self, *added: Criterion) -> Criteria:
        """The same with more criteria, or others in place of those of the same id."""
        return Criteria({**self.criteria, **{c.id: c for c in added}}, self.presets)


def column_criterion(
    column: str, direction: Literal["higher", "lower"], unit: str = ""
) -> Criterion:
    """A criterion that takes a number from any column of the parcel table; its id is the column's.

    Raises
    ------
    LayerError
        Where the column's name cannot be an id.
    """
    values = {
        "id": column, "title_zh": column, "title_en": column, "unit": unit,
        "direction": direction, "formula": "column", "columns": [column], "weight": 0.0,
    }  # fmt: skip
    return validated(Criterion, values, column)


def read_criteria(path: Path) -> Criteria:
    """Read a file of criteria.

    Raises
    ------
    LayerError
        With every fault at once: unknown and missing keys, values that do not fit, ids that
        stand twice, presets that name no criterion or weigh nothing.
    """
    where = f"{path.parent.name}/{path.name}"
    values = read_toml(path, where)
    faults: list[Fault] = []
    known: list[str] = []
    found: dict[str, list[Any]] = {"criterion": [], "preset": []}
    models: tuple[tuple[str, type[BaseModel]], ...] = (("criterion", Criterion), ("preset", Preset))
    for kind, model in models:
        rows = values.get(kind, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            name = row.get("id", number) if isinstance(row, dict) else number
            if model is Criterion:
                known.append(str(name))
            try:
                found[kind].append(validated(model, row, f"{where} [[{kind}]] {name}"))  # type: ignore[type-var]
            except LayerError as error:
                faults += error.faults
    if not faults:
        validated(_File, values, where)
    faults += _cross_faults(known, found["preset"], where)
    if faults:
        raise LayerError(faults)
    return Criteria({c.id: c for c in found["criterion"]}, {p.id: p for p in found["preset"]})


def _cross_faults(known: list[str], presets: list[Preset], where: str) -> list[Fault]:
    faults = []
    for kind, ids in (("criterion", known), ("preset", [p.id for p in presets])):
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            faults.append(Fault("id_twice", f"{where} [[{kind}]]", id=name))
    for preset in presets:
        place = f"{where} [[preset]] {preset.id} weights"
        for name in preset.weights:
            if name not in known:
                listed = sorted(set(known))
                faults.append(Fault("preset_without_criterion", place, name, known=listed))
        if not sum(preset.weights.values()) > 0:
            faults.append(Fault("preset_without_weight", place))
    return faults

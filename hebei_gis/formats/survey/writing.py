"""Survey boundary texts as they go out, to the millimetre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import shapely

from hebei_gis.files.cells import clean_text
from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.survey.layout import (
    AREA,
    ENCODINGS,
    FIELDS,
    HEAD,
    HECTARE,
    KEY,
    KIND,
    KINDS,
    NAME,
    PARCELS,
    TITLE,
)
from hebei_gis.geo.zones import zone_of_code
from hebei_gis.words.errors import ExportError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault, Issue

#: What layers of this program have for two of them.
_OURS = {KEY: "key", NAME: "name_zh"}
#: Positions less exact than this are none that were surveyed.
_EXACT_M = 0.5


def tables_of(outgoing: Outgoing) -> tuple[Table, ...]:
    """The tables, with a word where millimetres would make positions look exact that are not."""
    return tuple(
        replace(table, notes=(*table.notes, *_looks_exact(table))) for table in outgoing.tables
    )


def _looks_exact(table: Table) -> Iterator[Issue]:
    if "accuracy_m" not in table.columns:
        return
    largest = pd.to_numeric(table.rows["accuracy_m"], errors="coerce").max()
    if largest > _EXACT_M:
        yield Issue("survey_not_exact", table.layer, metres=f"{largest:g}")


def write_survey_text(outgoing: Outgoing) -> bytes:
    """One layer of a CGCS2000 zone, to the millimetre; the zone's CRS says whether its number
    stands before the eastings.

    Raises
    ------
    ExportError
        Where the reference system is no such zone.
    """
    (table,) = outgoing.tables
    code = outgoing.target.reference_system
    zone = zone_of_code(code)
    if zone is None or zone.datum != "CGCS2000":
        expected = term("survey_target")
        raise ExportError([Fault("reference_system_not_for_format", TITLE, code, expected)])
    lines = [
        HEAD, "格式版本号=1.01版本", "数据产生单位=", f"数据产生日期={outgoing.date.isoformat()}",
        "坐标系=2000国家大地坐标系", f"几度分带={zone.width}", "投影类型=高斯克吕格",
        "计量单位=米", f"带号={zone.number}", "精度=0.001", "转换参数=,,,,,,", PARCELS,
    ]  # fmt: skip
    columns = [_own_column(name, table) for name in FIELDS]
    for shape, *values in zip(table.rows.geometry, *columns, strict=True):
        lines += _parcel_lines(shape, dict(zip(FIELDS, map(_field, values), strict=True)))
    encoding = outgoing.encoding or ENCODINGS[0]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030" if encoding != "UTF-8" else "utf-8-sig")


def _own_column(name: str, table: Table) -> list[Any]:
    """The cells of a field: of the column called so, or of this program's."""
    known = next((one for one in (_OURS.get(name), name) if one in table.columns), None)
    return [""] * len(table.rows) if known is None else table.rows[known].tolist()


def _field(value: Any) -> str:
    """A value between commas, on one line."""
    if value is None or pd.isna(value):
        return ""
    return " ".join(clean_text(str(value)).replace(",", "，").split())


def _parcel_lines(shape: Any, values: dict[str, str]) -> Iterator[str]:
    family = shape.geom_type.removeprefix("Multi")
    values[KIND] = next(word for word, kind in KINDS.items() if kind == family)
    values[AREA] = f"{shape.area / HECTARE:.4f}" if family == "Polygon" else ""
    pieces = shapely.get_parts(shape)
    rings = shapely.get_rings(pieces) if family == "Polygon" else pieces
    parts = [shapely.get_coordinates(ring) for ring in rings]
    yield ",".join([str(sum(map(len, parts))), *values.values(), "@"])
    before = 0
    for ring, places in enumerate(parts, start=1):
        closed = family == "Polygon"
        for number, (east, north) in enumerate(places.tolist()):
            # The last point of a ring is its first again, under the same name.
            name = before + (1 if closed and number == len(places) - 1 else number + 1)
            yield f"J{name},{ring},{north:.3f},{east:.3f}"
        before += len(places) - closed

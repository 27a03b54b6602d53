"""Start the workspace of another district from a plan's text alone.

What the text says is taken: its name, its outline, its numbers, the places it seems to name.
What only a person knows is left empty: summaries, themes, which place is which, and layers.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hebei_gis.files.workspace_folder import SETTINGS_FILE
from hebei_gis.geo.cgcs2000 import cgcs2000_metre_crs
from hebei_gis.plan.drafting import heading_rows, indicators_bytes, measure_rows, title_of
from hebei_gis.plan.places.confirming import PROPOSED_FILE, proposed_bytes
from hebei_gis.plan.places.proposing import ProposedPlace, propose_places
from hebei_gis.plan.reader import PlanReading, read_plan
from hebei_gis.plan.register.tables import COLUMNS, PLAN_FOLDER, table_bytes
from hebei_gis.plan.text.attached import attach
from hebei_gis.plan.text.document import PlanText
from hebei_gis.words.errors import WorkspaceError
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note
from hebei_gis.workspace import open_workspace

_TEMPLATES = Path(__file__).resolve().parent / "plan" / "templates"
#: West, south, east, north of China, where nothing else is known.
_CHINA = (73.4, 3.4, 135.2, 53.6)
#: The zone taken where nothing is known runs through the middle of China.
_MIDDLE_OF_CHINA = 105.0
#: How far around a centre the first bounds reach, degrees of longitude and latitude.
_AROUND_CENTRE = (0.25, 0.2)
_TO_BE_SET = " TO BE SET: nothing was known when it was made."
_FROM_CENTRE = " TO BE SET: only the centre was known."


@dataclass(frozen=True)
class District:
    """What is known of the district besides its plan; what is not known stays None.

    Attributes
    ----------
    name_zh, name_en : str or None
        By default the name in the plan's title.
    adcode : str or None
        Six digits.
    metre_crs : str or None
        EPSG code; by default the CGCS2000 3-degree zone of the centre.
    centre : (float, float) or None
        Longitude and latitude, WGS 84 degrees.
    bounds : (float, float, float, float) or None
        West, south, east, north, WGS 84 degrees.
    """

    name_zh: str | None = None
    name_en: str | None = None
    adcode: str | None = None
    metre_crs: str | None = None
    centre: tuple[float, float] | None = None
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Started:
    """What a new workspace holds.

    Attributes
    ----------
    folder : Path
    name, plan : str
        Of the district and its plan, as found in the text or given.
    entries, places, indicators : int
        Entries in the register; places and numbers proposed.
    unset : tuple of str
        Settings nobody knew: keys of ``workspace.toml``.
    warnings : tuple of Note
        What the reader of the text says should be looked at.
    """

    folder: Path
    name: str
    plan: str
    entries: int
    places: int
    indicators: int
    unset: tuple[str, ...]
    warnings: tuple[Note, ...]


def start_workspace(folder: Path, source: PlanText, district: District) -> Started:
    """Make a workspace from a plan's text: whole, or not at all.

    Parameters
    ----------
    folder : Path
        A folder that does not exist or is empty.
    source : PlanText
        The plan; it is attached to the workspace.
    district : District

    Raises
    ------
    WorkspaceError
        Where the folder is not empty, or what is known of the district cannot be used.
    NoChapterError
        Where the text is no plan.
    DatumError
        Where the centre lies in no CGCS2000 zone.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError([Fault("workspace_not_empty", str(folder))])
    reading = read_plan(source)
    name, plan = title_of(source.text[: reading.outline.front_end], source.name)
    own = district.name_zh or name
    proposals = [p for p in propose_places(reading) if not own.endswith(p.name)]
    rows = measure_rows(reading, proposals)
    settings, unset = _settings(district, name, plan)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".hebei-gis-init-"))
    try:
        made = beside / "workspace"
        _write(made, settings, reading, proposals, rows)
        attach(made, source)
        opened = open_workspace(made)
        if opened.faults:
            raise WorkspaceError(opened.faults)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Started(
        folder,
        own,
        plan,
        len(rows),
        len(proposals),
        sum(len(entry.numbers) for entry in reading.entries),
        unset,
        reading.warnings,
    )


def _settings(district: District, name: str, plan: str) -> tuple[str, tuple[str, ...]]:
    """``workspace.toml`` as text, and the keys in it that nobody knew."""
    bounds, centre = district.bounds, district.centre
    if centre is None and bounds is not None:
        centre = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    elif bounds is None and centre is not None:
        (x, y), (dx, dy) = centre, _AROUND_CENTRE
        bounds = (round(x - dx, 4), round(y - dy, 4), round(x + dx, 4), round(y + dy, 4))
    bounds_note = "" if district.bounds else _FROM_CENTRE if centre else _TO_BE_SET
    name_zh = district.name_zh or name
    values = {
        "name_zh": name_zh,
        "name_en": district.name_en or name_zh,
        "adcode": district.adcode or "000000",
        "plan_zh": plan,
        "plan_en": f"Plan outline of {district.name_en}" if district.name_en else plan,
        "metre_crs": district.metre_crs
        or cgcs2000_metre_crs(centre[0] if centre else _MIDDLE_OF_CHINA),
        "bounds": list(bounds or _CHINA),
    }
    unset = {
        "name_en": not district.name_en,
        "adcode": not district.adcode,
        "metre_crs": not (district.metre_crs or centre),
        "bounds": not district.bounds,
    }
    text = (_TEMPLATES / SETTINGS_FILE).read_text(encoding="utf-8")
    filled = text.format(
        **{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()},
        adcode_note="" if district.adcode else _TO_BE_SET,
        metre_crs_note="" if district.metre_crs or centre else _TO_BE_SET,
        bounds_note=bounds_note,
    )
    return filled, tuple(key for key, missing in unset.items() if missing)


def _write(
    folder: Path,
    settings: str,
    reading: PlanReading,
    proposals: Sequence[ProposedPlace],
    measures: Sequence[Sequence[str]],
) -> None:
    plan = folder / PLAN_FOLDER
    plan.mkdir(parents=True)
    (folder / "layers").mkdir()
    shutil.copyfile(_TEMPLATES / "layers.md", folder / "layers" / "README.md")
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8", newline="\n")
    tables = {"headings": heading_rows(reading), "measures": measures}
    for table in COLUMNS:
        content = table_bytes(table, tables.get(table, ()))
        (plan / f"{table}.csv").write_bytes(content)
    shutil.copyfile(_TEMPLATES / "themes.csv", plan / "themes.csv")
    (plan / PROPOSED_FILE).write_bytes(proposed_bytes(proposals))
    (plan / "indicators_proposed.csv").write_bytes(indicators_bytes(reading))

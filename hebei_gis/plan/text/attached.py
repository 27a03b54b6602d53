"""The plan's text kept beside a workspace, and the quotes shown from it.

The text stays in ``plan_text/`` of the workspace, with a ``.gitignore`` of its own: it goes
neither into git nor into anything the server gives by address.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from hebei_gis.files.changes import change
from hebei_gis.plan.outline.outline_reading import Entry as TextEntry
from hebei_gis.plan.reader import PlanReading, read_plan
from hebei_gis.plan.register.model import PlanRegister
from hebei_gis.plan.text.document import PlanText

FOLDER = "plan_text"
_TEXT = "text.txt"
_ABOUT = "about.json"


@dataclass(frozen=True)
class Piece:
    """Some of an entry's words; `mark` is empty, ``heading``, ``place`` or ``number``.

    `name` is the place's id, or the number as it was understood.
    """

    text: str
    mark: str = ""
    name: str = ""


def attach(folder: Path, source: PlanText) -> Path:
    """Keep a plan's text in the workspace `folder`; an earlier one is replaced.

    Returns
    -------
    Path
        The folder the text is in.

    Raises
    ------
    OSError
        Where the workspace cannot be written.
    """
    place = folder / FOLDER
    about = {
        key: value for key, value in asdict(source).items() if key not in ("text", "warnings")
    } | {"attached": date.today().isoformat()}
    with change(folder, "change_text_attached", file=source.name) as made:
        made.write(f"{FOLDER}/.gitignore", b"*\n")
        made.write(f"{FOLDER}/{_TEXT}", source.text.encode())
        made.write(f"{FOLDER}/{_ABOUT}", json.dumps(about, ensure_ascii=False, indent=1).encode())
    return place


def detach(folder: Path) -> bool:
    """Remove the attached text; whether there was one."""
    with change(folder, "change_text_detached") as made:
        there = (folder / FOLDER / _TEXT).exists()
        for name in (_TEXT, _ABOUT):
            made.remove(f"{FOLDER}/{name}")
    return there


def attached_text(folder: Path) -> PlanText | None:
    """The text kept in the workspace, or None."""
    place = folder / FOLDER
    if not (place / _TEXT).is_file() or not (place / _ABOUT).is_file():
        return None
    about = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
    return PlanText(
        name=str(about["name"]),
        text=(place / _TEXT).read_bytes().decode(),
        kind=about["kind"],
        encoding=str(about["encoding"]),
        sha256=str(about["sha256"]),
        tables=tuple((int(a), int(b)) for a, b in about["tables"]),
        warnings=(),
    )


def attached_reading(folder: Path, register: PlanRegister) -> PlanReading | None:
    """The attached text, read with the register's places; None where none is attached."""
    source = attached_text(folder)
    return read_plan(source, register.places.values()) if source else None


def quote(reading: PlanReading, entry_id: str) -> list[Piece]:
    """The very words of an entry, cut where places and numbers stand; none where unknown."""
    found = next((entry for entry in reading.entries if entry.id == entry_id), None)
    if found is None:
        return []
    entry: TextEntry = found.entry
    marks: list[tuple[int, int, str, str]] = [
        (m.start, m.end, "place", m.place) for m in found.mentions if m.start >= entry.body_start
    ]
    marks += [(n.start, n.end, "number", n.text) for n in found.numbers]
    pieces = []
    if entry.body_start > entry.start:
        heading = reading.source.text[entry.start : entry.body_start].strip()
        pieces.append(Piece(heading, "heading"))
    pieces += _cut(reading.source.text, entry.body_start, entry.end, marks)
    return [piece for piece in pieces if piece.text.strip()]


def _cut(
    text: str, start: int, end: int, marks: Sequence[tuple[int, int, str, str]]
) -> list[Piece]:
    pieces, at = [], start
    for first, last, mark, name in sorted(marks):
        if first < at:
            continue
        pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], mark, name))
        at = last
    pieces.append(Piece(text[at:end]))
    return pieces

"""Places proposed from a plan's text, and taking those that a person confirms."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hebei_gis.files.changes import change
from hebei_gis.plan.places.proposing import ProposedPlace
from hebei_gis.plan.reader import read_plan
from hebei_gis.plan.register.changes import stored_rows
from hebei_gis.plan.register.model import Place, PlanRegister, natural_order
from hebei_gis.plan.register.tables import COLUMNS, PLAN_FOLDER, decoded, read_register, table_bytes
from hebei_gis.plan.text.attached import attached_text
from hebei_gis.words.errors import RegisterError, UnknownNameError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault

PROPOSED_FILE = "places_proposed.csv"
PROPOSED_COLUMNS = ("name", "kind", "count", "entries")
PLACE_ID = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Confirmed:
    """A place taken into the gazetteer, and how many entries are now linked with it."""

    id: str
    name: str
    links: int


def proposed_bytes(proposals: Sequence[ProposedPlace]) -> bytes:
    """Proposals as the bytes of their table."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(PROPOSED_COLUMNS)
    writer.writerows((p.name, p.kind, p.count, "|".join(p.entries)) for p in proposals)
    return stream.getvalue().encode()


def read_proposed(folder: Path) -> list[ProposedPlace]:
    """The proposals a workspace holds; none where it has no table of them.

    Raises
    ------
    RegisterError
        Where the table lacks a column or a count is no number.
    """
    path = folder / PLAN_FOLDER / PROPOSED_FILE
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(decoded(path.read_bytes(), path.name), newline=""))
    header = reader.fieldnames or ()
    missing = [column for column in PROPOSED_COLUMNS if column not in header]
    if missing:
        raise RegisterError(
            [
                Fault("table_lacks_column", path.name, column=name, columns=list(header))
                for name in missing
            ]
        )
    proposals = []
    for row in reader:
        entries = tuple(part for part in (row["entries"] or "").split("|") if part)
        if not (row["count"] or "").isdecimal():
            where = term("table_cell", table=path.stem, line=reader.line_num, column="count")
            found = row["count"] or term("cell_empty")
            raise RegisterError([Fault("bad_value", where, found, term("cell_number"))])
        proposals.append(ProposedPlace(row["name"], row["kind"], int(row["count"]), entries))
    return proposals


def confirm_places(
    folder: Path, names: Sequence[str] | None, place_id: str | None = None
) -> list[Confirmed]:
    """Take proposed places into the gazetteer, linked with the entries that name them.

    Where the plan's text is attached it is read again with the gazetteer and all that is still
    proposed, so that of two names that overlap the longer counts; else the entries the
    proposal lists are linked. The relation is ``mentions``: a person says what the plan does
    with the place.

    Parameters
    ----------
    folder : Path
        The workspace.
    names : sequence of str or None
        Which proposals; None for all of them.
    place_id : str, optional
        The id of the place, where it is one; else ``place_001``, ….

    Returns
    -------
    list of Confirmed
        In the order of the proposals.

    Raises
    ------
    UnknownNameError
        Where a name is not proposed; nothing is written.
    RegisterError
        Where the id is taken or no id.
    """
    with change(folder, "change_places_confirmed", count=len(names or ())) as made:
        register = read_register(folder)
        proposals = read_proposed(folder)
        known = [proposal.name for proposal in proposals]
        for name in names or ():
            if name not in known:
                raise UnknownNameError("proposed_place", name, known)
        chosen = [p for p in proposals if names is None or p.name in names]
        ids = _new_ids(register, chosen, place_id)
        tables = stored_rows(folder)
        places = [list(row) for row in tables["places"]]
        for proposal in chosen:
            cells = {"id": ids[proposal.name], "name_zh": proposal.name, "kind": proposal.kind}
            places.append([cells.get(column, "") for column in COLUMNS["places"]])
        left = [proposal for proposal in proposals if proposal not in chosen]
        pairs = _links(folder, register, proposals, ids)
        links = [list(row) for row in tables["links"]]
        links += [[entry, place, "mentions"] for entry, place in pairs]
        links.sort(key=lambda row: (natural_order(row[0]), row[1]))
        made.write(f"{PLAN_FOLDER}/places.csv", table_bytes("places", places))
        made.write(f"{PLAN_FOLDER}/links.csv", table_bytes("links", links))
        made.write(f"{PLAN_FOLDER}/{PROPOSED_FILE}", proposed_bytes(left))
        made.facts["count"] = len(chosen)
    return [
        Confirmed(ids[p.name], p.name, sum(place == ids[p.name] for _, place in pairs))
        for p in chosen
    ]


def _new_ids(
    register: PlanRegister, chosen: Sequence[ProposedPlace], place_id: str | None
) -> dict[str, str]:
    if place_id is not None:
        if len(chosen) != 1:
            raise RegisterError([Fault("id_for_one_place", "", places=len(chosen))])
        if not PLACE_ID.match(place_id):
            raise RegisterError([Fault("bad_place_id", "", place_id)])
        if place_id in register.places:
            name = register.places[place_id].name_zh
            raise RegisterError([Fault("place_id_taken", "", place_id, place=name)])
        return {chosen[0].name: place_id}
    used = [int(name[6:]) for name in register.places if re.fullmatch(r"place_\d+", name)]
    first = max(used, default=0) + 1
    return {p.name: f"place_{number:03}" for number, p in enumerate(chosen, start=first)}


def _links(
    folder: Path, register: PlanRegister, proposals: Sequence[ProposedPlace], ids: dict[str, str]
) -> list[tuple[str, str]]:
    """Pairs of entry and place for the proposals that got an id; entries of the register only."""
    source = attached_text(folder)
    if source is None:
        chosen = [p for p in proposals if p.name in ids]
        pairs = [(entry, ids[p.name]) for p in chosen for entry in p.entries]
    else:
        # No id begins with ?: those are not chosen, and only keep shorter names from matching.
        added = [Place(ids.get(p.name, f"?{p.name}"), p.name, "", p.kind) for p in proposals]
        reading = read_plan(source, [*register.places.values(), *added])
        new = set(ids.values())
        pairs = [(e.id, m.place) for e in reading.entries for m in e.mentions if m.place in new]
    return [pair for pair in dict.fromkeys(pairs) if pair[0] in register.entries]

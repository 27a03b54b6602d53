"""Several files of one archive: read as one where they belong together, else chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from hebei_gis.files.text import Encoding
from hebei_gis.formats.layer_choice import check_size, chosen_layer
from hebei_gis.formats.sources import LayerFound, Reading, Rows, Source, Upload
from hebei_gis.geo.shapes import shape_array
from hebei_gis.words.facts import listed
from hebei_gis.words.faults import Issue
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown


@dataclass(frozen=True)
class Member:
    """A file of an archive, opened.

    Attributes
    ----------
    name : str
        As the archive calls it.
    source : Source
    upload : Upload
        Its parts, and what was understood of them.
    layers : tuple of LayerFound
    """

    name: str
    source: Source
    upload: Upload
    layers: tuple[LayerFound, ...]


class MembersSource:
    """The files of an archive; a layer is called after its file, then as the file calls it.

    Parameters
    ----------
    where : str
        The archive, for messages.
    members : sequence of Member
    together : bool
        They are one data set: all are read where no layer is asked for.
    """

    encoding: Encoding | None = None

    def __init__(self, where: str, members: Sequence[Member], together: bool) -> None:
        self._where, self._members, self._together = where, members, together

    @property
    def one_layer_needed(self) -> bool:
        """Whether a layer must be chosen where several have rows."""
        return not self._together

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was understood of the members that are read together."""
        return tuple(one for m in self._members for one in m.source.notes if self._together)

    @cached_property
    def layers(self) -> tuple[LayerFound, ...]:
        """The layers of all members."""
        return tuple(layer for member in self._members for layer in _called(member))

    def read(self, reading: Reading) -> Rows:
        """The rows of one layer, of one member, or of all that belong together.

        Raises
        ------
        UploadError
            Where it is not clear which, or a member cannot be read.
        """
        for member in self._members:
            if reading.layer in (member.name, member.name.rsplit("/", 1)[-1]):
                return self._of(member, replace(reading, layer=None), "")
        if reading.layer is None and self._together:
            return self._all(reading)
        layer = chosen_layer(self.layers, reading.layer, self._where)
        for member in self._members:
            for found, called in zip(member.layers, _called(member), strict=True):
                if called is layer or called == layer:
                    return self._of(member, replace(reading, layer=found.name), found.name)
        raise AssertionError("a layer is a member's")

    def _of(self, member: Member, reading: Reading, layer: str) -> Rows:
        single = len(member.layers) == 1
        rows = member.source.read(replace(reading, layer=None) if single else reading)
        called = member.name if single or not layer else f"{member.name}/{layer}"
        others = [f"{shown(one.name)} ({_rows_of(one)})" for one in self._members if one != member]
        left = note("members_unread", names=listed(others, 20))
        notes = (*member.upload.notes, *member.source.notes, *rows.notes, left)
        return replace(rows, notes=notes, layer=rows.layer or called)

    def _all(self, reading: Reading) -> Rows:
        """The rows of every member that has any, one after the other."""
        filled = [one for one in self._members if any(layer.rows for layer in one.layers)]
        read = [one.source.read(reading) for one in filled or self._members[:1]]
        first = read[0]
        if any((r.crs, r.stated, r.crs_by_format) != (first.crs, first.stated, first.crs_by_format)
               for r in read):  # fmt: skip
            chosen_layer(self.layers, None, self._where)
        counts = [len(rows.table) for rows in read]
        table = pd.concat([rows.table.astype(object) for rows in read], ignore_index=True)
        limits = filled[0].upload.limits if filled else self._members[0].upload.limits
        check_size(self._where, len(table), table.shape[1], limits)
        names = listed(shown(member.name) for member in filled)
        said = (note("members_together", names=names),) if len(filled) > 1 else ()
        starts = np.cumsum([0, *counts[:-1]]).tolist()
        return replace(
            first,
            table=table.where(table.notna(), None),
            shapes=shape_array([shape for rows in read for shape in rows.shapes]),
            notes=(*said, *(one for rows in read for one in rows.notes)),
            issues=tuple(
                _moved(issue, start)
                for rows, start in zip(read, starts, strict=True)
                for issue in rows.issues
            ),
            faults=tuple(fault for rows in read for fault in rows.faults),
            mends={kind: mends for rows in read for kind, mends in rows.mends.items()},
        )


def _rows_of(member: Member) -> int:
    return sum(layer.rows for layer in member.layers)


def _called(member: Member) -> list[LayerFound]:
    if len(member.layers) == 1:
        return [replace(member.layers[0], name=member.name)]
    return [replace(layer, name=f"{member.name}/{layer.name}") for layer in member.layers]


def _moved(issue: Issue, start: int) -> Issue:
    """The issue under the number its row has among all."""
    return (
        Issue(issue.kind, str(int(issue.key) + start), **dict(issue.facts))
        if (issue.key.isdigit())
        else issue
    )

"""What must be answered before rows are kept, with the mends that would answer it.

A question names the controls that answer it: the command has an option for each, a page a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hebei_gis.words.faults import Fault

SWAP = "swap_xy"
AS_DECLARED = "as_declared"
DROP_OUTSIDE = "drop_outside"
KEEP_REST = "keep_what_is_left"
REPAIR = "repair"
DROP_INVALID = "drop_invalid"
LARGEST = "largest_dimension"
NUMBER_KEYS = "number_keys"
DROP_UNREAD = "drop_unread"
#: Mends that name what they change to: ``crs=EPSG:4548``, ``datum=GCJ-02``.
CRS_IS = "crs="
DATUM_IS = "datum="
MENDS = (
    SWAP, AS_DECLARED, DROP_OUTSIDE, KEEP_REST, REPAIR, DROP_INVALID, LARGEST, NUMBER_KEYS,
    DROP_UNREAD,
)  # fmt: skip

#: Fault kind → the controls that answer it. A fault of another kind may name its own, in the
#: fact ``answered_by``; one without any can only be mended in the file.
ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    "wrong_encoding": ("encoding",),
    "encoding_unknown": ("encoding",),
    "layer_not_chosen": ("layer",),
    "unknown_layer": ("layer",),
    "no_positions": ("x", "y", "wkt"),
    "crs_not_stated": ("crs", "datum"),
    "crs_not_understood": ("crs", "datum"),
    "crs_without_datum": ("crs", "datum"),
    "datum_by_name": ("datum", "crs"),
    "sidecar_changed": ("crs", "datum"),
    "parameters_needed": ("parameters",),
    "no_way_known": ("parameters", "crs"),
    "headings_disagree": ("crs", "datum", "x", "y"),
    "coordinates_disagree": ("crs", "datum"),
    "key_undecided": ("key",),
    "group_not_answered": ("group",),
    "basis_not_answered": ("basis",),
    "accuracy_not_answered": ("accuracy_m",),
    "group_unknown": ("group",),
    "basis_unknown": ("basis",),
    "accuracy_unusable": ("accuracy_m",),
    "geometry_differs": ("layer_id",),
    "layer_id_unknown": ("layer_id",),
    "layer_exists": ("layer_id", "replace"),
}


@dataclass(frozen=True)
class Question:
    """Something that only the user can decide.

    Attributes
    ----------
    fault : Fault
        What was found and what was expected.
    mends : tuple of str
        What may be accepted; joined by ``+`` where several go together. The first fits best.
    distance_m : float or None
        How far the coordinates would move, in metres.
    choices : mapping of control to values
        What would fit, where it is known: ``{"crs": ("EPSG:4548",)}``.
    """

    fault: Fault
    mends: tuple[str, ...] = ()
    distance_m: float | None = None
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls that answer it, beside the mends."""
        return controls_of(self.fault)


def controls_of(fault: Fault) -> tuple[str, ...]:
    """Names of the controls that answer a fault; none where only the file can be mended."""
    named = fault.facts.get("answered_by")
    if isinstance(named, str):
        return (named,)
    if isinstance(named, (list, tuple)):
        return tuple(str(name) for name in named)
    return ANSWERED_BY.get(fault.kind, ())


def is_mend(name: str) -> bool:
    """Whether a word (or several joined by ``+``) is a mend at all."""
    return all(
        part in MENDS or part.startswith((CRS_IS, DATUM_IS)) for part in name.strip().split("+")
    )

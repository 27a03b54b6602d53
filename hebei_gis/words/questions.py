"""What must be answered before rows are kept, with the mends that would answer it."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    fault: Fault
    mends: tuple[str, ...] = ()
    distance_m: float | None = None


def is_mend(name: str) -> bool:
    """Whether a word (or several joined by ``+``) is a mend at all."""
    return all(
        part in MENDS or part.startswith((CRS_IS, DATUM_IS)) for part in name.strip().split("+")
    )

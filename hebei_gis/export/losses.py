"""What each format cannot hold: said to the user before anything is written."""

from __future__ import annotations

from hebei_gis.formats.format import Format
from hebei_gis.words.facts import Term, term

_EVERY = ("loss_nested", "loss_control_characters")


def losses_of(chosen: Format) -> tuple[Term, ...]:
    """What is lost in a format, the particular before the general."""
    return tuple(term(kind) for kind in (*chosen.losses, *_EVERY))

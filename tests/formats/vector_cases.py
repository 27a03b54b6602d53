"""Files of one kind opened and read, as the door does it."""

from __future__ import annotations

from typing import Any

from hebei_gis.files.limits import Limits
from hebei_gis.formats.registry import formats
from hebei_gis.formats.sources import Reading, Rows, Upload


def source_of(kind: str, content: bytes, name: str = "", limits: Limits | None = None) -> Any:
    """The reader of a file of a format."""
    known = formats()[kind]
    name = name or f"a{[*known.suffixes, known.extension][0]}"
    upload = Upload(name, {name: content}, limits or Limits())
    assert known.claims(upload)
    return known.open(upload)


def rows_of(kind: str, content: bytes, **reading: Any) -> Rows:
    """Its rows."""
    return source_of(kind, content).read(Reading(**reading))


def told(kind: str, content: bytes, language: str = "en") -> str:
    """All that is said of it."""
    source = source_of(kind, content)
    rows = source.read(Reading())
    said = [*source.notes, *rows.notes, *rows.issues]
    return " ".join(one.sentence(language) for one in said)

"""The seal of a file that carries its own sidecar: a hash that stands in what it is the hash of.

The sha256 is that of the file with :data:`PLACEHOLDER` where the sha256 stands. A sidecar that
the file's hash does not cover has one of its own, :data:`STATEMENT`. Both show accident and
careless editing; neither keeps anyone from making a false file with a seal that fits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Stands for the hash while the hash is computed; no data holds it by chance.
PLACEHOLDER = hashlib.sha256(b"hebei-gis: the sha256 of this file stands here").hexdigest()


#: The member of a sidecar that holds the hash of all others.
STATEMENT = "statement_sha256"
#: The member with the hash of what stands in the file beside rows and sidecar: styles, words.
DESCRIBED = "described_sha256"
#: The member with the hash of where a file says that its tables lie: CRS, bounds, kinds of shape.
LOCATED = "located_sha256"


def sidecar_text(values: Mapping[str, Any], indent: int | None = None) -> str:
    """A sidecar as JSON."""
    return json.dumps(values, ensure_ascii=False, indent=indent, allow_nan=False)


def stated(values: Mapping[str, Any]) -> dict[str, Any]:
    """A sidecar with the hash of all that it says."""
    return {**values, STATEMENT: _statement_sha256(values)}


def statement_fits(values: Mapping[str, Any]) -> bool | None:
    """Whether a sidecar says what it was written with; None where it has no hash of that."""
    return values[STATEMENT] == _statement_sha256(values) if STATEMENT in values else None


def _statement_sha256(values: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in values.items() if name != STATEMENT}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def unsealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """A sidecar to be written into a file that will be sealed."""
    return {**values, "sha256": PLACEHOLDER, "sha256_of": "file"}


def sealed(content: bytes) -> bytes:
    """The file with its hash in the place of the placeholder."""
    digest = hashlib.sha256(content).hexdigest()
    return content.replace(PLACEHOLDER.encode(), digest.encode())


def seal_of(content: bytes, stated: str) -> str:
    """The hash a sealed file should state; `stated` is the one it does."""
    return hashlib.sha256(content.replace(stated.encode(), PLACEHOLDER.encode())).hexdigest()

"""The seal of a file that carries its own sidecar: a hash that stands in what it is the hash of.

The sha256 is that of the file with :data:`PLACEHOLDER` where the sha256 stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: Stands for the hash while the hash is computed; no data holds it by chance.
PLACEHOLDER = hashlib.sha256(b"hebei-gis: the sha256 of this file stands here").hexdigest()


def sidecar_text(values: Mapping[str, Any], indent: int | None = None) -> str:
    """A sidecar as JSON."""
    return json.dumps(values, ensure_ascii=False, indent=indent, allow_nan=False)


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

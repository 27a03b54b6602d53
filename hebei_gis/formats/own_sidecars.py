"""The sidecar an export of this program carries: its kind, and finding it again.

It lies within the file where the format has a place for it, sealed by
:mod:`hebei_gis.files.seal`, and beside it in the zip.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hebei_gis.files.seal import seal_of, statement_fits

#: What kind of sidecar this is; readers refuse what they do not know.
KIND = "hebei-gis export 1"
#: How a sidecar's file is called: the name of its file or of the zip's, and this.
SIDECAR_ENDING = ".meta.json"


@dataclass(frozen=True)
class FoundSidecar:
    """What an export says of itself.

    Attributes
    ----------
    values : mapping
        As :func:`hebei_gis.export.sidecar.build_sidecar` wrote them.
    intact : bool or None
        Whether the file's hash is the one it states; None where it states none.
    changed : tuple of str
        What is not as it was written, where that can be told apart: ``changed_rows``,
        ``changed_style``, ``changed_statement``.
    """

    values: Mapping[str, Any]
    intact: bool | None
    changed: tuple[str, ...] = ()

    @property
    def reference_system(self) -> str:
        """EPSG code, ``GCJ-02`` or ``BD-09``; empty where it says none."""
        stated = self.values.get("reference_system")
        code = stated.get("code") if isinstance(stated, Mapping) else None
        return code if isinstance(code, str) else ""

    def layer(self, name: str) -> Mapping[str, Any]:
        """What it says of a layer, by its id or a part's name, or of the only one; else empty."""
        listed = self.values.get("layers")
        layers = [one for one in listed or () if isinstance(one, Mapping)]
        for one in layers:
            parts = [part.get("name") for part in one.get("parts", ()) if isinstance(part, Mapping)]
            if name and name in (one.get("id"), one.get("title_zh"), one.get("title_en"), *parts):
                return one
        return layers[0] if len(layers) == 1 else {}


def sidecar_within(values: object, content: bytes) -> FoundSidecar | None:
    """The sidecar a file holds itself, from its parsed values; None where it is none of ours.

    Parameters
    ----------
    values : object
        What stands at the place of a sidecar in the file.
    content : bytes
        The whole file.
    """
    if not isinstance(values, Mapping) or not is_own_sidecar(values):
        return None
    if "sha256" not in values:  # a format that cannot hold the hash of itself
        return FoundSidecar(values, None)
    stated = values["sha256"]
    fits = isinstance(stated, str) and len(stated) == 64 and seal_of(content, stated) == stated
    return FoundSidecar(values, fits)


def take_sidecar(
    parts: Mapping[str, bytes],
) -> tuple[dict[str, bytes], FoundSidecar | None]:
    """The parts without the sidecar that lies beside them, and that sidecar.

    A file called like a sidecar that is none of ours stays among the parts.
    """
    for name, content in parts.items():
        if not name.lower().endswith(SIDECAR_ENDING):
            continue
        try:
            values = json.loads(content)
        except (ValueError, RecursionError):
            continue
        if isinstance(values, Mapping) and is_own_sidecar(values):
            rest = {other: bytes_ for other, bytes_ in parts.items() if other != name}
            intact = _lists(values, rest) and statement_fits(values) is not False
            return rest, FoundSidecar(values, intact)
    return dict(parts), None


def is_own_sidecar(values: Mapping[Any, Any]) -> bool:
    """Whether these are the values of a sidecar of this program."""
    return str(values.get("sidecar", "")).startswith("hebei-gis export ")


def _lists(values: Mapping[Any, Any], parts: Mapping[str, bytes]) -> bool:
    """Whether every part is listed with its hash: by its name, or as the only one."""
    listed = values.get("files")
    files = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    hashes = {str(one.get("name")).rsplit("/", 1)[-1]: one.get("sha256") for one in files}
    found = {name.rsplit("/", 1)[-1]: hashlib.sha256(c).hexdigest() for name, c in parts.items()}
    if not found or values.get("sidecar") != KIND:
        return False
    return all(found[name] == hashes.get(name) for name in found) or (
        len(found) == 1 and set(found.values()) <= set(hashes.values())
    )

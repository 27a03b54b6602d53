"""Uploads inspected and understood in a process of their own; the pages read them so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from hebei_gis.files.apart import call_apart
from hebei_gis.files.limits import Limits
from hebei_gis.intake.disagreements import Known
from hebei_gis.intake.inspecting import Inspection, inspect_parts
from hebei_gis.intake.understanding import Answers, Preview, understand
from hebei_gis.layers.catalog import Settings


def inspect_apart(parts: Mapping[str, bytes], limits: Limits) -> Inspection:
    """As :func:`inspect_parts`, without a source to read from.

    Raises
    ------
    UploadError
    StoppedError
        Where the reader crashed, or took too long.
    """
    return call_apart(_inspect, _name(parts), dict(parts), limits)


def preview_apart(
    parts: Mapping[str, bytes],
    limits: Limits,
    answers: Answers,
    settings: Settings,
    known: Known | None = None,
) -> Preview:
    """As :func:`inspect_parts` and :func:`understand`.

    Raises
    ------
    UploadError
    StoppedError
        Where the reader crashed, or took too long.
    """
    known = known or Known({})
    return call_apart(_preview, _name(parts), dict(parts), limits, answers, settings, known)


def _name(parts: Mapping[str, bytes]) -> str:
    return next(iter(parts), "upload")


# ---- In the other process.


def _inspect(parts: dict[str, bytes], limits: Limits) -> Inspection:
    return replace(_inspected(_Parts(parts), limits), source=None)


def _preview(
    parts: dict[str, bytes], limits: Limits, answers: Answers, settings: Settings, known: Known
) -> Preview:
    inspection = _inspected(_Parts(parts), limits)
    preview = understand(inspection, answers, settings, known)
    return replace(preview, inspection=replace(inspection, source=None))


class _Parts:
    """Files by their content, so that the last one is not taken apart again for each answer."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(tuple(self.parts))


@lru_cache(maxsize=1)
def _inspected(parts: _Parts, limits: Limits) -> Inspection:
    return inspect_parts(parts.parts, limits)

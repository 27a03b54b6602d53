"""Lists that the help of options names, each made when a help names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from hebei_gis.files.workspace_folder import WORKSPACE_VARIABLE
from hebei_gis.words.facts import Fact


def _formats() -> Fact:
    from hebei_gis.formats.registry import written_formats

    return list(written_formats())


def _bases() -> Fact:
    from hebei_gis.layers.declaration import BASES

    return list(BASES)


def _datums() -> Fact:
    from hebei_gis.intake.datums import DATUMS

    return list(DATUMS)


def _templates() -> Fact:
    from hebei_gis.intake.templates import template_names

    return list(template_names())


def _methods() -> Fact:
    from hebei_gis.sites import METHODS

    return list(METHODS)


def _normalisations() -> Fact:
    from hebei_gis.sites import NORMALISATIONS

    return list(NORMALISATIONS)


def _missing() -> Fact:
    from hebei_gis.sites import MISSING

    return list(MISSING)


_LISTS: dict[str, Callable[[], Fact]] = {
    "variable": lambda: WORKSPACE_VARIABLE,
    "formats": _formats,
    "bases": _bases,
    "datums": _datums,
    "templates": _templates,
    "methods": _methods,
    "normalisations": _normalisations,
    "missing": _missing,
}


class HelpLists(Mapping[str, Fact]):
    """Name → list; the modules that know a list are loaded when it is asked for."""

    def __getitem__(self, name: str) -> Fact:
        return _LISTS[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(_LISTS)

    def __len__(self) -> int:
        return len(_LISTS)

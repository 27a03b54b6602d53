"""The error tree.

Every error the package raises on purpose derives from :class:`HebeiGisError` and from the
builtin a caller would expect. A class takes facts and writes the sentence; faults of a
declaration or a file come as :class:`~hebei_gis.faults.Fault` values, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hebei_gis.faults import Fault


class HebeiGisError(Exception):
    """Base of all errors of this package."""


class FaultsError(HebeiGisError, ValueError):
    """One or more faults, each naming file, found, expected and remedy."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(fault.sentence("en") for fault in self.faults))

    def __reduce__(self) -> tuple[type[FaultsError], tuple[tuple[Fault, ...]]]:
        """Faults travel between processes, sentences are made where they are read."""
        return type(self), (self.faults,)


class WorkspaceError(FaultsError):
    """A folder that cannot be opened as a workspace at all."""


class LayerError(FaultsError):
    """A layer that cannot be used: its declaration or its data file has faults."""


class RegisterError(FaultsError):
    """Tables of the plan register that do not fit together."""


class UnknownNameError(HebeiGisError, KeyError):
    """A layer, entry, place or format asked for by a name that does not exist."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        super().__init__(name)

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, tuple[str, ...]]]:
        """As :meth:`FaultsError.__reduce__`."""
        return type(self), (self.kind, self.name, self.known)

    def __str__(self) -> str:
        listed = ", ".join(self.known[:40]) or "none"
        return f"There is no {self.kind} {self.name!r}. Known: {listed}."


class DatumError(HebeiGisError, ValueError):
    """A datum or CRS that is unknown or that cannot be converted honestly."""

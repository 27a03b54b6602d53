"""The error tree.

Every error the package raises on purpose derives from :class:`HebeiGisError` and from the
builtin a caller would expect. A class takes facts and writes the sentence; faults of a
declaration or a file come as :class:`~hebei_gis.words.faults.Fault` values, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hebei_gis.words.faults import Fault


class HebeiGisError(Exception):
    """Base of all errors of this package; they travel between processes with their facts."""

    def __reduce__(self) -> tuple[Any, ...]:
        """A class that writes its sentence from facts cannot be made from the sentence again."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(kind: type[HebeiGisError], args: tuple[Any, ...], facts: dict[str, Any]) -> Any:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class FaultsError(HebeiGisError, ValueError):
    """One or more faults, each naming file, found, expected and remedy."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(fault.sentence("en") for fault in self.faults))


class WorkspaceError(FaultsError):
    """A folder that cannot be opened as a workspace at all."""


class LayerError(FaultsError):
    """A layer that cannot be used: its declaration or its data file has faults."""


class RegisterError(FaultsError):
    """Tables of the plan register that do not fit together."""


class UploadError(FaultsError):
    """A file handed in that cannot be taken: broken, hostile, too large or of another kind."""


class ExportError(FaultsError):
    """An export that would mislead, or that is not possible; nothing was written."""


class VerifyError(FaultsError):
    """A file that cannot be checked at all."""


class ComparisonError(FaultsError):
    """A comparison that cannot be made: every reason at once."""


class UnknownNameError(HebeiGisError, KeyError):
    """A layer, entry, place or format asked for by a name that does not exist."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        listed = ", ".join(self.known[:40]) or "none"
        return f"There is no {self.kind} {self.name!r}. Known: {listed}."


class DatumError(HebeiGisError, ValueError):
    """A datum or CRS that is unknown or that cannot be converted honestly."""

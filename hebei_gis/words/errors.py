"""The error tree.

Every error the package raises on purpose derives from :class:`HebeiGisError` and from the
builtin a caller would expect. An error is a kind with named facts and says itself in either
language; faults of a declaration or a file come as :class:`~hebei_gis.words.faults.Fault`
values, all at once.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebei_gis.words.facts import Fact, Term, bounded, fill, listed, term
from hebei_gis.words.sentences.errors import ERRORS

if TYPE_CHECKING:
    from hebei_gis.words.faults import Fault


class HebeiGisError(Exception):
    """Base of all errors of this package; they travel between processes with their facts.

    Attributes
    ----------
    kind : str
        A key of :data:`~hebei_gis.words.sentences.errors.ERRORS`.
    facts : mapping of name to Fact
        What fills the sentence.
    """

    kind: str
    facts: Mapping[str, Fact]

    def __init__(self, kind: str = "", /, **facts: Fact) -> None:
        self.kind, self.facts = kind, facts
        super().__init__(kind)

    def sentences(self, language: str = "en") -> list[str]:
        """What is wrong and what to do in ``zh`` or ``en``, a sentence or more an element."""
        if self.kind not in ERRORS:
            return [self.kind or type(self).__name__]
        return [fill(ERRORS[self.kind], bounded(self.facts), language)]

    def sentence(self, language: str = "en") -> str:
        """All it says in ``zh`` or ``en``, one line a fault."""
        return "\n".join(self.sentences(language))

    @property
    def told(self) -> Term | str:
        """The error as a fact of a fault's sentence."""
        return term(f"error_{self.kind}", **self.facts) if self.kind in ERRORS else self.kind

    def __str__(self) -> str:
        return self.sentence("en")

    def __reduce__(self) -> tuple[Any, ...]:
        """A class that takes facts cannot be made from its arguments again."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(kind: type[HebeiGisError], args: tuple[Any, ...], facts: dict[str, Any]) -> Any:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


#: So many faults are told; a file that has more is told so, and not in megabytes.
MOST_FAULTS = 200


class FaultsError(HebeiGisError, ValueError):
    """One or more faults, each naming file, found, expected and remedy.

    Beyond :data:`MOST_FAULTS` one fault says how many more there are.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        from hebei_gis.words.faults import Fault  # built on this module

        told = tuple(faults)
        if len(told) > MOST_FAULTS + 1:
            more = Fault("more_faults", told[0].where, count=len(told) - MOST_FAULTS)
            told = (*told[:MOST_FAULTS], more)
        self.faults: tuple[Fault, ...] = told
        super().__init__("faults")

    def sentences(self, language: str = "en") -> list[str]:
        """One sentence a fault."""
        return [fault.sentence(language) for fault in self.faults]


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
    """A layer, entry, place or format asked for by a name that does not exist.

    `noun` is what was asked for: ``layer`` where ``noun_layer`` is one of
    :data:`~hebei_gis.words.terms.names.TERMS`.
    """

    def __init__(self, noun: str, name: str, known: Sequence[str]) -> None:
        self.noun, self.name, self.known = noun, name, tuple(known)
        facts = {"noun": term(f"noun_{noun}"), "known": listed(known)}
        shown = repr(name)[1:-1]  # one line, whatever stands in it
        super().__init__("unknown_name", name=shown, **facts)


class DatumError(HebeiGisError, ValueError):
    """A datum or CRS that is unknown or that cannot be converted honestly."""


#: errno -> kind of the sentence.
_OS_KINDS = {
    errno.EACCES: "os_no_permission", errno.EPERM: "os_no_permission",
    errno.EROFS: "os_read_only",
    errno.ENOSPC: "os_disk_full", errno.EDQUOT: "os_disk_full",
    errno.EISDIR: "os_is_folder", errno.ENOTDIR: "os_no_folder",
    errno.ENOENT: "os_not_found", errno.EEXIST: "os_exists", errno.ENOTEMPTY: "os_exists",
    errno.ENAMETOOLONG: "os_name_too_long",
}  # fmt: skip


def os_error_sentence(error: OSError, language: str = "en") -> str:
    """An error of the operating system in ``zh`` or ``en``, with what to do."""
    kind = _OS_KINDS.get(error.errno or 0, "os_other")
    named = error.filename2 if error.filename2 is not None else error.filename
    file: Fact = term("this_path") if named is None else str(named)
    if kind == "os_not_found" and isinstance(named, str) and not Path(named).parent.is_dir():
        kind = "os_parent_not_found"
    reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
    return fill(ERRORS[kind], {"file": file, "reason": reason}, language)


def error_sentences(error: HebeiGisError | OSError, language: str = "en") -> list[str]:
    """What an error of ours or of the operating system says in ``zh`` or ``en``."""
    if isinstance(error, HebeiGisError):
        return error.sentences(language)
    return [os_error_sentence(error, language)]

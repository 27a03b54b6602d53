"""What can be wrong with a file that is meant to hold a plan's text.

Each class takes the facts; the sentences stand in :mod:`hebei_gis.words.sentences.plan_text`.
"""

from __future__ import annotations

from hebei_gis.words.errors import HebeiGisError
from hebei_gis.words.facts import Fact, Term, term


class PlanTextError(HebeiGisError, ValueError):
    """A file or text that cannot be read as a plan; `file` is its name, as given."""

    def __init__(self, kind: str, file: str, **facts: Fact) -> None:
        self.file = file
        super().__init__(kind, file=file, **facts)


class PlanFileUnreadableError(PlanTextError):
    """The path leads to no file that can be opened."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_unreadable", file, found=found)


class EmptyPlanTextError(PlanTextError):
    """The file is empty, or holds nothing but white space and pictures."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_empty", file, found=found)


class PlanTextTooLargeError(PlanTextError):
    """More bytes, characters or pages than a plan has; also what unpacks to too much.

    `what` is a kind of amount: ``bytes`` where ``much_bytes`` is a term.
    """

    def __init__(self, file: str, what: str, amount: int, limit: int, **facts: Fact) -> None:
        found = term(f"much_{what}", count=amount, **facts)
        super().__init__("plan_too_large", file, found=found, limit=limit)


class WrongFileTypeError(PlanTextError):
    """The content is of another type than the name says, or of one that is not read."""

    def __init__(self, file: str, found: Term, remedy: Term) -> None:
        super().__init__("plan_wrong_type", file, found=found, remedy=remedy)


class DamagedPlanFileError(PlanTextError):
    """The file was cut off or altered on its way."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_damaged", file, found=found)


class EncryptedPlanFileError(PlanTextError):
    """The file opens with a password only."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_encrypted", file, found=found)


class ScanWithoutTextError(PlanTextError):
    """A PDF of pictures: there is no text to read, or none that means anything."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_scan", file, found=found)


class UnknownEncodingError(PlanTextError):
    """Bytes that are text in none of the encodings read."""

    def __init__(self, file: str, found: Term) -> None:
        super().__init__("plan_encoding", file, found=found)


class NoChapterError(PlanTextError):
    """A text in which no heading of a chapter stands."""

    def __init__(self, file: str, lines: int) -> None:
        super().__init__("plan_no_chapter", file, lines=lines)

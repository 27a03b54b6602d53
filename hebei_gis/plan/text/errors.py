"""What can be wrong with a file that is meant to hold a plan's text.

Each class takes the facts and writes the sentence: which file, what was found, what was
expected, what to do.
"""

from __future__ import annotations

from hebei_gis.words.errors import HebeiGisError

READABLE = "a plan text as .txt (UTF-8, UTF-16 or GB18030), .docx or .pdf with a text layer"


class PlanTextError(HebeiGisError, ValueError):
    """A file or text that cannot be read as a plan.

    Attributes
    ----------
    file
        The name of the file, as given.
    found, expected, remedy
        What stands there, what should, and what the person can do about it.
    """

    def __init__(self, file: str, found: str, remedy: str, expected: str = READABLE) -> None:
        self.file, self.found, self.expected, self.remedy = file, found, expected, remedy
        super().__init__(f"{file}: found {found}. Expected {expected}. {remedy}")


class PlanFileUnreadableError(PlanTextError):
    """The path leads to no file that can be opened."""

    def __init__(self, file: str, reason: str) -> None:
        self.reason = reason
        super().__init__(file, reason, "Check the path and the right to read it.")


class EmptyPlanTextError(PlanTextError):
    """The file is empty, or holds nothing but white space and pictures."""

    def __init__(self, file: str, found: str) -> None:
        super().__init__(file, found, "Give the file that holds the text.")


class PlanTextTooLargeError(PlanTextError):
    """More bytes, characters or pages than a plan has; also what unpacks to too much."""

    def __init__(self, file: str, what: str, found: int, limit: int) -> None:
        self.what, self.amount, self.limit = what, found, limit
        super().__init__(
            file,
            f"{found:,} {what}",
            "Give the plan's text alone, without its pictures and attachments.",
            f"at most {limit:,}",
        )


class WrongFileTypeError(PlanTextError):
    """The content is of another type than the name says, or of one that is not read."""


class DamagedPlanFileError(PlanTextError):
    """The file was cut off or altered on its way."""

    def __init__(self, file: str, found: str) -> None:
        super().__init__(file, found, "Copy or download it again, or save it anew.", "a whole file")


class EncryptedPlanFileError(PlanTextError):
    """The file opens with a password only."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(
            file,
            f"{what} locked by a password",
            "Open it with the password and save it without one.",
            "a file without a password",
        )


class ScanWithoutTextError(PlanTextError):
    """A PDF of pictures: there is no text to read, or none that means anything."""

    def __init__(self, file: str, pages: int, characters: int, found: str = "") -> None:
        self.pages, self.characters = pages, characters
        super().__init__(
            file,
            found or f"{pages:,} pages with {characters:,} characters of text, as in a scan",
            "Run text recognition (OCR) on it, or take the .docx or .txt of the plan.",
            "a PDF with a text layer",
        )


class UnknownEncodingError(PlanTextError):
    """Bytes that are text in none of the encodings read."""

    def __init__(self, file: str, found: str) -> None:
        super().__init__(
            file, found, "Open it in an editor and save it as UTF-8.", "UTF-8, UTF-16 or GB18030"
        )


class NoChapterError(PlanTextError):
    """A text in which no heading of a chapter stands."""

    def __init__(self, file: str, lines: int) -> None:
        self.lines = lines
        super().__init__(
            file,
            f"{lines:,} lines of text and no heading of a chapter",
            "Give the whole outline of the plan; each chapter's heading needs a line of its own.",
            "headings such as 第一章, 第一部分 or 一、, each on its own line",
        )

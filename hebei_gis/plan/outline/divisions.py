"""What the outline of a plan is made of; all offsets refer to the text it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hebei_gis.words.notes import Note

EntryKind = Literal["headed", "work", "unheaded", "opening"]


@dataclass(frozen=True)
class Chapter:
    """A chapter; its span runs from its heading to the next chapter's."""

    number: int
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """A section of a chapter; its span runs from its heading to the next one's."""

    chapter: int
    number: int
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """One paragraph that says something, or one named work of a paragraph.

    Attributes
    ----------
    id
        ``c.s.p`` for headed paragraphs, p from 1 in each section; ``c.s.p.w`` for the works
        below one; ``c.s.0``, ``c.s.0.1``, … for unheaded ones; ``c.0``, ``c.0.0.1``, … for
        what stands in a chapter before its first section (headed there: ``c.0.1``, …).
    kind_of
        ``headed``, ``work``, ``unheaded``, or ``opening`` of a chapter.
    chapter, section
        Their numbers; section 0 before the first section.
    heading
        The heading as a name, without the sign that closes it; empty where there is none.
    start, end
        The span of the whole entry in the text, its heading included.
    body_start
        Where, after the heading, its own words begin.
    """

    id: str
    kind_of: EntryKind
    chapter: int
    section: int
    heading: str
    start: int
    end: int
    body_start: int


@dataclass(frozen=True)
class Box:
    """A box (专栏): its caption and, where the text holds it, its content.

    Attributes
    ----------
    number
        The number it carries, or ``None``.
    chapter, section
        Where it stands.
    start, end
        The span of its caption.
    content_start, content_end
        The span of its content; the same two numbers where there is none.
    """

    number: int | None
    title: str
    chapter: int
    section: int
    start: int
    end: int
    content_start: int
    content_end: int


@dataclass(frozen=True)
class Outline:
    """What a plan's text is made of, all in the order of the text.

    Attributes
    ----------
    front_end
        Where the first chapter begins; what stands before is title, preface and contents.
    back_start
        Where attachments begin; the length of the text where there are none.
    warnings
        What a person should look at.
    """

    chapters: tuple[Chapter, ...]
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    boxes: tuple[Box, ...]
    warnings: tuple[Note, ...]
    front_end: int
    back_start: int

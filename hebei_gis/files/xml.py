"""XML of unknown origin: its bytes decide how it is read; no entities, no depth, only XML."""

from __future__ import annotations

import html
import html.entities
import io
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

import numpy as np
from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import iterparse

from hebei_gis.files.limits import Limits
from hebei_gis.files.text import Encoding, decoded, fits, guess_encoding, python_encoding
from hebei_gis.words.errors import UploadError
from hebei_gis.words.facts import Fact, Term, term
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import refusal, shown

Gathered = TypeVar("Gathered")
#: One step through XML: "start" or "end", the element, its depth.
Step = tuple[str, Any, int]

_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
#: Behind declaration, comments and document type, the outermost element.
_ROOT = re.compile(
    r"\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)*"
    r"<((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))",
    re.DOTALL,
)
#: What is no text of elements, and the named characters within that text.
_NAMED = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z][A-Za-z0-9]*;)", re.DOTALL)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=")
_OWN_NAMES = ("amp;", "lt;", "gt;", "quot;", "apos;")
#: What expat answers where a prefix or an entity is not declared.
_UNDECLARED = ("unbound prefix", "undefined entity")
#: Encodings whose text looks like ASCII and is not: text hidden in them would pass every check.
_HIDING = ("UTF-7",)
_SAMPLE = 16


def as_utf8(content: bytes, where: str, asked: str | None = None) -> tuple[bytes, Encoding]:
    """XML as UTF-8, and in what it was written.

    The bytes decide: what is declared counts where they fit it and are not UTF-8. What the user
    says (`asked`) counts over both.

    Raises
    ------
    UploadError
        Where neither what it declares nor UTF-8 nor GB18030 fits, or not what the user says.
    """
    if asked:
        text, encoding = decoded(content, where, asked)
        return _DECLARATION.sub("", text, count=1).encode(), encoding
    declared = _DECLARED.search(content[:400].replace(b"\0", b"").decode("latin-1"))
    stated = declared.group(1) if declared else ""
    named = python_encoding(stated) if stated else None
    if stated and (named is None or named in _HIDING):
        raise refusal(
            "unreadable_file", where, term("xml_encoding", name=shown(stated)), term("whole_xml")
        )
    guess = guess_encoding(content)
    if guess is not None and guess.name.startswith("UTF"):
        found = guess.name
        if named is None or _agree(named, found):
            why = guess.why if not stated else term("encoding_by_xml")
        elif content.isascii() and not named.startswith("UTF-16"):
            # 7-bit encodings of Chinese and Japanese.
            found, why = named, term("encoding_by_xml")
        else:
            why = _against(content, found, stated, named)
    elif named is not None and fits(content, named):
        found, why = named, term("encoding_by_xml")
    elif guess is not None:
        silent = term("encoding_stated_wrong", origin=term("the_xml"), name=stated)
        found = guess.name
        why = guess.why if not stated else term("encoding_found", silent=silent, why=guess.why)
    else:
        expected = term("encodings_or", names=["UTF-8", "GB18030"])
        raise refusal("wrong_encoding", where, stated or "UTF-8", expected)
    encoding = Encoding(found.removesuffix("-SIG"), why)
    if encoding.name == "UTF-8" and named in (None, "UTF-8"):
        return content, encoding
    text = content.decode(found)
    return _DECLARATION.sub("", text, count=1).removeprefix("\ufeff").encode(), encoding


def _agree(named: str, found: str) -> bool:
    return named.replace("-", "")[:4] == found.replace("-", "")[:4]


def _against(content: bytes, found: str, stated: str, named: str) -> Term:
    """Why the declared encoding does not count, with both readings where it fits as well."""
    if content.isascii() or named.startswith("UTF") or not fits(content, named):
        return term("encoding_against_xml", stated=shown(stated))
    text, other = content.decode(found), content.decode(named)
    place = next(n for n, character in enumerate(text) if not character.isascii())
    same = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), place)
    readings = (one[same : same + _SAMPLE].split("<")[0] for one in (text, other))
    mine, theirs = (shown(reading) for reading in readings)
    return term("encoding_not_xml", stated=shown(stated), reading=mine, other=theirs)


def elements(content: bytes, where: str, limits: Limits) -> Iterator[Step]:
    """Walk XML as ("start" or "end", element, depth), tags without their namespace.

    Raises
    ------
    UploadError
        On a document type, an entity, too many levels, or where it is no XML.
    """
    try:
        yield from _steps(content, where, limits)
    except ParseError as error:
        raise _broken(error, where) from error


def gathered(
    content: bytes, where: str, limits: Limits, gather: Callable[[Iterator[Step]], Gathered]
) -> tuple[Gathered, tuple[Note, ...]]:
    """What `gather` makes of the elements, and what was understood on the way.

    Prefixes that are used without a declaration, and characters by the names HTML has for them
    (``&nbsp;``), are read as what they plainly are, and told.

    Raises
    ------
    UploadError
        As :func:`elements`.
    """
    try:
        return gather(_steps(content, where, limits)), ()
    except ParseError as error:
        if not str(error).startswith(_UNDECLARED):
            raise _broken(error, where) from error
    declared, notes = _declared(content)
    return gather(elements(declared, where, limits)), notes


def _steps(content: bytes, where: str, limits: Limits) -> Iterator[Step]:
    depth = 0
    try:
        steps = iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
        for event, element in steps:
            if event == "start":
                depth += 1
                if depth > limits.depth:
                    raise _too_deep(where, limits)
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
            yield event, element, depth
            if event == "end":
                depth -= 1
    except (UploadError, ParseError):
        raise
    except DefusedXmlException as error:
        raise _unsafe(error, where) from error
    except (ValueError, LookupError) as error:
        raise _broken(error, where) from error


def _declared(content: bytes) -> tuple[bytes, tuple[Note, ...]]:
    """The XML with its prefixes declared and HTML's named characters as characters."""
    text = content.decode("utf-8-sig")
    names: dict[str, None] = {}

    def character(found: re.Match[str]) -> str:
        name = found.group(1)
        meant = html.entities.html5.get(name) if name and name not in _OWN_NAMES else None
        if meant is None:
            return found.group(0)
        names[f"&{name}"] = None
        return html.escape(meant)

    text = _NAMED.sub(character, text)
    used = {one or other for one, other in _PREFIX.findall(text)} - {"xml", "xmlns"}
    root = _ROOT.match(text)
    bare: list[str] = []
    if root is not None:
        tag = text[root.end() : text.find(">", root.end())]
        bare = sorted(used - set(re.findall(r"\sxmlns:([\w.-]+)\s*=", tag)))
    if root is not None and bare:
        spaces = "".join(f' xmlns:{name}="urn:undeclared:{name}"' for name in bare)
        text = f"{text[: root.end()]}{spaces}{text[root.end() :]}"
    notes = []
    if bare:
        notes.append(note("prefixes_undeclared", names=[f"{name}:" for name in bare]))
    if names:
        notes.append(note("named_characters", names=list(names)))
    return text.encode(), tuple(notes)


def _too_deep(where: str, limits: Limits) -> UploadError:
    found = term("elements_within", limit=limits.depth)
    return refusal("unsafe_xml", where, found, term("fewer_elements_within"))


def _unsafe(error: DefusedXmlException, where: str) -> UploadError:
    return refusal("unsafe_xml", where, type(error).__name__, term("plain_xml"))


def _broken(error: Exception, where: str) -> UploadError:
    """A file that is no whole XML, with the line and column where it breaks off."""
    position = getattr(error, "position", None)
    found: Fact = shown(error)
    if isinstance(error, expat.ExpatError) and not isinstance(error, ParseError):
        position = error.lineno, error.offset
    if position:
        message = str(found).split(": line")[0]
        found = term("text_at", message=message, line=position[0], column=position[1] + 1)
    return refusal("unreadable_file", where, found, term("whole_xml"))


def check_markup(content: bytes, where: str, limits: Limits) -> str:
    """Walk XML for its faults only, keeping nothing.

    Returns
    -------
    str
        The name of the outermost element, without its namespace.

    Raises
    ------
    UploadError
        As :func:`elements`.
    """
    parser = expat.ParserCreate()
    depth, root, most = 0, "", limits.depth

    def start(name: str, _: object) -> None:
        nonlocal depth, root
        if not root:
            root = name.rpartition(":")[2]
        depth += 1
        if depth > most:
            raise _too_deep(where, limits)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    # Without a document type there are no entities either.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    shallow = _most_depth(content) <= most
    if not shallow:
        parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except UploadError:
        raise
    except DefusedXmlException as error:
        raise _unsafe(error, where) from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _broken(error, where) from error
    return root_name(content) if shallow else root


def _most_depth(content: bytes) -> float:
    """More than any element of UTF-8 XML lies within, without parsing; infinite where that cannot
    be told: comments and the like may hold what looks like the end of an element."""
    if b"<!" in content or b"\0" in content or content.count(b"<?") > 1:
        return math.inf
    signs = np.frombuffer(content, dtype=np.uint8)
    places = np.flatnonzero(signs[:-1] == ord("<"))
    following = signs[places + 1]
    # An element that ends itself counts as one that goes on: more is safe, less is not.
    steps = np.where(following == ord("/"), -1, np.where(following == ord("?"), 0, 1))
    return float(np.cumsum(steps).max(initial=0))


def _refuse_doctype(name: str, system: str | None, public: str | None, _: bool) -> None:
    raise DTDForbidden(name, system, public)


def root_name(content: bytes) -> str:
    """The name of the outermost element, without its namespace; empty where it is no XML."""
    head = content[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    text = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").decode("latin-1")
    found = _ROOT.match(text)
    return found.group(2) if found else ""

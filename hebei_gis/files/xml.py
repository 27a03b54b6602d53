"""XML of unknown origin: read without entities, without depth, and only if it is XML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from defusedxml.sax import parse as parse_markup

from hebei_gis.files.limits import Limits
from hebei_gis.words.errors import UploadError
from hebei_gis.words.refusals import refusal, shown

_DECLARED = re.compile(rb"""^(\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
#: Behind declaration, comments and whatever else stands before the outermost element.
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_CHINESE = ("gb2312", "gbk", "gb18030", "cp936", "ms936")
_NO_DTD = "XML without a document type, entities or outside references"


def as_utf8(content: bytes, where: str) -> tuple[bytes, str]:
    """XML bytes in an encoding that expat knows; GBK is decoded here.

    Returns
    -------
    content : bytes
    encoding : str
        What the text was written in.
    """
    found = _DECLARED.match(content)
    named = found.group(2).decode("ascii").lower() if found else "utf-8"
    if named not in _CHINESE:
        return content, named.upper()
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise refusal("wrong_encoding", where, named, "text in the encoding it states") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8"), "GB18030"


def elements(content: bytes, where: str, limits: Limits) -> Iterator[tuple[str, Any, int]]:
    """Walk XML as ("start" or "end", element, depth), tags without their namespace.

    Raises
    ------
    UploadError
        On a document type, an entity, too many levels, or where it is no XML.
    """
    depth = 0
    try:
        steps = iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
        for event, element in steps:
            if event == "start":
                depth += 1
                if depth > limits.depth:
                    found = f"more than {limits.depth} elements within each other"
                    raise refusal("unsafe_xml", where, found, f"depth {limits.depth} (depth)")
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
            yield event, element, depth
            if event == "end":
                depth -= 1
    except UploadError:
        raise
    except DefusedXmlException as error:
        raise refusal("unsafe_xml", where, type(error).__name__, _NO_DTD) from error
    except (ParseError, ValueError, LookupError) as error:
        raise refusal("unreadable_file", where, shown(error), "whole XML") from error


class _Counter(ContentHandler):
    """Counts levels; keeps nothing."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit, self._depth = limit, 0
        self.root = ""

    def startElement(self, name: str, attrs: Any) -> None:
        self.root = self.root or name.rpartition(":")[2]
        self._depth += 1
        if self._depth > self._limit:
            raise SAXException(f"more than {self._limit} elements within each other")

    def endElement(self, name: str) -> None:
        self._depth -= 1


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
    counter = _Counter(limits.depth)
    try:
        parse_markup(io.BytesIO(content), counter, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refusal("unsafe_xml", where, type(error).__name__, _NO_DTD) from error
    except SAXParseException as error:
        raise refusal("unreadable_file", where, shown(error.getMessage()), "whole XML") from error
    except SAXException as error:
        raise refusal("unsafe_xml", where, error.getMessage(), "fewer (depth)") from error
    except (ValueError, LookupError) as error:
        raise refusal("unreadable_file", where, shown(error), "whole XML") from error
    return counter.root


def root_name(content: bytes) -> str:
    """The name of the outermost element, without its namespace; empty where it is no XML."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not (head.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<"))):
        return ""
    found = _ROOT.search(head.replace(b"\0", b""))
    return found.group(1).decode("ascii") if found else ""

"""Let the elements of a Word document's XML pass by, safely and without keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from hebei_gis.plan.text.errors import DamagedPlanFileError, WrongFileTypeError
from hebei_gis.words.facts import term

#: Local name of an attribute -> its value.
Attributes = Mapping[str, str]
# Tables in tables and text boxes go a few dozen deep.
_MAX_DEPTH = 2000


class _TooDeepError(Exception):
    pass


class Elements(ContentHandler):
    """A reader of elements; :meth:`begin` and :meth:`finish` are called for each."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:
        """Pass an element on, with its attributes by their local names."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _TooDeepError
        values = {local: value for (_, local), value in attrs.items()} if len(attrs) else {}
        self.begin(name[1], name[0] or "", values)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        """Pass the end of an element on."""
        self._depth -= 1
        self.finish(name[1], name[0] or "")

    def begin(self, tag: str, namespace: str, attributes: Attributes) -> None:
        """Take the start of an element."""

    def finish(self, tag: str, namespace: str) -> None:
        """Take the end of an element."""


def parse_xml(chunks: Iterable[bytes], reader: Elements, name: str) -> None:
    """Let the elements of an XML file pass by a reader.

    Parameters
    ----------
    chunks
        The bytes of the file, in order.
    reader
        What takes the elements.
    name
        What errors call the document.

    Raises
    ------
    DamagedPlanFileError
        The XML is broken.
    WrongFileTypeError
        It declares a document type or entities, or nests without end, as no Word does.
    """
    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except (DefusedXmlException, _TooDeepError) as error:
        found, remedy = term("docx_foreign_xml"), term("save_anew_docx")
        raise WrongFileTypeError(name, found, remedy) from error
    except SAXParseException as error:
        raise DamagedPlanFileError(name, term("docx_broken_xml")) from error

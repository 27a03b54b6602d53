"""JSON of unknown origin, one feature after another: no document is held as objects whole."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from hebei_gis.words.facts import Term, term
from hebei_gis.words.refusals import refusal, shown

GEOMETRIES = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
#: Members that Esri JSON has and GeoJSON has not.
_ESRI = ("geometryType", "spatialReference", "fieldAliases")
#: Blanks, and the mark that RFC 8142 sets before each text of a sequence.
_BLANK = (" ", "\t", "\n", "\r", "\x1e")
_BLANKS = re.compile(f"[{''.join(_BLANK)}]*")
_BETWEEN_FEATURES = re.compile(r'\}\s*,\s*\{\s*"type"\s*:\s*"Feature"')
#: From here on orjson makes floats of whole numbers.
_BEYOND_64_BITS = 2.0**63


@dataclass
class Head:
    """What stands beside the features, filled while they are read.

    Attributes
    ----------
    members : dict
        Of the collection, without its features.
    sequence : bool
        Whether features stand one after another without a collection.
    doubled : list of (int, names)
        Features (from 0) with members that stand in one object twice; the last is read.
    repeated : names
        Members that stand twice beside the features, or in one that stands alone.
    """

    members: dict[str, Any] = field(default_factory=dict)
    sequence: bool = False
    doubled: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    repeated: tuple[str, ...] = ()


class _Walk:
    """A place in a text of JSON, moved on value by value."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0
        #: Names that stood twice in an object, until they are asked for.
        self.twice: list[str] = []
        decoder = json.JSONDecoder(object_pairs_hook=self._object)
        #: The value at a place of the text, and where it ends.
        self._value_at: Callable[[str, int], tuple[Any, int]] = cast(Any, decoder).scan_once
        self.skip()

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            self.twice += [name for name, count in counts.items() if count > 1]
        return members

    def doubled(self) -> tuple[str, ...]:
        """Names that stood twice in an object since this was asked."""
        names = tuple(dict.fromkeys(self.twice))
        self.twice.clear()
        return names

    def skip(self) -> None:
        """Go on to what is no blank."""
        found = _BLANKS.match(self.text, self.place)
        self.place = found.end() if found else self.place

    @property
    def here(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.place : self.place + 1]

    def take(self, wanted: str) -> bool:
        """Whether this character is next; it is passed with the blanks after it."""
        if self.here != wanted:
            return False
        self.place += 1
        if self.here in _BLANK:
            self.skip()
        return True

    def quick_value(self) -> Any:
        """As :meth:`value`, several times as fast where another feature follows.

        Quotes within a text are escaped, so the mark between two features is none of a text; of
        features within a feature the piece is no whole JSON, and is read the other way.
        """
        found = _BETWEEN_FEATURES.search(self.text, self.place)
        if found:
            piece = self.text[self.place : found.start() + 1]
            try:
                value = orjson.loads(piece)
            except orjson.JSONDecodeError:
                return self.value()
            # Of a member that stands twice orjson keeps the last and says nothing; a whole number
            # of more than 64 bits it rounds.
            if piece.count('":') == _count_names(value) and not _may_be_rounded(value):
                self.place = found.start() + 1
                return value
        return self.value()

    def value(self) -> Any:
        """The next value whole."""
        try:
            value, self.place = self._value_at(self.text, self.place)
        except StopIteration as error:
            self.place = error.value
            raise self.fail("Expecting value") from None
        if self.here in _BLANK:
            self.skip()
        return value

    def fail(self, message: str) -> json.JSONDecodeError:
        """What is wrong at this place."""
        return json.JSONDecodeError(message, self.text, self.place)

    def names(self) -> Iterator[str]:
        """The names of the object that begins here; after each its value is to be taken."""
        self.take("{")
        if self.take("}"):
            return
        while True:
            if self.here != '"':
                raise self.fail("Expecting property name enclosed in double quotes")
            name = str(self.value())
            if not self.take(":"):
                raise self.fail("Expecting ':' delimiter")
            yield name
            if self.take("}"):
                return
            if not self.take(","):
                raise self.fail("Expecting ',' delimiter")

    def listed(self) -> Iterator[Any]:
        """The values of the list that begins here."""
        self.take("[")
        if self.take("]"):
            return
        while True:
            yield self.quick_value()
            if self.take("]"):
                return
            if not self.take(","):
                raise self.fail("Expecting ',' delimiter")


def _count_names(value: Any) -> int:
    """How many names of members stand in a feature."""
    kind = type(value)
    if kind is dict:
        count = len(value)
        for member in value.values():
            kind = type(member)
            if kind is dict or kind is list:
                count += _count_names(member)
        return count
    if kind is list and value and type(value[0]) not in (list, float, int):
        return sum(map(_count_names, value))
    return 0


def _may_be_rounded(value: Any) -> bool:
    """Whether a number of a feature may have been a whole one of more than 64 bits."""
    kind = type(value)
    if kind is float:
        return bool(abs(value) >= _BEYOND_64_BITS)
    if kind is dict:
        for name, member in value.items():
            kind = type(member)
            if kind is float:
                if abs(member) >= _BEYOND_64_BITS:
                    return True
            elif (kind is dict or kind is list) and name != "geometry" and _may_be_rounded(member):
                return True
        return False
    return kind is list and any(map(_may_be_rounded, value))


def read_features(text: str, where: str, head: Head) -> Iterator[Any]:
    """The features of a GeoJSON text one by one; `head` is filled on the way.

    A collection, a feature, a bare geometry, a list of features, or features one after another
    (newline-delimited).

    Raises
    ------
    UploadError
        Where it is no whole JSON (with line and column), or JSON of another kind.
    """
    walk = _Walk(text)
    try:
        for row, feature in enumerate(_features(walk, where, head)):
            if names := walk.doubled():
                head.doubled.append((row, names))
            yield feature
    except json.JSONDecodeError as error:
        found = term("text_at", message=error.msg, line=error.lineno, column=error.colno)
        raise refusal("unreadable_file", where, found, term("whole_json")) from error
    except RecursionError as error:
        raise refusal(
            "unreadable_file", where, term("json_too_deep"), term("whole_json")
        ) from error


def _features(walk: _Walk, where: str, head: Head) -> Iterator[Any]:
    begins = term("json_begins", start=shown(walk.text[:40]))
    if walk.here == "[":
        head.sequence = True
        for value in walk.listed():
            yield _feature(value, where, begins)
    elif walk.here == "{":
        yield from _object(walk, where, head, begins)
    else:
        raise refusal("unknown_format", where, begins, "GeoJSON")
    if walk.here:
        raise walk.fail("Extra data")


def _object(walk: _Walk, where: str, head: Head, begins: Term) -> Iterator[Any]:
    whole: dict[str, Any] = {}
    collection = False
    for name in walk.names():
        if name == "features" and walk.here == "[":
            collection = True
            # What stands before the features must be known: Esri JSON has features, too.
            _refuse_other_kinds(whole, where)
            yield from walk.listed()
        else:
            doubled = (name,) if name in whole else ()
            whole[name] = walk.value()
            head.repeated = (*head.repeated, *doubled, *walk.doubled())
    _refuse_other_kinds(whole, where)
    if collection:
        head.members = whole
        return
    if whole.get("type") == "FeatureCollection":
        found = term("collection_without_features")
        raise refusal("nothing_inside", where, found, term("a_layer_with_rows"))
    feature = _feature(whole, where, begins)
    # They were of a feature, not of a collection around it.
    walk.twice += head.repeated
    head.repeated = ()
    head.members = {name: whole[name] for name in ("crs", "coordRefSys") if name in whole}
    yield feature
    while walk.here == "{":
        head.sequence = True
        yield _feature(walk.value(), where, begins)


def _feature(value: Any, where: str, begins: Term) -> Any:
    """A feature; a bare geometry as one without attributes."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "Feature":
        return value
    if kind in GEOMETRIES:
        return {"type": "Feature", "properties": {}, "geometry": value}
    raise refusal("unknown_format", where, begins, "GeoJSON")


def _refuse_other_kinds(members: Mapping[str, Any], where: str) -> None:
    """Refuse TopoJSON and Esri JSON by their names."""
    if members.get("type") == "Topology":
        raise refusal("unknown_format", where, "TopoJSON", term("geojson_of_topojson"))
    if "type" not in members and any(name in members for name in _ESRI):
        raise refusal("unknown_format", where, "Esri JSON", term("geojson_of_esri"))

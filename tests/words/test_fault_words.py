"""No English stands in a Chinese message: every fact the code gives is known in Chinese."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

import pytest

from hebei_gis.words.fault_words import PATTERNS, PHRASES, WORDS, in_chinese, place_in_chinese
from hebei_gis.words.faults import Fault, Issue

PACKAGE = Path(__file__).parents[2] / "hebei_gis"
#: What stands for a value the code fills in.
FILLED = "X1"
#: Callable -> places and names of its arguments that are said to the user.
SAID: dict[str, dict[int, str]] = {
    "Fault": {2: "found", 3: "expected"},
    "Issue": {2: "detail"},
    "Mend": {2: "detail"},
    "note": dict.fromkeys(range(1, 6), ""),
    # What they say becomes the fact of a fault: pydantic's message, ``str(error)``.
    "ValueError": {0: "message"},
    "DatumError": {0: "message"},
}
#: Codes, file formats and product names: the same in Chinese.
SAME = {
    "X", "Y", "Z", "M", "U", "N", "E", "a", "z", "m", "CRS", "CSV", "DXF", "DWG", "EPSG", "Esri",
    "Excel", "FlatGeobuf", "GB", "GCJ", "BD", "GPX", "GeoJSON", "GeoPackage", "GeoParquet", "JSON",
    "KML", "KMZ", "Office", "OFD", "OpenDocument", "PDF", "PowerPoint", "PostScript", "Parquet",
    "RAR", "RTF", "HTML", "Shapefile", "TOML", "TopoJSON", "UTF", "WGS", "CGCS", "WKB", "WKT",
    "Word", "XLSX", "XML", "PNG", "JPEG", "TIFF", "EOF", "MB", "Big", "ppm", "gzip", "zip", "docx",
    "dbf", "shp", "xls", "xlsx", "xlsb", "pptx", "odt", "ods", "wps", "doc", "ID", "FILE", "NAME",
    "TARGET", "NONE", "LAYER",
}  # fmt: skip
#: Keys of our files and commands, which Chinese names too.
KEYS = {
    "hebei", "gis", "register", "export", "o", "above", "below", "target", "points", "none_above",
    "none_below", "crs", "datum", "step", "buffer", "distance_m", "source", "recipe", "quality",
    "shape", "key", "geometry", "geo", "depth", "true", "false", "cells",
}  # fmt: skip
_MOST = 64


@dataclass
class Module:
    """One file: its functions by name, and which function holds which node."""

    path: Path
    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    holders: dict[ast.AST, ast.FunctionDef] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Module:
        module = cls(path, ast.parse(path.read_text(encoding="utf-8")))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                module.functions[node.name] = node
                for inner in ast.walk(node):
                    module.holders[inner] = node  # the innermost comes last
        return module

    def texts(self, node: ast.AST, depth: int = 6) -> set[str]:
        """What an expression may be as text, values filled in as :data:`FILLED`."""
        if depth == 0:
            return set()
        match node:
            case ast.Constant(value=str() as text):
                return {text}
            case ast.JoinedStr(values=parts):
                return self._joined(parts, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([left, right], depth)
            case ast.FormattedValue(value=value):
                return self.texts(value, depth - 1) or {FILLED}
            case ast.IfExp(body=body, orelse=orelse):
                return self._all([body, orelse], depth)
            case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
                return self._all(values, depth)
            case ast.Dict(values=values):
                return self._all(values, depth)
            case ast.Subscript(value=value) | ast.Starred(value=value):
                return self.texts(value, depth - 1) if isinstance(value, ast.Name) else set()
            case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
                return self.texts(element, depth - 1)
            case ast.Name(id=name):
                given = self._given(node, name) or self._handed(node, name)
                texts = self._all([one for one, added in given if not added], depth)
                for one in (one for one, added in given if added):
                    texts = {a + b for a in texts for b in self.texts(one, depth - 1)}
                return texts
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, other]):
                return self._all([value, other], depth)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                returned = [
                    inner.value
                    for inner in ast.walk(self.functions[name])
                    if isinstance(inner, ast.Return | ast.Yield) and inner.value is not None
                ]
                return self._all(returned, depth)
            case ast.Call(func=ast.Name(id="str" | "shown"), args=[first]):
                return self.texts(first, depth - 1)
            case ast.Call(func=ast.Attribute(attr="join"), args=[first]):
                return self.texts(first, depth - 1)
        return set()

    def _all(self, nodes: list, depth: int) -> set[str]:
        return {text for node in nodes for text in self.texts(node, depth - 1)}

    def _joined(self, parts: list, depth: int) -> set[str]:
        choices = [sorted(self.texts(part, depth - 1)) or [FILLED] for part in parts]
        return {"".join(chosen) for chosen in islice(product(*choices), _MOST)}

    def _given(self, node: ast.AST, name: str) -> list[tuple[ast.AST, bool]]:
        """What is assigned to a name: in its function, else in the module."""
        holder = self.holders.get(node)
        inside = list(_assigned(holder, name, self.tree)) if holder is not None else []
        return inside or list(_assigned(self.tree, name, self.tree, deep=False))

    def _handed(self, node: ast.AST, name: str) -> list[tuple[ast.AST, bool]]:
        """What the callers in this module give for a parameter."""
        holder = self.holders.get(node)
        arguments = [one.arg for one in holder.args.args] if holder is not None else []
        if holder is None or name not in arguments:
            return []
        place = arguments.index(name)
        return [
            (call.args[place], False)
            for call in ast.walk(self.tree)
            if isinstance(call, ast.Call)
            and getattr(call.func, "id", "") == holder.name
            and len(call.args) > place
        ]

    def said(self, sinks: dict[str, dict[int, str]]) -> Iterator[tuple[ast.Call, ast.AST]]:
        """Each argument that is said to the user."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in sinks:
                continue
            places = sinks[name]
            for place, argument in enumerate(node.args):
                if isinstance(argument, ast.Starred) or place in places:
                    yield node, argument
            for keyword in node.keywords:
                if keyword.arg in places.values():
                    yield node, keyword.value


def _assigned(
    within: ast.AST, name: str, outer: ast.AST, deep: bool = True
) -> Iterator[tuple[ast.AST, bool]]:
    """What a name may be, and whether it is added to what the name was."""
    for node in ast.walk(within) if deep else ast.iter_child_nodes(within):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from ((one, False) for one in _matched(target, value, name))
            case ast.AugAssign(target=ast.Name(id=named), value=value) if named == name:
                yield value, True
            case ast.AnnAssign(target=ast.Name(id=named), value=value) if named == name and value:
                yield value, False
            case ast.NamedExpr(target=ast.Name(id=named), value=value) if named == name:
                yield value, False
            case ast.For(target=ast.Tuple() as target, iter=ast.Name(id=listed)):
                named_here = {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
                if name not in named_here or listed in named_here:
                    continue
                inside = list(_assigned(within, listed, outer))
                for value, _ in inside or _assigned(outer, listed, outer, deep=False):
                    for one in getattr(value, "elts", ()):
                        yield from ((found, False) for found in _matched(target, one, name))
            case ast.For(target=target, iter=ast.Tuple(elts=values) | ast.List(elts=values)):
                for value in values:
                    yield from ((one, False) for one in _matched(target, value, name))
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=named), attr="append"), args=args
            ) if named == name:
                yield from ((one, False) for one in args)
            case ast.FunctionDef(args=arguments) if node is within and arguments.defaults:
                for one, value in zip(
                    arguments.args[-len(arguments.defaults) :], arguments.defaults, strict=True
                ):
                    if one.arg == name:
                        yield value, False


def _matched(target: ast.AST, value: ast.AST, name: str) -> Iterator[ast.AST]:
    match target, value:
        case ast.Name(id=named), _ if named == name:
            yield value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for one, other in zip(targets, values, strict=True):
                yield from _matched(one, other, name)
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from _matched(target, body, name)
            yield from _matched(target, orelse, name)


def _callers_told(modules: list[Module]) -> dict[str, dict[int, str]]:
    """What is said, and the functions that hand an argument of theirs on to be said."""
    told = {name: dict(places) for name, places in SAID.items()}
    grown = True
    while grown:
        grown = False
        for module in modules:
            for node, argument in list(module.said(told)):
                holder = module.holders.get(node)
                if holder is None or holder.name.startswith("__"):
                    continue
                names = {one.id for one in ast.walk(argument) if isinstance(one, ast.Name)}
                arguments = [one.arg for one in holder.args.args]
                bound = arguments[:1] in (["self"], ["cls"])
                for place, one in enumerate(arguments[1:] if bound else arguments):
                    if one in names and place not in told.setdefault(holder.name, {}):
                        told[holder.name][place] = one
                        grown = True
    return told


def collect() -> dict[str, list[str]]:
    """Every text said to the user as a fact -> where it stands in the code."""
    modules = [Module.read(path) for path in sorted(PACKAGE.rglob("*.py"))]
    told = _callers_told(modules)
    found: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for node, argument in module.said(told):
            for text in module.texts(argument):
                found[text].append(f"{module.path.relative_to(PACKAGE.parent)}:{node.lineno}")
    return found


FACTS = collect()


def english(text: str) -> list[str]:
    """The English words of a text, without the values filled in and without codes."""
    bare = re.sub(r"\S*[a-z][./_]\S*|--\S+|\S+=\S+", " ", text.replace(FILLED, ""))
    return [word for word in re.findall(r"[A-Za-z]+", bare) if word not in SAME]


def chinese(text: str) -> str:
    """The text in Chinese, with a word or with a number for its values."""
    told = [in_chinese(text.replace(FILLED, value)) for value in (FILLED, "12", "1,234")]
    return min(told, key=lambda one: len(left(one)))


def left(text: str) -> list[str]:
    """The English words that Chinese does not name."""
    return [word for word in english(text) if word not in KEYS]


def test_the_code_is_looked_through() -> None:
    assert FACTS


def test_every_fact_is_known_in_chinese() -> None:
    lacking = {
        text: sorted(set(places))
        for text, places in FACTS.items()
        if len(english(text)) > 1 and left(chinese(text))
    }
    assert not lacking, "\n".join(f"{text!r}  {places}" for text, places in lacking.items())


def test_every_phrase_is_chinese() -> None:
    for text, said in (*PHRASES.items(), *WORDS.items(), *((p.pattern, c) for p, c in PATTERNS)):
        assert not left(re.sub(r"\{\d(:\w+)?\}", "", said)), text


@pytest.mark.parametrize(
    ("english_text", "chinese_text"),
    [
        ("row 3, 4 and 5 more", "第 3, 4 行(另有 5 行)"),
        ("7000 vertices", "7000 个顶点"),
        ("5000000 vertices (vertices)", "5000000 个顶点(vertices)"),
        ("Self-intersection[116.1 39.2]; repaired", "自相交[116.1 39.2],已修复"),
        ("coordinates in EPSG:4548 in GCJ-02", "EPSG:4548(GCJ-02 偏移) 坐标"),
        ("2 rows have no key of their own: 7 in row 2, (empty) in row 3",
         "2 行没有唯一的键:7(第 2 行),(空)(第 3 行)"),
        ("more than 0, up to 10,000 metres", "大于 0、不超过 10,000 米"),
        ("from what the position is known", "位置的来源"),
        ("one of surveyed, approximate", "surveyed, approximate 之一"),
        # Names, numbers and codes stay.
        ("太行山", "太行山"), ("EPSG:4490", "EPSG:4490"), ("Point, Polygon", "Point, Polygon"),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 117E", "CGCS2000 / 3-degree Gauss-Kruger CM 117E"),
        ("", ""),
    ],
)  # fmt: skip
def test_told_in_chinese(english_text: str, chinese_text: str) -> None:
    assert in_chinese(english_text) == chinese_text


@pytest.mark.parametrize(
    "fault",
    [
        Fault("unknown_column", "a.csv", "rows", "one of rows, text"),
        Fault("missing_key", "layers/a.toml", "", "rows"),
        Fault("missing_column", "a.csv", "text, both", "none"),
    ],
)
def test_names_are_not_translated(fault: Fault) -> None:
    said = fault.sentence("zh")
    assert "行" not in said.replace("此行", "") and "文字" not in said and "无" not in said
    assert "rows" in said or "none" in said


def test_where_tells_lines_in_chinese() -> None:
    assert place_in_chinese("links.csv line 3 place") == "links.csv 第 3 行 place"
    assert place_in_chinese("park row 3.geojson") == "park row 3.geojson"


def test_issues_speak_both_languages() -> None:
    issue = Issue("closed_ring", "3", "a ring was not closed; closed")
    assert issue.sentence("zh") == "环未闭合,已闭合"
    assert issue.sentence() == issue.detail

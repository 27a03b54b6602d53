"""Faults of declarations, files and tables: values that say what is wrong and what to do.

A fault belongs to a whole layer or table and keeps it out. What is wrong with a single row
is an :class:`Issue`: the row is mended or left out, the rest stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from hebei_gis.fault_words import in_chinese, place_in_chinese

#: kind -> (English, Chinese); filled with where, found and expected.
SENTENCES: dict[str, tuple[str, str]] = {
    "unknown_key": (
        "{where}: unknown key {found}. Known keys here: {expected}. Correct or remove it.",
        "{where}:出现未知的键 {found}。此处可用:{expected}。请改正或删除。",
    ),
    "missing_key": (
        "{where}: the key {expected} is missing. Add it (layers/README.md says how).",
        "{where}:缺少键 {expected}。请补上(写法见 layers/README.md)。",
    ),
    "bad_value": (
        "{where}: found {found}, expected {expected}. Correct the value.",
        "{where}:实际为 {found},应为 {expected}。请改正。",
    ),
    "bad_toml": (
        "{where}: not readable as TOML ({found}). Expected {expected}. Correct that line.",
        "{where}:不是有效的 TOML({found})。应为 {expected}。请改正该行。",
    ),
    "missing_file": (
        "{where}: the file {found} does not exist. Expected {expected}. "
        "Put it there or correct the path.",
        "{where}:文件 {found} 不存在。应为 {expected}。请放入该文件或改正路径。",
    ),
    "unreadable_file": (
        "{where}: cannot be read ({found}). Expected {expected}. Replace it by a whole file.",
        "{where}:无法读取({found})。应为 {expected}。请换成完整的文件。",
    ),
    "wrong_hash": (
        "{where}: the file has sha256 {found}, the declaration says {expected}. "
        "Restore the file, or, if it was meant to change, write the new hash.",
        "{where}:文件的 sha256 为 {found},声明为 {expected}。请恢复文件;若确已更新,请改写声明。",
    ),
    "wrong_rows": (
        "{where}: the file has {found} rows, the declaration says {expected}. "
        "Restore the file or correct `rows`.",
        "{where}:文件有 {found} 行,声明为 {expected} 行。请恢复文件或改正 rows。",
    ),
    "wrong_crs": (
        "{where}: the file says its CRS is {found}, the declaration says {expected}. "
        "Correct `crs` or convert the file.",
        "{where}:文件的坐标系为 {found},声明为 {expected}。请改正 crs 或转换文件。",
    ),
    "wrong_geometry": (
        "{where}: found geometry {found}, expected {expected}. Correct `geometry` or the file.",
        "{where}:几何类型为 {found},应为 {expected}。请改正 geometry 或文件。",
    ),
    "missing_column": (
        "{where}: the column {expected} is not in the file, which has {found}. "
        "Correct [fields] or the file.",
        "{where}:文件中没有字段 {expected},现有字段:{found}。请改正 [fields] 或文件。",
    ),
    "outside_bounds": (
        "{where}: {found} lies outside the bounds of the workspace {expected}. "
        "Check the CRS and the order of the axes, or widen `bounds`.",
        "{where}:{found} 超出工作区范围 {expected}。请检查坐标系与坐标顺序,或放宽 bounds。",
    ),
    "duplicate_key": (
        "{where}: {found} stands more than once as a key. Expected {expected}. "
        "Give each row its own key.",
        "{where}:键 {found} 重复。应为 {expected}。请为每行设唯一的键。",
    ),
    "empty_key": (
        "{where}: {found} has no key. Expected {expected}. Fill it.",
        "{where}:{found} 没有键。应为 {expected}。请补上。",
    ),
    "unknown_reference": (
        "{where}: names {found}, which does not exist. Expected {expected}. Correct the name.",
        "{where}:引用的 {found} 不存在。应为 {expected}。请改正。",
    ),
    "outside_workspace": (
        "{where}: the path {found} leaves the workspace. Expected {expected}. "
        "Copy the file into the workspace.",
        "{where}:路径 {found} 超出工作区。应为 {expected}。请把文件复制到工作区内。",
    ),
    "left_out_source": (
        "{where}: is derived from {found}, which is left out. Expected {expected}. "
        "Mend that layer first.",
        "{where}:由 {found} 派生,而该图层未能载入。应为 {expected}。请先修复该图层。",
    ),
    "too_much": (
        "{where}: {found}; at most {expected} are taken. "
        "Divide the file, or raise the limit in workspace.toml [limits].",
        "{where}:{found},上限为 {expected}。请拆分文件,或在 workspace.toml 的 [limits] 中放宽。",
    ),
    "unknown_format": (
        "{where}: this is {found}. Expected {expected}. Save it as one of these.",
        "{where}:实际为 {found}。应为 {expected}。请另存为其中一种。",
    ),
    "nothing_inside": (
        "{where}: there is {found}. Expected {expected}. Hand in a file that has rows.",
        "{where}:内容为 {found}。应有 {expected}。请提供有数据的文件。",
    ),
    "unsafe_archive": (
        "{where}: the archive is not opened: {found}. Expected {expected}. Pack it anew.",
        "{where}:压缩包未打开:{found}。应为 {expected}。请重新打包。",
    ),
    "unsafe_xml": (
        "{where}: the XML is not read: {found}. Expected {expected}. Save it without that.",
        "{where}:XML 未读取:{found}。应为 {expected}。请去除后重新保存。",
    ),
    "unsafe_layer": (
        "{where}: {found}. Expected {expected}. Save the view's rows as a table.",
        "{where}:{found}。应为 {expected}。请将视图另存为表。",
    ),
    "wrong_encoding": (
        "{where}: the text is not {found}. Expected {expected}. Name the encoding (--encoding).",
        "{where}:文字编码不是 {found}。应为 {expected}。请指定编码(--encoding)。",
    ),
    "layer_not_chosen": (
        "{where}: several layers have rows: {found}. Expected {expected}. Name it (--layer).",
        "{where}:有多个含数据的图层:{found}。应选 {expected}。请指定(--layer)。",
    ),
    "unknown_layer": (
        "{where}: there is no layer {found}. Expected {expected}. Name one of these (--layer).",
        "{where}:没有图层 {found}。应为 {expected}。请指定其一(--layer)。",
    ),
    "unknown_column": (
        "{where}: there is no column {found}. Expected {expected}. Name one of these.",
        "{where}:没有字段 {found}。应为 {expected}。请指定其一。",
    ),
    "no_positions": (
        "{where}: it is not clear where positions stand ({found}). Expected {expected}. "
        "Name the columns (--x and --y, or --wkt).",
        "{where}:无法确定坐标所在字段({found})。应为 {expected}。请指定(--x 与 --y,或 --wkt)。",
    ),
    "crs_not_stated": (
        "{where}: nothing says in which CRS or datum the coordinates are; {found}. "
        "Expected {expected}. Say it (--crs or --datum).",
        "{where}:没有注明坐标系或基准;{found}。应为 {expected}。请注明(--crs 或 --datum)。",
    ),
    "parameters_needed": (
        "{where}: the coordinates are {found}; without parameters they would lie 50 to 150 m off. "
        "Expected {expected}. Ask the issuing bureau for them (--parameters), or for the data in "
        "CGCS2000.",
        "{where}:坐标为 {found};没有参数会偏差 50 至 150 米。应有 {expected}。"
        "请向数据提供单位索取参数(--parameters)或 CGCS2000 数据。",
    ),
    "coordinates_disagree": (
        "{where}: {found}. Expected {expected}. Accept a mend that fits (--accept), or correct "
        "the CRS.",
        "{where}:{found}。应为 {expected}。请接受合适的修正(--accept),或改正坐标系。",
    ),
    "rows_outside": (
        "{where}: {found} outside the bounds of the workspace. Expected {expected}. "
        "Leave those rows out (--accept drop_outside), or widen `bounds` in workspace.toml.",
        "{where}:{found} 超出工作区范围。应为 {expected}。"
        "请略去这些行(--accept drop_outside),或放宽 workspace.toml 的 bounds。",
    ),
    "cut_off": (
        "{where}: {found}. Expected {expected}: the file is cut off. Copy it anew, or take what "
        "is left (--accept keep_what_is_left).",
        "{where}:{found}。应为 {expected}:文件不完整。请重新复制,"
        "或只用剩余部分(--accept keep_what_is_left)。",
    ),
    "shape_undecided": (
        "{where}: {found}. Expected {expected}. Accept one of the mends (--accept), or correct "
        "the file.",
        "{where}:{found}。应为 {expected}。请接受一种修正(--accept),或改正文件。",
    ),
    "key_undecided": (
        "{where}: {found}. Expected {expected}. Name another key (--key), or accept numbered keys "
        "(--accept number_keys).",
        "{where}:{found}。应为 {expected}。请换用其他键(--key),"
        "或接受加序号(--accept number_keys)。",
    ),
    "unknown_mend": (
        "{where}: there is no mend {found}. Expected {expected}. Name one that was offered.",
        "{where}:没有修正 {found}。应为 {expected}。请用所提供的修正之一。",
    ),
    "not_answered": (
        "{where}: {found} is not known. Expected {expected}. Say it ({where}).",
        "{where}:{found} 未知。应为 {expected}。请注明({where})。",
    ),
    "layer_exists": (
        "{where}: the layer exists already with {found}. Expected {expected}. "
        "Choose another id, or replace it (--replace).",
        "{where}:图层已存在,{found}。应为 {expected}。请换一个 id,或替换(--replace)。",
    ),
    "reader_stopped": (
        "{where}: reading it made the reader stop ({found}). Expected {expected}. Nothing was "
        "kept; have a GIS program save the file anew.",
        "{where}:读取时读取程序中止({found})。应为 {expected}。未保存任何内容;请用 GIS 软件重新"
        "另存该文件。",
    ),
    "reader_too_slow": (
        "{where}: reading it took {found}. Expected {expected}. Nothing was kept; hand in parts "
        "of it, or use `hebei-gis import`, which has no such limit.",
        "{where}:读取用时{found}。应为 {expected}。未保存任何内容;请拆分后再导入,或使用没有此"
        "限制的 hebei-gis import 命令。",
    ),
    "being_written": (
        "{where}: another import of this layer is under way or was broken off ({found}). "
        "Expected {expected}. Wait, or remove that folder.",
        "{where}:该图层正在导入,或上次导入中断({found})。应为 {expected}。请稍候,或删除该文件夹。",
    ),
}


#: Kinds whose `found`, and whose `expected`, are names: never translated.
NAME_FOUND = frozenset(
    {
        "unknown_key", "missing_column", "unknown_column", "unknown_layer", "unknown_reference",
        "unknown_mend", "unknown_choice", "missing_file", "outside_workspace", "layer_not_chosen",
        "left_out_source", "nothing_measured", "unlisted_part",
    }
)  # fmt: skip
NAME_EXPECTED = frozenset(
    {"missing_key", "missing_column", "wrong_hash", "wrong_crs", "missing_part", "unlisted_part"}
)


@dataclass(frozen=True)
class Fault:
    """Something that keeps a layer or a table out of use.

    Attributes
    ----------
    kind : str
        A key of :data:`SENTENCES`.
    where : str
        The file, and within it the place (``layers/park.toml [style] color``).
    found, expected : str
        What is there and what should be, in English.
    found_zh : str
        What is there, in Chinese, where :mod:`hebei_gis.fault_words` cannot know it.
    """

    SENTENCES: ClassVar[Mapping[str, tuple[str, str]]] = SENTENCES

    kind: str
    where: str
    found: str = ""
    expected: str = ""
    found_zh: str = ""

    def sentence(self, language: str = "en") -> str:
        """Say the fault in English (``en``) or Chinese (``zh``)."""
        english, chinese = self.SENTENCES[self.kind]
        where, found, expected = self.where, self.found, self.expected
        if language == "zh":
            where = place_in_chinese(where)
            found = self.found_zh or (found if self.kind in NAME_FOUND else in_chinese(found))
            expected = expected if self.kind in NAME_EXPECTED else in_chinese(expected)
        template = chinese if language == "zh" else english
        return template.format(where=where, found=found or "-", expected=expected or "-")


@dataclass(frozen=True)
class Issue:
    """Something wrong with one row; the row was mended or left out, as `kind` says.

    Attributes
    ----------
    kind : str
        ``repaired_geometry``, ``dropped_geometry`` …
    key : str
        The row's key, or its number where it has none.
    detail : str
        What was wrong and what was done, in English.
    """

    kind: str
    key: str
    detail: str

    def sentence(self, language: str = "en") -> str:
        """Say what was wrong and done in English (``en``) or Chinese (``zh``)."""
        return in_chinese(self.detail) if language == "zh" else self.detail

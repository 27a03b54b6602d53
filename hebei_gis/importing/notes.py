"""What was understood of a file and done with it: sentences for the preview and the record."""

from __future__ import annotations

from dataclasses import dataclass

from hebei_gis.fault_words import in_chinese

#: kind -> (English, Chinese), filled with the note's facts in order.
SAID: dict[str, tuple[str, str]] = {
    "kind": ("Read as {0}.", "按 {0} 读取。"),
    "suffix": (
        "The file's name ends in {0}, its content is {1}; the content counts.",
        "文件名以 {0} 结尾,内容却是 {1};以内容为准。",
    ),
    "member": ("Of the archive, {0} is read.", "读取压缩包中的 {0}。"),
    "names": (
        "File names in the archive are {0}.",
        "压缩包内的文件名编码为 {0}。",
    ),
    "encoding": ("Text is {0}: {1}.", "文字编码为 {0}:{1}。"),
    "index_rebuilt": (
        "The .shx index is missing or does not fit; it was rebuilt from the .shp.",
        "缺少 .shx 索引或索引不符,已由 .shp 重建。",
    ),
    "no_table": ("There is no .dbf; the rows have no attributes.", "没有 .dbf,各行没有属性。"),
    "layer": ("Layer {0}: {1} rows, geometry {2}.", "图层 {0}:{1} 行,几何类型 {2}。"),
    "header_row": ("Headings stand in row {0}.", "表头在第 {0} 行。"),
    "columns_xy": (
        "Coordinates are in the columns {0} (east, longitude) and {1} (north, latitude).",
        "坐标取自字段 {0}(东、经度)与 {1}(北、纬度)。",
    ),
    "column_wkt": ("Shapes are in the column {0}, as WKT.", "几何取自字段 {0}(WKT)。"),
    "formulas": (
        "{0} cells hold formulas; they are kept as text and not computed.",
        "{0} 个单元格是公式,按文字保留,不计算。",
    ),
    "crs_stated": ("The file says its CRS: {0}.", "文件写明坐标系:{0}。"),
    "crs_by_format": (
        "{0} means WGS 84 by its standard. If it came from a GCJ-02 or BD-09 map, say so.",
        "{0} 按标准即为 WGS 84。若取自 GCJ-02 或 BD-09 地图,请注明。",
    ),
    "crs_answered": ("By your word the coordinates are {0}.", "依您所述,坐标为 {0}。"),
    "crs_overruled": (
        "The file says {0}; by your word the coordinates are {1}.",
        "文件写的是 {0};依您所述,坐标为 {1}。",
    ),
    "parameters": (
        "Moved with your parameters {0} (dx, dy, dz m; rx, ry, rz″; ppm; position vector).",
        "按您提供的参数 {0} 转换(dx、dy、dz 米;rx、ry、rz 秒;ppm;位置矢量)。",
    ),
    "mend_swap_xy": ("X and Y were swapped on reading, as accepted.", "已按确认交换 X 与 Y。"),
    "mend_crs": ("The coordinates were taken as {0}, as accepted.", "已按确认将坐标视为 {0}。"),
    "mend_as_declared": (
        "A disagreement was shown and the declared CRS was kept.",
        "已提示坐标与声明不符,仍按声明处理。",
    ),
    "held_against": (
        "{0} names are known here: the median distance to the known positions is {1} m.",
        "有 {0} 个名称与已知要素相同:与已知位置的距离中位数为 {1} 米。",
    ),
    "no_names_known": (
        "No names are known here, so a shift like GCJ-02's could not be looked for.",
        "没有与已知要素相同的名称,无法检查是否有 GCJ-02 之类的偏移。",
    ),
    "key_column": ("Keys are in the column {0}.", "键取自字段 {0}。"),
    "key_numbered": (
        "No key column was named; the rows are numbered.",
        "未指定键字段,各行按顺序编号。",
    ),
    "name_column": ("Names are in the column {0}.", "名称取自字段 {0}。"),
    "renamed": ("The column {0} is called {1} here.", "字段 {0} 在此称为 {1}。"),
    "dropped_columns": ("Left out as empty: {0}.", "空字段未保留:{0}。"),
    "mended": ("{0} rows: {1}.", "{0} 行:{1}。"),
    "closed_lines": (
        "Closed polylines of the drawing are taken as areas ({0}).",
        "图中闭合的多段线视为面({0} 个)。",
    ),
    "curves": (
        "Curves are drawn as short segments ({0}).",
        "曲线以短线段近似({0} 个)。",
    ),
    "blocks": ("Blocks are taken as points ({0}).", "图块以其插入点表示({0} 个)。"),
    "skipped": ("Not taken in: {0}.", "未导入:{0}。"),
    "existing": (
        "The layer {0} is declared; its title, style and fields are kept.",
        "图层 {0} 已有声明,沿用其名称、样式与字段。",
    ),
    "column_missing": (
        "The declaration names the column {0}, which the file lacks; it stays empty.",
        "声明中的字段 {0} 在文件中没有,留空。",
    ),
    "columns_not_declared": (
        "Columns the declaration does not name are left out: {0}.",
        "声明中没有的字段未保留:{0}。",
    ),
}


@dataclass(frozen=True)
class Note:
    """One thing understood or done.

    Attributes
    ----------
    kind : str
        A key of :data:`SAID`.
    facts : tuple of str
        What fills the sentence.
    facts_zh : tuple of str or None
        What fills the Chinese one, where that differs.
    """

    kind: str
    facts: tuple[str, ...] = ()
    facts_zh: tuple[str, ...] | None = None

    def sentence(self, language: str = "en") -> str:
        """The note in English (``en``) or Chinese (``zh``)."""
        english, chinese = SAID[self.kind]
        if language == "zh":
            facts = map(in_chinese, self.facts) if self.facts_zh is None else self.facts_zh
            return chinese.format(*facts)
        return english.format(*self.facts)


def note(kind: str, *facts: object) -> Note:
    """A note, its facts made text."""
    return Note(kind, tuple(str(fact) for fact in facts))


#: Kind of an issue -> (English, Chinese).
ISSUES: dict[str, tuple[str, str]] = {
    "closed_ring": ("a ring was not closed; closed", "环未闭合,已闭合"),
    "curve_flattened": ("arcs drawn as segments", "圆弧以短线段近似"),
    "text_cut": ("text cut off", "文字被截断"),
    "no_position": ("no readable position; left out", "坐标无法识别,已略去"),
    "missing_geometry": ("no shape; left out", "没有几何,已略去"),
    "empty_geometry": ("an empty shape; left out", "几何为空,已略去"),
    "infinite_coordinates": ("coordinates without a place; left out", "坐标无效,已略去"),
    "height_dropped": ("heights not kept", "高程未保留"),
    "collection_merged": ("a collection made a multi-part shape", "几何集合已合并为多部件"),
    "collection_reduced": ("a mixed collection reduced, as accepted", "混合几何集合已按确认简化"),
    "repaired_geometry": ("an invalid shape, repaired", "几何无效,已修复"),
    "dropped_geometry": ("an invalid shape, left out", "几何无效,已略去"),
    "sliver": ("a sliver; kept", "狭长碎面,保留"),
    "duplicate_row": ("repeats another row; left out", "与另一行完全相同,已略去"),
    "key_numbered": ("a key made unique by a number, as accepted", "键已按确认加序号"),
    "dropped_outside": ("outside the workspace; left out, as accepted", "超出范围,已按确认略去"),
}


def counted(kind: str, count: int) -> Note:
    """How many issues of one kind there are; of some kinds one stands for all rows."""
    english, chinese = ISSUES.get(kind, (kind, kind))
    return Note("mended", (str(count), english), (str(count), chinese))

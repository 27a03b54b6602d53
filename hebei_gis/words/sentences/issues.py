"""What was wrong with a row, and what became of it."""

from __future__ import annotations

#: kind -> (Chinese, English): the row's own sentence.
ISSUES: dict[str, tuple[str, str]] = {
    "number_overflow": (
        "有数值放不下字段宽度，文件中存为星号，已置空",
        "a number did not fit its field and stands as asterisks; left empty",
    ),
    "doubled_member": (
        "同名成员出现多次：{names}，取最后一个",
        "members that stand more than once: {names}; the last is taken",
    ),
    "closed_ring": ("环未闭合，已闭合", "a ring was not closed; closed"),
    "left_out_shape": (
        "几何的 WKT 超过 {most:,} 个字符，单元格容纳不下，已略去",
        "its WKT is longer than {most:,} characters, more than a cell holds; left empty",
    ),
    "text_cut": (
        "{column} 有 {found} 个字符，已截为 {kept} 个",
        "{found:character|characters} in {column}; cut to {kept}",
    ),
    "text_cut_bytes": (
        "{column} 超过 {most} 字节（{encoding}），写出时已截断",
        "{column} is longer than {most} bytes in {encoding}; cut",
    ),
    "characters_lost": (
        "{column} 中的 {text} 不在 {encoding} 之内，写作问号",
        "{text} in {column} is not in {encoding}; written as question marks",
    ),
    "half_character": (
        "{text}：结尾只有半个字符，已去掉",
        "{text}: ended within a character, which is left out",
    ),
    "stated_area_unread": (
        "写明的面积“{said}”不是数字，未能与坐标核对",
        "the stated area “{said}” is no number; it could not be held against the coordinates",
    ),
    "stated_area_differs": (
        "写明面积 {said}，按坐标计算为 {square_metres:,} 平方米（{hectares} 公顷）",
        "the stated area is {said}; the coordinates give {square_metres:,} m² ({hectares} ha)",
    ),
    "curve_flattened": ("圆弧以 4° 的短线段近似", "arcs are drawn as segments of 4°"),
    "left_out_row": (
        "没有几何，此格式不能存放，已略去",
        "no shape, which this format needs; left out",
    ),
    "cleaned_cells": (
        "{count} 个单元格的控制字符或无穷大数值已去掉",
        "control characters, or numbers that are not finite, were taken out of {count:cell|cells}",
    ),
    "survey_not_exact": (
        "坐标写到毫米，位置的误差却可达 {metres} 米；不能作为界址使用",
        "coordinates are written to the millimetre, positions are within {metres} m only: no "
        "boundary to survey by",
    ),
    "renamed_column": ("写作 {name}", "written as {name}"),
    "missing_geometry": ("没有几何，该行已略去", "no shape; the row is left out"),
    "empty_geometry": ("几何为空，该行已略去", "an empty shape; the row is left out"),
    "infinite_coordinates": (
        "坐标不是有限的数值，该行已略去",
        "coordinates that are not finite; the row is left out",
    ),
    "off_earth": ("坐标不在地球上，该行已略去", "no place on Earth; the row is left out"),
    "height_dropped": ("高程（Z、M）未保留", "heights (Z, M) are not kept"),
    "collection_merged": (
        "同类的几何集合，已合并为多部件",
        "a collection of one kind; made a multi-part shape",
    ),
    "collection_reduced": (
        "混合的几何集合，已按确认保留最高维的部分",
        "a mixed collection; the parts of highest dimension are kept, as accepted",
    ),
    "repaired_geometry": ("{reason}，已修复{change}", "{reason}; repaired{change}"),
    "dropped_geometry": ("{reason}，该行已略去", "{reason}; the row is left out"),
    "sliver": (
        "狭长碎面：{area} 平方米，平均宽 {width} 米，已保留",
        "a sliver: {area} m², {width} m wide on average; kept",
    ),
    "duplicate_row": ("与键为 {of} 的行完全相同，已略去", "repeats the row with the key {of}"),
    "key_numbered": ("{old} → {new}", "{old} → {new}"),
    "dropped_outside": (
        "超出工作区范围，已按确认略去",
        "outside the bounds of the workspace; left out, as accepted",
    ),
    "no_position": ("坐标无法识别：{found}；已略去", "no readable position: {found}; left out"),
    "position_unread": ("坐标无法识别：{found}", "no readable position: {found}"),
}

#: kind -> (Chinese, English): of several rows together.
COUNTED: dict[str, tuple[str, str]] = {
    "number_overflow": (
        "数值放不下字段，已置空",
        "a number that did not fit its field; left empty",
    ),
    "doubled_member": (
        "同名成员出现多次，取最后一个",
        "a member that stands more than once; the last is taken",
    ),
    "closed_ring": ("环未闭合，已闭合", "a ring was not closed; closed"),
    "stated_area_unread": (
        "写明的面积不是数字，未核对",
        "the stated area is no number and was not compared",
    ),
    "stated_area_differs": (
        "写明的面积与按坐标计算的不符",
        "the stated area is not the one the coordinates give",
    ),
    "curve_flattened": ("圆弧以短线段近似", "arcs drawn as segments"),
    "half_character": ("文字结尾只有半个字符，已去掉", "text that ended within a character"),
    "text_cut": ("文字被截断", "text cut off"),
    "no_position": ("坐标无法识别，已略去", "no readable position; left out"),
    "position_unread": ("坐标无法识别", "no readable position"),
    "missing_geometry": ("没有几何，已略去", "no shape; left out"),
    "empty_geometry": ("几何为空，已略去", "an empty shape; left out"),
    "infinite_coordinates": ("坐标无效，已略去", "coordinates without a place; left out"),
    "off_earth": ("坐标不在地球上，已略去", "no place on Earth; left out"),
    "height_dropped": ("高程未保留", "heights not kept"),
    "collection_merged": ("几何集合已合并为多部件", "a collection made a multi-part shape"),
    "collection_reduced": ("混合几何集合已按确认简化", "a mixed collection reduced, as accepted"),
    "repaired_geometry": ("几何无效，已修复", "an invalid shape, repaired"),
    "dropped_geometry": ("几何无效，已略去", "an invalid shape, left out"),
    "sliver": ("狭长碎面，保留", "a sliver; kept"),
    "duplicate_row": ("与另一行完全相同，已略去", "repeats another row; left out"),
    "key_numbered": ("键已按确认加序号", "a key made unique by a number, as accepted"),
    "dropped_outside": ("超出范围，已按确认略去", "outside the workspace; left out, as accepted"),
}

"""What was wrong with a row, and what became of it."""

from __future__ import annotations

#: kind -> (Chinese, English): the row's own sentence.
ISSUES: dict[str, tuple[str, str]] = {
    "closed_ring": ("环未闭合，已闭合", "a ring was not closed; closed"),
    "left_out_shape": (
        "几何的 WKT 超过 {most:,} 个字符，单元格容纳不下，已略去",
        "its WKT is longer than {most:,} characters, more than a cell holds; left empty",
    ),
    "no_position": ("坐标无法识别：{found}；已略去", "no readable position: {found}; left out"),
}

#: kind -> (Chinese, English): of several rows together.
COUNTED: dict[str, tuple[str, str]] = {
    "closed_ring": ("环未闭合,已闭合", "a ring was not closed; closed"),
    "curve_flattened": ("圆弧以短线段近似", "arcs drawn as segments"),
    "text_cut": ("文字被截断", "text cut off"),
    "no_position": ("坐标无法识别,已略去", "no readable position; left out"),
    "missing_geometry": ("没有几何,已略去", "no shape; left out"),
    "empty_geometry": ("几何为空,已略去", "an empty shape; left out"),
    "infinite_coordinates": ("坐标无效,已略去", "coordinates without a place; left out"),
    "height_dropped": ("高程未保留", "heights not kept"),
    "collection_merged": ("几何集合已合并为多部件", "a collection made a multi-part shape"),
    "collection_reduced": ("混合几何集合已按确认简化", "a mixed collection reduced, as accepted"),
    "repaired_geometry": ("几何无效,已修复", "an invalid shape, repaired"),
    "dropped_geometry": ("几何无效,已略去", "an invalid shape, left out"),
    "sliver": ("狭长碎面,保留", "a sliver; kept"),
    "duplicate_row": ("与另一行完全相同,已略去", "repeats another row; left out"),
    "key_numbered": ("键已按确认加序号", "a key made unique by a number, as accepted"),
    "dropped_outside": ("超出范围,已按确认略去", "outside the workspace; left out, as accepted"),
}

"""Rows, cells, columns and shapes."""

from __future__ import annotations

#: What GEOS says of an invalid shape → the term for it.
GEOS_REASONS: dict[str, str] = {
    "Self-intersection": "self_intersection",
    "Ring Self-intersection": "ring_self_intersection",
    "Too few points in geometry component": "too_few_points",
    "Hole lies outside shell": "hole_outside_shell",
    "Holes are nested": "nested_holes",
    "Nested holes": "nested_holes",
    "Nested shells": "nested_shells",
    "Interior is disconnected": "disconnected_interior",
    "Duplicate Rings": "duplicate_rings",
    "Invalid Coordinate": "invalid_coordinate",
    "Ring is not closed": "open_ring",
}

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    # Rows.
    "row_named": ("第 {row} 行", "row {row}"),
    "rows_named": ("第 {rows} 行", "rows {rows}"),
    "rows_and_more": ("第 {rows} 行（另有 {more} 行）", "rows {rows} and {more} more"),
    "names_and_more": ("{names} 等（另有 {more} 个）", "{names} and {more} more"),
    "row_count": ("{rows} 行", "{rows:row|rows}"),
    "no_row": ("没有行", "no row"),
    "no_row_left": ("没有剩余的行", "no row that is left"),
    "a_layer_with_rows": ("有数据的图层", "a layer with rows"),
    "some_rows": ("有数据的行", "rows"),
    "row_of": ("{file} 第 {row} 行", "{file} row {row}"),
    "column_of": ("{file} 字段 {column}", "{file} {column}"),
    # Shapes and what is wrong with them.
    "self_intersection": ("自相交", "Self-intersection"),
    "ring_self_intersection": ("环自相交", "Ring Self-intersection"),
    "too_few_points": ("点数过少", "Too few points in geometry component"),
    "hole_outside_shell": ("洞在外环之外", "Hole lies outside shell"),
    "nested_holes": ("洞相互嵌套", "Holes are nested"),
    "nested_shells": ("外环相互嵌套", "Nested shells"),
    "disconnected_interior": ("内部不连通", "Interior is disconnected"),
    "duplicate_rings": ("环重复", "Duplicate Rings"),
    "invalid_coordinate": ("坐标无效", "Invalid Coordinate"),
    "open_ring": ("环未闭合", "Ring is not closed"),
    "reason_at": ("{reason}[{place}]", "{reason}[{place}]"),
    "nothing_left": ("{reason}，修复后没有剩余", "{reason}, and nothing is left after the repair"),
    "nothing_left_after_clipping": ("裁剪后没有剩余", "nothing is left after clipping"),
    "not_valid_accepted": ("几何无效，已按确认处理", "not valid, left out as accepted"),
    "mixed_collection": ("混合的几何集合", "a mixed collection"),
    "area_none": ("", ""),
    "area_unchanged": ("，面积不变", ", area unchanged"),
    "area_changed": ("，面积变化 {percent}%", ", area {percent} % of the repaired one"),
    "shapes_two_ways": (
        "{rows}的几何有不止一种修复方式",
        "{rows}: the shape can be repaired in more than one way",
    ),
    "shapes_tangled": (
        "{rows}的几何自相交过多，无法修复",
        "{rows}: the shape crosses itself so often that it cannot be repaired",
    ),
    "shapes_mixed": (
        "{rows}的几何混有点、线、面",
        "{rows}: one shape mixes points, lines and areas",
    ),
    "valid_shapes": ("同一类型的有效几何", "valid shapes of one kind"),
    "no_shapes": ("没有几何", "no shapes"),
    # Keys and values.
    "empty_cell": ("（空）", "(empty)"),
    "keys_missing": (
        "{rows} 行没有唯一的键：{listed}",
        "{rows:row|rows} without a key of its own: {listed}",
    ),
    "key_in_row": ("{key}（第 {row} 行）", "{key} in row {row}"),
    "each_value_once": ("{column} 的值各不相同", "each value of {column} once"),
    "a_key_on_every_row": ("每行都有键", "a key on every row"),
    "one_row_a_key": ("每个键只对应一行", "one row a key"),
    "a_number_of_metres": ("以米为单位的数", "a number of metres"),
    "metres_not_negative": ("不小于 0 米", "0 or more metres"),
    "one_of": ("{names} 之一", "one of {names}"),
    "one_of_none": ("无可选项", "one of none"),
    "one_of_in": ("{names} 之一（见 {file}）", "one of {names} ({file})"),
}

"""Parts of sentences on KML, GPX, GeoJSON and DXF."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "name_count": ("{name}（{count}）", "{name} ({count})"),
    "in_element": ("{name}：{found}", "{name}: {found}"),
    "position_of_one_number": ("某个位置只有一个数", "a position with one number"),
    "line_without_two_points": ("线不足两点", "a line without two points"),
    "track_without_two_points": ("轨迹不足两点", "a track without two points"),
    "no_coordinates": ("没有经纬度", "no longitude and latitude"),
    "encoding_with_faults": (
        "多数字节符合；{count} 个字符无法识别，已略去",
        "most bytes fit; {count:character|characters} cannot be read and are left out",
    ),
    "curve_too_long": (
        "曲线超过 {limit} 段",
        "a curve of more than {limit} segments",
    ),
    "no_entity": ("没有图形", "no entity"),
    "points_lines_areas": ("点、线或面", "points, lines or areas"),
    "a_drawing": ("DXF 图形", "a DXF"),
    "only_network_links": (
        "只有指向 {names} 的 NetworkLink",
        "only a NetworkLink to {names}",
    ),
    "placemarks": ("地标（Placemark）", "placemarks"),
}

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
    "only_network_links": (
        "只有指向 {names} 的 NetworkLink",
        "only a NetworkLink to {names}",
    ),
    "placemarks": ("地标（Placemark）", "placemarks"),
}

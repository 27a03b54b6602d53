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
    "drawing_labels": ("注记", "labels"),
    "no_entity": ("没有图形", "no entity"),
    "points_lines_areas": ("点、线或面", "points, lines or areas"),
    "a_drawing": ("DXF 图形", "a DXF"),
    "whole_json": ("完整的 JSON", "whole JSON"),
    "json_too_deep": ("嵌套过深", "values nested too deeply"),
    "json_begins": ("以 {start} 开头的 JSON", "JSON that begins {start}"),
    "collection_without_features": (
        "没有 features 的 FeatureCollection",
        "a FeatureCollection without features",
    ),
    "geojson_of_topojson": (
        "GeoJSON（可用 QGIS 或 mapshaper 另存）",
        "GeoJSON (QGIS and mapshaper save it so)",
    ),
    "geojson_of_esri": (
        "GeoJSON（可用 ArcGIS 的“要素转 JSON”并选 GeoJSON，或用 QGIS 另存）",
        "GeoJSON (Features To JSON of ArcGIS with the choice GeoJSON, or QGIS, saves it so)",
    ),
    "collections_within": (
        "几何集合嵌套超过 {limit} 层",
        "more than {limit} geometry collections within each other",
    ),
    "geometry_type_unknown": ("几何类型 {name} 无法识别", "the geometry type {name} is not known"),
    "no_coordinates_of": ("{name} 没有坐标", "a {name} without coordinates"),
    "loss_digits_as_text": (
        "超过 2^53 的整数写成文字，浏览器才能原样读取；本程序读回时仍为整数",
        "Whole numbers beyond 2^53 are written as text, which browsers read exactly; this "
        "program reads them back as numbers",
    ),
    "only_network_links": (
        "只有指向 {names} 的 NetworkLink",
        "only a NetworkLink to {names}",
    ),
    "placemarks": ("地标（Placemark）", "placemarks"),
}

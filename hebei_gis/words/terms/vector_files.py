"""Parts of sentences on KML, GPX, GeoJSON, DXF and survey texts."""

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
    "survey_line": ("第 {line} 行：{found}", "line {line}: {found}"),
    "survey_layout": (
        "{head}、{parcels} 两段，其后为地块行与界址点行",
        "the blocks {head} and {parcels}, then lines of parcels and points",
    ),
    "survey_no_parcels": ("没有 {parcels} 一段", "no block {parcels}"),
    "survey_more_faults": (
        "另有 {count} 处错误",
        "{count:more fault|more faults}",
    ),
    "survey_fields": (
        "“@”之前有 {count} 项",
        "{count:field|fields} before the @",
    ),
    "survey_parcel_line": (
        "先有以“@”结尾的地块行",
        "a parcel's line, which ends in @, before its points",
    ),
    "survey_point_line": (
        "依次为点号、圈号、纵坐标 X、横坐标 Y 并以半角逗号分隔的界址点行",
        "lines of points: name, ring, northing (X), easting (Y)",
    ),
    "survey_zone": (
        "{width} 度分带没有第 {number} 带",
        "there is no zone {number} of {width}°",
    ),
    "survey_zones": (
        "3 度分带 25 至 45 带，或 6 度分带 13 至 23 带",
        "zones 25 to 45 of 3°, or 13 to 23 of 6°",
    ),
    "survey_other_zone": (
        "文件头写明第 {head} 带，横坐标前的带号为 {found}",
        "the head says zone {head}, the eastings begin with zone {found}",
    ),
    "survey_prefixes": (
        "横坐标前的带号不一（{numbers}；0 表示没有带号）",
        "eastings begin with different zone numbers ({numbers}; 0 means none)",
    ),
    "survey_one_zone": (
        "文件头与全部横坐标为同一带号",
        "one zone in the head and in all eastings",
    ),
    "survey_swapped": (
        "纵、横坐标颠倒，横坐标在前",
        "X and Y change places: the eastings stand first",
    ),
    "survey_north_first": (
        "纵坐标 X 在前，横坐标 Y 在后",
        "the northing (X) first, then the easting (Y)",
    ),
    "survey_northing": ("纵坐标为 {value}", "the northing {value}"),
    "survey_northings": (
        "中国境内的纵坐标（30 万至 610 万米）",
        "a northing in China, 300 to 6,100 km",
    ),
    "survey_easting": ("横坐标为 {value}", "the easting {value}"),
    "survey_eastings": (
        "带内横坐标（10 万至 90 万米，前面可加带号）",
        "an easting within its zone, 100 to 900 km, with or without the zone's number",
    ),
    "survey_kinds": ("{names} 之一", "{names:or} (point, line or area)"),
    "survey_ring": (
        "第 {ring} 圈只有 {count} 个不同的点",
        "ring {ring} has {count:point|points} that differ",
    ),
    "survey_least": ("至少 {count} 个", "at least {count}"),
    "survey_no_points": ("没有界址点", "a parcel without points"),
    "member_cut": (
        "{name} 只有 {found} 字节，完整的有 {whole} 字节",
        "{name} has {found} bytes of {whole}",
    ),
    "json_curves": ("圆弧（{name}）", "arcs ({name})"),
    "json_without_curves": (
        "不含圆弧的图形；导出时取消“true curves”（returnTrueCurves=false）",
        "shapes without arcs: export them without true curves (returnTrueCurves=false)",
    ),
    "html_cut": ("表格没有结束，文件不完整", "a table that does not end: the file is cut off"),
    "its_encoding": ("文件所用的编码", "the encoding it was written in"),
    "named_licence": ("使用条件", "licence"),
    "named_attribution": ("署名", "attribution"),
    "named_retrieved": ("获取日期", "date of retrieval"),
    "survey_count": (
        "写明 {said} 个点，实际有 {found} 个",
        "says {said} points and has {found}",
    ),
    "survey_count_agrees": (
        "与界址点行数相同的点数（闭合点可不计）",
        "as many points as there are lines, with or without those that close rings",
    ),
    "survey_target": (
        "CGCS2000 高斯—克吕格带：EPSG:4513 至 4554（3 度）、4491 至 4512（6 度）",
        "a CGCS2000 Gauss-Kruger zone, EPSG:4513 to 4554 (3°) or 4491 to 4512 (6°)",
    ),
    "loss_survey_fields": (
        "属性只保留地块编号、名称、图幅号、用途和地类编码；其中的逗号写作全角",
        "Of the attributes only number, name, map sheet, use and class code of the parcel remain; their commas become full-width",
    ),
    "loss_survey_millimetres": (
        "坐标取 3 位小数（毫米）；各部分与内环依次编为圈号",
        "Coordinates have 3 decimals (millimetres); parts and holes are rings numbered in turn",
    ),
}

"""Coordinates, reference systems, bounds."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "crs_or_datum": ("EPSG 代码，或 {names}", "an EPSG code, or one of {names}"),
    "no_crs_of_its_own": ("文件本身不带坐标系", "it has no CRS of its own"),
    "crs_of_its_own": ("自定义坐标系", "a CRS of its own"),
    "crs_in_datum": ("{crs}（{datum} 偏移）", "{crs} in {datum}"),
    "crs_with_datum": ("{crs}（{datum}）", "{crs} ({datum})"),
    "file_says_crs": ("文件写明 {crs}", "the file says {crs}"),
    "format_means_wgs84": ("{format} 按标准即为 WGS 84", "{format} means WGS 84 by its standard"),
    "nothing_else_said": ("文件内容没有注明", "nothing in the file says so"),
    "parameters_to_wgs84": ("3 个或 7 个到 WGS 84 的转换参数", "3 or 7 parameters to WGS 84"),
    "numbers_3_or_7": ("3 个或 7 个数", "3 or 7 numbers"),
    # Where coordinates lie against where they should.
    "nowhere_on_earth": (
        "按 {crs} 读取，{spot} 不在地球上",
        "read as {crs}, {spot} lies nowhere on Earth",
    ),
    "nowhere_but": (
        "按 {crs} 读取，{spot} 不在地球上；可试{mend}",
        "read as {crs}, {spot} lies nowhere on Earth; {mend} would put it here",
    ),
    "far_from_here": (
        "按 {crs} 读取，{spot} 距此地 {metres:,.0f} 米",
        "read as {crs}, {spot} lies {metres:,.0f} m from here",
    ),
    "far_from_mended": (
        "按 {crs} 读取，{spot} 与{mend}的位置相距 {metres:,.0f} 米",
        "read as {crs}, {spot} lies {metres:,.0f} m from where {mend} would put it",
    ),
    "mend_swap": ("对调 X 与 Y", "swapping X and Y"),
    "mend_read_as": ("按 {name} 读取", "reading it as {name}"),
    "named_elsewhere": (
        "{count} 个同名要素距已知位置的中位数为 {stated:.0f} 米，按 {best} 读取则为 {fit:.0f} 米",
        "{count} features named as here lie {stated:.0f} m (median) from their known positions; "
        "read as {best} it is {fit:.0f} m",
    ),
    "accept_or_correct": (
        "请接受合适的修正，或改正坐标系",
        "Accept a mend that fits, or correct the CRS",
    ),
    "correct_crs": ("请改正坐标系", "Correct the CRS"),
    "bounds_named": (
        "西 {west}、南 {south}、东 {east}、北 {north}",
        "west {west}, south {south}, east {east}, north {north}",
    ),
    "positions_within": ("在 {bounds} 之内的坐标", "positions within {bounds}"),
    "positions_in_workspace": ("位于工作区内的坐标", "positions in the workspace"),
    "coordinates_in": ("{crs} 坐标", "coordinates in {crs}"),
    "rows_within": ("全部在 {bounds} 之内的行", "rows within {bounds}"),
    # How coordinates were moved.
    "by_offset": (
        "{datum} 公开算法（逆算为不动点迭代，数值残差小于 1e-6 米）；偏移量本身的精度无官方说明",
        "published {datum} offset (the inverse by fixed-point iteration, less than 1e-6 m left); "
        "nobody states how exact the offset itself is",
    ),
    "by_parameters": (
        "用户提供的参数（布尔莎模型，位置矢量约定）",
        "parameters given by the user (Bursa-Wolf, position vector)",
    ),
    "by_null_shift": (
        "{before}CGCS2000 与 WGS 84 之间不作平移（零平移；两者相差约 1 米以内）{after}",
        "{before}null shift between CGCS2000 and WGS 84 (nothing is moved; they agree within "
        "about 1 m){after}",
    ),
    "unprojected_first": ("反投影后，", "projection undone, then "),
    "nothing_first": ("", ""),
    "then_projected": ("，再投影", ", then projected"),
    "nothing_after": ("", ""),
    "by_nothing": ("无需转换", "nothing to convert"),
    "by_projection": ("同一基准，仅投影换算", "same datum, projection only"),
    "by_proj": ("由 PROJ 转换", "PROJ: {description}"),
    "accuracy_m": ("精度 {metres:g} 米", "accuracy {metres:g} m"),
    "accuracy_unknown": ("精度未知", "accuracy unknown"),
}

"""Declarations, their keys and values."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "part_of": ("{file} {part}", "{file} {part}"),
    "a_file_of_the_workspace": ("工作区内的文件", "a file of the workspace"),
    "a_path_within": ("工作区内的路径", "a path within it"),
    "a_spatial_file": ("空间数据文件", "a spatial file"),
    "none_file_name_is_id": ("不写：文件名即为标识", "none: the file's name is the id"),
    # What a declaration or workspace.toml should hold.
    "crs_in_metres": (
        "以米为单位的投影坐标系，如 EPSG:4548",
        "a projected CRS in metres, such as EPSG:4548",
    ),
    "bounds_in_degrees": (
        "以度为单位的西、南、东、北界",
        "west, south, east, north in degrees",
    ),
    "crs_that_exists": (
        "有效的 EPSG 代码，如 EPSG:4490",
        "an EPSG code that exists, such as EPSG:4490",
    ),
    "crs_or_datum_key": (
        "crs 与 datum 之一，且仅其一",
        "either `crs` or `datum`, and only one of them",
    ),
    "source_or_recipe": (
        "[source] 与 [recipe] 之一，且仅其一",
        "either [source] or [recipe], and only one of them",
    ),
    "quality_with_source": (
        "[quality] 只与 [source] 同用；[recipe] 沿用其来源图层的质量",
        "[quality] goes with [source]; a recipe takes it from its inputs",
    ),
    "distance_with_buffer": (
        "distance_m 与 step “buffer” 同用，且只与它同用",
        '`distance_m` goes with step "buffer", and only with it',
    ),
    "columns_once": (
        "每个字段只对应一次，且不用 {ours:or}（来自 [shape]）；而不是 {wrong}",
        "each of our columns once, and none called {ours:or} (those come from [shape]); "
        "not {wrong}",
    ),
    "a_sound_layer": ("已正常载入的图层", "a sound layer"),
    "a_source_not_recipe": (
        "写有 [source] 而非 [recipe] 的图层",
        "a layer with a [source], not a [recipe]",
    ),
    "a_recipe_instead": ("以 [recipe] 派生，没有自己的数据", "a [recipe] instead of data"),
    "an_id_once": ("每个标识只出现一次", "one of each id"),
    "a_new_id": ("新的标识", "a new id"),
    "an_id": (
        "小写字母、数字与 _，以字母开头，最多 63 个字符",
        "lower-case letters, digits and _, a letter first, at most 63",
    ),
    "not_stated": ("未注明", "not stated"),
    "accuracy_bounds": ("0 至 100000 米", "0 to 100000 metres"),
    "shapes_points": ("点", "points"),
    "shapes_lines": ("线", "lines"),
    "shapes_areas": ("面", "areas"),
    # What must be said of a layer.
    "the_group": ("所属分组", "the group"),
    "the_basis": ("位置的来源", "where the positions come from"),
    "the_accuracy": ("位置精度", "how good the positions are"),
    "metres_of_accuracy": (
        "以米为单位、真实位置有 95% 落在其内的半径",
        "metres that hold the true position 95 times in 100",
    ),
    "workspace_folder": (
        "含 workspace.toml、layers/ 与 geodata/ 的文件夹",
        "a folder with workspace.toml, layers/ and geodata/",
    ),
    # How a derived layer came to be.
    "derived_from": (
        "由{sources}派生（{step}{clipped}）",
        "derived ({step}{clipped}) from: {sources}",
    ),
    "layers_named": ("所列图层", "the layers named"),
    "step_buffer": ("缓冲", "buffer"),
    "step_union": ("合并", "union"),
    "step_by": ("{step} {metres:g} 米", "{step} {metres:g} m"),
    "clipped_to": ("，裁剪到“{layer}”", ", clipped to {layer}"),
    "not_clipped": ("", ""),
}

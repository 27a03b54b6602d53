"""What errors say that are no faults of a file: names, datums, the operating system."""

from __future__ import annotations

from hebei_gis.words.sentences import plan_text

#: kind -> (Chinese, English)
ERRORS: dict[str, tuple[str, str]] = {
    **plan_text.ERRORS,
    "unknown_name": (
        "没有名为“{name}”的{noun}。可用：{known}。",
        "There is no {noun} '{name}'. Known: {known}.",
    ),
    # Coordinate systems and datums.
    "crs_unknown": (
        "坐标系“{crs}”无法识别。应为 EPSG 代码（如 EPSG:4490），或 {known}。",
        "The CRS '{crs}' is not known. Expected an EPSG code such as EPSG:4490, or {known:or}.",
    ),
    "crs_shifted_projected": (
        "坐标系“{crs}”由 {datum} 投影而来，没有 EPSG 代码，不能使用。",
        "The CRS '{crs}' is projected from {datum}, which no EPSG code names; it cannot be used.",
    ),
    "datum_unknown": (
        "基准“{datum}”无法识别。应为 {known} 之一。",
        "The datum '{datum}' is not known. Expected one of {known}.",
    ),
    "crs_and_datum": (
        "坐标系与基准同时给出。只应给出其一。",
        "Both a CRS and a datum are given. Expected one of them.",
    ),
    "parameters_unusable": (
        "转换参数 {values} 不可用。应为 3 个平移量（米，各不超过 2000），或另加 3 个旋转角（角秒）"
        "与尺度（ppm），各不超过 100。请向数据提供单位索取。",
        "The parameters {values} cannot be used. Expected 3 shifts in metres (each at most 2000), "
        "or these and 3 rotations in seconds of arc and a scale in ppm (each at most 100). "
        "Ask the bureau that issued them.",
    ),
    "parameters_not_needed": (
        "{crs} 不需要转换参数。请去掉参数，或改正坐标系。",
        "{crs} needs no parameters. Leave them out, or correct the CRS.",
    ),
    "no_ellipsoid": (
        "坐标系“{crs}”没有椭球，不能用转换参数。",
        "The CRS '{crs}' has no ellipsoid, so no parameters fit it.",
    ),
    "no_zone": (
        "东经 {longitude:g}° 不在 CGCS2000 的分带内（73.5° 至 136.5°）。",
        "No CGCS2000 zone holds {longitude:g}° E; they reach 73.5° to 136.5°.",
    ),
    # Comparisons and papers.
    "comparison_stopped": ("计算已停止（{step}）。", "Stopped while computing {step}."),
    "too_many_parcels": (
        "参加排序的地块有 {count} 个，带公式的工作簿至多容纳 {most} 个。请改用 .csv，或减少地块。",
        "{count:parcel is|parcels are} ranked; a workbook with formulas holds {most}. "
        "Take .csv, or fewer parcels.",
    ),
    # The operating system.
    "os_no_permission": (
        "没有读写权限：{file}。请检查权限，或换一个位置。",
        "{file}: permission denied. Check the right to read and write it, or take another place.",
    ),
    "os_read_only": (
        "{file} 所在的磁盘是只读的。请换一个位置。",
        "{file}: the disk is read-only. Take another place.",
    ),
    "os_disk_full": (
        "磁盘已满，{file} 没有写入。请腾出空间后重试。",
        "{file}: the disk is full; it was not written. Make room and try again.",
    ),
    "os_is_folder": (
        "{file} 是文件夹，不是文件。请指定文件。",
        "{file}: is a folder, not a file. Name a file.",
    ),
    "os_no_folder": (
        "{file} 的路径中有一处不是文件夹。请检查路径。",
        "{file}: a part of the path is no folder. Check the path.",
    ),
    "os_not_found": (
        "{file} 不存在。请检查路径。",
        "{file}: does not exist. Check the path.",
    ),
    "os_parent_not_found": (
        "{file} 所在的文件夹不存在。请先建立该文件夹，或换一个位置。",
        "{file}: its folder does not exist. Make the folder, or take another place.",
    ),
    "os_exists": (
        "{file} 已存在。请换一个名称。",
        "{file}: exists already. Take another name.",
    ),
    "os_name_too_long": (
        "文件名过长：{file}。请缩短名称或路径。",
        "{file}: the name is too long. Shorten the name or the path.",
    ),
    "os_other": (
        "读写 {file} 失败（{reason}）。",
        "{file}: cannot be read or written ({reason}).",
    ),
}

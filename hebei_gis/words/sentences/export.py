"""Faults of exports and of files held against their sidecar."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "bare_shifted_datum": (
        "{where}：{found} 坐标不能以单独文件导出，否则会被当作 WGS 84。"
        "请导出带说明文件的 zip，或改用 {expected}。",
        "{where}: coordinates in {found} must not go out as a bare file, which would be taken "
        "for WGS 84. Ask for a zip with its sidecar, or for {expected}.",
    ),
    "reference_system_not_for_format": (
        "{where}：不能存放 {found} 坐标，可用：{expected}。请另选坐标系，或改用其他格式。",
        "{where}: cannot hold coordinates in {found}. It takes {expected}. "
        "Choose one of these, or another format.",
    ),
    "no_parameters": (
        "{where}：由 WGS 84 到 {found} 需要地方转换参数，本程序没有。请改用 {expected}。",
        "{where}: the way from WGS 84 to {found} needs local parameters, which this program "
        "does not have. Ask for {expected}.",
    ),
    "crs_not_of_the_plane": (
        "{where}：{found} 不是平面坐标系或二维经纬度坐标系，不能用于导出。请改用 {expected}。",
        "{where}: {found} is neither projected nor plain longitude and latitude, and cannot be "
        "exported in. Ask for {expected}.",
    ),
    "encoding_not_for_format": (
        "{where}：不能用 {found} 编码写出，可用：{expected}。",
        "{where}: cannot be written in {found}. It takes {expected}.",
    ),
    "nothing_to_export": (
        "{where}：没有可导出的内容（{found}）。请指定 {expected}。",
        "{where}: there is nothing to export ({found}). Name {expected}.",
    ),
    "asked_twice": (
        "{where}：{found} 被要求导出两次。请各选一次。",
        "{where}: {found} is asked for twice. Choose each once.",
    ),
    "not_finite": (
        "{where}：{found} 的坐标不是有限的数值。应为 {expected}。请先修复该要素再导出。",
        "{where}: {found} has coordinates that are not finite. Expected {expected}. "
        "Mend the feature, then export again.",
    ),
    "no_reference_system": (
        "{where}：要素没有坐标系。应为 {expected}。",
        "{where}: the features have no CRS. Expected {expected}.",
    ),
    "zip_name": (
        "{where}：输出为 zip。文件名为 {found}，应为 {expected}。请改用该文件名。",
        "{where}: it goes out as a zip. Found the name {found}, expected {expected}. "
        "Take that name.",
    ),
    "several_files": (
        "{where}：由多个文件组成，只能打包为一个 zip。文件名为 {found}，应为 {expected}。",
        "{where}: is several files and goes out as one zip. Found the name {found}, "
        "expected {expected}.",
    ),
    "too_many_rows": (
        "{where}：有 {found} 行，该格式最多 {expected} 行。请改用 GeoPackage 或 CSV。",
        "{where}: has {found} rows. The format takes {expected}. Take GeoPackage or CSV.",
    ),
    "unknown_file": (
        "{where}：不是本程序导出的文件（实际为 {found}）。应为 {expected}。",
        "{where}: is none of the files an export writes (found {found}). Expected {expected}.",
    ),
    "file_too_large": (
        "{where}：解压后为 {found}，上限为 {expected}。未作解压。",
        "{where}: unpacks to {found}. Expected at most {expected}. Nothing was unpacked.",
    ),
    "no_sidecar": (
        "{where}：没有可供核对的说明文件（{found}）。应有 {expected}。请重新导出。",
        "{where}: has no sidecar to be checked against ({found}). Expected {expected}. "
        "Export the layer again.",
    ),
    "unreadable_export": (
        "{where}：无法重新读取（{found}）。应为 {expected}。请重新导出。",
        "{where}: cannot be read again ({found}). Expected {expected}. Export the layer again.",
    ),
    "changed_content": (
        "{where}：导出后内容被改动，与其 sha256（{expected}）不符。请使用原文件或重新导出。",
        "{where}: was changed after the export and no longer has the sha256 {expected}. "
        "Take the file as exported, or export again.",
    ),
    "changed_statement": (
        "{where}：说明文件的内容在导出后被改动（如许可、精度、依据、日期、坐标系）。请使用原文件或重新导出。",
        "{where}: what the sidecar says was changed after the export (licence, accuracy, basis, "
        "date or datum, say). Take the file as exported, or export again.",
    ),
    "changed_style": (
        "{where}：样式、表名或表的说明在导出后被改动。请使用原文件或重新导出。",
        "{where}: a style, or the name or words of a table, was changed after the export. "
        "Take the file as exported, or export again.",
    ),
    "sidecar_rows": (
        "{where}：说明文件写明共 {found} 行，其各部分合计 {expected} 行。请使用原文件或重新导出。",
        "{where}: the sidecar says {found} rows, its parts {expected} together. "
        "Take the file as exported, or export again.",
    ),
    "sidecars_differ": (
        "{where}：旁附的说明文件与文件内的说明不一致：{found}。请使用原文件或重新导出。",
        "{where}: the sidecar beside the file and the one within it differ: {found}. "
        "Take the file as exported, or export again.",
    ),
    "other_basis": (
        "{where}：各行的依据为 {found}，说明文件记载为 {expected}。",
        "{where}: its rows rest on {found}, the sidecar says {expected}.",
    ),
    "other_accuracy": (
        "{where}：各行中最大的位置精度为 {found} 米，说明文件记载为 {expected} 米。",
        "{where}: the largest accuracy of its rows is {found} m, the sidecar says {expected} m.",
    ),
    "other_rows": (
        "{where}：有 {found} 行，说明文件记载为 {expected} 行。",
        "{where}: has {found} rows, the sidecar says {expected}.",
    ),
    "other_reference_system": (
        "{where}：坐标系为 {found}，说明文件记载为 {expected}。",
        "{where}: lies in {found}, the sidecar says {expected}.",
    ),
    "other_bounds": (
        "{where}：范围为 {found}，说明文件记载为 {expected}。",
        "{where}: reaches over {found}, the sidecar says {expected}.",
    ),
    "other_geometry": (
        "{where}：几何类型为 {found}，说明文件记载为 {expected}。",
        "{where}: holds {found}, the sidecar says {expected}.",
    ),
    "missing_part": (
        "{where}：缺少 {expected}；实际有 {found}。",
        "{where}: {expected} is not there; found {found}.",
    ),
    "unlisted_part": (
        "{where}：含有说明文件未列出的 {found}。应仅有 {expected}。",
        "{where}: holds {found}, which the sidecar does not name. Expected only {expected}.",
    ),
}

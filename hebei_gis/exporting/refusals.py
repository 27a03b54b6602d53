"""Why an export is refused or a file does not prove itself: sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from hebei_gis.errors import FaultsError
from hebei_gis.faults import Fault

#: kind -> (English, Chinese); filled with where, found and expected.
SENTENCES: dict[str, tuple[str, str]] = {
    "bare_shifted_datum": (
        "{where}: coordinates in {found} must not go out as a bare file, which would be taken "
        "for WGS 84. Ask for a zip with its sidecar (--zip, or -o FILE.zip), or for {expected}.",
        "{where}:{found} 坐标不能以单独文件导出,否则会被当作 WGS 84。"
        "请导出带说明文件的 zip(--zip 或 -o 文件名.zip),或改用 {expected}。",
    ),
    "reference_system_not_for_format": (
        "{where}: cannot hold coordinates in {found}. It takes {expected}. "
        "Choose one of these with --datum, or another format.",
        "{where}:不能存放 {found} 坐标,可用:{expected}。请用 --datum 另选,或改用其他格式。",
    ),
    "no_parameters": (
        "{where}: the way from WGS 84 to {found} needs local parameters, which this program "
        "does not have. Ask for {expected}.",
        "{where}:由 WGS 84 到 {found} 需要地方转换参数,本程序没有。请改用 {expected}。",
    ),
    "encoding_not_for_format": (
        "{where}: cannot be written in {found}. It takes {expected}.",
        "{where}:不能用 {found} 编码写出,可用:{expected}。",
    ),
    "nothing_to_export": (
        "{where}: there is nothing to export ({found}). Name {expected}.",
        "{where}:没有可导出的内容({found})。请指定 {expected}。",
    ),
    "endless_coordinates": (
        "{where}: {found} has coordinates that are no numbers. Expected {expected}. "
        "Mend the feature, then export again.",
        "{where}:{found} 的坐标不是有效数值。应为 {expected}。请先修复该要素再导出。",
    ),
    "no_reference_system": (
        "{where}: the features have no CRS. Expected {expected}.",
        "{where}:要素没有坐标系。应为 {expected}。",
    ),
    "several_files": (
        "{where}: is several files and goes out as one zip. Found the name {found}, "
        "expected {expected}.",
        "{where}:由多个文件组成,只能打包为一个 zip。文件名为 {found},应为 {expected}。",
    ),
    "too_many_rows": (
        "{where}: has {found} rows. The format takes {expected}. Take GeoPackage or CSV.",
        "{where}:有 {found} 行,该格式最多 {expected} 行。请改用 GeoPackage 或 CSV。",
    ),
    "unknown_file": (
        "{where}: is none of the files an export writes (found {found}). Expected {expected}.",
        "{where}:不是本程序导出的文件(实际为 {found})。应为 {expected}。",
    ),
    "file_too_large": (
        "{where}: unpacks to {found} bytes. Expected at most {expected}. Nothing was unpacked.",
        "{where}:解压后为 {found} 字节,上限为 {expected}。未作解压。",
    ),
    "no_sidecar": (
        "{where}: has no sidecar to be checked against ({found}). Expected {expected}. "
        "Export the layer again.",
        "{where}:没有可供核对的说明文件({found})。应有 {expected}。请重新导出。",
    ),
    "unreadable_export": (
        "{where}: cannot be read again ({found}). Expected {expected}. Export the layer again.",
        "{where}:无法重新读取({found})。应为 {expected}。请重新导出。",
    ),
    "changed_content": (
        "{where}: was changed after the export: its sha256 is {found}, the sidecar says "
        "{expected}. Take the file as exported, or export again.",
        "{where}:导出后内容被改动:sha256 为 {found},说明文件记载为 {expected}。"
        "请使用原文件或重新导出。",
    ),
    "other_rows": (
        "{where}: has {found} rows, the sidecar says {expected}.",
        "{where}:有 {found} 行,说明文件记载为 {expected} 行。",
    ),
    "other_reference_system": (
        "{where}: lies in {found}, the sidecar says {expected}.",
        "{where}:坐标系为 {found},说明文件记载为 {expected}。",
    ),
    "other_bounds": (
        "{where}: reaches over {found}, the sidecar says {expected}.",
        "{where}:范围为 {found},说明文件记载为 {expected}。",
    ),
    "other_geometry": (
        "{where}: holds {found}, the sidecar says {expected}.",
        "{where}:几何类型为 {found},说明文件记载为 {expected}。",
    ),
    "missing_part": (
        "{where}: {expected} is not there; found {found}.",
        "{where}:缺少 {expected};实际有 {found}。",
    ),
    "unlisted_part": (
        "{where}: holds {found}, which the sidecar does not name. Expected only {expected}.",
        "{where}:含有说明文件未列出的 {found}。应仅有 {expected}。",
    ),
}


@dataclass(frozen=True)
class Refusal(Fault):
    """A fault of an export; `kind` is a key of :data:`SENTENCES` here."""

    SENTENCES: ClassVar[Mapping[str, tuple[str, str]]] = SENTENCES


class ExportError(FaultsError):
    """An export that would mislead, or that is not possible; nothing was written."""


class VerifyError(FaultsError):
    """A file that cannot be checked at all."""


def one_line(error: BaseException) -> str:
    """An error of a library as one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__

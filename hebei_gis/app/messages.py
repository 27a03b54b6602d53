"""What the page says of an error: one place, by its class."""

from __future__ import annotations

import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.plan.text.errors import PlanTextError
from hebei_gis.words.errors import FaultsError, HebeiGisError, UnknownNameError
from hebei_gis.words.fault_words import in_chinese

#: Class name of a PlanTextError -> (what it is, what to do), in Chinese.
_PLAN_TEXT_ZH: dict[str, tuple[str, str]] = {
    "PlanFileUnreadableError": ("文件无法打开", "请检查路径与读取权限。"),
    "EmptyPlanTextError": ("文件中没有文字", "请提供包含规划文字的文件。"),
    "PlanTextTooLargeError": ("文件过大", "请只提供规划正文,去掉图片和附件。"),
    "WrongFileTypeError": ("文件类型不符", "请提供 .txt、.docx 或带文字层的 .pdf。"),
    "DamagedPlanFileError": ("文件已损坏或不完整", "请重新获取完整的文件。"),
    "EncryptedPlanFileError": ("文件已加密", "请提供未加密的文件。"),
    "ScanWithoutTextError": ("扫描件,没有文字层", "请先做文字识别(OCR),或提供 .docx、.txt。"),
    "UnknownEncodingError": ("文字编码无法识别", "请另存为 UTF-8 或 GB18030。"),
    "NoChapterError": ("没有找到“第一章”这样的章标题", "请提供规划纲要的正文。"),
}


def sentences(error: Exception, language: str) -> list[str]:
    """The error in words a planner understands, one or more sentences."""
    if isinstance(error, FaultsError):
        return [fault.sentence(language) for fault in error.faults]
    if language != "zh":
        return [str(error)]
    if isinstance(error, UnknownNameError):
        return [f"没有名为“{error.name}”的{_KINDS_ZH.get(error.kind, '项目')}。"]
    if isinstance(error, PlanTextError):
        what, remedy = _PLAN_TEXT_ZH.get(
            type(error).__name__, ("无法读取", "请提供 .txt、.docx 或带文字层的 .pdf。")
        )
        return [f"{error.file}:{what}({in_chinese(error.found)})。{remedy}"]
    if isinstance(error, PermissionError):
        return [f"没有写入权限:{error.filename or ''}。请联系管理员。"]
    if isinstance(error, OSError):
        return [f"读写文件失败:{error.strerror or error}。"]
    return [in_chinese(str(error))]


_KINDS_ZH = {"layer": "图层", "entry": "条目", "place": "地点", "format": "格式", "key": "要素"}
#: What the pages catch; everything else is a defect and is shown as one.
CAUGHT = (HebeiGisError, OSError)


def show(error: Exception, language: str) -> None:
    """Show an error on the page."""
    st.error("\n\n".join(escaped(sentence) for sentence in sentences(error, language)))

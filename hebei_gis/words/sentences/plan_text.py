"""Why a file cannot be read as the text of a plan, and what to do."""

from __future__ import annotations

_READABLE = "a plan text as .txt (UTF-8, UTF-16 or GB18030), .docx or .pdf with a text layer"

#: kind -> (Chinese, English)
ERRORS: dict[str, tuple[str, str]] = {
    "plan_unreadable": (
        "{file}：文件无法打开（{found}）。请检查路径与读取权限。",
        f"{{file}}: found {{found}}. Expected {_READABLE}. "
        "Check the path and the right to read it.",
    ),
    "plan_empty": (
        "{file}：文件中没有文字（{found}）。请提供包含规划文字的文件。",
        f"{{file}}: found {{found}}. Expected {_READABLE}. Give the file that holds the text.",
    ),
    "plan_too_large": (
        "{file}：文件过大：{found}，上限为 {limit:,}。请只提供规划正文，去掉图片和附件。",
        "{file}: found {found}. Expected at most {limit:,}. "
        "Give the plan's text alone, without its pictures and attachments.",
    ),
    "plan_wrong_type": (
        "{file}：文件类型不符（{found}）。应为 .txt、.docx 或带文字层的 .pdf。{remedy}",
        f"{{file}}: found {{found}}. Expected {_READABLE}. {{remedy}}",
    ),
    "plan_damaged": (
        "{file}：文件已损坏或不完整（{found}）。请重新获取或另存完整的文件。",
        "{file}: found {found}. Expected a whole file. Copy or download it again, or save it anew.",
    ),
    "plan_encrypted": (
        "{file}：{found}已加密。请用密码打开，另存为不加密的文件。",
        "{file}: found {found} locked by a password. Expected a file without a password. "
        "Open it with the password and save it without one.",
    ),
    "plan_scan": (
        "{file}：没有可读的文字层（{found}）。请先做文字识别（OCR），或提供 .docx、.txt。",
        "{file}: found {found}. Expected a PDF with a text layer. "
        "Run text recognition (OCR) on it, or take the .docx or .txt of the plan.",
    ),
    "plan_encoding": (
        "{file}：文字编码无法识别（{found}）。应为 UTF-8、UTF-16 或 GB18030。"
        "请在编辑器中打开，另存为 UTF-8。",
        "{file}: found {found}. Expected UTF-8, UTF-16 or GB18030. "
        "Open it in an editor and save it as UTF-8.",
    ),
    "plan_no_chapter": (
        "{file}：{lines} 行文字中没有章标题。应有“第一章”“第一部分”“一、”之类、独占一行的标题。"
        "请提供规划纲要的全文。",
        "{file}: found {lines:,} lines of text and no heading of a chapter. Expected headings "
        "such as 第一章, 第一部分 or 一、, each on its own line. "
        "Give the whole outline of the plan; each chapter's heading needs a line of its own.",
    ),
}

"""What Streamlit itself says on pages, in Chinese: it has no setting for its own words."""

from __future__ import annotations

from typing import Any

#: Streamlit's words -> ours.
WHOLE: dict[str, str] = {
    "Sidebar": "侧栏",
    "Press Enter to apply": "按回车确认",
    "Press Enter to submit form": "按回车提交",
    "No results": "没有结果",
    "No options to select.": "没有可选项。",
    "No options to select": "没有可选项",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Select all": "全选",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Open": "打开",
    "Close": "关闭",
    "Search": "查找",
    "Download as CSV": "下载为 CSV",
    "Show/hide columns": "显示或隐藏列",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Exit fullscreen": "退出全屏",
    "Copy to clipboard": "复制",
    "Copied": "已复制",
    "Browse files": "选择文件",
    "Upload": "选择文件",
    "Remove": "移除",
    "Stop": "停止",
    "Rerun": "重新运行",
    "Clear selection": "清除选择",
    "Sort ascending": "升序排列",
    "Sort descending": "降序排列",
    "Pin column": "固定列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏列",
    "Autosize": "自动列宽",
    "Page not found": "没有这个页面",
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "没有您要找的页面，已打开地图。"
    ),
    "Connection error": "连接中断",
    "Connection lost. Please wait for the app to reconnect, and try again.": (
        "连接中断，请等待重新连接后再试。"
    ),
    "Download failed": "下载失败",
    "Running...": "正在处理",
}
#: Beginnings of them; ``{rest}`` is what stood behind.
STARTS: dict[str, str] = {
    "Help for ": "说明：{rest}",
    "Remove ": "移除{rest}",
    "Selected ": "已选 {rest}",
}
#: Where they stand: never in a name that data brought.
WHERE = (
    '[data-testid="stSidebar"], [data-testid="InputInstructions"], [aria-label], [placeholder], '
    '[data-testid="stElementToolbarButton"] button, [role="tooltip"] *, [role="dialog"] *, '
    '[data-testid="stDataFrameColumnMenu"] *, [data-testid="stStatusWidget"] *, '
    '[data-testid="stFileUploaderDropzone"] button *, [data-testid="stTooltipContent"] *, '
    '[role="listbox"] li'
)


def leftovers(language: str) -> dict[str, Any]:
    """What the pages' script needs to say Streamlit's words in the language; nothing in English."""
    if language != "zh":
        return {"leftovers": {}, "starts": {}, "where": ""}
    return {"leftovers": WHOLE, "starts": STARTS, "where": WHERE}

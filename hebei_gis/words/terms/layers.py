"""Declarations, their keys and values."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "workspace_folder": (
        "含 workspace.toml、layers/ 与 geodata/ 的文件夹",
        "a folder with workspace.toml, layers/ and geodata/",
    ),
}

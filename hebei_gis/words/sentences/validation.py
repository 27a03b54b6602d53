"""Faults of TOML itself, whatever it declares."""

from __future__ import annotations

#: kind -> (Chinese, English)
FAULTS: dict[str, tuple[str, str]] = {
    "bad_toml": (
        "{where}：第 {line} 行第 {column} 列不合 TOML 语法（{found}）。请改正该行。",
        "{where}: not readable as TOML at line {line}, column {column} ({found}). "
        "Correct that line.",
    ),
    "broken_toml": (
        "{where}：不合 TOML 语法（{found}）。请补全或改正文件。",
        "{where}: not readable as TOML ({found}). Complete or correct the file.",
    ),
    "toml_not_utf8": (
        "{where}：第 {byte} 字节不是 UTF-8 文字。请把文件另存为 UTF-8。",
        "{where}: no UTF-8 text at byte {byte}. Save the file as UTF-8.",
    ),
}

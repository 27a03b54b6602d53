"""The plan's text and its register."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {
    "table_row": ("{table}.csv {row}", "{table}.csv {row}"),
}

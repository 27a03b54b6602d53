"""Rows, cells, columns and shapes."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {}

"""Declarations, their keys and values."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {}

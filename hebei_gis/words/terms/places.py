"""Coordinates, reference systems, bounds."""

from __future__ import annotations

#: kind -> (Chinese, English)
TERMS: dict[str, tuple[str, str]] = {}

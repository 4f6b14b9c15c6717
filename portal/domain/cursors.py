"""Moved: cursors are `factories.domain.cursors`, the lowest app that has lists."""

from __future__ import annotations

from factories.domain.cursors import Cursor, parse

__all__ = ["Cursor", "parse"]

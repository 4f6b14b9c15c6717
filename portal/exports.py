"""Moved: lists go out through `factories.exports`, the lowest app that has lists."""

from __future__ import annotations

from factories.exports import FORMATS, Table, table_response

__all__ = ["FORMATS", "Table", "table_response"]

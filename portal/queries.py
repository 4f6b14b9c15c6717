"""Moved: lists are cut and counted by `factories.queries.paging`, the lowest app that has lists."""

from __future__ import annotations

from factories.queries.paging import CAP, PAGE, Counted, Order, Page, count, page

__all__ = ["CAP", "PAGE", "Counted", "Order", "Page", "count", "page"]

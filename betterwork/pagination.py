"""How the API's lists are cut into pages."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class CursorPage(CursorPagination):
    """Keyset pages: {"next", "previous", "results"} with `cursor` and `page_size`."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "id"

"""How the API's lists are cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView


class CursorPage(CursorPagination):
    """Keyset pages: {"next", "previous", "results"} with `cursor` and `page_size`."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "id"

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """One page of rows.

        Raises:
            NotFound: the cursor is none of this list's, such as a word where the list is ordered by days. The base
                class only refuses what is no cursor at all.
        """
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError, DataError) as failure:
            raise NotFound(self.invalid_cursor_message) from failure

"""How the API's lists are cut into pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.exceptions import ValidationError as BadParameter
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access_log import log_list
from betterwork.access_log_rules import NO_LOOKS
from factories.queries.lookups import ids_of_codes

NAMES_A_FACTORY = "factory"


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
        self.request = request
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, OverflowError, ValidationError, DataError) as failure:
            raise NotFound(self.invalid_cursor_message) from failure

    def get_page_size(self, request: Request) -> int:
        """How many rows a page has.

        Raises:
            ValidationError: not a number from 1 to the most.
        """
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        size = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
        if not 0 < size <= self.max_page_size:
            sentence = _("A whole number from 1 to %(most)s.") % {"most": self.max_page_size}
            raise BadParameter({self.page_size_query_param: [sentence]})
        return size

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The same as the description of the API has it."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {
                    "minimum": 1,
                    "maximum": self.max_page_size,
                    "default": self.page_size,
                }
        return found

    def get_paginated_response(self, data: Any) -> Response:
        """The page; each factory that its rows name is noted in the log of looks."""
        match = self.request.resolver_match
        codes = {row[NAMES_A_FACTORY] for row in data if isinstance(row, dict) and NAMES_A_FACTORY in row}
        if codes and match is not None and match.view_name not in NO_LOOKS:
            log_list(self.request, ids_of_codes(codes), now=timezone.now())  # a part of API views
        return super().get_paginated_response(data)

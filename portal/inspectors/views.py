"""The priority list: for labour inspectors of the country, and the programme's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries.paging import Order, count, page
from files.exports import FORMATS, table_response
from journal.access_log import log_export

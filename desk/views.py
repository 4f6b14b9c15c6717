"""The staff's first page, and the one address of a factory: who is looking decides which room answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.models import STAFF, User
from accounts.requests import SignedIn, only_for
from advisory.queries.field_entries import field_entries_of
from advisory.queries.visibility import cases_visible_to
from assessments.policies import advises
from assessments.queries.teams import assessed_by
from assessments.views.offline import build_of_scripts
from desk.changes import changes_for
from desk.day import places_of
from desk.history import NEWEST, history_table
from desk.looks import line_of, looks_at
from desk.policies import hidden_kinds, reads_candidates
from desk.timeline import timeline_of
from desk.waiting import waiting_for
from factories.domain.cursors import parse
from factories.filters.lists import page_address
from factories.policies.countries import reads_countries
from factories.policies.duplicates import decides_duplicates
from factories.queries import by_code, consents_of, factories_of, people_of, visible_to
from factories.queries.duplicates import merges_into, parts_of, stands_for, suspicions_of
from factories.queries.local_time import LocalDays, programme_day, zone_of
from factories.queries.lookups import os_ids_of
from factories.queries.paging import count, page
from factories.queries.people import brands_of_people
from factories.queries.search import former_names_of, led_on_to
from files.exports import FORMATS, table_response
from journal.queries import events_around, history_of_factory, told
from portal import queries
from portal.brands.views import supplier
from portal.policies import Window, is_factory_people, window_on

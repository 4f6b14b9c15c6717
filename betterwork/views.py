"""The front door by role, and the probes of whoever operates this."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role
from first_run.queries import is_set_up

HOMES: dict[str, str] = {
    Role.ADVISER: "desk",
    Role.REVIEWER: "desk",
    Role.MANAGER: "desk",
    Role.GLOBAL: "desk",
    Role.BRAND: "brand_home",
    Role.FACTORY: "progress",
    Role.WORKER: "progress",
    Role.GROUP: "progress",
    Role.INSPECTOR: "inspectorate",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own first page; the public one for everybody else."""
    role = getattr(request.user, "role", "")
    if role == Role.ADMIN:
        return redirect("people:list" if is_set_up(timezone.now()) else "first_run:checklist")
    return redirect(HOMES.get(role, "recognised"))


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a view takes a request
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a view takes a request
    """Database and cache answer: this process may be given requests."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if settings.REDIS_URL:
            cache.get("readyz")
    except (DatabaseError, OSError):
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ready"})

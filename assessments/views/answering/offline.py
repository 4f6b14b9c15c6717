"""What lets the workspace open without a connection: service worker, manifest, and the page for what was not kept."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

SCRIPTS = Path(settings.BASE_DIR, "static")
CACHED_FILES = ("js/workspace", "js/field", "js/app.js", "css")
# fetched at once instead of one after another as they import each other
MODULES = tuple(
    f"js/workspace/{file.name}"
    for file in sorted((SCRIPTS / "js" / "workspace").glob("*.js"))
    if file.name not in {"sw.js", "signing-out.js", "handing-over.js", "unsent.js", "everywhere.js"}
)

# what pages with forms of the field, and the day's, import
FIELD_MODULES = (
    *(f"js/field/{file.name}" for file in sorted((SCRIPTS / "js" / "field").glob("*.js"))),
    *(
        f"js/workspace/{name}.js"
        for name in ("csrf", "everywhere", "keep", "merge", "outbox", "photos", "store")
    ),
)

# what pages import that are kept for reading
READING_MODULES = ("js/field/reading.js", "js/workspace/keep.js", "js/workspace/store.js")


@cache
def build_of_scripts() -> str:
    """A digest of the scripts and styles of the workspace: what a device keeps of one release fits together.

    Over their contents and the addresses that pages name them by.
    """
    seal = sha256()
    for name in CACHED_FILES:
        place = SCRIPTS / name
        for file in sorted(place.rglob("*.*")) if place.is_dir() else [place]:
            seal.update(file.relative_to(SCRIPTS).as_posix().encode())
            seal.update(file.read_bytes())
            seal.update(static(file.relative_to(SCRIPTS).as_posix()).encode())
    return seal.hexdigest()[:16]


@cache
def _service_worker() -> bytes:
    return (SCRIPTS / "js" / "workspace" / "sw.js").read_bytes()


@require_safe
@gzip_page
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at the root because what it may look after lies below its own address."""
    response = HttpResponse(_service_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a device needs to put the product on its home screen."""
    response = JsonResponse(
        {
            "name": "Better Work Recognition",
            "short_name": "Better Work",
            "description": _("Assessments, entered with or without a connection."),
            "start_url": f"{reverse('assessments:list')}day/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f8f7f3",
            "theme_color": "#0b5a5c",
            "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = "max-age=3600"
    return response


@require_safe
@gzip_page
def offline(request: HttpRequest) -> HttpResponse:
    """The page that stands in for one that the device has not kept."""
    return render(request, "offline.html")

"""The floor beside which pages are measured: the least that a signed-in page can be in Django, written by hand.

And the product's addresses with one more: a page that is nothing but the frame of every page.
"""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import include, path
from django.utils.html import escape

ADDRESS = "/floor/bare/"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Hello</title></head>'
    '<body><h1>Hello, {name}</h1><form method="post" action="/sign-out/"><button>Sign out</button></form></body></html>'
)


def bare_page(request: HttpRequest) -> HttpResponse:
    """Who is signed in, by name: two statements, for the session and for the account."""
    return HttpResponse(PAGE.format(name=escape(request.user.name)))  # type: ignore[union-attr]  # signed in


def frame_page(request: HttpRequest) -> HttpResponse:
    """What every signed-in page has around its content."""
    return render(request, "layouts/page.html")


urlpatterns = [
    path("floor/bare/", bare_page),
    path("floor/frame/", frame_page),
    path("", include("betterwork.urls")),
]


def bare_handler() -> WSGIHandler:
    """A handler with nothing around its page but the session and the account."""
    with override_settings(
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ]
    ):
        return WSGIHandler()

"""Somebody signed in, without the form (which has a journey of its own)."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User

HOST = "localhost"  # where pytest-django's live server answers


def sign_in(page: Page, user: User) -> None:
    """Give the page's whole browser context the session of `user`."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "domain": HOST,
                "path": "/",
                "httpOnly": True,
            }
        ]
    )


def menu(page: Page, name: str) -> None:
    """At this width the places of staff are a menu."""
    places = page.get_by_role("banner").locator(".menu-places > summary")
    if places.is_visible():
        places.click()
    page.get_by_role("banner").get_by_role("link", name=name, exact=True).click()

"""Somebody with a password, and a browser that must bring its form tokens."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from accounts.models import Role, User

PASSWORD = "rain over seven paddies"


def somebody(role: str = Role.ADVISER, email: str = "", **said: Any) -> User:
    """An account with PASSWORD."""
    address = email or f"{role}@example.org"
    return User.objects.create_user(address, PASSWORD, **{"name": f"The {role}", "role": role, **said})


class Browser:
    """A client with form tokens enforced: `post` opens the page first and sends the hidden fields of its form."""

    def __init__(self, **defaults: str) -> None:
        self.client = Client(enforce_csrf_checks=True, **defaults)

    def get(self, address: str, **more: Any) -> Any:
        return self.client.get(address, **more)

    def post(self, address: str, data: dict[str, str], *, on: str = "") -> Any:
        """Submit the form that the page `on` (or `address`) shows."""
        return self.submit(self.client.get(on or address), address, data)

    def submit(self, page: Any, address: str, data: dict[str, str]) -> Any:
        """Submit the form of a page that was opened before."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
        token = {"csrfmiddlewaretoken": found[1]} if found else {}
        return self.client.post(address, {**token, **data})

    def sign_in(self, user: User, password: str = PASSWORD, **more: str) -> Any:
        return self.post("/sign-in/", {"login": user.email, "password": password, **more})

    def prove(self, password: str = PASSWORD) -> Any:
        """Enter the password again, as delicate pages want it."""
        return self.post("/reauthenticate/", {"password": password})

    @property
    def is_signed_in(self) -> bool:
        return bool(self.get("/account/").status_code == 200)

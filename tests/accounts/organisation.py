"""An organisation with an OpenID Connect server of its own, which really answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from re import search
from typing import Any

import oidc_provider_mock
import requests
from django.utils import timezone

from accounts.commands.single_sign_on import set_up_sign_on
from accounts.models import SignOn
from tests.accounts.people import Browser


@dataclass
class Organisation:
    """Its server's address, and its row here."""

    issuer: str
    sign_on: SignOn

    def knows(self, subject: str, **claims: Any) -> None:
        """Somebody with an account there."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def confirms(self, address: str, subject: str) -> str:
        """The server asks who one is, and one says so; where it sends the browser back to."""
        answer = requests.post(address, data={"sub": subject}, timeout=10, allow_redirects=False)
        return str(answer.headers["Location"])


@contextmanager
def organisation(
    name: str = "Acme", domain: str = "acme.example", *, compulsory: bool = False
) -> Iterator[Organisation]:
    """It is in use until the end of the block."""
    with oidc_provider_mock.run_server_in_thread() as server:
        issuer = f"http://localhost:{server.server_port}"
        kept = set_up_sign_on(
            None, name=name, domains=[domain], issuer=issuer, client_id="programme", secret="kept apart",
            is_enabled=True, is_compulsory=compulsory, actor=None, now=timezone.now(),
        )  # fmt: skip
        yield Organisation(issuer, kept)


def leave(browser: Browser, email: str, **more: str) -> str:
    """Type one's address on the page; where the browser is led."""
    page = browser.post("/sign-in/organisation/", {"email": email, **more}).content.decode()
    found = search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    return unescape(found[1])

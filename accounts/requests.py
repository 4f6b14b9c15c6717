"""The request behind `login_required`: somebody is signed in, and type checkers may know it."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request whose user is a person with an account."""

    user: User

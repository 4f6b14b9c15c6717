"""The request behind `login_required`: a person is signed in, and type checkers may know it; pages for some roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request whose user is a person with an account."""

    user: User


def only_for(may: Callable[[User], bool]) -> Callable[[View], View]:
    """A page that does not exist for anybody else."""

    def guarded(view: View) -> View:
        @login_required
        @wraps(view)
        def run(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return run

    return guarded


def filled_in(request: HttpRequest) -> Any:
    """What a form is to be bound to: the sent fields, even when they are none; None while it is only shown."""
    return request.POST if request.method == "POST" else None

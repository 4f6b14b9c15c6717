"""Asking a command from a form, or from a button: its refusal becomes a sentence where the person is."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages

from accounts.requests import SignedIn
from benefits.commands.guests import InvalidGuestField
from journal.commands import Unchanged
from journal.refusals import Refused


def tried(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> HTTPStatus:
    """Carry out an act with what a form says; OK, or the form knows what is wrong."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act(form.cleaned_data)
    except Refused as refused:
        field = (
            refused.field if isinstance(refused, InvalidGuestField) and refused.field in form.fields else None
        )
        form.add_error(field, str(refused))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def pressed(request: SignedIn, act: Callable[[], object], done: Callable[[Any], str]) -> None:
    """Carry out what a button asks, and tell how it went on the next page. `done` is given what changed."""
    try:
        result = act()
    except Refused as refused:
        messages.error(request, str(refused))
        return
    if isinstance(result, Unchanged):
        result = result.value
    messages.success(request, done(result))

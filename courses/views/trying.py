"""A command tried from a form or a button: its refusal becomes a sentence where the person is."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages

from accounts.requests import SignedIn
from courses.commands.parts import SessionFaulty
from journal.commands import value_of
from journal.refusals import Refused


def tried(form: forms.Form, act: Callable[[], object]) -> HTTPStatus:
    """Carry out an act with what a valid form holds; OK, or the form knows what is wrong."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act()
    except Refused as refused:
        field = refused.field if isinstance(refused, SessionFaulty) and refused.field in form.fields else None
        form.add_error(field, str(refused))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def pressed(request: SignedIn, act: Callable[[], object], done: Callable[[Any], str]) -> None:
    """Carry out what a button asks; the next page says how it went. `done` is given what the command returned."""
    try:
        result = act()
    except Refused as refused:
        messages.error(request, str(refused))
        return
    messages.success(request, done(value_of(result)))

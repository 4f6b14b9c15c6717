"""Giving a command what a form holds: its refusal becomes a sentence beside the field, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from journal.commands import Unchanged, value_of
from journal.refusals import Refused


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went: the status of the page, what the command gave, what it refused."""

    status: HTTPStatus
    result: object = None
    refused: Refused | None = None

    @property
    def done(self) -> bool:
        """Whether it is as was asked, now or before."""
        return self.status is HTTPStatus.OK

    @property
    def value(self) -> object:
        """What the command returned, whether it changed anything or not."""
        return value_of(self.result)


def attempted(form: forms.Form, act: Callable[[], object]) -> Attempt:
    """Carry out an act with a valid form; the form knows what is wrong where it was refused."""
    if not form.is_valid():
        return Attempt(HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return Attempt(HTTPStatus.OK, act())
    except Refused as refused:
        field = getattr(refused, "field", None)
        form.add_error(field if field in form.fields else None, str(refused))
        return Attempt(HTTPStatus.CONFLICT, refused=refused)


def announce(request: HttpRequest, attempt: Attempt, words: str) -> None:
    """Say on the next page that it was saved, or that it was so already."""
    unchanged = isinstance(attempt.result, Unchanged)
    messages.success(request, _("Nothing to change: it was so already.") if unchanged else words)

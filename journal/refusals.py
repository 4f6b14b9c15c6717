"""The base of everything a command may refuse."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """A command that may not be carried out now; its text is a sentence for the person who asked, with what to do.

    Subclasses are named for what happened (`AlreadyFinalised`) and live in the module that raises them; those that
    several apps raise are here. `field`, where a subclass has it, names the form field that the refusal is about.
    """


class FieldRefused(Refused):
    """Something entered that cannot be; `field` is the form field that it is about."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ReasonMissing(Refused):
    """A decision or change without the reason that it needs."""

    field = "reason"


class DayPassed(Refused):
    """A day that was set lies in the past."""


def given_reason(reason: str) -> str:
    """The reason of a decision, trimmed.

    Raises:
        ReasonMissing: there is none.
    """
    text = reason.strip()
    if not text:
        raise ReasonMissing(_("Say why: the reason is kept with the decision."))
    return text

"""The base of everything a command may refuse."""

from __future__ import annotations


class Refused(Exception):
    """A command that may not be carried out now; its text is a sentence for the person who asked, with what to do.

    Subclasses are named for what happened (`AlreadyFinalised`) and live in the module that raises them; those that
    several apps raise are here. `field`, where a subclass has it, names the form field that the refusal is about.
    """


class ReasonMissing(Refused):
    """A decision or change without the reason that it needs."""

    field = "reason"

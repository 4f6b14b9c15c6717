"""The base of everything a command may refuse."""

from __future__ import annotations


class Refused(Exception):
    """A command that may not be carried out now; its text is a sentence for the person who asked, with what to do.

    Subclasses are named for what happened (`AlreadyFinalised`) and live in the module that raises them.
    """

"""What `verify` finds in the journal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """One place where something does not hold together: `subject` names it, `code` says how."""

    subject: str
    code: str
    message: str

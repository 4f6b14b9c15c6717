"""Questionnaires loaded and put in force. What other apps call is named here."""

from __future__ import annotations

from questionnaires.commands.questionnaires import load_questionnaire, put_in_force

__all__ = [
    "load_questionnaire",
    "put_in_force",
]

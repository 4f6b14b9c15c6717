"""Questionnaires loaded. What other apps call is named here."""

from __future__ import annotations

from questionnaires.commands.questionnaires import load_questionnaire

__all__ = [
    "load_questionnaire",
]

"""Every change of the evidence. One subject a module; what the world calls is named here."""

from __future__ import annotations

from assessments.commands.questionnaires import load_questionnaire

__all__ = ["load_questionnaire"]

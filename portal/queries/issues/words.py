"""Publicly reported issues in words that everybody understands: what is wrong where one is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ISSUES: Mapping[str, str | Promise] = {
    "CL-1-01": gettext_lazy("child labour"),
    "DI-3-03": gettext_lazy("unequal conditions for women and men"),
    "DI-3-04": gettext_lazy("unequal pay for women and men"),
    "DI-3-07": gettext_lazy("dismissal because of pregnancy or maternity"),
    "DI-3-08": gettext_lazy("dismissal during maternity leave"),
    "DI-3-09": gettext_lazy("sexual harassment"),
    "DI-4-06": gettext_lazy("discrimination by age, nationality or family duties"),
    "FL-1-01": gettext_lazy("workers kept from leaving the workplace"),
    "FL-1-03": gettext_lazy("identity papers kept from workers"),
    "FL-1-04": gettext_lazy("violence or threats to make people work"),
    "FL-2-01": gettext_lazy("recruitment debts of workers"),
    "FA-1-01": gettext_lazy("limits on forming or joining a union"),
    "FA-1-02": gettext_lazy("jobs tied to union membership"),
    "FA-1-03": gettext_lazy("pressure to join a union"),
    "FA-2-01": gettext_lazy("employer control of a union"),
    "FA-2-02": gettext_lazy("employer interference in union affairs"),
    "FA-2-05": gettext_lazy("worse treatment of union members"),
    "FA-2-06": gettext_lazy("dismissal for union reasons"),
    "FA-4-01": gettext_lazy("refusal to bargain in good faith"),
    "FA-4-03": gettext_lazy("breach of the collective agreement"),
    "FA-5-02": gettext_lazy("punishment for striking"),
    "CO-1-01": gettext_lazy("pay below the minimum wage"),
    "CO-2-01": gettext_lazy("unpaid or underpaid overtime"),
    "CO-5-01": gettext_lazy("false or double payroll records"),
    "CO-7-04": gettext_lazy("late payment of social contributions"),
    "CO-7-08": gettext_lazy("seniority left out of bonuses and leave"),
    "CH-1-01": gettext_lazy("work without a contract"),
    "CH-4-01": gettext_lazy("bullying or humiliation"),
    "CH-4-03": gettext_lazy("missing worker–management committee"),
    "OS-3-03": gettext_lazy("unguarded dangerous machine parts"),
    "OS-6-03": gettext_lazy("lack of safe drinking water"),
    "OS-8-01": gettext_lazy("missing or broken fire alarm"),
    "OS-8-05": gettext_lazy("shortage of emergency exits"),
    "OS-8-06": gettext_lazy("blocked or locked exits"),
    "OS-8-07": gettext_lazy("missed evacuation drills"),
}


def issue_title(question: str, text: str = "") -> str:
    """An issue as a title; the question's own `text` where nobody has put it into plain words."""
    return capfirst(str(ISSUES.get(question, text or question)))


def statement(issue: Mapping[str, Any]) -> str:
    """What the assessors found of one issue (of `PublicAssessment.issues`), as a sentence."""
    issue_name = ISSUES.get(issue["question"])
    if issue_name is None:  # of a questionnaire that came later: its own question
        answers = {"met": _("found compliant"), "not_met": _("found non-compliant")}
        return f"{issue['text']} {answers.get(issue['outcome'], _('not assessed'))}"
    words = {"issue": issue_name}
    if issue["outcome"] == "met":
        return _("No %(issue)s found") % words
    if issue["outcome"] == "not_met":
        return _("Found: %(issue)s") % words
    return _("Not assessed, or not applicable: %(issue)s") % words

"""Findings as they become items of a plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from advisory.forms.declared import form_field
from advisory.kinds import PLAN_ITEMS
from questionnaires.documents import cause_choices


class FindingItemForm(forms.Form):
    """One finding's item, to be changed before it is stored, or left out."""

    chosen = forms.BooleanField(label=_("Put it into the plan"), required=False)
    issue = form_field(PLAN_ITEMS["issue"], rows=3)
    cause = forms.ChoiceField(label=_("Kind of cause"), choices=cause_choices, required=False)
    root_cause = form_field(PLAN_ITEMS["root_cause"], rows=2)
    action = form_field(PLAN_ITEMS["action"], rows=3)
    owner = form_field(PLAN_ITEMS["owner"])
    due_on = form_field(PLAN_ITEMS["due_on"])

"""A refused day beside its field, with the way to give a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assessments import policies
from assessments.commands.day_limits import DayOutOfLimits
from files.forms import TodayForm

if TYPE_CHECKING:
    from accounts.models import User


def put_beside_day(form: TodayForm, refusal: DayOutOfLimits, user: User) -> None:
    """Show a refused day beside its field; the programme's people are asked for a reason."""
    sentence = str(refusal)
    if refusal.for_a_reason and policies.accepts_unusual_days(user):
        sentence = _("%(refusal)s If it is right, say why below.") % {"refusal": sentence}
        form.offer_reason()
    form.add_error(refusal.field if refusal.field in form.fields else None, sentence)

"""Advisory visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Counts, Day, EvidenceKind, Field, Prose, Text, Whole
from advisory.models import AdvisoryVisit

VISITS = EvidenceKind(
    name="visits",
    what="a planned coaching visit",
    model=AdvisoryVisit,
    inherited=("uid",),
    fields=(
        Field(
            name="visited_on",
            label=_("Day of the visit"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
        ),
        Field(
            name="number",
            label=_("Visit of that day"),
            holds=Whole(least=1, most=20),
            unit="the first is 1",
            is_key=True,
            in_form=False,
            default=1,
        ),
        Field(name="purpose", label=_("Purpose"), holds=Text(longest=200), required_in_form=True),
        Field(
            name="participants",
            label=_("Who took part"),
            holds=Counts(AdvisoryVisit.Participant.choices),
            unit="people by role",
            in_files=False,
        ),
        Field(
            name="topics",
            label=_("Topics"),
            holds=Prose(rows=0),
            help=_("What was worked on, a semicolon between."),
        ),
        Field(
            name="notes",
            label=_("Notes"),
            holds=Prose(rows=4),
            help=_("For the programme only: the factory does not see them. No names of workers."),
            staff_only=True,
        ),
    ),
)

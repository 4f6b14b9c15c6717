"""Reviews of management systems. The form asks one score an area; each is a record of its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Choice, Day, EvidenceKind, Field, Whole
from advisory.models import SystemsReview

SCORES = (
    (1, _("1 – none")),
    (2, _("2 – begun")),
    (3, _("3 – in place, not kept up")),
    (4, _("4 – in place and kept up")),
    (5, _("5 – improves itself")),
)

SYSTEMS = EvidenceKind(
    name="systems",
    what="a management system's score in one area on one day",
    model=SystemsReview,
    table="systems",
    fields=(
        Field(
            name="reviewed_on",
            label=_("Day of the review"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
            history="day",
        ),
        Field(
            name="area",
            label="Area",
            holds=Choice(SystemsReview.Area.choices),
            required=True,
            is_key=True,
            in_form=False,  # the form has a field for each area's score
            history="area",
        ),
        Field(
            name="score",
            label="Score",
            holds=Whole(least=1, most=5, words=SCORES),
            unit="1 to 5",
            required=True,
            in_form=False,
            history="score",
        ),
    ),
)

"""Reviews of the bipartite committee. Meetings that count are those with minutes: the smaller of the two numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Day, EvidenceKind, Field, Whole, YesNo
from advisory.models import CommitteeReview

COMMITTEES = EvidenceKind(
    name="committees",
    what="the bipartite committee's indicators on one day; what is empty is unknown",
    model=CommitteeReview,
    table="committee",
    event="committee.reviewed",
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
            name="worker_seats",
            label=_("Seats of workers"),
            holds=Whole(most=500),
            unit="seats",
            required=True,
            history="worker_seats",
            last_time="filled in",
        ),
        Field(
            name="management_seats",
            label=_("Seats of management"),
            holds=Whole(most=500),
            unit="seats",
            required=True,
            history="management_seats",
            last_time="filled in",
        ),
        Field(
            name="worker_side_elected",
            label=_("Were the workers' members elected?"),
            holds=YesNo(),
            history="elected",
            last_time="shown",
        ),
        Field(
            name="women_percent",
            label=_("Women among the workers' members, per cent"),
            holds=Whole(most=100),
            unit="per cent of the workers' side",
            history="women_percent",
            last_time="shown",
        ),
        Field(
            name="meetings_12m",
            label=_("Meetings in the last 12 months"),
            holds=Whole(most=366),
            unit="meetings",
            history="meetings",
            last_time="shown",
        ),
        Field(
            name="minutes_12m",
            label=_("Of these with minutes"),
            holds=Whole(most=366),
            unit="meetings",
            history="minutes",
            last_time="shown",
        ),
    ),
)

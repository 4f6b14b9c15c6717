"""Reviews of the bipartite committee. Meetings that count are those with minutes: the smaller of the two numbers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Day, EvidenceKind, Field, Whole, YesNo
from advisory.models import CommitteeReview
from files.domain.problems import ImportProblem
from files.domain.row_reader import FactoryRef, RowReader


def _no_more_resolved(reader: RowReader, _factory: FactoryRef | None, values: dict[str, Any]) -> None:
    raised, resolved = values["issues_raised_12m"], values["issues_resolved_12m"]
    if raised is not None and resolved is not None and resolved > raised:
        what = "there are more issues resolved than raised; correct one of the two"
        reader.note(ImportProblem(reader.row, "issues_resolved_12m", "out_of_range", what))


COMMITTEES = EvidenceKind(
    name="committees",
    what="the bipartite committee's indicators on one day; what is empty is unknown",
    model=CommitteeReview,
    table="committee",
    event="committee.reviewed",
    check=_no_more_resolved,
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
        Field(
            name="issues_raised_12m",
            label=_("Issues raised in the last 12 months"),
            help=_("By either side, as the minutes have them; one that comes back is counted once."),
            holds=Whole(most=1_000),
            unit="issues",
            history="issues_raised",
            last_time="shown",
        ),
        Field(
            name="issues_resolved_12m",
            label=_("Of these resolved"),
            help=_("Both sides agree that it is settled."),
            holds=Whole(most=1_000),
            unit="issues",
            history="issues_resolved",
            last_time="shown",
        ),
    ),
)

"""Beginning an assessment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.policies import lock_active
from assessments.commands.day_limits import ASSESSMENT_DAY_ACCEPTED, NewDay, check_days
from assessments.commands.revisions import digest_of
from assessments.domain.cycle import cycle_on
from assessments.models import Assessment, TeamMember
from assessments.policies import check_may_advise
from assessments.queries.registry import country_of
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused
from questionnaires.domain.questionnaire_index import UnknownQuestionnaire
from questionnaires.models import Layout
from questionnaires.queries.questionnaire_index import questionnaire_index

if TYPE_CHECKING:
    from accounts.models import User


class NoQuestionnaire(Refused):
    """No loaded version is meant, or none was in force that day."""


class SomebodyLeft(Refused):
    """A member of the team has no open account."""


class AlreadyOpened(Refused):
    """The factory has an assessment of that day already."""


@command
def open_assessment(
    factory_id: int,
    *,
    assessed_on: date,
    questionnaire: str = "cat",
    kind: str = Assessment.Kind.FULL,
    announced: bool = False,
    cycle: int | None = None,
    team: Sequence[User] = (),
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> Assessment | Unchanged:
    """Begin a draft with an empty sheet. The actor leads the team; who sends it twice has one draft.

    Args:
        factory_id: where.
        assessed_on: the day of the visit, which may be yet to come.
        questionnaire: `code@version`, or the code alone for the version in force that day.
        kind: `full`, `partial` or `remote`.
        announced: whether the factory knew of it.
        cycle: which cycle of services it belongs to; None counts the factory's assessments.
        team: who assesses beside the actor.
        dates_reason: why a day before the programme began, or before the latest assessment, is right.
        actor: who opens it.
        now: when.

    Raises:
        NotAllowed: the actor does not advise this factory.
        NoQuestionnaire: no such version.
        AlreadyOpened: there is one of that day, of another kind, by another person or no longer a draft.
        DayOutOfLimits: the programme had not begun there, or an assessment is of a later day, and no reason is given.
    """
    return apply_opening(
        factory_id, assessed_on, questionnaire=questionnaire, kind=kind, announced=announced, cycle=cycle, team=team,
        lead=actor, dates_reason=dates_reason, actor=actor, now=now,
    )  # fmt: skip


def apply_opening(
    factory_id: int,
    assessed_on: date,
    *,
    questionnaire: str = "cat",
    kind: str = Assessment.Kind.FULL,
    announced: bool = False,
    cycle: int | None = None,
    team: Sequence[User] = (),
    lead: User | None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> Assessment | Unchanged:
    """The same inside a command's transaction, led by whoever is named."""
    check_may_advise(actor, factory_id)
    _check_team([*team, *([actor] if actor else [])])
    try:
        layout = questionnaire_index().layout(questionnaire, country_of(factory_id), assessed_on)
    except UnknownQuestionnaire as unknown:
        raise NoQuestionnaire(str(unknown)) from unknown
    layout_id = Layout.objects.values_list("id", flat=True).get(digest=layout.digest)
    carried_out = Assessment.objects.exclude(state=Assessment.State.ABANDONED)
    earlier = carried_out.filter(factory_id=factory_id)
    fields = {"kind": kind, "announced": announced, "created_by": actor}
    assessment, new = carried_out.get_or_create(
        factory_id=factory_id,
        layout_id=layout_id,
        assessed_on=assessed_on,
        defaults={
            "cycle": cycle or cycle_on(earlier.values_list("assessed_on", flat=True), assessed_on),
            "sheet": layout.empty_sheet,
            "created_at": now,
            **fields,
        },
    )
    members = {user.pk: user for user in (*([actor] if actor else []), *team)}
    if not new:
        return _known(assessment, fields, members)
    TeamMember.objects.bulk_create(
        TeamMember(assessment=assessment, user=user, is_lead=user == lead) for user in members.values()
    )
    day = draft_day(factory_id, assessed_on, earlier)
    accepted = check_days([day], reason=dates_reason, actor=actor, now=now)
    # the team: who was on it may hand answers over after they left it
    data = {"digest": digest_of(assessment, layout), "team": sorted(members)}
    opened = Happening("assessment.opened", f"assessment:{assessment.pk}", factory_id, data)
    record_many([opened, *accepted], actor=actor, at=now)
    return assessment


def draft_day(factory_id: int, day: date, others: QuerySet[Assessment]) -> NewDay:
    """A draft's day, which follows those of the factory's other assessments that are no drafts. One query."""
    latest = others.exclude(state=Assessment.State.DRAFT).aggregate(on=Max("assessed_on"))["on"]
    kind = ASSESSMENT_DAY_ACCEPTED
    return NewDay(factory_id, "assessed_on", day, may_be_ahead=True, kind=kind, latest=latest)


def _check_team(team: Sequence[User]) -> None:
    """Whoever leaves at this moment hands over what is open: nothing is opened for them meanwhile."""
    ids = {user.pk for user in team}
    if len(lock_active(ids)) < len(ids):
        raise SomebodyLeft(_("A member of the team has left. Choose the team again."))


def _known(assessment: Assessment, fields: dict[str, Any], members: Collection[int]) -> Unchanged:
    """The same draft, asked for a second time by the same person; anything else is refused."""
    team = TeamMember.objects.filter(assessment=assessment).values_list("user_id", flat=True)
    same = all(getattr(assessment, name) == value for name, value in fields.items()) and set(team) == set(
        members
    )
    if same and assessment.state == Assessment.State.DRAFT:
        return Unchanged(assessment)
    raise AlreadyOpened(
        _("This factory has an assessment of that day already. Open that one, or change the day.")
    )

"""The life of a diagnosis: begun, completed, reopened, shared, no longer shared, deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.field_entries import blank_field_entries
from countries.queries.local_time import today_in
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from questionnaires.queries.questionnaires import layout_in_force, question_words
from self_diagnosis.domain.answers import ENTRY_KIND
from self_diagnosis.models import DiagnosisAnswer, DifferingAnswer, SelfDiagnosis
from self_diagnosis.policies import NotTakingPart, check_of_factory, check_takes_part
from self_diagnosis.queries.diagnoses import side_of

if TYPE_CHECKING:
    from accounts.models import User

TakingPart = SelfDiagnosis.TakingPart


class DiagnosisFaulty(Refused):
    """Something that the diagnosis does not allow as it stands."""


@command
def begin_diagnosis(
    diagnosis_id: UUID,
    factory_id: int,
    *,
    points: Collection[str],
    taking_part: str,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    """Begin to go through chosen points of the questionnaire in force; no point chosen means all of it.

    `diagnosis_id` is made by the page: sent twice, it is begun once.

    Raises:
        NotTakingPart: the actor is not of this factory, or would begin the other side's.
        DiagnosisFaulty: no questionnaire is loaded, or none of the points is asked.
    """
    check_of_factory(actor, factory_id)
    if taking_part not in {TakingPart.COMMITTEE, side_of(actor)}:
        raise NotTakingPart(_("Begin it for the committee or for your own side."))
    known = SelfDiagnosis.objects.filter(pk=diagnosis_id).first()
    if known is not None:
        if known.factory_id != factory_id:
            raise NotTakingPart(_("The factory and its worker representatives do this."))
        return Unchanged(known.pk)
    today = _today(factory_id, actor, now)
    layout_id = layout_in_force(_country(factory_id, actor), on=today)
    if layout_id is None:
        raise DiagnosisFaulty(_("No questionnaire is loaded yet."))
    in_layout = list(dict.fromkeys(words.point for words in question_words(layout_id).values()))
    chosen = [point for point in in_layout if point in points] if points else in_layout
    if not chosen:
        raise DiagnosisFaulty(_("Choose at least one point."))
    made = SelfDiagnosis.objects.create(
        pk=diagnosis_id,
        factory_id=factory_id,
        layout_id=layout_id,
        begun_on=today,
        taking_part=taking_part,
        points=chosen,
        begun_at=now,
        begun_by=actor,
    )
    record_diagnosis("begun", made, actor=actor, now=now, count=len(chosen))
    return made.pk


@command
def complete_diagnosis(diagnosis_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Say that the round is over. Unanswered questions stay open; differing answers have to be settled.

    Raises:
        NotTakingPart, DiagnosisFaulty.
    """
    diagnosis = locked_diagnosis(diagnosis_id)
    check_takes_part(actor, diagnosis)
    if diagnosis.completed_at is not None:
        return Unchanged(diagnosis.pk)
    if DifferingAnswer.objects.filter(diagnosis=diagnosis, settled_at__isnull=True).exists():
        raise DiagnosisFaulty(_("Choose first between the answers that differ."))
    if not DiagnosisAnswer.objects.filter(diagnosis=diagnosis).exclude(answer="").exists():
        raise DiagnosisFaulty(_("Answer at least one question first."))
    return _set(diagnosis, "completed", now, "completed", actor=actor, now=now)


@command
def reopen_diagnosis(diagnosis_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Go on answering. What the adviser reads does not change under their eyes: sharing ends first.

    Raises:
        NotTakingPart, DiagnosisFaulty.
    """
    diagnosis = locked_diagnosis(diagnosis_id)
    check_takes_part(actor, diagnosis)
    if diagnosis.completed_at is None:
        return Unchanged(diagnosis.pk)
    if diagnosis.shared_at is not None:
        raise DiagnosisFaulty(_("It is shared. Stop sharing it first."))
    return _set(diagnosis, "completed", None, "reopened", actor=actor, now=now)


@command
def share_diagnosis(diagnosis_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Let the factory's enterprise advisers read a completed diagnosis.

    Raises:
        NotTakingPart, DiagnosisFaulty.
    """
    diagnosis = locked_diagnosis(diagnosis_id)
    check_takes_part(actor, diagnosis)
    if diagnosis.shared_at is not None:
        return Unchanged(diagnosis.pk)
    if diagnosis.completed_at is None:
        raise DiagnosisFaulty(_("Complete it first, then share it."))
    return _set(diagnosis, "shared", now, "shared", actor=actor, now=now)


@command
def stop_sharing_diagnosis(diagnosis_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """End the advisers' reading: for them there is no such diagnosis any more.

    Raises:
        NotTakingPart.
    """
    diagnosis = locked_diagnosis(diagnosis_id)
    check_takes_part(actor, diagnosis)
    if diagnosis.shared_at is None:
        return Unchanged(diagnosis.pk)
    return _set(diagnosis, "shared", None, "sharing_ended", actor=actor, now=now)


@command
def delete_diagnosis(diagnosis_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Delete a diagnosis with its answers, and what devices sent of it. Items of the plan that were made of it stay.

    Raises:
        NotTakingPart, DiagnosisFaulty: it is shared.
    """
    if not SelfDiagnosis.objects.filter(pk=diagnosis_id).exists():
        return Unchanged(diagnosis_id)
    diagnosis = locked_diagnosis(diagnosis_id)
    check_takes_part(actor, diagnosis)
    if diagnosis.shared_at is not None:
        raise DiagnosisFaulty(_("It is shared. Stop sharing it first."))
    record_diagnosis("deleted", diagnosis, actor=actor, now=now)
    blank_field_entries(ENTRY_KIND, diagnosis.factory_id, about=str(diagnosis.pk))
    diagnosis.delete()
    return diagnosis_id


def locked_diagnosis(diagnosis_id: UUID) -> SelfDiagnosis:
    """The diagnosis, for this transaction alone.

    Raises:
        DiagnosisFaulty: there is none any more.
    """
    found = SelfDiagnosis.objects.select_for_update().filter(pk=diagnosis_id).first()
    if found is None:
        raise DiagnosisFaulty(_("This self-diagnosis was deleted."))
    return found


def record_diagnosis(what: str, diagnosis: SelfDiagnosis, *, actor: User, now: datetime, **data: int) -> None:
    """An event of a diagnosis. It names no question and no answer: what is deleted leaves nothing behind."""
    record(
        f"self_diagnosis.{what}",
        subject=f"self_diagnosis:{diagnosis.pk}",
        factory_id=diagnosis.factory_id,
        actor=actor,
        at=now,
        data={"on": diagnosis.begun_on.isoformat(), **data},
    )


def _set(
    diagnosis: SelfDiagnosis, state: str, at: datetime | None, what: str, *, actor: User, now: datetime
) -> UUID:
    values = {f"{state}_at": at, f"{state}_by": actor if at else None}
    for name, value in values.items():
        setattr(diagnosis, name, value)
    diagnosis.save(update_fields=[*values])
    record_diagnosis(what, diagnosis, actor=actor, now=now)
    return diagnosis.pk


def _country(factory_id: int, actor: User) -> str:
    country: str = visible_to(actor).values_list("country_id", flat=True).get(pk=factory_id)
    return country


def _today(factory_id: int, actor: User, now: datetime) -> date:
    return today_in(_country(factory_id, actor), now)

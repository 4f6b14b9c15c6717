"""Whatever is entered in the field on a device comes in here: once, and never over what its device had not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.cases import apply_case
from advisory.commands.improvement_plan import apply_plan_item
from advisory.commands.plan.due_days import apply_due_day_proposal
from advisory.commands.plan.thread import apply_plan_message
from advisory.commands.plan_attachments import NoSuchPlanItem, apply_plan_file
from advisory.commands.reviews import apply_record, apply_systems_reviews
from advisory.commands.visit_findings import NoSuchVisit, apply_visit_finding
from advisory.commands.visiting import apply_whole_visit
from advisory.domain.field_entries import values_to_record
from advisory.domain.visiting import FoundOnVisit
from advisory.kinds import COMMITTEES, LEARNING, PLAN_ITEMS, VISITS, EvidenceKind
from advisory.models import AdvisoryVisit, FieldEntry, PlanItem, SystemsReview, ZeroToleranceCase
from advisory.queries.entry_kinds import entry_kind
from advisory.queries.plan_steps import one_tap
from assessments.commands.locking import NoSuchAssessment
from assessments.models import Assessment, Finding
from assessments.policies import NotAllowed
from journal.commands import Unchanged, command
from responses.commands.comments import apply_comment
from responses.commands.responding import apply_whole_response

if TYPE_CHECKING:
    from accounts.models import User

Kind = FieldEntry.Kind
ROLES = tuple(AdvisoryVisit.Participant.values)
VISIT_FIELDS = tuple(name for name in VISITS.values if name != "participants")


@dataclass(frozen=True, slots=True)
class SubmittedEntry:
    """One entry as its device made it.

    Attributes:
        id: made on the device; sent again it is the same.
        fields: text by field, as it was typed.
        base: what the device had seen in these fields, as text.
        on: the day on which it was entered, in the factory's country.
    """

    id: UUID
    kind: str
    factory_id: int
    fields: Mapping[str, str]
    base: Mapping[str, str]
    device: str
    entered_at: datetime
    on: date


@command
def record_field_entry(
    entry: SubmittedEntry,
    *,
    data: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> FieldEntry | Unchanged:
    """Record what was entered in the field; sent again, or by two pages at once, it is recorded once.

    An entry that says what stands already changes nothing: neither it nor an event is stored.

    Args:
        entry: what the device sent.
        data: the same, read by the kind's form.
        actor: who entered it.
        now: when it is recorded.

    Raises:
        Clashed: something stands by now that the device had not seen and that it would replace.
        Refused: what the kind's own command refuses.
    """
    known = FieldEntry.objects.filter(pk=entry.id).first()
    if known is not None:
        if known.recorded_by_id != actor.pk:
            raise NotAllowed(_("Another person has already sent this."))
        return Unchanged(known)
    owned = entry_kind(entry.kind)
    apply = owned.apply if owned else APPLY[entry.kind]
    done = apply(entry, data, actor, now)
    if isinstance(done, Unchanged):
        return done  # all of it stands already, by a colleague perhaps
    return FieldEntry.objects.create(
        pk=entry.id,
        kind=entry.kind,
        factory_id=entry.factory_id,
        fields=dict(entry.fields),
        base=dict(entry.base),
        device=entry.device,
        entered_at=entry.entered_at,
        recorded_at=now,
        recorded_by=actor,
    )


def blank_field_entries(kind: str, factory_id: int, *, about: str) -> None:
    """Forget what devices sent of something that its command deletes; sent again, it is known all the same."""
    sent = FieldEntry.objects.filter(kind=kind, factory_id=factory_id, fields__ref__startswith=about)
    sent.update(fields={}, base={})


def _visit(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    visit = data["visit"]
    current = AdvisoryVisit.objects.filter(
        uid=data["uid"], factory_id=entry.factory_id, superseded_at__isnull=True
    ).first()
    if current is not None:
        values = values_to_record(
            (*VISIT_FIELDS, *ROLES),
            base=_counts(entry.base),
            given=_by_role(visit),
            current=_by_role({name: getattr(current, name) for name in VISITS.values}),
        )
        visit = {
            **visit,
            **{name: VISITS[name].absent if values[name] is None else values[name] for name in VISIT_FIELDS},
            "participants": {role: values[role] for role in ROLES if values[role]},
        }
    return apply_whole_visit(
        entry.factory_id, uid=data["uid"], fields=visit, findings=data["findings"], steps=data["steps"],
        dates_reason=data["dates_reason"], is_another=data["is_another"], entered_on=entry.on, actor=actor, now=now,
    )  # fmt: skip


def _by_role(visit: Mapping[str, Any]) -> dict[str, Any]:
    """A visit's values, with its participants as one value a role."""
    people = visit.get("participants", {})
    return {name: visit[name] for name in VISIT_FIELDS} | {role: people.get(role) or None for role in ROLES}


def _counts(base: Mapping[str, str]) -> dict[str, str]:
    return {name: "" if name in ROLES and value == "0" else value for name, value in base.items()}


def _finding(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    visit = AdvisoryVisit.objects.filter(
        uid=data["visit"], factory_id=entry.factory_id, superseded_at__isnull=True
    ).first()
    if visit is None:
        raise NoSuchVisit(_("This visit is not recorded. Record the visit first."))
    current = Finding.objects.filter(
        visit=visit, question=data["question"], withdrawn_at__isnull=True
    ).first()
    values_to_record(
        ("details",),
        base=entry.base,
        given=data,
        current={"details": current.details if current else ""},
    )
    seen = FoundOnVisit(entry.factory_id, visit.visited_on, data["question"], data["details"], visit.number)
    return apply_visit_finding(seen, actor=actor, now=now)


def _item(factory_id: int, ref: str) -> PlanItem | None:
    return PlanItem.objects.filter(factory_id=factory_id, ref=ref, superseded_at__isnull=True).first()


def _plan_status(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    item = _item(entry.factory_id, data["ref"])
    if item is None:
        raise NoSuchPlanItem(_("This item is not in the plan any more."))
    added = _attached(partial(apply_plan_file, entry.factory_id, ref=data["ref"]), data, actor, now)
    given = {"evidence": entry.base.get("evidence", ""), **data}
    values = values_to_record(
        ("status", "evidence"),
        base=entry.base,
        given=given,
        current={"status": item.status, "evidence": item.evidence},
    )
    fields = one_tap(item, status=values["status"], evidence=values["evidence"] or "", on=entry.on)
    done = apply_plan_item(entry.factory_id, fields, entered_on=entry.on, actor=actor, now=now)
    return added or done


def _plan_item(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    item = _item(entry.factory_id, data["ref"])
    current = {name: getattr(item, name) for name in PLAN_ITEMS.values} if item else {}
    reason = data.get("dates_reason", "")
    given = {"verified_on": None, **{name: data[name] for name in PLAN_ITEMS.values if name in data}}
    values = (
        given
        if item is None
        else values_to_record(PLAN_ITEMS.values, base=entry.base, given=given, current=current)
    )
    if "verified_on" not in data:  # who does not verify cannot give that status either
        values["verified_on"] = None
    return apply_plan_item(
        entry.factory_id,
        {"ref": data["ref"], **values},
        dates_reason=reason,
        entered_on=entry.on,
        actor=actor,
        now=now,
    )


def _plan_word(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    return apply_plan_message(entry.factory_id, message_id=entry.id, **data, actor=actor, now=now)


def _due_day(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    return apply_due_day_proposal(
        entry.factory_id, proposal_id=entry.id, **data, entered_on=entry.on, actor=actor, now=now
    )


def _response(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    _check_of_factory(entry, data["assessment_id"])
    done = apply_whole_response(**data, actor=actor, now=now)
    for _name, refusal in done.refused:
        raise refusal  # an entry is stored whole or not at all
    return done if done.has_changed else Unchanged()


def _comment(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    _check_of_factory(entry, data["assessment_id"])
    return apply_comment(**data, actor=actor, now=now)


def _check_of_factory(entry: SubmittedEntry, assessment_id: UUID) -> None:
    """The entry is about the factory that its sender was let in for."""
    if not Assessment.objects.filter(pk=assessment_id, factory_id=entry.factory_id).exists():
        raise NoSuchAssessment(_("There is no such assessment. Look it up again in the list."))


def _case(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    current = ZeroToleranceCase.objects.filter(
        factory_id=entry.factory_id,
        opened_on=data["opened_on"],
        trigger=data["trigger"],
        superseded_at__isnull=True,
    ).first()
    if current is not None:
        values_to_record(("details",), base=entry.base, given=data, current={"details": current.details})
    source = {name: data.get(name) for name in ("assessment_id", "visit_id")}
    reason = data.get("dates_reason", "")
    fields = {name: value for name, value in data.items() if name not in {*source, "dates_reason"}}
    return apply_case(entry.factory_id, fields, **source, dates_reason=reason, actor=actor, now=now)


def _record(
    kind: EvidenceKind, entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime
) -> object:
    """A record of a kind that has a form of its own: told apart by its key, merged by its values."""
    key = {name: data[name] for name in kind.key[1:]}
    current = kind.model._default_manager.filter(
        factory_id=entry.factory_id, superseded_at__isnull=True, **key
    ).first()
    given = {name: data[name] for name in kind.values if name in data}
    if current is not None:
        values = {name: getattr(current, name) for name in kind.values}
        given = values_to_record(kind.values, base=entry.base, given=given, current=values)
    reason = data.get("dates_reason", "")
    return apply_record(kind, entry.factory_id, key | given, dates_reason=reason, actor=actor, now=now)


def _systems(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    """Scores of one day: each area is a record of its own, and a value of the entry."""
    day = data["reviewed_on"]
    reviews = SystemsReview.objects.filter(
        factory_id=entry.factory_id, reviewed_on=day, superseded_at__isnull=True
    )
    current = {review.area: review.score for review in reviews}
    scores = values_to_record(
        SystemsReview.Area.values, base=entry.base, given=data["scores"], current=current
    )
    return apply_systems_reviews(
        entry.factory_id,
        reviewed_on=day,
        scores={area: score for area, score in scores.items() if score is not None},
        dates_reason=data.get("dates_reason", ""),
        actor=actor,
        now=now,
    )


def _plan_file(entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime) -> object:
    """Photos and documents of an item, all or none."""
    return (
        _attached(partial(apply_plan_file, entry.factory_id, ref=data["ref"]), data, actor, now)
        or Unchanged()
    )


def _attached(
    keep: Callable[..., object], data: Mapping[str, Any], actor: User, now: datetime
) -> list[object]:
    """What came with an entry and was not there yet, each file by the function of its kind."""
    done = [keep(name=name, file=file, actor=actor, now=now) for name, file in data["files"]]
    return [file for file in done if not isinstance(file, Unchanged)]


Apply = Callable[[SubmittedEntry, Mapping[str, Any], "User", datetime], object]
APPLY: Mapping[str, Apply] = {
    Kind.VISIT: _visit,
    Kind.FINDING: _finding,
    Kind.PLAN_STATUS: _plan_status,
    Kind.PLAN_ITEM: _plan_item,
    Kind.CASE: _case,
    Kind.PLAN_WORD: _plan_word,
    Kind.DUE_DAY: _due_day,
    Kind.RESPONSE: _response,
    Kind.COMMENT: _comment,
    Kind.COMMITTEE: partial(_record, COMMITTEES),
    Kind.SYSTEMS: _systems,
    Kind.LEARNING: partial(_record, LEARNING),
    Kind.PLAN_FILE: _plan_file,
}

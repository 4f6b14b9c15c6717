"""What advisers see of committees, management systems and learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from advisory.commands.day_limits import new_days
from advisory.commands.versioned import apply_versions
from advisory.domain.field_entries import as_text
from advisory.kinds import COMMITTEES, LEARNING, SYSTEMS, EvidenceKind
from advisory.models import CommitteeReview, LearningRecord, SystemsFile, SystemsReview
from assessments.commands.attachments import known_file, new_file
from assessments.commands.day_limits import check_days
from assessments.policies import check_may_advise
from assessments.queries.registry import code_of
from files.domain.attachments import CheckedFile
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NoScore(Refused):
    """A review of an area has neither a score nor all of its elements."""


@dataclass(frozen=True, slots=True)
class ElementFile:
    """A photo or document beside an element of an area."""

    area: str
    element: str
    name: str
    file: CheckedFile


@command
def record_committee_review(
    factory_id: int, *, dates_reason: str = "", actor: User | None, now: datetime, **fields: Any
) -> CommitteeReview | Unchanged:
    """Record the bipartite committee's indicators of a day, or correct them. None is unknown, never zero.

    `fields` are the fields of `COMMITTEES` by name; one that is not given is unknown.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    done: CommitteeReview | Unchanged = apply_record(
        COMMITTEES, factory_id, fields, dates_reason=dates_reason, actor=actor, now=now
    )
    return done


@command
def record_systems_reviews(
    factory_id: int,
    *,
    reviewed_on: date,
    scores: Mapping[str, int] | None = None,
    elements: Mapping[str, Mapping[str, Any]] | None = None,
    files: Sequence[ElementFile] = (),
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> list[Any] | Unchanged:
    """Record reviews of management systems of one day by area (`osh`, `hr`), or correct them; what is not named stays.

    Args:
        factory_id: whose systems.
        reviewed_on: the day of the review.
        scores: 1 to 5 by area; where all elements of an area were seen, its score follows from them instead.
        elements: levels and notes of an area, by field of `SYSTEMS` (`policy`, `policy_note`, …).
        files: photos and documents beside elements; the same file again changes nothing.
        dates_reason: why days outside their limits are right.
        actor: who reviewed.
        now: when it is recorded.

    Returns:
        The rows written: reviews, then files.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
        NoScore: an area has no score, and not all of its elements were seen.
        TooManyFiles.
    """
    return apply_systems_reviews(
        factory_id,
        reviewed_on=reviewed_on,
        scores=scores or {},
        elements=elements or {},
        files=files,
        dates_reason=dates_reason,
        actor=actor,
        now=now,
    )


def apply_systems_reviews(
    factory_id: int,
    *,
    reviewed_on: date,
    scores: Mapping[str, int],
    elements: Mapping[str, Mapping[str, Any]],
    files: Sequence[ElementFile] = (),
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> list[Any] | Unchanged:
    """The same inside a command's transaction."""
    check_may_advise(actor, factory_id)
    facts = [
        {"factory_id": factory_id, "reviewed_on": reviewed_on, "area": area}
        | ({"score": scores[area]} if area in scores else {})
        | dict(elements.get(area, {}))
        for area in sorted(scores.keys() | elements.keys())
    ]
    reviews = SystemsReview.objects.filter(
        factory_id=factory_id, reviewed_on=reviewed_on, superseded_at__isnull=True
    )
    known = set(reviews.values_list("area", flat=True))
    for fact in facts:
        if fact["area"] not in known and "score" not in SYSTEMS.complete(fact):
            raise NoScore(_("Give the level of every element, or a score."))
    missing = {name: SYSTEMS[name].absent for name in SYSTEMS.values if name != "score"}
    facts = [fact if fact["area"] in known else missing | fact for fact in facts]
    done = apply_versions(SYSTEMS, facts, actor=actor, now=now)
    areas = known | {fact["area"] for fact in facts}
    if any(file.area not in areas for file in files):
        raise NoScore(_("Give the level of every element, or a score."))
    subject, corrected = f"factory:{code_of(factory_id)}", {new.pk for _old, new in done.updated}
    day = reviewed_on.isoformat()
    stored = [
        made
        for file in files
        if (made := _new_file(factory_id, reviewed_on, file, actor=actor, now=now)) is not None
    ]
    if not done.changed and not stored:
        return Unchanged(done.unchanged)
    events = [
        Happening(
            "systems.reviewed",
            subject,
            factory_id,
            {"reviewed_on": day, "area": row.area, "score": row.score, "corrects": row.pk in corrected},
        )
        for row in done.written
    ]
    events += [
        Happening(
            "systems.file_added",
            subject,
            factory_id,
            {
                "reviewed_on": day,
                "area": row.area,
                "element": row.element,
                "file": str(row.pk),
                "digest": row.digest,
            },
        )
        for row in stored
    ]
    accepted = check_days(new_days(SYSTEMS, done), reason=dates_reason, actor=actor, now=now)
    record_many([*events, *accepted], actor=actor, at=now)
    return [*done.written, *stored]


def _new_file(
    factory_id: int, reviewed_on: date, file: ElementFile, *, actor: User | None, now: datetime
) -> SystemsFile | None:
    """The file stored beside its element; None where it is there already."""
    place = {"factory_id": factory_id, "reviewed_on": reviewed_on, "area": file.area, "element": file.element}
    there = SystemsFile.objects.filter(**place)
    if known_file(there, file.file, full=_("This element has %(n)s files already.")) is not None:
        return None
    made = new_file(
        SystemsFile, file.file, folder=f"systems/{factory_id}", name=file.name, actor=actor, now=now, **place
    )
    made.save(force_insert=True)
    return made


@command
def record_learning(
    factory_id: int, *, dates_reason: str = "", actor: User | None, now: datetime, **fields: Any
) -> LearningRecord | Unchanged:
    """Record how many people of a factory attended a course, by role and sex, or correct it.

    `fields` are the fields of `LEARNING` by name; a group of people that is not given is nobody.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    done: LearningRecord | Unchanged = apply_record(
        LEARNING, factory_id, fields, dates_reason=dates_reason, actor=actor, now=now
    )
    return done


def apply_record(
    kind: EvidenceKind,
    factory_id: int,
    fields: Mapping[str, Any],
    *,
    dates_reason: str,
    actor: User | None,
    now: datetime,
) -> Any:
    """One fact of the factory's own history, inside a command's transaction, with the kind's event.

    The row, or `Unchanged` with the row that says the same.
    """
    check_may_advise(actor, factory_id)
    done = apply_versions(kind, [{"factory_id": factory_id, **kind.filled(fields)}], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    row = done.written[0]
    data = {name: as_text(getattr(row, name)) for name in kind.key[1:]} | {"corrects": bool(done.updated)}
    subject = f"factory:{code_of(factory_id)}"
    accepted = check_days(new_days(kind, done), reason=dates_reason, actor=actor, now=now)
    record_many([Happening(kind.event, subject, factory_id, data), *accepted], actor=actor, at=now)
    return row

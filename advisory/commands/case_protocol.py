"""What is done about a zero-tolerance case: steps of its protocol and notices to authorities, each told once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from accounts.models import Proposal, User
from accounts.same_transaction.proposing import close_pending
from advisory.models import CaseEntry
from advisory.policies import check_may_work_on_case
from advisory.queries.cases import NoSuchCase, current_case
from countries.queries.local_time import today_in
from files.domain.attachments import ENDINGS, CheckedFile, shown_name
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

Step = CaseEntry.Step


class CaseClosed(Refused):
    """Nothing is done about a closed case any more."""


class NotThen(Refused):
    """A moment that has not come yet, or lies before the case."""

    field = "happened_at"


class AuthorityMissing(Refused):
    """A notice without the authority that it was sent to."""

    field = "authority"


@command
def record_case_entry(
    case_uid: UUID,
    *,
    step: str,
    happened_at: datetime,
    authority: str = "",
    note: str = "",
    file: CheckedFile | None = None,
    file_name: str = "",
    actor: User,
    now: datetime,
) -> CaseEntry | Unchanged:
    """Record that a step was done, or a notice given. A step that is recorded already stays as it is.

    Args:
        case_uid: of which case.
        step: a value of CaseEntry.Step.
        happened_at: when it was done.
        authority: whom a notice went to; ignored for other steps.
        note: what was done; no names of workers.
        file, file_name: what shows it.
        actor: who records.
        now: the moment.

    Raises:
        NoSuchCase, NotAllowed, CaseClosed, NotThen, AuthorityMissing.
    """
    case = current_case(case_uid, lock=True)
    check_may_work_on_case(actor, case, step=step)
    notified = authority.strip() if step == Step.NOTICE else ""
    known = CaseEntry.objects.filter(case_uid=case_uid, step=step)
    if step == Step.NOTICE:
        known = known.filter(authority=notified, happened_at=happened_at, note=note)
    if (found := known.first()) is not None:
        return Unchanged(found)
    if case.closed_on is not None:
        raise CaseClosed(_("This case is closed. What is done now belongs into the improvement plan."))
    if step == Step.NOTICE and not notified:
        raise AuthorityMissing(_("Say which authority was notified."))
    if happened_at > now or today_in(case.factory.country_id, happened_at) < case.opened_on:
        raise NotThen(_("Give a moment between the opening of the case and now."))
    made = CaseEntry(
        id=uuid4(), factory_id=case.factory_id, case_uid=case_uid, step=step, happened_at=happened_at,
        authority=notified, note=note, recorded_at=now, recorded_by=actor,
    )  # fmt: skip
    if file is not None:
        made.file_name = shown_name(file_name, file.content_type)
        made.content_type, made.digest = file.content_type, file.digest
        # if the transaction fails, the bytes lie there unused
        made.content.save(
            f"cases/{case_uid}/{made.pk}{ENDINGS[file.content_type]}", ContentFile(file.content), save=False
        )
    made.save(force_insert=True)
    # what a second person was shown of the case is no longer all of it
    stale = Proposal.State.STALE
    close_pending(subject=f"case:{case_uid}", state=stale, actor=actor, reason="", at=now)
    record(
        "zero_tolerance.step_recorded",
        subject=f"case:{case_uid}",
        actor=actor,
        at=now,
        factory_id=case.factory_id,
        data={"step": step, "authority": notified, "at": happened_at.isoformat(), "digest": made.digest},
    )
    return made


__all__ = ["AuthorityMissing", "CaseClosed", "NoSuchCase", "NotThen", "record_case_entry"]
